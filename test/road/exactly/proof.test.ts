import { beforeAll, describe, expect, test } from 'vitest';
import { tallyBy } from '../../tools/account.ts';
import { type LoadedRoad, loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { records } from './expected/counts.ts';

let road: LoadedRoad;

beforeAll(async () => {
  road = await loadedRoad();
});

type Records = LoadedRoad['diff']['records'];
const verdicts = (rows: Records) =>
  tallyBy(
    rows.flatMap(({ fields }) => fields),
    ({ verdict }) => verdict,
  );
const unlike = (rows: Records) =>
  rows.flatMap(({ entity, sourceId, fields }) =>
    fields.filter(({ verdict }) => verdict === 'different').map(({ field, wanted, got }) => ({ entity, sourceId, field, wanted, got })),
  );

describe('the sample’s field-level diff', () => {
  test(`${verifies('R36')}shows records of every kind, all read back`, () => {
    expect(Object.keys(tallyBy(road.diff.records, ({ entity }) => entity)).toSorted()).toEqual(Object.keys(records).toSorted());
    expect(road.diff.records.filter(({ id }) => id === null)).toEqual([]);
    expect(road.diff.records.length).toBeGreaterThanOrEqual(50);
    expect(road.diff.records.length).toBeLessThan(336);
  });

  test(`${verifies('R36')}every field is equal, or differs by a rule that is named`, () => {
    expect(unlike(road.diff.records)).toEqual([]);
    const nameless = road.diff.records.flatMap(({ fields }) =>
      fields.filter(({ verdict, rule }) => verdict === 'declared' && rule === null),
    );
    expect(nameless).toEqual([]);
  });

  test(`${verifies('R36')}a value that was changed on the way says from what and by which rule`, () => {
    const changed = road.diff.records.flatMap(({ fields }) => fields).filter(({ rule }) => rule !== null);
    expect(changed.length).toBeGreaterThan(20);
    expect(changed.some(({ source, wanted }) => source !== wanted)).toBe(true);
  });

  test(`${verifies('R36')}a group session came with all its participants, or not at all`, () => {
    const sampled = new Set(road.diff.records.map(({ entity, sourceId }) => `${entity} ${sourceId}`));
    const groups: readonly (readonly [string, readonly string[]])[] = [
      ['S006', ['C001', 'C018', 'C037']],
      ['S023', ['C003', 'C008', 'C013', 'C025']],
      ['S030', ['C003', 'C008', 'C013', 'C027']],
      ['S047', ['C008', 'C003', 'C013']],
      ['S070', ['C009', 'C011', 'C002']],
      ['S089', ['C009', 'C011', 'C006']],
      ['S102', ['C010', 'C021']],
      ['S105', ['C009', 'C006']],
      ['S137', ['C037', 'C001']],
      ['S150', ['C003', 'C008', 'C027']],
    ];
    const taken = groups.filter(([session]) => sampled.has(`activity ${session}`));
    expect(taken.length).toBeGreaterThan(0);
    for (const [session, people] of taken) for (const person of people) expect(sampled, session).toContain(`person ${person}`);
  });
});

describe('verification', () => {
  test(`${verifies('R40', 'R44')}reads every record back and finds no difference`, () => {
    expect(tallyBy(road.verify.records, ({ entity }) => entity)).toEqual(records);
    expect(road.verify.records.filter(({ id }) => id === null)).toEqual([]);
    expect(unlike(road.verify.records)).toEqual([]);
    expect(verdicts(road.verify.records).equal).toBeGreaterThan(1000);
    expect(road.report.discrepancies).toBe(0);
  });

  test(`${verifies('R40', 'R44')}and its sums are those of the export`, () => {
    expect(road.verify.sums).toMatchObject({
      records: expect.arrayContaining(Object.entries(records).map(([entity, count]) => ({ entity, wanted: count, found: count }))),
      // P021 has no price, so 44 of the 45 deals have a value.
      dealValues: [{ currency: 'USD', wanted: 25925, equal: 25925, deals: 44, differing: 0 }],
      // 138 sessions of one client, ten groups with 29 seats in all.
      sessionsPerClient: { sessions: 167 },
    });
  });
});
