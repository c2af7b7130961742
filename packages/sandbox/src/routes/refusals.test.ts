import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kit } from '../testing/kit.ts';
import { openKit } from '../testing/kit.ts';

let kit: Kit;
let person = 0;
let deal = 0;
beforeAll(async () => {
  kit = await openKit();
  person = (await kit.call('GET', '/api/v2/persons?limit=1')).id('data.0.id');
  deal = (await kit.call('POST', '/api/v2/deals', { title: 'Archived' })).id();
  await kit.call('PATCH', `/api/v2/deals/${deal}`, { is_archived: true });
});
afterAll(() => kit.sandbox.close());

/** Bodies by hand from api-facts §1.4. */
const schema = (text: string) => ({ success: false, error: `Validation failed: ${text}`, code: 'ERR_SCHEMA_VALIDATION_FAILED' });
const business = (error: string) => ({ success: false, error, code: 'ERR_BAD_REQUEST' });
const notFound = (error: string) => ({ success: false, error, code: 'ERR_NOT_FOUND' });
const noKey = (...keys: readonly string[]) =>
  schema(keys.map((key) => `${key}: Parameter '${key}' is not allowed for this request`).join('; '));
const old = (error: string) => ({
  success: false,
  error,
  error_info: 'Please check developers.pipedrive.com for more information about Pipedrive API.',
  data: null,
  additional_data: null,
});
const forbidden = (error: string) => ({
  success: false,
  error,
  error_info: 'Please check developers.pipedrive.com',
  data: null,
  additional_data: null,
});
const blank = 'This value should not be blank.';
const time = '2020-01-01T00:00:00Z';

type Row = readonly [what: string, method: string, path: string, body: unknown, status: number, answer: unknown];

const ROWS: readonly Row[] = [
  // Keys that are not in the table of the record (§3).
  ['add_time of a deal', 'POST', '/api/v2/deals', { title: 'A', add_time: time }, 400, noKey('add_time')],
  ['stage_change_time of a deal', 'POST', '/api/v2/deals', { title: 'A', stage_change_time: time }, 400, noKey('stage_change_time')],
  [
    'what an activity cannot have',
    'POST',
    '/api/v2/activities',
    { subject: 'A', custom_fields: {}, add_time: time, marked_as_done_time: time },
    400,
    noKey('custom_fields', 'add_time', 'marked_as_done_time'),
  ],
  [
    'what a person cannot have',
    'POST',
    '/api/v2/persons',
    { name: 'A', update_time: time, id: 4, is_deleted: true },
    400,
    noKey('update_time', 'id', 'is_deleted'),
  ],
  // Blank, null and of another type.
  ['a person without a name', 'POST', '/api/v2/persons', {}, 400, schema(`name: ${blank}`)],
  ['a blank name', 'POST', '/api/v2/persons', { name: '' }, 400, schema(`name: ${blank}`)],
  ['a blank title', 'POST', '/api/v2/deals', { title: '' }, 400, schema(`title: ${blank}`)],
  ['a blank pipeline', 'POST', '/api/v2/pipelines', { name: '' }, 400, schema(`name: ${blank}`)],
  ['a name that is null', 'POST', '/api/v2/persons', { name: null }, 400, schema("name: The value is not a valid 'string'")],
  [
    'several wrong types at once',
    'POST',
    '/api/v2/deals',
    { title: 'A', person_id: '12', value: null, label_ids: [1.5] },
    400,
    schema(
      "person_id: The value is not a valid 'integer'; value: The value is not a valid 'number'; label_ids.0: The value is not a valid 'integer'",
    ),
  ],
  [
    'visibility as text',
    'POST',
    '/api/v2/persons',
    { name: 'A', visible_to: '3' },
    400,
    schema("visible_to: The value is not a valid 'integer'"),
  ],
  [
    'a phone without its number',
    'POST',
    '/api/v2/persons',
    { name: 'A', phones: [{ label: 'x' }] },
    400,
    schema(`phones.0.value: ${blank}`),
  ],
  ['a list for a record', 'POST', '/api/v2/persons', [], 400, schema("body: The value is not a valid 'object'")],
  [
    'a date with a time',
    'POST',
    '/api/v2/deals',
    { title: 'A', expected_close_date: time },
    400,
    schema('expected_close_date: This value is not a valid date.'),
  ],
  [
    'a status that is none',
    'POST',
    '/api/v2/deals',
    { title: 'A', status: 'gone' },
    400,
    schema('status: The value you selected is not a valid choice.'),
  ],
  // Too long (§3.1, §3.4, §3.5).
  [
    'a person’s notes',
    'POST',
    '/api/v2/persons',
    { name: 'A', notes: 'x'.repeat(10_001) },
    400,
    schema('notes: This value is too long. It should have 10000 characters or less.'),
  ],
  [
    'an activity’s note',
    'POST',
    '/api/v2/activities',
    { subject: 'A', note: 'x'.repeat(100_001) },
    400,
    schema('note: This value is too long. It should have 100000 bytes or less.'),
  ],
  // What does not fit together (§3.3, §3.4, §3.6).
  [
    'a stranger as owner',
    'POST',
    '/api/v2/persons',
    { name: 'A', owner_id: 1 },
    400,
    business("'owner_id' 1 does not exist or is not visible"),
  ],
  [
    'a stage of nobody’s',
    'POST',
    '/api/v2/deals',
    { title: 'A', stage_id: 1_000_000 },
    400,
    business("'stage_id' 1000000 does not exist or is not visible"),
  ],
  [
    'a stage without pipeline',
    'POST',
    '/api/v2/stages',
    { name: 'A', pipeline_id: 999_999 },
    400,
    business("'pipeline_id' 999999 does not exist or is not visible"),
  ],
  [
    'a participant of nobody’s',
    'POST',
    '/api/v2/activities',
    { subject: 'A', participants: [{ person_id: 999_999 }] },
    400,
    business("'participants.person_id' 999999 does not exist or is not visible"),
  ],
  [
    'a type by its name',
    'POST',
    '/api/v2/activities',
    { subject: 'A', type: 'Meeting' },
    400,
    business("Activity type 'Meeting' does not exist"),
  ],
  [
    'won while open',
    'POST',
    '/api/v2/deals',
    { title: 'A', won_time: time },
    400,
    business("'won_time' can only be set when the deal status is 'won'"),
  ],
  [
    'a reason while won',
    'POST',
    '/api/v2/deals',
    { title: 'A', status: 'won', lost_reason: 'x' },
    400,
    business("'lost_reason' can only be set when the deal status is 'lost'"),
  ],
  [
    'a note on nothing',
    'POST',
    '/api/v1/notes',
    { content: 'x' },
    400,
    old('One of lead_id, deal_id, person_id, org_id, project_id or task_id must be given.'),
  ],
  ['an upload without a file', 'POST', '/api/v1/files', {}, 400, old('File must be given.')],
  // Lists (§6).
  ['a page of none', 'GET', '/api/v2/persons?limit=0', undefined, 400, schema('limit: This value should be greater than or equal to 1.')],
  [
    'an order there is not',
    'GET',
    '/api/v2/persons?sort_by=name',
    undefined,
    400,
    schema('sort_by: The value you selected is not a valid choice.'),
  ],
  [
    'fractions of a second',
    'GET',
    '/api/v2/deals?updated_until=2026-01-01T00:00:00.5Z',
    undefined,
    400,
    schema('updated_until: This value is not a valid datetime.'),
  ],
  [
    'more than 100 ids',
    'GET',
    `/api/v2/persons?ids=${Array.from({ length: 101 }, (_, at) => at + 1).join(',')}`,
    undefined,
    400,
    schema('ids: at most 100 ids may be asked for'),
  ],
  // Not there, not any more, not here.
  ['a deal that is not there', 'GET', '/api/v2/deals/999999', undefined, 404, notFound('Deal not found')],
  ['a note that is not there', 'GET', '/api/v1/notes/999999', undefined, 404, old('Note not found')],
  [
    'v1 persons',
    'GET',
    '/api/v1/persons',
    undefined,
    410,
    { success: false, error: 'This API version is no longer available. Please use API v2.', errorCode: 410 },
  ],
  [
    'v1 deals, created',
    'POST',
    '/v1/deals',
    { title: 'A' },
    410,
    { success: false, error: 'This API version is no longer available. Please use API v2.', errorCode: 410 },
  ],
  [
    'v1 search',
    'GET',
    '/api/v1/itemSearch/field',
    undefined,
    410,
    { success: false, error: 'This API version is no longer available. Please use API v2.', errorCode: 410 },
  ],
  ['a verb of v1 in v2', 'PUT', '/api/v2/persons/1', {}, 405, business('Method PUT is not allowed')],
  [
    'a webhook without an address',
    'POST',
    '/api/v1/webhooks',
    { subscription_url: 'x', event_action: 'create', event_object: 'deal', name: 'x' },
    400,
    { status: 'error', success: false, errors: { subscription_url: ['Invalid URL'] } },
  ],
];

