import { afterEach, describe, expect, test } from 'vitest';
import type { SandboxOptions } from '../start.ts';
import type { Kit } from '../testing/kit.ts';
import { openKit } from '../testing/kit.ts';
import { fault } from './faults.ts';

/** The clock stands still unless a test advances it, so a window is what the test says it is. */
const noon = Date.parse('2026-03-02T12:00:00Z');
let kit: Kit;
const open = async (options: SandboxOptions = {}) => {
  kit = await openKit({ plan: 'lite', seats: 1, speed: 1, now: () => noon, ...options });
};
const advance = (advanceSeconds: number) => kit.control('clock', { advanceSeconds });
const spend = () => kit.control('faults', [fault({ path: '/api/v1/currencies' }, { budget: 'spent' })]);
const times = async (count: number, path: string): Promise<readonly number[]> => {
  const statuses: number[] = [];
  for (let at = 0; at < count; at++) statuses.push((await kit.call('GET', path)).status);
  return statuses;
};
afterEach(() => kit.sandbox.close());

describe('the burst window (api-facts §5.1)', () => {
  test.each([
    ['lite', 20],
    ['growth', 40],
    ['premium', 100],
    ['ultimate', 120],
  ] as const)('%s takes %i requests in two seconds', async (plan, most) => {
    await open({ plan, seats: 5 });
    const statuses = await times(most + 1, '/api/v1/users/me');
    expect(statuses.slice(0, most).every((status) => status === 200)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    await advance(2);
    expect(await times(1, '/api/v1/users/me')).toEqual([200]);
    expect((await kit.control('metrics')).at('fullestWindow')).toBe(most + 1);
  });

  test('it rolls: what was sent a second ago still counts, what was sent two seconds ago does not', async () => {
    await open();
    await times(10, '/api/v1/users/me');
    await advance(1);
    await times(10, '/api/v1/users/me');
    expect(await times(1, '/api/v1/users/me')).toEqual([429]);
    await advance(1);
    expect(await times(11, '/api/v1/users/me')).toEqual([...Array(10).fill(200), 429]);
  });

  test('its refusal can be told from the daily one', async () => {
    await open();
    await times(20, '/api/v1/users/me');
    const answer = await kit.call('GET', '/api/v1/users/me');
    expect([answer.status, answer.body]).toEqual([429, { success: false, error: 'request over limit', errorCode: 429 }]);
    expect(answer.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(answer.headers.get('x-ratelimit-reset')).toBe('2');
    expect(answer.headers.get('retry-after')).toBe(null);
    expect(answer.headers.get('x-daily-ratelimit-token-remaining')).toBe(String(30_000 - 40));
  });

  test('ten searches in two seconds, counted per token', async () => {
    await open({ plan: 'ultimate' });
    expect(await times(11, '/api/v2/itemSearch?term=maya')).toEqual([...Array(10).fill(200), 429]);
    expect(await times(1, '/api/v2/persons')).toEqual([200]);
    const dana = await kit.as('dana.reyes@example.com');
    expect((await dana('GET', '/api/v2/itemSearch?term=maya')).status).toBe(200);
  });

  test('whoever goes on after 429s is blocked with a page', async () => {
    await open();
    await times(20, '/api/v1/users/me');
    expect(await times(20, '/api/v1/users/me')).toEqual(Array(20).fill(429));
    await advance(2);
    const blocked = await kit.call('GET', '/api/v1/users/me');
    expect(blocked.status).toBe(403);
    expect(blocked.headers.get('content-type')).toContain('text/html');
    await advance(60);
    expect(await times(1, '/api/v1/users/me')).toEqual([200]);
  });

  test('speed shortens the window', async () => {
    await open({ speed: 20 });
    await times(21, '/api/v1/users/me');
    await advance(0.1);
    expect(await times(1, '/api/v1/users/me')).toEqual([200]);
  });
});

describe('the daily budget', () => {
  test('is shared by the company, shown in headers, and comes back at midnight UTC', async () => {
    await open();
    const first = await kit.call('GET', '/api/v2/persons');
    expect(first.headers.get('x-daily-ratelimit-token-limit')).toBe('30000');
    expect(first.headers.get('x-daily-ratelimit-token-remaining')).toBe('29990');
    const dana = await kit.as('dana.reyes@example.com');
    expect((await dana('GET', '/api/v2/persons')).headers.get('x-daily-ratelimit-token-remaining')).toBe('29980');
    await spend();
    const spent = await kit.call('GET', '/api/v1/currencies');
    expect([spent.status, spent.body]).toEqual([429, { success: false, error: 'daily request budget exceeded', errorCode: 429 }]);
    expect(spent.headers.get('retry-after')).toBe(String(12 * 3600));
    expect(spent.headers.get('x-daily-ratelimit-token-remaining')).toBe('0');
    expect((await dana('GET', '/api/v2/persons')).status).toBe(429);
    await kit.control('faults', []);
    await advance(12 * 3600 - 1);
    expect((await kit.call('GET', '/api/v2/persons')).status).toBe(429);
    await advance(1);
    const next = await kit.call('GET', '/api/v2/persons');
    expect([next.status, next.headers.get('x-daily-ratelimit-token-remaining')]).toEqual([200, '29990']);
  });

  test.each([
    ['lite', 2, 60_000],
    ['growth', 1, 60_000],
    ['premium', 3, 450_000],
    ['ultimate', 1, 210_000],
  ] as const)('%s with %i seats has %i tokens', async (plan, seats, budget) => {
    await open({ plan, seats });
    const answer = await kit.call('GET', '/api/v1/users/me');
    expect(answer.headers.get('x-daily-ratelimit-token-limit')).toBe(String(budget));
    expect(answer.headers.get('x-daily-ratelimit-token-remaining')).toBe(String(budget - 2));
  });

  test('speed shortens the day', async () => {
    await open({ speed: 24 });
    await spend();
    expect((await kit.call('GET', '/api/v1/currencies')).headers.get('retry-after')).toBe('3600');
    await advance(3600);
    expect((await kit.call('GET', '/api/v2/persons')).status).toBe(200);
  });
});

describe('who may pass', () => {
  test('a wrong token, no token, a token in the address', async () => {
    await open();
    const wrong = await fetch(`${kit.sandbox.url}/api/v2/persons`, { headers: { 'x-api-token': 'x' } });
    expect([wrong.status, await wrong.json()]).toEqual([
      401,
      { success: false, error: 'unauthorized access', errorCode: 401, error_info: 'Please check developers.pipedrive.com' },
    ]);
    expect(wrong.headers.get('x-401-by-gw')).toBe('true');
    expect((await fetch(`${kit.sandbox.url}/api/v1/users/me`)).status).toBe(401);
    expect((await fetch(`${kit.sandbox.url}/api/v1/users/me?api_token=${kit.sandbox.token}`)).status).toBe(401);
  });

  test('a page of another origin is refused, a strange host too', async () => {
    await open();
    const foreign = await kit.call('GET', '/api/v1/users/me', undefined, { origin: 'https://evil.example.com' });
    expect(foreign.status).toBe(403);
    const own = await kit.call('GET', '/api/v1/users/me', undefined, { origin: kit.sandbox.url });
    expect(own.status).toBe(200);
  });
});
