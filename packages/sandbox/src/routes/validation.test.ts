import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kit } from '../testing/kit.ts';
import { openKit } from '../testing/kit.ts';

let kit: Kit;
beforeAll(async () => {
  kit = await openKit();
});
afterAll(() => kit.sandbox.close());

const refused = async (method: string, path: string, body: unknown, error: string) => {
  const answer = await kit.call(method, path, body);
  expect([answer.status, answer.body]).toEqual([400, { success: false, error, code: 'ERR_SCHEMA_VALIDATION_FAILED' }]);
};

describe('v2 refuses what it does not know (api-facts §1.4)', () => {
  test('every bad key at once, joined by "; "', () =>
    refused(
      'POST',
      '/api/v2/deals',
      { title: 'A', user_id: 1, add_time: '2020-01-01T00:00:00Z' },
      "Validation failed: user_id: Parameter 'user_id' is not allowed for this request; add_time: Parameter 'add_time' is not allowed for this request",
    ));
  test('a bad key inside an object', () =>
    refused(
      'POST',
      '/api/v2/persons',
      { name: 'A', emails: [{ value: 'a@example.com', kind: 'work' }] },
      "Validation failed: emails.0.kind: Parameter 'emails.0.kind' is not allowed for this request",
    ));
  test('v1 names on a v2 person', () =>
    refused(
      'POST',
      '/api/v2/persons',
      { name: 'A', email: 'a@example.com', label: 3 },
      "Validation failed: email: Parameter 'email' is not allowed for this request; label: Parameter 'label' is not allowed for this request",
    ));
  test('a query key', () =>
    refused(
      'GET',
      '/api/v2/stages?include_fields=x',
      undefined,
      "Validation failed: include_fields: Parameter 'include_fields' is not allowed for this request",
    ));
  test('a number sent as text', () =>
    refused('POST', '/api/v2/deals', { title: 'A', value: '12' }, "Validation failed: value: The value is not a valid 'number'"));
  test('null where null is refused', () =>
    refused(
      'POST',
      '/api/v2/deals',
      { title: 'A', expected_close_date: null },
      "Validation failed: expected_close_date: The value is not a valid 'string'",
    ));
  test('an e-mail as plain text', () =>
    refused(
      'POST',
      '/api/v2/persons',
      { name: 'A', emails: ['a@example.com'] },
      "Validation failed: emails.0: The value is not a valid 'object'",
    ));
  test('an unpadded hour', () =>
    refused(
      'POST',
      '/api/v2/activities',
      { subject: 'A', due_time: '9:30' },
      'Validation failed: due_time: This value is not a valid datetime.',
    ));
  test('a date that does not exist', () =>
    refused(
      'POST',
      '/api/v2/activities',
      { subject: 'A', due_date: '2026-02-30' },
      'Validation failed: due_date: This value is not a valid date.',
    ));
  test('an address without its whole', () =>
    refused(
      'POST',
      '/api/v2/organizations',
      { name: 'A', address: { country: 'US' } },
      'Validation failed: address.value: This value should not be blank.',
    ));
  test('fractions in updated_since', () =>
    refused(
      'GET',
      '/api/v2/persons?updated_since=2026-01-01T00:00:00.000Z',
      undefined,
      'Validation failed: updated_since: This value is not a valid datetime.',
    ));
  test('a page larger than 500', () =>
    refused('GET', '/api/v2/persons?limit=501', undefined, 'Validation failed: limit: This value should be less than or equal to 500.'));
  test('probability above 100', () =>
    refused(
      'POST',
      '/api/v2/deals',
      { title: 'A', probability: 101 },
      'Validation failed: probability: This value should be between 0 and 100.',
    ));
  test('an unknown label', () =>
    refused('POST', '/api/v2/persons', { name: 'A', label_ids: [1] }, "Validation failed: label_ids: Unknown label id '1'"));
});

