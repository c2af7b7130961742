import { inspect } from 'node:util';
import { CutoverError } from '@cutover/domain';
import { expect, test } from 'vitest';
import type { CallEvent } from './call.ts';
import { openDoor } from './door.ts';
import { type Handler, json, serve, TEST_TOKEN, testDoor } from './testing/server.ts';

const person = { id: 7, name: 'Ada Example', custom_fields: {} };
const ok = { success: true, data: person };
const page = '<!DOCTYPE html><html><body>blocked</body></html>';

/** Answers each request with the next of these; the last one stays. */
function inTurn(...handlers: readonly Handler[]): Handler {
  let turn = 0;
  return (seen, response, request) => {
    const handler = handlers[Math.min(turn, handlers.length - 1)];
    turn += 1;
    handler?.(seen, response, request);
  };
}

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    json(response, status, body, headers);
const cut: Handler = (_, __, request) => request.socket.destroy();
const silent: Handler = () => undefined;
const slowBody: Handler = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  response.write('{"success":true,');
};
const truncated: Handler = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true,"data":{"id"');
};
const cutBody: Handler = (_, response, request) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  response.write('{"success":true,', () => request.socket.destroy());
};
const html =
  (status: number): Handler =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(page);
  };

async function errorOf(promise: Promise<unknown>): Promise<CutoverError> {
  const thrown: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (thrown instanceof CutoverError) return thrown;
  throw new Error(`no CutoverError but ${inspect(thrown)}`);
}

const dailyBody = { success: false, error: 'daily request budget exceeded', errorCode: 429 };
const burstBody = { success: false, error: 'request over limit', errorCode: 429 };

/** What a read and a create do next for every way a request can end, and how often each was sent. */
const TABLE: readonly (readonly [string, Handler, string, number, string, number])[] = [
  ['500', answer(500, { success: false, error: 'Internal Server Error', code: 'ERR_UNKNOWN' }), 'unavailable', 4, 'unknown', 1],
  ['502 as a page', html(502), 'unavailable', 4, 'unknown', 1],
  ['503', answer(503, { success: false }), 'unavailable', 4, 'unknown', 1],
  ['cut during or after the send', cut, 'unavailable', 4, 'unknown', 1],
  ['no answer', silent, 'unavailable', 4, 'unknown', 1],
  ['slow body', slowBody, 'unavailable', 4, 'unknown', 1],
  ['cut in the answer', cutBody, 'unavailable', 4, 'unknown', 1],
  ['truncated JSON', truncated, 'answer-unusable', 4, 'unknown', 1],
  ['an answer without an id', answer(200, { success: true, data: {} }), 'answer-unusable', 4, 'unknown', 1],
  ['429 burst', answer(429, burstBody, { 'x-ratelimit-reset': '0' }), 'blocked', 4, 'blocked', 4],
  ['429 daily', answer(429, dailyBody, { 'retry-after': '3939' }), 'budget-spent', 1, 'budget-spent', 1],
  ['403 as a page', html(403), 'blocked', 1, 'blocked', 1],
  ['200 as a page', html(200), 'blocked', 1, 'blocked', 1],
  ['403 JSON', answer(403, { success: false, error: 'You do not have permissions to do this.' }), 'forbidden', 1, 'refused forbidden', 1],
  ['403 cap', answer(403, { success: false, error: 'Open deals limit reached.' }), 'cap-reached', 1, 'refused cap-reached', 1],
  ['400', answer(400, { success: false, error: 'Validation failed: x' }), 'answer-unusable', 1, 'refused write-refused', 1],
  ['401', answer(401, { success: false, error: 'unauthorized access' }), 'unauthorized', 1, 'unauthorized', 1],
  ['402', answer(402, { success: false, error: 'account not open' }), 'account-closed', 1, 'account-closed', 1],
  ['404', answer(404, { success: false, code: 'ERR_NOT_FOUND' }), 'null', 1, 'refused write-refused', 1],
  ['410', answer(410, { success: false, error: 'gone' }), 'null', 1, 'refused write-refused', 1],
  ['a redirect', (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(), 'answer-unusable', 1, 'answer-unusable', 1],
];

test.concurrent.for(TABLE)('%s: what a read and a create do next', async ([, handler, read, reads, write, writes], { expect }) => {
  await using server = await serve(handler);
  // Short where no answer comes; where one does, this machine may take its time.
  const patience = handler === silent || handler === slowBody ? 150 : 30_000;
  const timeouts = { headersMs: patience, bodyMs: patience };
  const door = testDoor(server.url, { timeouts });
  const got = await door.persons.get(7).then(
    (record) => (record === null ? 'null' : 'record'),
    (thrown: CutoverError) => thrown.code,
  );
  expect([got, server.seen.length]).toEqual([read, reads]);
  const writer = testDoor(server.url, { timeouts });
  const made = await writer.persons.create({ name: 'Ada Example' }).then(
    (result) => (result.outcome === 'refused' ? `refused ${result.code}` : result.outcome),
    (thrown: CutoverError) => thrown.code,
  );
  expect([made, server.seen.length - reads]).toEqual([write, writes]);
  await Promise.all([door.close(), writer.close()]);
});

test('nobody listening: both are tried again, because nothing was sent, and then the target is unreachable', async () => {
  const server = await serve(silent);
  await server[Symbol.asyncDispose]();
  const events: CallEvent[] = [];
  const door = testDoor(server.url, { onCall: (event) => events.push(event) });
  const error = await errorOf(door.persons.create({ name: 'Ada' }));
  expect([error.code, error.message]).toEqual([
    'unreachable',
    `POST /api/v2/persons: the connection to ${new URL(server.url).host} failed (ECONNREFUSED)`,
  ]);
  expect(events.map((event) => [event.attempt, event.outcome, event.status, event.tokens])).toEqual([
    [1, 'not-sent', null, 0],
    [2, 'not-sent', null, 0],
    [3, 'not-sent', null, 0],
    [4, 'not-sent', null, 0],
  ]);
  expect(door.budget().spent).toBe(0);
});

test('a read goes on after faults, a create after a burst limit', async () => {
  await using server = await serve(inTurn(answer(503, {}), cut, truncated, answer(200, ok)));
  const door = testDoor(server.url);
  expect(await door.persons.get(7)).toMatchObject({ id: 7, name: 'Ada Example' });
  await using second = await serve(inTurn(answer(429, burstBody), answer(429, burstBody), answer(201, ok)));
  const slept: number[] = [];
  let time = 0;
  const clock = {
    now: () => time,
    sleep: async (ms: number) => {
      slept.push(ms);
      time += ms;
    },
  };
  const writer = testDoor(second.url, { clock });
  expect(await writer.persons.create({ name: 'Ada' })).toMatchObject({ outcome: 'done', id: 7, status: 201 });
  expect(second.seen).toHaveLength(3);
  expect(time).toBeGreaterThanOrEqual(4_000);
  await Promise.all([door.close(), writer.close()]);
});

test.each([
  [2_000, [375, 750, 1_500]],
  [40, [7.5, 15, 30]],
])('waits between tries belong to a window of two seconds; in one of %i ms they are as much shorter', async (windowMs, waits) => {
  await using server = await serve(answer(503, {}));
  const slept: number[] = [];
  let now = 0;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
    },
  };
  const door = testDoor(server.url, { clock, limits: { perWindow: 1_000, windowMs, searchPerWindow: 10 } });
  expect((await errorOf(door.me())).code).toBe('unavailable');
  expect(slept).toEqual(waits);
  await door.close();
});

