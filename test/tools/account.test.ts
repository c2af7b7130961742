import { startSandbox } from '@cutover/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Account, accountOf, column, saysAmount, sourceOf, tallyBy, textLines } from './account.ts';
import { type SandboxState, sandboxState } from './sandbox-state.ts';

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

let sandbox: Sandbox;
let account: Account;
let before: SandboxState;

const stateNow = async (): Promise<SandboxState> => sandboxState(await (await fetch(`${sandbox.url}/__sandbox/state`)).json());

const Made = z.object({
  data: z.looseObject({
    id: z.number().default(0),
    field_code: z.string().default(''),
    options: z.array(z.object({ id: z.number(), label: z.string() })).nullish(),
  }),
});

/** One call to the account as any client makes it; @returns the answer's `data`. */
async function send(path: string, body: unknown): Promise<z.infer<typeof Made>['data']> {
  const answer = await fetch(`${sandbox.url}/api/${path}`, {
    method: 'POST',
    headers: { 'x-api-token': sandbox.token, ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }) },
    body: body instanceof FormData ? body : JSON.stringify(body),
  });
  expect(answer.ok, `POST ${path}: ${answer.status}`).toBe(true);
  return Made.parse(await answer.json()).data;
}

const optionId = (field: Awaited<ReturnType<typeof send>>, label: string): number =>
  field.options?.find((option) => option.label === label)?.id ?? -1;

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'account', plan: 'premium', speed: 50 });
  before = await stateNow();
  const user = (mail: string): number => before.users.find((row) => row.email === mail)?.id ?? -1;
  const field = (entity: string, field_name: string, field_type: string, labels: string[] = []) =>
    send(`v2/${entity}Fields`, {
      field_name,
      field_type,
      ...(labels.length === 0 ? {} : { options: labels.map((label) => ({ label })) }),
    });
  const personSource = await field('person', 'Source System ID', 'varchar');
  const organizationSource = await field('organization', 'Source System ID', 'varchar');
  const dealSource = await field('deal', 'Source System ID', 'varchar');
  const tier = await field('person', 'Tier', 'enum', ['Gold', 'Silver']);
  const tags = await field('person', 'Tags', 'set', ['blue', 'amber', 'red']);
  const budget = await field('person', 'Budget', 'monetary');
  const home = await field('person', 'Home', 'address');
  const birthday = await field('person', 'Birthday', 'date');
  const main = await send('v2/organizations', {
    name: 'Fern & Co.',
    owner_id: user('sam.okafor@example.com'),
    address: { value: '1 Quay Road' },
    custom_fields: { [organizationSource.field_code]: 'O1' },
  });
  const other = await send('v2/organizations', { name: 'Gorse Mill', custom_fields: { [organizationSource.field_code]: 'O2' } });
  await send('v1/organizationRelationships', { type: 'related', rel_owner_org_id: main.id, rel_linked_org_id: other.id });
  const first = await send('v2/persons', {
    name: 'Ada Wren',
    owner_id: user('dana.reyes@example.com'),
    org_id: main.id,
    emails: [
      { value: 'ada@example.com', label: 'work', primary: true },
      { value: 'ada.home@example.com', label: 'home' },
    ],
    job_title: 'Smith',
    custom_fields: {
      [personSource.field_code]: 'P1',
      [tier.field_code]: optionId(tier, 'Silver'),
      [tags.field_code]: [optionId(tags, 'red'), optionId(tags, 'amber')],
      [budget.field_code]: { value: 12.5, currency: 'USD' },
      [home.field_code]: { value: '2 Quay Road' },
      [birthday.field_code]: '1984-05-17',
    },
  });
  const second = await send('v2/persons', { name: 'Ben Rush', custom_fields: { [personSource.field_code]: 'P2' } });
  await send('v2/persons', { name: 'Twin One', custom_fields: { [personSource.field_code]: 'P3' } });
  await send('v2/persons', { name: 'Twin Two', custom_fields: { [personSource.field_code]: 'P3' } });
  const pipeline = await send('v2/pipelines', { name: 'Coaching' });
  await send('v2/stages', { name: 'Begun', pipeline_id: pipeline.id });
  const over = await send('v2/stages', { name: 'Over', pipeline_id: pipeline.id });
  const deal = await send('v2/deals', {
    title: 'Ada Wren – Forge',
    person_id: first.id,
    org_id: main.id,
    stage_id: over.id,
    status: 'won',
    won_time: '2025-10-24T21:05:00Z',
    value: 90,
    currency: 'USD',
    custom_fields: { [dealSource.field_code]: 'D1' },
  });
  const activity = await send('v2/activities', {
    subject: 'Both',
    type: 'meeting',
    owner_id: user('priya.nair@example.com'),
    deal_id: deal.id,
    due_date: '2026-01-01',
    due_time: '04:15',
    duration: '00:30',
    done: true,
    location: { value: 'Studio' },
    participants: [
      { person_id: second.id, primary: false },
      { person_id: first.id, primary: true },
    ],
    note: '<p>First line<br>second &amp; last</p><p>Source: session S1</p>',
  });
  await send('v1/notes', {
    content: '<ul><li>a</li></ul><p>Source: note N1</p>',
    person_id: second.id,
    add_time: '2023-02-06 15:15:00',
    user_id: user('priya.nair@example.com'),
  });
  const form = new FormData();
  form.append('file', new Blob(['hello']), 'hello.txt');
  form.append('activity_id', String(activity.id));
  await send('v1/files', form);
  account = accountOf(await stateNow(), before);
});

