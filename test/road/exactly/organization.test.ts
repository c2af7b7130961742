import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column, tallyBy } from '../../tools/account.ts';
import { type LoadedRoad, loadedRoad } from '../../tools/road.ts';
import type { SandboxState } from '../../tools/sandbox-state.ts';
import { verifies } from '../../tools/verifies.ts';
import { dana, priya, sam, unassigned } from './expected/coaches.ts';
import { organizations, otherCompanies, relationships } from './expected/organizations.ts';
import { people } from './expected/people.ts';

let account: Account;
let before: SandboxState;
let state: SandboxState;
let road: LoadedRoad;

beforeAll(async () => {
  road = await loadedRoad();
  ({ before, state } = road);
  account = accountOf(state, before);
});

/** Brightwater Studio, CO01, was in the account before and keeps its owner and its time of creation. */
const created = organizations.filter((company) => company.id !== 'CO01');

describe('company → organization', () => {
  test(`${verifies('R15', 'R26')}every company is one organization with its source id`, () => {
    expect(account.sourceIds('organization')).toEqual(organizations.map((company) => company.id));
    expect(account.created.organizations).toHaveLength(13);
    expect(column(organizations, ({ id }) => account.organization(id).name)).toEqual(column(organizations, ({ name }) => name));
  });

  test(`${verifies('R15')}with its address, industry and website`, () => {
    expect(column(created, ({ id }) => account.organization(id).address)).toEqual(column(created, ({ address }) => address));
    expect(column(organizations, ({ id }) => account.organization(id).either('industry', 'industry'))).toEqual(
      column(organizations, ({ industry }) => industry),
    );
    expect(column(organizations, ({ id }) => account.organization(id).either('website', 'website'))).toEqual(
      column(organizations, ({ website }) => website),
    );
  });

  test(`${verifies('R43')}created on the day it was added`, () => {
    expect(column(created, ({ id }) => account.organization(id).addTime.slice(0, 10))).toEqual(column(created, ({ added }) => added));
  });

  test(`${verifies('R20', 'R42')}the owner is the coach who looks after it, or the fallback`, () => {
    expect(column(created, ({ id }) => account.organization(id).owner)).toEqual(column(created, ({ owner }) => owner));
    expect(tallyBy(created, ({ id }) => account.organization(id).owner)).toEqual({ [dana]: 2, [sam]: 4, [priya]: 4, [unassigned]: 3 });
  });

  test(`${verifies('R15')}several affiliations: one relationship from the main company to each other, once`, () => {
    const sorted = (pairs: readonly (readonly [string, string])[]) => pairs.map(([from, to]) => `${from} – ${to}`).toSorted();
    expect(sorted(account.relationships)).toEqual(sorted(relationships));
  });

  test(`${verifies('R15')}further affiliations stand in a field of the person; who has none has nothing there`, () => {
    const others = new Map(otherCompanies);
    for (const { id } of people) {
      const text = account.person(id).custom('Other companies');
      const wanted = others.get(id) ?? [];
      if (wanted.length === 0) expect(text, id).toBeNull();
      for (const name of wanted) expect(String(text), id).toContain(name);
    }
    expect(account.person('C004').custom('Other companies')).not.toContain('Lumen Arc');
  });

  test(`${verifies('R15')}a company that is not in the export becomes no organization; its name is not lost`, () => {
    expect(state.organizations.filter((row) => row.name.includes('Halcyon'))).toEqual([]);
    expect(account.person('C022').org).toBeNull();
    expect(String(account.person('C022').custom('Other companies'))).toContain('Halcyon Labs');
  });

  test(`${verifies('R15', 'R42')}a company the account has already: no second one, its owner stays, its people belong to it`, () => {
    const old = before.organizations.find((row) => row.name === 'Brightwater Studio');
    expect(state.organizations.filter((row) => row.name === 'Brightwater Studio').map(({ id }) => id)).toEqual([old?.id]);
    const now = account.organization('CO01');
    expect(now.id).toBe(old?.id);
    expect(now.owner).toBe(state.users.find((user) => user.id === old?.owner_id)?.email);
    expect(now.addTime).toBe(old?.add_time);
    expect(['C001', 'C018', 'C037'].map((id) => account.person(id).org)).toEqual(['CO01', 'CO01', 'CO01']);
  });

  test(`${verifies('R15', 'R40')}and what was empty there is filled, but for the address, which no rollback could empty again: that is said`, () => {
    const now = account.organization('CO01');
    expect(now.either('industry', 'industry')).toBe('Design');
    expect(now.either('website', 'website')).toBe('https://brightwater.example.com');
    expect(now.address).toBeNull();
    const told = road.verify.records.find(({ entity, sourceId }) => entity === 'organization' && sourceId === 'CO01');
    expect(told?.fields.find(({ field }) => field === 'address')).toMatchObject({
      wanted: '48 Mercer Street, New York, NY 10013',
      got: null,
      verdict: 'declared',
      rule: expect.stringMatching(/rollback/),
    });
  });
});
