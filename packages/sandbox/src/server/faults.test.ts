import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Kit } from '../testing/kit.ts';
import { openKit, walk } from '../testing/kit.ts';
import { fault } from './faults.ts';

let kit: Kit;
beforeAll(async () => {
  kit = await openKit();
});
beforeEach(() => kit.control('faults', []));
afterAll(() => kit.sandbox.close());

const named = async (name: string): Promise<number> =>
  (await kit.control('state')).rows('persons').filter((row) => walk(row, 'name') === name).length;

describe('faults on request (contract §6)', () => {
  test('the nth matching request answers another status', async () => {
    await kit.control('faults', [fault({ method: 'POST', path: '/api/v2/persons', nth: 2 }, { status: 503 })]);
    const statuses: number[] = [];
    for (const name of ['one', 'two', 'three']) {
      await kit.call('GET', '/api/v2/persons');
      statuses.push((await kit.call('POST', '/api/v2/persons', { name })).status);
    }
    expect(statuses).toEqual([200, 503, 200]);
    expect(await named('two')).toBe(0);
  });

  test('a path with a star, and a pattern', async () => {
    await kit.control('faults', [
      fault({ path: '/api/v2/deals/*' }, { status: 500 }),
      fault({ path: '~^/api/v1/(notes|files)$' }, { status: 502 }),
    ]);
    expect((await kit.call('GET', '/api/v2/deals/1')).body).toEqual({
      success: false,
      error: 'Internal Server Error',
      code: 'ERR_UNKNOWN',
    });
    expect((await kit.call('GET', '/api/v2/deals')).status).toBe(200);
    const gateway = await kit.call('GET', '/v1/notes');
    expect([gateway.status, gateway.headers.get('content-type')]).toEqual([502, 'text/html']);
  });

  test('cut before: nothing was written', async () => {
    await kit.control('faults', [fault({ method: 'POST' }, { cut: 'before' })]);
    await expect(kit.call('POST', '/api/v2/persons', { name: 'Cut before' })).rejects.toThrow();
    expect(await named('Cut before')).toBe(0);
  });

  test('cut after: it was written although no answer came', async () => {
    await kit.control('faults', [fault({ method: 'POST' }, { cut: 'after' })]);
    await expect(kit.call('POST', '/api/v2/persons', { name: 'Cut after' })).rejects.toThrow();
    expect(await named('Cut after')).toBe(1);
  });

  test('a truncated answer is not JSON any more', async () => {
    await kit.control('faults', [fault({ method: 'POST' }, { truncate: true })]);
    await expect(kit.call('POST', '/api/v2/persons', { name: 'Truncated' })).rejects.toThrow(SyntaxError);
    expect(await named('Truncated')).toBe(1);
  });

  test('a delay and a block', async () => {
    await kit.control('faults', [
      fault({ path: '/api/v1/users/me' }, { delayMs: 60 }),
      fault({ path: '/api/v1/users' }, { html403: true }),
    ]);
    const started = performance.now();
    expect((await kit.call('GET', '/api/v1/users/me')).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(50);
    const blocked = await kit.call('GET', '/api/v1/users');
    expect([blocked.status, blocked.headers.get('content-type')]).toEqual([403, 'text/html; charset=UTF-8']);
  });

  test('faults that make no sense are refused with their place', async () => {
    const answer = await kit.control('faults', [{ match: {}, when: { explode: true } }]);
    expect(answer.status).toBe(400);
    expect(answer.string('error')).toContain('when');
    expect((await kit.control('faults', [fault({ path: '~(' }, { status: 500 })])).status).toBe(400);
  });
});
