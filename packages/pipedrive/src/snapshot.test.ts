import { expect, test } from 'vitest';
import { readSnapshotFully } from './snapshot.ts';
import { json, serve, testDoor } from './testing/server.ts';

const KEY = 'a'.repeat(40);
const me = {
  id: 1,
  name: 'Dana',
  email: 'Dana@Example.com',
  active_flag: true,
  access: [{ app: 'global', admin: true }],
  default_currency: 'EUR',
  timezone_name: 'Europe/Tallinn',
  company_id: 900,
  company_name: 'Harbour Coaching',
  company_domain: 'harbour',
};
const sales = { id: 2, name: 'Sam', email: 'sam@example.com', active_flag: false, access: [{ app: 'sales', admin: true }] };
const sourceField = { field_name: 'source system ID', field_code: KEY, field_type: 'varchar', is_custom_field: true };

const ANSWERS: Readonly<Record<string, unknown>> = {
  '/api/v1/users/me': me,
  '/api/v1/users': [me, sales, { id: 'broken' }],
  '/api/v2/personFields': [
    sourceField,
    { field_name: 'Stage', field_code: 'b'.repeat(40), field_type: 'enum', is_custom_field: true, options: [{ id: 5, label: 'New' }] },
  ],
  '/api/v2/organizationFields': [],
  '/api/v2/dealFields': [sourceField],
  '/api/v2/pipelines': [
    { id: 7, name: 'Sales' },
    { id: 8, name: 'Gone', is_deleted: true },
  ],
  '/api/v2/stages': [{ id: 71, name: 'New', pipeline_id: 7, order_nr: 1, is_deleted: false }],
  '/api/v1/activityTypes': [{ id: 3, name: 'Call', key_string: 'call', icon_key: 'call', active_flag: false }],
  '/api/v1/currencies': [
    { code: 'EUR', active_flag: true },
    { code: 'XYZ', active_flag: false },
  ],
  '/api/v2/persons': [
    {
      id: 21,
      name: 'Ada',
      emails: [{ value: 'ada@example.com' }, { value: '' }],
      phones: [{ value: '+15550101' }],
      org_id: 11,
      custom_fields: { [KEY]: 'C1' },
    },
    { id: 22, name: null, custom_fields: { [KEY]: null } },
  ],
  '/api/v2/organizations': [{ id: 11, name: 'Acme' }],
  '/api/v2/deals': [{ id: 31, title: 'T', status: 'open', custom_fields: { [KEY]: 'P1' } }],
  '/api/v2/deals/archived': [
    { id: 32, title: 'Old', status: 'won', custom_fields: {} },
    { id: 31, title: 'T', status: 'open', custom_fields: { [KEY]: 'P1' } },
  ],
};

test('the whole account, as planning needs it', async () => {
  await using server = await serve((seen, response) => {
    const { pathname } = new URL(seen.url, 'http://x');
    json(response, 200, { success: true, data: ANSWERS[pathname] });
  });
  const door = testDoor(server.url);
  const { snapshot, unreadable, tokens } = await readSnapshotFully(door);
  expect(snapshot).toEqual({
    company: { id: 900, domain: 'harbour', name: 'Harbour Coaching' },
    me: { id: 1, mail: 'dana@example.com', admin: true, defaultCurrency: 'EUR', timezone: 'Europe/Tallinn' },
    users: [
      { id: 1, name: 'Dana', mail: 'dana@example.com', active: true, admin: true },
      { id: 2, name: 'Sam', mail: 'sam@example.com', active: false, admin: false },
    ],
    fields: [
      { entity: 'person', key: KEY, name: 'source system ID', type: 'varchar', custom: true, options: [] },
      { entity: 'person', key: 'b'.repeat(40), name: 'Stage', type: 'enum', custom: true, options: [{ id: 5, label: 'New' }] },
      { entity: 'deal', key: KEY, name: 'source system ID', type: 'varchar', custom: true, options: [] },
    ],
    pipelines: [{ id: 7, name: 'Sales' }],
    stages: [{ id: 71, pipelineId: 7, name: 'New', order: 1 }],
    activityTypes: [{ id: 3, name: 'Call', key: 'call', icon: 'call', active: false }],
    currencies: ['EUR'],
    persons: [
      { id: 21, name: 'Ada', mails: ['ada@example.com'], phones: ['+15550101'], orgId: 11, sourceId: 'C1' },
      { id: 22, name: '', mails: [], phones: [], orgId: null, sourceId: null },
    ],
    organizations: [{ id: 11, name: 'Acme', sourceId: null }],
    deals: [
      { id: 31, title: 'T', status: 'open', sourceId: 'P1' },
      { id: 32, title: 'Old', status: 'won', sourceId: null },
    ],
  });
  expect(unreadable.map((each) => [each.list, each.index])).toEqual([['users', 2]]);
  // me 2, users 20, three field lists 30, pipelines 5, stages 5, types 20, currencies 20, persons 10, organizations 10, deals 10, archived deals 20
  expect(tokens).toBe(152);
  expect(server.seen.find((seen) => seen.url.startsWith('/api/v2/persons'))?.url).toContain(`custom_fields=${KEY}`);
  await door.close();
});

test('what may be missing in an answer does not stop the reading', async () => {
  const bare = { ...me, access: undefined, default_currency: null, timezone_name: undefined };
  await using server = await serve((seen, response) => {
    const { pathname } = new URL(seen.url, 'http://x');
    json(response, 200, { success: true, data: pathname === '/api/v1/users/me' ? bare : null });
  });
  const door = testDoor(server.url);
  const { snapshot } = await readSnapshotFully(door);
  expect(snapshot.me).toEqual({ id: 1, mail: 'dana@example.com', admin: false, defaultCurrency: '', timezone: '' });
  await door.close();
});