test('a create that was cut after it arrived is sent once, and said to be unknown', async () => {
  await using server = await serve(inTurn(cut, answer(200, ok)));
  const door = testDoor(server.url);
  expect(await door.notes.create({ content: '<p>hello</p>', person_id: 7 })).toEqual({
    outcome: 'unknown',
    reason: expect.stringMatching(/^the connection to 127\.0\.0\.1:\d+ failed/),
  });
  expect(server.seen.filter((seen) => seen.method === 'POST')).toHaveLength(1);
  await door.close();
});

test('after a block nothing more is sent', async () => {
  await using server = await serve(inTurn(html(403), answer(200, ok)));
  const door = testDoor(server.url);
  expect((await errorOf(door.me())).code).toBe('blocked');
  expect((await errorOf(door.persons.get(7))).code).toBe('blocked');
  expect(server.seen).toHaveLength(1);
  await door.close();
});

test('after the day is spent nothing more is sent, and the error says when it goes on', async () => {
  await using server = await serve(answer(429, dailyBody, { 'retry-after': '60' }));
  const now = Date.UTC(2026, 2, 8, 12);
  const door = testDoor(server.url, { clock: { now: () => now, sleep: async () => undefined } });
  const error = await errorOf(door.me());
  expect([error.code, error.details.data?.resetsAt]).toEqual(['budget-spent', '2026-03-08T12:01:00.000Z']);
  expect((await errorOf(door.users())).code).toBe('budget-spent');
  expect(server.seen).toHaveLength(1);
  await door.close();
});

