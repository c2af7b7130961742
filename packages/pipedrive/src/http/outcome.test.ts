import { expect, test } from 'vitest';
import { MAX_TRIES, OUTCOMES } from './next.ts';
import { classify } from './outcome.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  classify({ kind: 'answer', status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) });

/** Bodies as api-facts §1.4 has them. */
const daily = { success: false, error: 'daily request budget exceeded', errorCode: 429 };
const burst = { success: false, error: 'request over limit', errorCode: 429 };
const page = '<!DOCTYPE html><html><body>Attention Required! | Cloudflare</body></html>';

test.each([
  ['2xx with JSON', 200, { success: true, data: {} }, {}, 'ok'],
  ['201', 201, { success: true, data: {} }, {}, 'ok'],
  ['2xx that says it failed', 200, { success: false, error: 'no' }, {}, 'validation'],
  ['2xx cut in the middle', 200, '{"success":true,"da', {}, 'malformed'],
  ['2xx with nothing', 200, '', {}, 'malformed'],
  ['2xx with a page', 200, page, { 'content-type': 'text/html' }, 'blocked'],
  ['a redirect', 302, '', { location: 'https://example.com/' }, 'misdirected'],
  ['validation', 400, { success: false, error: 'Validation failed', code: 'ERR_SCHEMA_VALIDATION_FAILED' }, {}, 'validation'],
  ['bad token', 401, { success: false, error: 'unauthorized access', errorCode: 401 }, {}, 'unauthorized'],
  ['account not open', 402, { success: false, error: 'company account is not open' }, {}, 'account-closed'],
  ['no right', 403, { success: false, error: 'You do not have permissions to do this.' }, {}, 'permission'],
  [
    'plan cap',
    403,
    { success: false, error: "Couldn't add the deal. Open deals limit reached.", code: 'feature_capping_deals_limit' },
    {},
    'cap',
  ],
  [
    'count cap',
    403,
    { success: false, error: "Couldn't add activity type. You've reached the activity type per company limit." },
    {},
    'cap',
  ],
  ['Cloudflare', 403, page, { 'content-type': 'text/html; charset=UTF-8' }, 'blocked'],
  ['403 without a body', 403, '', {}, 'blocked'],
  ['not found', 404, { success: false, code: 'ERR_NOT_FOUND' }, {}, 'not-found'],
  ['a page where the API should be', 404, page, { 'content-type': 'text/html' }, 'misdirected'],
  ['purged', 410, { success: false, error: 'gone' }, {}, 'gone'],
  ['a 410 that worked', 410, { success: true, data: { id: 4 } }, {}, 'ok'],
  ['time-out at the gateway', 408, {}, {}, 'unknown'],
  ['too large', 413, { success: false, error: 'file too large' }, {}, 'validation'],
  ['burst', 429, burst, { 'x-ratelimit-reset': '2' }, 'burst'],
  ['burst with a short retry-after', 429, burst, { 'retry-after': '1' }, 'burst'],
  ['daily by its words', 429, daily, {}, 'daily'],
  ['daily by its wait', 429, burst, { 'retry-after': '3939' }, 'daily'],
  ['daily by its header', 429, burst, { 'x-daily-ratelimit-token-remaining': '0' }, 'daily'],
  ['burst without a body', 429, '', {}, 'burst'],
  ['429 as a page', 429, page, { 'content-type': 'text/html' }, 'blocked'],
  ['500', 500, { success: false, error: 'Internal Server Error', code: 'ERR_UNKNOWN' }, {}, 'unavailable'],
  ['502 as a page', 502, page, { 'content-type': 'text/html' }, 'unavailable'],
  ['503', 503, 'maintenance', {}, 'unavailable'],
])('%s', (_, status, body, headers, expected) => {
  expect(answer(status, body, headers).kind).toBe(expected);
});

test("a reset that is a moment is held against the account's own clock, and left aside where it makes no sense", () => {
  const wait = (headers: Record<string, string>) => {
    const judged = answer(429, burst, headers);
    return 'waitMs' in judged ? judged.waitMs : 'no wait';
  };
  const date = 'Sun, 22 Nov 2026 12:00:00 GMT';
  const noon = Date.UTC(2026, 10, 22, 12) / 1000;
  expect(wait({ 'x-ratelimit-reset': '2' })).toBe(2_000);
  expect(wait({ 'x-ratelimit-reset': String(noon + 2), date })).toBe(2_000);
  expect(wait({ 'x-ratelimit-reset': String(noon + 2), 'retry-after': '1' })).toBe(1_000);
  expect(wait({ 'x-ratelimit-reset': String(noon + 3_600), date })).toBe(null);
});

test('what was not answered is told by whether it can have arrived', () => {
  expect(classify({ kind: 'failed', sent: false, why: 'no connection in time' }).kind).toBe('not-sent');
  expect(classify({ kind: 'failed', sent: true, why: 'no answer in time' }).kind).toBe('unknown');
});

test('waits and reasons', () => {
  expect(answer(429, burst, { 'x-ratelimit-reset': '2', 'retry-after': '1' })).toMatchObject({
    waitMs: 2_000,
    reason: 'request over limit',
  });
  expect(answer(429, daily, { 'retry-after': '3939' })).toMatchObject({ waitMs: 3_939_000 });
  expect(answer(429, burst)).toMatchObject({ waitMs: null });
  expect(answer(429, burst, { 'x-ratelimit-reset': '1773000000' })).toMatchObject({ kind: 'burst', waitMs: null });
  expect(answer(400, { success: false, error: "Unknown key 'title'", code: 'ERR_BAD_REQUEST', error_info: 'palun vaata' })).toMatchObject({
    reason: "Unknown key 'title' (ERR_BAD_REQUEST)",
  });
  expect(answer(400, { success: false, errors: { subscription_url: ['is wrong'] } })).toMatchObject({
    reason: '{"subscription_url":["is wrong"]}',
  });
});

test('a write is sent again only when it certainly did nothing', () => {
  const again = Object.entries(OUTCOMES).filter(([, row]) => row.write === 'again');
  expect(again.map(([kind]) => kind)).toEqual(['burst', 'not-sent']);
  const unknown = Object.entries(OUTCOMES).filter(([, row]) => row.write === 'unknown');
  expect(unknown.map(([kind]) => kind)).toEqual(['unavailable', 'malformed', 'unknown']);
  expect(MAX_TRIES).toBe(4);
});
