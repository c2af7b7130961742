import { startSandbox } from '@cutover/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SandboxState, sandboxState } from '../tools/sandbox-state.ts';
import { ALL_ZERO, leftIn, zerosOf } from './meaning.ts';

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let before: SandboxState;
let after: SandboxState;

const stateNow = async (): Promise<SandboxState> => sandboxState(await (await fetch(`${sandbox.url}/__sandbox/state`)).json());

async function post(path: string, body: unknown): Promise<{ readonly id: number; readonly field_code: string }> {
  const headers = { 'x-api-token': sandbox.token, 'content-type': 'application/json' };
  const answer = await fetch(`${sandbox.url}/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.ok, `POST ${path}: ${answer.status}`).toBe(true);
  return ((await answer.json()) as { data: { id: number; field_code: string } }).data;
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'meaning', plan: 'premium', speed: 50 });
  before = await stateNow();
  const field = await post('v2/personFields', { field_name: 'Source System ID', field_type: 'varchar' });
  const person = await post('v2/persons', { name: 'Ada Wren', custom_fields: { [field.field_code]: 'C1' } });
  await post('v2/deals', { title: 'Forge', person_id: person.id });
  await post('v1/notes', { content: '<p>Hello</p><p>Source: note N1</p>', person_id: person.id });
  after = await stateNow();
});
afterAll(() => sandbox.close());

/** The state after, with its newest row of a list changed. */
const changed = <K extends 'notes' | 'persons' | 'deals'>(list: K, change: object): SandboxState => ({
  ...after,
  [list]: after[list].map((row, i) => (i === after[list].length - 1 ? { ...row, ...change } : row)),
});
const newest = (list: 'notes' | 'persons' | 'deals') => after[list].at(-1);
const zeros = (got: SandboxState) => zerosOf(leftIn(before, after), leftIn(before, got));

test('what is left is named by source id, and links by what they lead to', () => {
  const left = leftIn(before, after);
  expect(left.map((each) => each.mark)).toEqual([
    'deals without source id: Forge',
    'notes note N1',
    'person field Source System ID',
    'persons C1',
  ]);
  expect(left[1]?.holds).toContain('"person_id":"persons C1"');
  expect(leftIn(before, before)).toEqual([]);
  expect(zeros(after)).toEqual(ALL_ZERO);
});

test('the same record twice is a duplicate, also under another id', () => {
  const twice = { ...after, notes: [...after.notes, { ...newest('notes'), id: 99_999 }] } as SandboxState;
  expect(zeros(twice).duplicates).toEqual(['2 × notes note N1']);
});

test('a deleted record is missing, and what hung on it hangs on nothing', () => {
  const { missing, wrong } = zeros(changed('persons', { is_deleted: true }));
  expect(missing).toEqual(['persons C1']);
  expect(wrong).toHaveLength(2);
});

test('a link to somebody else, and another text, are wrong', () => {
  const stranger = after.persons[0]?.id;
  expect(zeros(changed('notes', { person_id: stranger })).wrong[0]).toContain('notes note N1');
  expect(zeros(changed('deals', { value: 12 })).wrong).toHaveLength(1);
});

test('a record of the company that was touched shows', () => {
  const touched = { ...before, persons: before.persons.map((row, i) => (i === 0 ? { ...row, name: 'Someone Else' } : row)) };
  expect(leftIn(before, touched)).toHaveLength(1);
  const gone = { ...before, deals: before.deals.map((row, i) => (i === 0 ? { ...row, is_deleted: true } : row)) };
  expect(leftIn(before, gone).map((each) => each.holds)).toContain('deleted');
});