describe('v2 business checks', () => {
  const bad = async (path: string, body: unknown) => {
    const answer = await kit.call('POST', path, body);
    return [answer.status, answer.at('code')];
  };
  test('person_id on an activity is read-only', async () => {
    const answer = await kit.call('POST', '/api/v2/activities', { subject: 'A', person_id: 5 });
    expect(answer.status).toBe(400);
    expect(answer.at('code')).toBe('ERR_BAD_REQUEST');
    expect(answer.string('error')).toContain("'person_id' is a read-only field. Add a primary participant");
  });
  test('unknown owner, person, stage, type', async () => {
    expect(await bad('/api/v2/persons', { name: 'A', owner_id: 1 })).toEqual([400, 'ERR_BAD_REQUEST']);
    expect(await bad('/api/v2/deals', { title: 'A', person_id: 1_000_000 })).toEqual([400, 'ERR_BAD_REQUEST']);
    expect(await bad('/api/v2/deals', { title: 'A', stage_id: 1_000_000 })).toEqual([400, 'ERR_BAD_REQUEST']);
    expect(await bad('/api/v2/activities', { subject: 'A', type: 'Meeting' })).toEqual([400, 'ERR_BAD_REQUEST']);
  });
  test('a won time on an open deal, a reason on a won one', async () => {
    expect(await bad('/api/v2/deals', { title: 'A', won_time: '2025-01-01T00:00:00Z' })).toEqual([400, 'ERR_BAD_REQUEST']);
    expect(await bad('/api/v2/deals', { title: 'A', status: 'won', lost_reason: 'x' })).toEqual([400, 'ERR_BAD_REQUEST']);
  });
  test('a record that is not there', async () => {
    const answer = await kit.call('GET', '/api/v2/persons/999999');
    expect([answer.status, answer.at('code')]).toEqual([404, 'ERR_NOT_FOUND']);
  });
  test('text that is not JSON', async () => {
    const response = await fetch(`${kit.sandbox.url}/api/v2/persons`, {
      method: 'POST',
      headers: { 'x-api-token': kit.sandbox.token, 'content-type': 'application/json' },
      body: '{"name":',
    });
    expect(response.status).toBe(400);
  });
});

describe('v1 in its own words', () => {
  test('a note without content', async () => {
    const answer = await kit.call('POST', '/api/v1/notes', { person_id: 1 });
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        success: false,
        error: 'Content must be given.',
        error_info: 'Please check developers.pipedrive.com for more information about Pipedrive API.',
        data: null,
        additional_data: null,
      },
    ]);
  });
  test('an empty list is null', async () => {
    const answer = await kit.call('GET', '/api/v1/notes?person_id=1');
    expect(answer.body).toEqual({
      success: true,
      data: null,
      additional_data: { pagination: { start: 0, limit: 100, more_items_in_collection: false } },
    });
  });
  test('keys it does not know are ignored, numbers may be text', async () => {
    const person = (await kit.call('GET', '/api/v2/persons?limit=1')).id('data.0.id');
    const answer = await kit.call('POST', '/api/v1/notes', { content: 'x', person_id: String(person), shoe_size: 9 });
    expect([answer.status, answer.at('data.person_id')]).toEqual([200, person]);
  });
});

describe('addresses', () => {
  test.each([
    ['GET', '/api/v1/persons', 410],
    ['POST', '/v1/deals', 410],
    ['GET', '/api/v1/deals/search', 410],
    ['GET', '/api/v1/itemSearch', 410],
    ['PUT', '/api/v2/persons/1', 405],
    ['PATCH', '/api/v2/persons', 405],
    ['GET', '/api/v2/unicorns', 404],
    ['GET', '/api/v1/unicorns', 404],
    ['GET', '/api/v1/leads', 501],
    ['GET', '/unicorns', 404],
  ])('%s %s answers %i', async (method, path, status) => {
    const answer = await kit.call(method, path);
    expect(answer.status).toBe(status);
    expect(answer.at('success')).toBe(false);
  });
});
