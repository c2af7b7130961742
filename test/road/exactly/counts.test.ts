import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, tallyBy } from '../../tools/account.ts';
import { type LoadedRoad, loadedRoad } from '../../tools/road.ts';
import type { SandboxState } from '../../tools/sandbox-state.ts';
import { verifies } from '../../tools/verifies.ts';
import { activityTypes, counts, records, rejects } from './expected/counts.ts';

let account: Account;
let before: SandboxState;
let state: SandboxState;
let road: LoadedRoad;

beforeAll(async () => {
  road = await loadedRoad();
  ({ before, state } = road);
  account = accountOf(state, before);
});

describe('what the account holds', () => {
  test(`${verifies('R37', 'R42')}every record of the export, once`, () => {
    expect({
      organization: account.organizations.length,
      relationship: account.relationships.length,
      person: account.persons.length,
      deal: account.deals.length,
      activity: account.activities.length,
      note: account.notes.length,
      file: account.files.length,
    }).toEqual(records);
    const sources = [...account.activities, ...account.notes].map(({ source }) => source);
    expect(sources.filter((source) => source === null)).toEqual([]);
    expect(new Set(sources).size).toBe(sources.length);
  });

  test(`${verifies('R18', 'R22', 'R43')}activities by type; five are not done`, () => {
    expect(tallyBy(account.activities, ({ type }) => type)).toEqual(activityTypes);
    expect(account.activities.filter(({ done }) => !done)).toHaveLength(5);
  });

  test(`${verifies('R20')}nothing belongs to anyone but the coaches and the fallback; no user was made`, () => {
    const owners = new Set([...account.deals, ...account.activities].map(({ owner }) => owner));
    expect([...owners].toSorted()).toEqual([
      'dana.reyes@example.com',
      'priya.nair@example.com',
      'sam.okafor@example.com',
      'unassigned@example.com',
    ]);
    expect(state.users).toEqual(before.users);
  });
});

describe('what was there before', () => {
  /** A row as it was, without what Cutover added to it, what is counted, and when it was touched. */
  const asBefore = (row: { readonly id: number; readonly [key: string]: unknown }) => {
    const { update_time: _, custom_fields: custom, ...rest } = row;
    const filled = typeof custom === 'object' && custom !== null ? Object.entries(custom).filter(([, value]) => value !== null) : [];
    return { ...rest, custom: Object.fromEntries(filled) };
  };
  const untouched = <T extends { readonly id: number; readonly [key: string]: unknown }>(
    now: readonly T[],
    old: readonly T[],
    but: readonly number[],
  ) => {
    const still = new Map(now.map((row) => [row.id, row]));
    for (const row of old.filter(({ id }) => !but.includes(id)))
      expect(asBefore(still.get(row.id) ?? { id: row.id })).toEqual(asBefore(row));
    expect(old.length).toBeGreaterThan(0);
  };

  test(`${verifies('R42')}stays as it was, but for Maya Chen and Brightwater Studio`, () => {
    untouched(state.persons, before.persons, [account.person('C001').id]);
    untouched(state.organizations, before.organizations, [account.organization('CO01').id]);
    untouched(state.deals, before.deals, []);
    untouched(state.activities, before.activities, []);
    untouched(state.notes, before.notes, []);
    untouched(state.pipelines, before.pipelines, []);
    untouched(state.stages, before.stages, []);
    untouched(state.activityTypes, before.activityTypes, []);
  });

  test(`${verifies('R31')}only one pipeline, its stages and one activity type are new`, () => {
    const names = <T extends { readonly id: number; readonly name: string }>(now: readonly T[], old: readonly T[]) =>
      now.filter(({ id }) => !old.some((row) => row.id === id)).map(({ name }) => name);
    expect(names(state.pipelines, before.pipelines)).toHaveLength(1);
    expect(names(state.stages, before.stages)).toHaveLength(5);
    expect(names(state.activityTypes, before.activityTypes)).toEqual(['Payment']);
  });
});

describe('the report', () => {
  test(`${verifies('R48', 'R11')}counts every row of the export by its fate`, () => {
    const got = road.report.counts.map(({ updated: _, ...fates }) => fates);
    const byObject = <T extends { readonly object: string }>(rows: readonly T[]) =>
      Object.fromEntries(rows.map((row) => [row.object, row]));
    expect(byObject(got)).toEqual(byObject(counts));
  });

  test(`${verifies('R48', 'R11')}and the counts add up: nothing is lost in silence`, () => {
    for (const { object, source, rejected, skipped, planned, created, reused, failed } of road.report.counts) {
      expect(rejected + skipped + planned, object).toBe(source);
      expect(created + reused + failed, object).toBe(planned);
    }
    const sum = (key: 'source' | 'rejected') => road.report.counts.reduce((all, row) => all + row[key], 0);
    expect([sum('source'), sum('rejected')]).toEqual([371, 2]);
    expect(road.report.failures).toEqual([]);
  });

  test(`${verifies('R11')}names what could not be read with file, line, column, value and reason`, () => {
    const got = road.report.rejects.filter(({ outcome }) => outcome === 'rejected');
    expect(got.map(({ file, line, column, value }) => [file, line, column, value === null || column === null ? null : value])).toEqual(
      rejects,
    );
    for (const { file, reason } of got) expect(reason.length, file).toBeGreaterThan(5);
  });

  test(`${verifies('R48')}lists every record with both its ids`, () => {
    expect(tallyBy(road.report.ids, ({ entity }) => entity)).toEqual(records);
    const of = (entity: string, id: string) => road.report.ids.find((row) => row.entity === entity && row.source_id === id)?.pipedrive_id;
    expect(of('person', 'C009')).toBe(account.person('C009').id);
    expect(of('organization', 'CO01')).toBe(account.organization('CO01').id);
    expect(of('deal', 'P038')).toBe(account.deal('P038').id);
    expect(of('activity', 'S025')).toBe(account.activity('session S025').id);
    expect(of('activity', 'INV-1015/payment')).toBe(account.activity('invoice INV-1015/payment').id);
    expect(of('note', 'INV-1015')).toBe(account.note('invoice INV-1015').id);
  });

  test(`${verifies('R48', 'R27')}logs each custom field with the key it has in this account`, () => {
    const fields = { person: state.personFields, organization: state.organizationFields, deal: state.dealFields };
    for (const entity of ['person', 'organization', 'deal'] as const) {
      const logged = road.report.fields.filter((field) => field.entity === entity);
      const wanted = account.newFields(entity).map(({ name, type }) => ({
        name,
        type,
        key: fields[entity].find((field) => field.field_name === name && field.is_custom_field)?.field_code,
      }));
      expect(logged.map(({ name, type, key }) => ({ name, type, key }))).toEqual(wanted);
    }
  });

  test(`${verifies('R63')}compares what was estimated with what was spent`, () => {
    const { estimated, spent } = road.report.tokens;
    expect(spent).toBeGreaterThan(2000);
    expect(estimated / spent).toBeGreaterThan(0.7);
    expect(estimated / spent).toBeLessThan(1.4);
  });
});
