import { expect, test } from 'vitest';
import { checkAnswer, checkRequest } from './check.ts';
import { compare, DEVIATIONS } from './deviations.ts';
import { checkRefusal } from './refusal.ts';
import type { Exchange } from './witness.ts';

const json = 'application/json';
const exchange = (method: string, url: string, sent: unknown, answer: unknown = { success: true }, status = 200): Exchange => ({
  method,
  url,
  requestType: sent === undefined ? '' : json,
  sent: Buffer.from(sent === undefined ? '' : JSON.stringify(sent)),
  status,
  answerType: json,
  answer: Buffer.from(JSON.stringify(answer)),
});
const asked = async (method: string, url: string, sent?: unknown): Promise<string[]> =>
  (await checkRequest(exchange(method, url, sent))).map(({ at, rule }) => `${at} ${rule}`);

test('a request with a key, a parameter, a type or a value that is not published is found', async () => {
  expect(await asked('POST', '/api/v2/deals', { title: 'A', value: 1, custom_fields: { [`${'0'.repeat(40)}`]: 1 } })).toEqual([]);
  expect(await asked('POST', '/api/v2/deals', { title: 'A', add_time: '2020-01-01T00:00:00Z' })).toEqual(['/add_time unknown']);
  expect(await asked('POST', '/api/v2/deals', { value: '1' })).toEqual(expect.arrayContaining(['/title required', '/value type']));
  expect(await asked('POST', '/api/v2/persons', { name: 'A', emails: [{ value: 'a@example.com', kind: 'x' }] })).toEqual([
    '/emails/*/kind unknown',
  ]);
  expect(await asked('POST', '/api/v2/persons', { name: 'A', emails: ['a@example.com'] })).toEqual(['/emails/* type']);
  expect(await asked('GET', '/api/v2/persons?limit=5&sort_by=name&shoe=9')).toEqual(['?shoe unknown', '?sort_by enum']);
  expect(await asked('GET', '/api/v2/persons?limit=five&include_fields=files_count,notes_count,shoe')).toEqual([
    '?include_fields enum',
    '?limit type',
  ]);
  expect(await asked('GET', '/api/v2/itemSearch/field?term=a')).toEqual(['?entity_type required', '?field required']);
  expect(await asked('GET', '/api/v2/persons', { a: 1 })).toEqual([' unknown']);
  await expect(asked('GET', '/api/v2/leads')).rejects.toThrow('no published operation');
});

test('an answer with a key, a type or a status that is not published is found, and a key that is missing', () => {
  const stage = { id: 1, order_nr: 1, name: 'A', is_deleted: false, deal_probability: 100, pipeline_id: 1, is_deal_rot_enabled: false };
  const times = { days_to_rotten: null, add_time: '2024-01-01T00:00:00Z', update_time: '2024-01-01T00:00:00Z' };
  const answered = (data: unknown, status = 200): string[] =>
    checkAnswer(exchange('GET', '/api/v2/stages/1', undefined, { success: true, data }, status)).map(({ at, rule }) => `${at} ${rule}`);
  expect(answered({ ...stage, ...times })).toEqual([]);
  expect(answered({ ...stage, ...times, name: 7, shoe: 9 })).toEqual(expect.arrayContaining(['/data/name type', '/data/shoe unknown']));
  expect(answered({ ...stage, days_to_rotten: null, add_time: '2024-01-01T00:00:00Z' })).toEqual(['/data/update_time absent']);
  expect(answered({ ...stage, ...times }, 206)).toEqual([' status']);
});

test('a refusal in other words than those known is found', () => {
  const refused = (status: number, body: unknown): number =>
    checkRefusal(exchange('GET', '/api/v2/stages/1', undefined, body, status)).length;
  expect(refused(404, { success: false, error: 'Stage not found', code: 'ERR_NOT_FOUND' })).toBe(0);
  expect(refused(404, { success: false, error: 'Stage not found', code: 'ERR_NOT_FOUND', error_info: 'x' })).toBe(1);
  expect(refused(404, { success: false, error: 'Stage not found' })).toBe(1);
});

test('what no row of the table covers is told, and so is a row that covers nothing', () => {
  const known = { operation: 'v2 GET /deals', side: 'answer', at: '/data/*/won_time', rule: 'type', found: 'null' } as const;
  const { unlisted, unused } = compare([known, { ...known, at: '/data/*/id' }]);
  expect(unlisted).toEqual(['v2 GET /deals, answer /data/*/id: type (null)']);
  expect(unused).toHaveLength(DEVIATIONS.flatMap((row) => row.at).length - 1);
});