describe('status and body to the letter (api-facts §1.4)', () => {
  test.each(ROWS)('%s', async (_, method, path, body, status, answer) => {
    const got = await kit.call(method, path, body);
    expect([got.status, got.body]).toEqual([status, answer]);
  });

  test('an archived deal is closed to every change but its return', async () => {
    const edited = await kit.call('PATCH', `/api/v2/deals/${deal}`, { title: 'x' });
    expect([edited.status, edited.body]).toEqual([403, forbidden('You do not have permissions to do this.')]);
    expect((await kit.call('PATCH', `/api/v2/deals/${deal}`, { is_archived: false })).status).toBe(200);
  });

  test('a note of more than 100,000 characters (§3.5)', async () => {
    const answer = await kit.call('POST', '/api/v1/notes', { content: 'x'.repeat(100_001), person_id: person });
    expect([answer.status, answer.body]).toEqual([400, old('Note content is too long. Maximum length is 100000 characters.')]);
  });

  test('a date that is blank is kept as a date that is none (§3.3, §11 #7)', async () => {
    const made = await kit.call('POST', '/api/v2/deals', { title: 'A', expected_close_date: '' });
    expect([made.status, made.at('data.expected_close_date')]).toEqual([200, '0000-00-00']);
  });

  test('add_time belongs to the create alone', async () => {
    const changed = await kit.call('PATCH', `/api/v2/persons/${person}`, { add_time: time });
    expect([changed.status, changed.body]).toEqual([400, noKey('add_time')]);
  });

  test('v2 takes JSON and nothing else (§1.1)', async () => {
    for (const [type, body] of [
      ['application/x-www-form-urlencoded', 'name=A'],
      ['application/json', '{"name":'],
    ] as const) {
      const headers = { 'x-api-token': kit.sandbox.token, 'content-type': type };
      const answer = await fetch(`${kit.sandbox.url}/api/v2/persons`, { method: 'POST', headers, body });
      expect([type, answer.status, await answer.json()]).toEqual([type, 400, business('Request body is not valid JSON')]);
    }
  });

  test('a file over the cap', async () => {
    const answer = await kit.upload({ person_id: String(person), file: new Blob([new Uint8Array(50_000_001)]) });
    expect([answer.status, answer.body]).toEqual([413, { success: false, error: 'File size exceeds the limit of 50 MB', errorCode: 413 }]);
  });
});