test('tokens are counted by the table, and the headers are believed', async () => {
  await using server = await serve(
    inTurn(answer(200, ok), answer(200, ok, { 'x-daily-ratelimit-token-limit': '30000', 'x-daily-ratelimit-token-remaining': '6002' })),
  );
  const door = testDoor(server.url, { budget: { perDay: 30_000, reserve: 0.2 } });
  await door.persons.create({ name: 'Ada' });
  expect(door.budget()).toMatchObject({ spent: 5, remaining: 29_995, observed: false });
  await door.persons.get(7);
  expect(door.budget()).toMatchObject({ spent: 6, remaining: 6_002, observed: true });
  expect((await errorOf(door.persons.create({ name: 'Bo' }))).code).toBe('budget-spent');
  expect(server.seen).toHaveLength(2);
  await door.close();
});

test('the token is in its header alone: not in the path, not in errors, events or the printed door', async () => {
  await using server = await serve(answer(400, { success: false, error: `bad token ${TEST_TOKEN} in use` }));
  const events: CallEvent[] = [];
  const door = testDoor(server.url, { onCall: (event) => events.push(event) });
  const error = await errorOf(door.me());
  const refused = await door.persons.create({ name: 'Ada' });
  expect(server.seen[0]?.headers['x-api-token']).toBe(TEST_TOKEN);
  expect(server.seen.map((seen) => `${seen.url}${seen.body}`).join()).not.toContain(TEST_TOKEN);
  const shown = [inspect(error, { depth: 9 }), error.stack, inspect(door, { depth: 9 }), JSON.stringify(door), `${String(door)}`];
  for (const text of [...shown, JSON.stringify(events), JSON.stringify(refused)]) expect(text).not.toContain(TEST_TOKEN);
  await door.close();
});

test('a redirect is not followed, so the token does not travel', async () => {
  await using other = await serve(answer(200, ok));
  await using server = await serve((_, response) => response.writeHead(307, { location: `${other.url}/api/v2/persons/7` }).end());
  const door = testDoor(server.url);
  expect((await errorOf(door.persons.get(7))).code).toBe('answer-unusable');
  expect(other.seen).toHaveLength(0);
  await door.close();
});

test('an answer without end is not read to its end', async () => {
  await using server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => {
      if (!response.destroyed) response.write('x'.repeat(60_000), more);
    };
    more();
  });
  const door = testDoor(server.url, { maxBytes: 200_000 });
  const result = await door.persons.create({ name: 'Ada' });
  expect(result).toEqual({ outcome: 'unknown', reason: 'the answer is larger than 200000 bytes' });
  await door.close();
});

test('the signal gives up what has not started', async () => {
  await using server = await serve(answer(200, ok));
  const stop = new AbortController();
  stop.abort();
  const door = testDoor(server.url, { signal: stop.signal });
  expect((await errorOf(door.me())).code).toBe('interrupted');
  expect(server.seen).toHaveLength(0);
  await door.close();
});

test.each(['', 'with blank', 'line\nbreak', 'ünicode'])('a token that can be none is refused: %j', (token) => {
  expect(() => testDoor('http://127.0.0.1:1', { token })).toThrow(expect.objectContaining({ code: 'no-token' }));
});

test('only an origin is a base address', () => {
  for (const baseUrl of ['nonsense', 'ftp://example.com', 'https://example.com/api', 'https://example.com/?x=1']) {
    expect(() => testDoor(baseUrl)).toThrow(expect.objectContaining({ code: 'target-not-allowed' }));
  }
  expect(openDoor).toBeTypeOf('function');
});

test('a body with a wrong key or an empty text never leaves', async () => {
  await using server = await serve(answer(200, ok));
  const door = testDoor(server.url);
  const wrong: { name: string; user_id: number } = { name: 'Ada', user_id: 3 };
  expect((await errorOf(door.persons.create(wrong))).code).toBe('internal');
  expect((await errorOf(door.persons.create({ name: '' }))).message).toContain('name');
  expect((await errorOf(door.persons.create({ name: 'Ada', custom_fields: {} }))).message).toContain('custom_fields');
  expect((await errorOf(door.notes.create({ content: 'x' }))).message).toContain('parent');
  expect(server.seen).toHaveLength(0);
  await door.close();
});

test('bytes are read as far as they can be the file, however many come', async () => {
  const few: Handler = (_, response) => response.writeHead(200).end('abc');
  const endless: Handler = (_, response) => {
    response.writeHead(200);
    const more = (): void => {
      while (response.write('x'.repeat(65_536)));
      response.once('drain', more);
    };
    more();
  };
  await using server = await serve(inTurn(few, endless));
  const door = testDoor(server.url);
  // printf abc | sha256sum
  const abc = 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await door.files.digest(1, 3)).toEqual({ sha256: abc, size: 3 });
  const got = await door.files.digest(1, 1_000_000);
  expect(got?.size).toBeGreaterThan(1_000_000);
  expect(got?.size).toBeLessThan(2_000_000);
  await door.close();
});