afterAll(() => sandbox.close());

test('a person is found by source id, with owner, organization and contacts', () => {
  const ada = account.person('P1');
  expect({ name: ada.name, owner: ada.owner, org: ada.org }).toEqual({ name: 'Ada Wren', owner: 'dana.reyes@example.com', org: 'O1' });
  expect(ada.emails).toEqual([
    { value: 'ada@example.com', label: 'work', primary: true },
    { value: 'ada.home@example.com', label: 'home', primary: false },
  ]);
  expect(account.person('P2').org).toBeNull();
});

test('custom values are read by the field’s name, options by their labels', () => {
  const ada = account.person('P1');
  expect(ada.custom('Tier')).toBe('Silver');
  expect(ada.custom('Tags')).toEqual(['amber', 'red']);
  expect(ada.custom('Budget')).toEqual({ amount: 12.5, currency: 'USD' });
  expect(ada.custom('Home')).toBe('2 Quay Road');
  expect(ada.either('Birthday', 'birthday')).toBe('1984-05-17');
  expect(ada.either('Job Title', 'job_title')).toBe('Smith');
  expect(ada.custom('No such field')).toBeNull();
  expect(account.person('P2').custom('Tags')).toBeNull();
});

test('one that is not there, and one that is there twice, are errors that name it', () => {
  expect(() => account.person('P9')).toThrow('person with Source System ID P9: there is none');
  expect(() => account.person('P3')).toThrow('person with Source System ID P3: there are 2');
  expect(account.sourceIds('person')).toEqual(['P1', 'P2', 'P3', 'P3']);
});

test('a deal names its stage, pipeline, person and organization', () => {
  const { title, person, org, stage, pipeline, status, value, wonTime } = account.deal('D1');
  expect({ title, person, org, stage, pipeline, status, value, wonTime }).toEqual({
    title: 'Ada Wren – Forge',
    person: 'P1',
    org: 'O1',
    stage: 'Over',
    pipeline: 'Coaching',
    status: 'won',
    value: 90,
    wonTime: '2025-10-24T21:05:00Z',
  });
  expect(account.stages('Coaching')).toEqual(['Begun', 'Over']);
});

test('activities and notes are found by the last line of their text', () => {
  const session = account.activity('session S1');
  expect(session.participants).toEqual(['P1', 'P2']);
  expect({ type: session.type, at: session.dueTime, long: session.duration, deal: session.deal, where: session.location }).toEqual({
    type: 'Meeting',
    at: '04:15',
    long: '00:30',
    deal: 'D1',
    where: 'Studio',
  });
  expect(session.lines).toEqual(['First line', 'second & last', 'Source: session S1']);
  const note = account.note('note N1');
  expect({ person: note.person, at: note.addTime, by: note.author }).toEqual({
    person: 'P2',
    at: '2023-02-06 15:15:00',
    by: 'priya.nair@example.com',
  });
  expect(() => account.note('note N2')).toThrow('note N2');
});

test('files, relationships and new fields; what was there before is left out', () => {
  expect(account.files).toEqual([{ name: 'hello.txt', size: 5, person: null, deal: null, activity: 'session S1' }]);
  expect(account.relationships).toEqual([['Fern & Co.', 'Gorse Mill']]);
  expect(account.newFields('person').map(({ name, type }) => `${name}: ${type}`)).toEqual([
    'Source System ID: varchar',
    'Tier: enum',
    'Tags: set',
    'Budget: monetary',
    'Home: address',
    'Birthday: date',
  ]);
  expect(account.newFields('person')[2]?.options).toEqual(['blue', 'amber', 'red']);
  expect(account.activities).toHaveLength(1);
  expect(account.notes).toHaveLength(1);
  expect(account.created.persons).toHaveLength(4);
  expect(account.persons.map((person) => person.name)).not.toContain('Maya Chen');
});

test('the last line counts, wherever else the word stands', () => {
  expect(sourceOf('<p>Source: none</p><p>Source: invoice INV-1/payment</p>')).toBe('invoice INV-1/payment');
  expect(sourceOf('<p>Source: note N1</p><p>more</p>')).toBeNull();
  expect(sourceOf('')).toBeNull();
  expect(textLines('<p>a<br/>b</p>\n<ol><li>c &lt;d&gt;</li></ol>')).toEqual(['a', 'b', 'c <d>']);
});

test('counts by a key', () => {
  expect(tallyBy(['a', 'b', 'a'], (each) => each)).toEqual({ a: 2, b: 1 });
});

test('a table by id', () => {
  expect(
    column(
      [
        { id: 'A', n: 1 },
        { id: 'B', n: 2 },
      ],
      (row) => row.n * 2,
    ),
  ).toEqual({ A: 2, B: 4 });
});

test('amounts are read whole, with or without thousands commas', () => {
  expect(saysAmount('Total: 3,000.00 USD', '3000.00')).toBe(true);
  expect(saysAmount('2 × -180.00 = −360.00', '-360.00')).toBe(true);
  expect(saysAmount('13000.00', '3000.00')).toBe(false);
  expect(saysAmount('720.00', '0.00')).toBe(false);
});
