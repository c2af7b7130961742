import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column } from '../../tools/account.ts';
import type { Entity } from '../../tools/account-views.ts';
import { type LoadedRoad, loadedRoad } from '../../tools/road.ts';
import type { SandboxState } from '../../tools/sandbox-state.ts';
import { verifies } from '../../tools/verifies.ts';
import { people } from './expected/people.ts';
import { homes } from './expected/texts.ts';
import { traits } from './expected/traits.ts';

let account: Account;
let state: SandboxState;
let plan: string;
let caps: LoadedRoad['envelope']['meta']['caps'];

beforeAll(async () => {
  const road = await loadedRoad();
  state = road.state;
  caps = road.envelope.meta.caps;
  plan = JSON.stringify(road.envelope.plan);
  account = accountOf(state, road.before);
});

const CUSTOM_ENTITIES: readonly Entity[] = ['person', 'organization', 'deal'];

describe('other properties → custom fields of the right type', () => {
  test(`${verifies('R23')}each column has its field, named as written`, () => {
    const types = Object.fromEntries(account.newFields('person').map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({
      'How did you hear about us?': 'enum',
      Lifecycle: 'enum',
      'Coaching Tier': 'enum',
      'Intake Score': 'double',
      'Newsletter?': 'enum',
      'Annual Coaching Budget': 'monetary',
      Instagram: 'varchar',
      'Private Notes': 'text',
    });
    for (const [name, type] of [
      ['Birthday', 'date'],
      ['Home Address', 'address'],
      ['Job Title', 'varchar'],
    ] as const) {
      expect([type, undefined], `${name}, where it is a custom field`).toContain(types[name]);
    }
  });

  test(`${verifies('R26')}Source System ID is a text field on persons, organizations and deals`, () => {
    for (const entity of CUSTOM_ENTITIES) {
      expect(account.newFields(entity).filter(({ name }) => name === 'Source System ID')).toEqual([
        { name: 'Source System ID', type: 'varchar', options: [] },
      ]);
    }
  });

  test(`${verifies('R47')}no more fields than the smallest plan allows beside what is there, and no name twice`, () => {
    const counts = CUSTOM_ENTITIES.map((entity) => account.newFields(entity).length);
    const made = counts.reduce((sum, count) => sum + count, 0);
    expect(made).toBeLessThanOrEqual(27);
    // The plan said so beforehand; two custom fields were there before.
    expect(caps.find(({ what }) => /custom field/i.test(what))).toMatchObject({ planned: made, present: 2 });
    for (const [at, most] of [16, 3, 8].entries()) expect(counts[at], CUSTOM_ENTITIES[at]).toBeLessThanOrEqual(most);
    for (const entity of CUSTOM_ENTITIES) {
      const names = account.newFields(entity).map(({ name }) => name);
      expect(new Set(names).size, entity).toBe(names.length);
    }
  });

  test(`${verifies('R27')}the plan holds none of this account’s keys`, () => {
    for (const fields of [state.personFields, state.organizationFields, state.dealFields]) {
      for (const field of fields.filter((each) => each.is_custom_field)) expect(plan).not.toContain(field.field_code);
    }
    expect(plan).not.toMatch(/"[0-9a-f]{40}"/);
  });
});

describe('their values', () => {
  test(`${verifies('R23', 'R44')}numbers keep their decimals; N/A is no number`, () => {
    expect(column(traits, ({ id }) => account.person(id).custom('Intake Score'))).toEqual(column(traits, ({ score }) => score));
    expect([account.person('C003').custom('Intake Score'), account.person('C033').custom('Intake Score')]).toEqual([74.5, null]);
  });

  test(`${verifies('R23', 'R44')}money has its currency; TBD is no money`, () => {
    const wanted = column(traits, ({ budget }) => (budget === null ? null : { amount: budget, currency: 'USD' }));
    expect(column(traits, ({ id }) => account.person(id).custom('Annual Coaching Budget'))).toEqual(wanted);
  });

  test(`${verifies('R23', 'R44')}dates are dates, addresses addresses`, () => {
    expect(account.person('C017').either('Birthday', 'birthday')).toBe('1958-03-08');
    const home = new Map(homes);
    expect(column(people, ({ id }) => account.person(id).either('Home Address', 'postal_address'))).toEqual(
      column(people, ({ id }) => home.get(id) ?? null),
    );
  });

  test(`${verifies('R44')}nothing empty was sent: no empty text, no date of zeros, no dash`, () => {
    const rows = [...state.persons, ...state.organizations, ...state.deals].filter((row) => !row.is_deleted);
    const values = rows.flatMap((row) => Object.entries(row.custom_fields).map(([key, value]) => ({ row: row.id, key, value })));
    expect(values.filter(({ value }) => value === '' || ['—', '-', 'N/A', 'TBD', '0000-00-00'].includes(String(value)))).toEqual([]);
  });
});
