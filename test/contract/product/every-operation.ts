import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Door, openDoor, type WriteResult } from '@cutover/pipedrive';
import { startSandbox } from '@cutover/sandbox';
import { realClock } from '../real-clock.ts';
import { type Exchange, witness } from '../witness.ts';

/** A write that must have been done. */
async function done<T>(asked: Promise<WriteResult<T>>): Promise<number> {
  const result = await asked;
  if (result.outcome !== 'done') throw new Error(`${result.outcome}: ${result.reason}`);
  return result.id;
}
async function drained(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pages);
}

/** Everything the door can say, with every key it may write: schema first, then records, changes, and all of it taken back. */
async function sayAll(door: Door): Promise<void> {
  const me = await door.me();
  for (const list of [door.users, door.userSettings, door.currencies, door.webhooks]) await list();

  const pipeline = await done(door.pipelines.create({ name: 'Coaching' }));
  const stage = await done(door.stages.create({ name: 'Active', pipeline_id: pipeline }));
  const type = await done(door.activityTypes.create({ name: 'Payment', icon_key: 'pricetag' }));
  await door.pipelines.list();
  await door.stages.list(pipeline);
  await door.activityTypes.list();

  const keys: Record<string, string> = {};
  for (const entity of ['person', 'organization', 'deal'] as const) {
    const made = await door.fields.create(entity, { field_name: 'Tier', field_type: 'enum', options: [{ label: 'Gold' }] });
    if (made.outcome !== 'done') throw new Error(`no field for ${entity}`);
    keys[entity] = made.value.field_code;
    const more = await door.fields.addOptions(entity, made.value.field_code, ['Silver']);
    await door.fields.removeOptions(entity, made.value.field_code, more.outcome === 'done' ? more.value.map(({ id }) => Number(id)) : []);
    await door.fields.list(entity);
    const label = await door.labels.add(entity, ['Migrated']);
    await door.labels.remove(entity, label.outcome === 'done' ? label.value.map(({ id }) => Number(id)) : []);
  }
  const text = await door.fields.create('person', { field_name: 'Source System ID', field_type: 'varchar' });
  const textKey = text.outcome === 'done' ? text.value.field_code : '';

  const time = '2024-05-06T07:08:09Z';
  const address = { value: '1 Oak Street, Salem' };
  const contact = { value: 'ada@example.com', primary: true, label: 'work' };
  const common = { owner_id: me.id, visible_to: 3 as const, label_ids: [] };
  const organization = await done(
    door.organizations.create({
      ...{ name: 'Oak', address, website: 'https://oak.example.com', linkedin: 'https://linkedin.example.com/oak' },
      ...{ industry: null, annual_revenue: 1_000, employee_count: 3, add_time: time, ...common },
    }),
  );
  const other = await done(door.organizations.create({ name: 'Ash' }));
  const person = await done(
    door.persons.create({
      ...{
        name: 'Ada Example',
        org_id: organization,
        add_time: time,
        emails: [contact],
        phones: [{ ...contact, value: '555-0101' }],
        ...common,
      },
      ...{
        postal_address: address,
        notes: 'plain',
        im: [contact],
        birthday: '1980-02-03',
        job_title: 'Founder',
        marketing_status: 'no_consent',
      },
      custom_fields: { [textKey]: 'C001' },
    }),
  );
  const deal = await done(
    door.deals.create({
      ...{ title: 'Ada: ten sessions', person_id: person, org_id: organization, pipeline_id: pipeline, stage_id: stage },
      ...{ value: 12.5, currency: 'USD', status: 'won', probability: 80, won_time: time, close_time: time },
      ...{ expected_close_date: '2027-01-31', ...common },
    }),
  );
  const lost = await done(door.deals.create({ title: 'Lost', status: 'lost', lost_reason: 'Budget', lost_time: time }));
  const activity = await done(
    door.activities.create({
      ...{ subject: 'Session', type: 'meeting', owner_id: me.id, deal_id: deal, org_id: organization, location: address },
      ...{ participants: [{ person_id: person, primary: true }], due_date: '2024-05-06', due_time: '14:30', duration: '00:50:00' },
      ...{ busy: true, done: true, public_description: 'for guests', note: '<p>inside</p>' },
    }),
  );
  const note = await done(
    door.notes.create({
      content: '<p>x</p>',
      deal_id: deal,
      person_id: person,
      org_id: organization,
      user_id: me.id,
      add_time: '2020-01-02 03:04:05',
    }),
  );
  const bytes = Buffer.from('a contract');
  const file = await done(
    door.files.upload(
      {
        ...{ name: 'contract.txt', mediaType: 'text/plain', size: bytes.length, path: 'contract.txt' },
        sha256: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
        ...{ deal_id: deal, person_id: person, org_id: organization, activity_id: activity },
      },
      () => Readable.from([bytes]),
    ),
  );
  const relationship = await done(door.relationships.create({ type: 'parent', rel_owner_org_id: organization, rel_linked_org_id: other }));

  const range = {
    ids: [person],
    updated_since: '2020-01-01T00:00:00Z',
    updated_until: '2099-01-01T00:00:00Z',
    sort_by: 'update_time' as const,
  };
  await drained(
    door.persons.pages({
      ...range,
      sort_direction: 'desc',
      owner_id: me.id,
      custom_fields: [textKey],
      org_id: organization,
      deal_id: deal,
    }),
  );
  await drained(door.organizations.pages({ ...range, ids: [organization] }));
  await drained(
    door.deals.pages({
      ...range,
      ids: [deal],
      person_id: person,
      org_id: organization,
      pipeline_id: pipeline,
      status: ['won', 'lost', 'deleted'],
    }),
  );
  await drained(door.deals.pages({ stage_id: stage }));
  await drained(door.deals.archivedPages({}));
  await drained(door.activities.pages({ sort_by: 'due_date', deal_id: deal, person_id: person, org_id: organization, done: true }));
  await drained(
    door.notes.pages({
      limit: 500,
      sort: 'id DESC',
      deal_id: deal,
      person_id: person,
      org_id: organization,
      user_id: me.id,
      updated_since: '2020-01-01T00:00:00Z',
    }),
  );
  await drained(door.files.pages({ limit: 100, sort: 'id DESC' }));
  for (const parent of [
    { entity: 'deal', id: deal },
    { entity: 'person', id: person },
    { entity: 'organization', id: organization },
  ] as const) {
    await drained(door.files.pages({}, parent));
  }
  await drained(door.relationships.pages(organization));
  await door.search.byField('person', textKey, 'C001');
  await Promise.all([door.persons.get(person), door.organizations.get(organization), door.deals.get(deal)]);
  await Promise.all([door.activities.get(activity), door.notes.get(note), door.files.get(file), door.files.digest(file, 1_000_000)]);

  await done(door.persons.update(person, { name: 'Ada E.', custom_fields: { [textKey]: null } }));
  await done(door.organizations.update(organization, { website: null, linkedin: null, annual_revenue: null, employee_count: null }));
  await done(door.deals.update(lost, { status: 'open', close_time: null, lost_reason: null }));
  await done(door.activities.update(activity, { done: false, deal_id: null, org_id: null }));
  await done(door.notes.update(note, { content: '<p>y</p>' }));

  await done(door.relationships.remove(relationship));
  await done(door.files.remove(file));
  await done(door.notes.remove(note));
  await done(door.activities.remove(activity));
  for (const id of [deal, lost]) await done(door.deals.remove(id));
  await done(door.persons.remove(person));
  for (const id of [organization, other]) await done(door.organizations.remove(id));
  for (const entity of ['person', 'organization', 'deal'] as const) await door.fields.remove(entity, keys[entity] ?? '');
  await door.fields.remove('person', textKey);
  await done(door.activityTypes.remove(type));
  await done(door.stages.remove(stage));
  await done(door.pipelines.remove(pipeline));
}

/** @returns what went over the line while the door said everything it can */
export async function everyOperation(): Promise<readonly Exchange[]> {
  const sandbox = await startSandbox({ plan: 'ultimate', seats: 50, speed: 1_000, seed: 'door', switches: { 'search-lag-seconds': '0' } });
  const line = await witness(sandbox.url);
  const door = openDoor({
    baseUrl: line.url,
    token: sandbox.token,
    limits: { perWindow: 120, windowMs: 20, searchPerWindow: 10 },
    budget: { perDay: null, reserve: 0 },
    clock: realClock,
    random: () => 0.5,
  });
  try {
    await sayAll(door);
    return line.seen;
  } finally {
    await door.close();
    await line.close();
    await sandbox.close();
  }
}
