import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kit } from '../testing/kit.ts';
import { openKit, walk } from '../testing/kit.ts';

let kit: Kit;
beforeAll(async () => {
  kit = await openKit({ seed: 'state' });
});
afterAll(() => kit.sandbox.close());

describe('the company it starts with', () => {
  test('holds what a migration must not touch', async () => {
    const state = await kit.control('state');
    expect(Object.keys(Object(state.body))).toEqual([
      'persons',
      'organizations',
      'deals',
      'activities',
      'notes',
      'files',
      'users',
      'pipelines',
      'stages',
      'activityTypes',
      'organizationRelationships',
      'personFields',
      'organizationFields',
      'dealFields',
    ]);
    const sizes = ['persons', 'organizations', 'deals', 'activities', 'notes', 'files', 'users', 'stages'].map(
      (name) => state.rows(name).length,
    );
    expect(sizes).toEqual([12, 5, 6, 20, 4, 1, 6, 5]);
    const maya = state.rows('persons').find((row) => walk(row, 'name') === 'Maya Chen');
    expect(walk(maya, 'emails.0.value')).toBe('maya.chen@example.com');
    expect(walk(maya, 'phones')).toEqual([]);
    expect(state.rows('organizations').map((row) => walk(row, 'name'))).toContain('Brightwater Studio');
    expect(state.rows('users').filter((row) => walk(row, 'active_flag') === false)).toHaveLength(1);
  });

  test('is the same for the same seed and another for another', async () => {
    const [same, other] = [await openKit({ seed: 'state' }), await openKit({ seed: 'other' })];
    try {
      const [mine, twin, stranger] = await Promise.all([kit.control('state'), same.control('state'), other.control('state')]);
      const key = 'personFields.20.field_code';
      expect(twin.at(key)).toBe(mine.at(key));
      expect(stranger.at(key)).not.toBe(mine.at(key));
      expect(stranger.at('persons.0.id')).not.toBe(mine.at('persons.0.id'));
      expect([same.sandbox.token, same.sandbox.company]).toEqual([kit.sandbox.token, kit.sandbox.company]);
      expect(other.sandbox.token).not.toBe(kit.sandbox.token);
      expect(await same.digest()).toBe(await kit.digest());
    } finally {
      await Promise.all([same.sandbox.close(), other.sandbox.close()]);
    }
  });
});

describe('the digest', () => {
  test('comes back after everything that was created is deleted again', async () => {
    const before = await kit.digest();
    const { call } = kit;
    const field = await call('POST', '/api/v2/personFields', { field_name: 'Tier', field_type: 'set', options: [{ label: 'Gold' }] });
    const org = (await call('POST', '/api/v2/organizations', { name: 'O' })).id();
    const other = (await call('POST', '/api/v2/organizations', { name: 'O2' })).id();
    const custom_fields = { [field.string('data.field_code')]: [field.id('data.options.0.id')] };
    const person = (await call('POST', '/api/v2/persons', { name: 'P', org_id: org, custom_fields })).id();
    const pipeline = (await call('POST', '/api/v2/pipelines', { name: 'X' })).id();
    const stage = (await call('POST', '/api/v2/stages', { name: 'S', pipeline_id: pipeline })).id();
    const deal = (await call('POST', '/api/v2/deals', { title: 'D', person_id: person, org_id: org, stage_id: stage })).id();
    const type = await call('POST', '/api/v1/activityTypes', { name: 'Payment', icon_key: 'pricetag' });
    const activity = (
      await call('POST', '/api/v2/activities', {
        subject: 'A',
        type: type.string('data.key_string'),
        deal_id: deal,
        participants: [{ person_id: person }],
      })
    ).id();
    const note = (await call('POST', '/api/v1/notes', { content: 'n', deal_id: deal })).id();
    const file = (await kit.upload({ deal_id: String(deal), file: new Blob(['x']) })).id();
    const relation = (
      await call('POST', '/api/v1/organizationRelationships', { type: 'related', rel_owner_org_id: org, rel_linked_org_id: other })
    ).id();
    expect(await kit.digest()).not.toBe(before);
    for (const path of [
      `/api/v1/organizationRelationships/${relation}`,
      `/api/v1/files/${file}`,
      `/api/v1/notes/${note}`,
      `/api/v2/activities/${activity}`,
      `/api/v2/deals/${deal}`,
      `/api/v2/persons/${person}`,
      `/api/v2/organizations/${org}`,
      `/api/v2/organizations/${other}`,
      `/api/v2/stages/${stage}`,
      `/api/v2/pipelines/${pipeline}`,
      `/api/v1/activityTypes/${type.id()}`,
      `/api/v2/personFields/${field.string('data.field_code')}`,
    ]) {
      const gone = await call('DELETE', path);
      expect([path, gone.status]).toEqual([path, 200]);
    }
    expect(await kit.digest()).toBe(before);
  });

  test('does not move by reading, and comes back when a change is taken back', async () => {
    const before = await kit.digest();
    const maya = (await kit.call('GET', '/api/v2/persons?limit=1')).id('data.0.id');
    expect(await kit.digest()).toBe(before);
    await kit.call('PATCH', `/api/v2/persons/${maya}`, { phones: [{ value: '555-0109' }] });
    expect(await kit.digest()).not.toBe(before);
    await kit.call('PATCH', `/api/v2/persons/${maya}`, { phones: [] });
    expect(await kit.digest()).toBe(before);
  });

  test('is the first one again after a reset', async () => {
    const before = await kit.digest();
    await kit.call('POST', '/api/v2/persons', { name: 'P' });
    expect((await kit.control('reset', {})).at('digest')).toBe(before);
    expect((await kit.control('metrics')).at('writes')).toBe(0);
  });
});

test('deleted rows stay in the state, marked', async () => {
  const id = (await kit.call('POST', '/api/v2/persons', { name: 'Gone' })).id();
  await kit.call('DELETE', `/api/v2/persons/${id}`);
  const row = (await kit.control('state')).rows('persons').find((each) => walk(each, 'id') === id);
  expect(walk(row, 'is_deleted')).toBe(true);
});

test('deleting a parent deletes nothing that hangs on it', async () => {
  const { call } = kit;
  const org = (await call('POST', '/api/v2/organizations', { name: 'O' })).id();
  const person = (await call('POST', '/api/v2/persons', { name: 'P', org_id: org })).id();
  const deal = (await call('POST', '/api/v2/deals', { title: 'D', person_id: person, org_id: org })).id();
  const note = (await call('POST', '/api/v1/notes', { content: 'n', person_id: person })).id();
  await call('DELETE', `/api/v2/organizations/${org}`);
  await call('DELETE', `/api/v2/persons/${person}`);
  expect((await call('GET', `/api/v2/deals/${deal}`)).at('data.is_deleted')).toBe(false);
  expect((await call('GET', `/api/v1/notes/${note}`)).at('data.active_flag')).toBe(true);
  expect((await call('GET', `/api/v2/deals/${deal}`)).at('data.person_id')).toBe(person);
});

test('deleted records are purged after thirty days', async () => {
  const own = await openKit({ speed: 1 });
  try {
    const id = (await own.call('POST', '/api/v2/persons', { name: 'Gone' })).id();
    await own.call('DELETE', `/api/v2/persons/${id}`);
    expect((await own.call('GET', `/api/v2/persons/${id}`)).at('data.is_deleted')).toBe(true);
    await own.control('clock', { advanceSeconds: 31 * 86_400 });
    expect((await own.call('GET', `/api/v2/persons/${id}`)).status).toBe(404);
  } finally {
    await own.sandbox.close();
  }
});

test('metrics count requests, tokens and accepted writes', async () => {
  await kit.control('reset', {});
  await kit.call('POST', '/api/v2/persons', { name: 'P' });
  await kit.call('POST', '/api/v2/persons', { nonsense: 1 });
  await kit.call('GET', '/api/v2/persons');
  const person = (await kit.call('GET', '/api/v2/persons?limit=1')).id('data.0.id');
  await kit.call('GET', `/v1/users/me`);
  await kit.call('GET', `/api/v2/persons/${person}`);
  const metrics = await kit.control('metrics');
  expect(metrics.body).toMatchObject({
    requests: { 'POST /api/v2/persons': 2, 'GET /api/v2/persons': 2, 'GET /api/v1/users/me': 1, 'GET /api/v2/persons/{id}': 1 },
    tokens: 5 + 5 + 10 + 10 + 2 + 1,
    tokensByEndpoint: { 'POST /api/v2/persons': 10, 'GET /api/v2/persons': 20 },
    byStatus: { 200: 5, 400: 1 },
    writes: 1,
  });
});
