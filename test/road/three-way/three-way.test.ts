import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rollbackDryRun, runDelta, runRollback } from '@cutover/engine';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { countOf, FROM, SEED } from '../../chaos/random.ts';
import type { SandboxState } from '../../tools/sandbox-state.ts';
import { sayYes } from '../../tools/travel.ts';
import { verifies } from '../../tools/verifies.ts';
import { fullyLoaded, stateOf } from '../later.ts';
import { SMALL_SAMPLE, smallExport } from '../small.ts';
import { type Rule, World } from './model.ts';

const dir = mkdtempSync(join(tmpdir(), 'three-way-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const n = fc.nat({ max: 10_000 });
/** What happens between two deltas: rows and fields are edited on both sides, often the same ones. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('edit' as const), at: n, value: n }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('change' as const), at: n, value: n }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('add' as const), at: n, value: n }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), at: n, value: n }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), at: n, value: n }) },
);
/** A round in which the export stays as it is. */
const people = fc.array(fc.record({ do: fc.constant('change' as const), at: n, value: n }), { maxLength: 4 });
const journey = fc.record({
  rule: fc.constantFrom<Rule>('keep-pipedrive', 'take-source'),
  rounds: fc
    .array(fc.tuple(fc.array(step, { minLength: 6, maxLength: 16 }), people), { minLength: 1, maxLength: 2 })
    .map((pairs) => pairs.flat()),
  /** What people do after the last delta, before all of it is taken back. */
  late: fc.array(n, { minLength: 0, maxLength: 4 }),
});
type Journey = typeof journey extends fc.Arbitrary<infer T> ? T : never;

let copies = 0;
const told = { deltas: 0, edits: 0, conflicts: 0, fields: 0, reverted: 0, kept: 0 };

async function travel({ rule, rounds, late }: Journey): Promise<void> {
  copies += 1;
  const source = smallExport(join(dir, String(copies)));
  const policy = { hours: 24, maxCreates: 1000, maxUpdates: 1000, rule };
  const loaded = await fullyLoaded(source, { ...SMALL_SAMPLE, delta: { set: policy } });
  const { traveller } = loaded;
  try {
    const world = new World(traveller, loaded.before, source);
    await world.begin();
    for (const round of rounds) {
      for (const each of round) await happen(world, each);
      world.save();
      told.edits += round.length;
      const { data } = await runDelta(traveller.ws, {});
      expect(data.failed).toBe(0);
      const conflicts = world.settle(rule);
      const { wanted, found } = await world.compared();
      expect(found).toEqual(wanted);
      told.conflicts += conflicts.length;
      told.fields += Object.keys(wanted).length;
      told.deltas += 1;
      const both = data.fields.filter(({ fate }) => fate === 'conflict' || fate === 'taken');
      expect(both).toHaveLength(conflicts.length);
      expect(both.every(({ fate }) => fate === (rule === 'take-source' ? 'taken' : 'conflict'))).toBe(true);
    }
    for (const value of late) await world.change(value, value);
    await takenBack(world, loaded.before);
  } finally {
    await traveller.close();
  }
}

async function happen(world: World, { do: what, at, value }: Journey['rounds'][number][number]): Promise<void> {
  if (what === 'edit') world.edit(at, value);
  if (what === 'change') await world.change(at, value);
  if (what === 'add') world.add(value);
  if (what === 'drop') world.drop(at);
  if (what === 'remove') await world.remove(at);
}

const LISTS = {
  person: 'persons',
  organization: 'organizations',
  deal: 'deals',
  activity: 'activities',
  note: 'notes',
  file: 'files',
} as const;
type Entity = keyof typeof LISTS;
const isEntity = (entity: string): entity is Entity => entity in LISTS;

/** Rolls all of it back: every record of ours ends in exactly one way, what people edited is there, and what was there before us is as it was. */
async function takenBack(world: World, before: SandboxState): Promise<void> {
  const { traveller } = world;
  const account = await world.account();
  const ours = new Map<string, string>();
  for (const row of account.persons) ours.set(`person ${row.id}`, `person ${String(row.custom('Source System ID'))}`);
  for (const row of account.deals) ours.set(`deal ${row.id}`, `deal ${String(row.custom('Source System ID'))}`);
  for (const row of account.activities) ours.set(`activity ${row.id}`, `activity ${row.source?.split(' ')[1]}`);
  for (const row of account.notes) ours.set(`note ${row.id}`, `note ${row.source?.split(' ')[1]}`);
  const edited = world.edited();
  await rollbackDryRun(traveller.ws, {});
  sayYes(traveller, 'rollback');
  const { data } = await runRollback(traveller.ws, {});
  expect(data.failed).toEqual([]);
  const state = await stateOf(traveller);
  const isThere = (entity: Entity, id: number): boolean => state[LISTS[entity]].some((row) => row.id === id && !row.is_deleted);
  const kept = new Set(data.kept.flatMap(({ entity, id }) => (isEntity(entity) ? [`${entity} ${id}`] : [])));
  const old = new Set((Object.keys(LISTS) as Entity[]).flatMap((entity) => before[LISTS[entity]].map(({ id }) => `${entity} ${id}`)));
  for (const [place, record] of ours) {
    if (old.has(place)) continue;
    const [entity = '', id] = place.split(' ');
    expect([place, record, isEntity(entity) && isThere(entity, Number(id))]).toEqual([place, record, kept.has(place)]);
    if (edited.has(record)) expect([record, kept.has(place)]).toEqual([record, true]);
  }
  told.kept += kept.size;
  told.reverted += data.reverted;
  for (const entity of Object.keys(LISTS) as Entity[]) {
    for (const row of before[LISTS[entity]]) {
      const now = state[LISTS[entity]].find(({ id }) => id === row.id);
      expect(asItWas(now), `${entity} ${row.id}`).toEqual(asItWas(row));
    }
  }
}

/** A record without when it was touched, and without what counts other records. */
function asItWas(row: Readonly<Record<string, unknown>> | undefined): unknown {
  const entries = Object.entries(row ?? {}).filter(
    ([key, value]) => value !== null && !/update_time|_count$|^(next|last)_|^custom_fields$/.test(key),
  );
  const custom = Object.entries((row?.custom_fields ?? {}) as Record<string, unknown>).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(entries), custom: Object.fromEntries(custom) };
}

const runs = countOf(2);

describe('between two deltas anybody edits anything', () => {
  test(
    `${verifies('R38', 'R41', 'R62')}every field is what the three-way rule says, and all of it can be taken back, ${runs} times`,
    async () => {
      const seed = [...`${SEED} ${FROM}`].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) | 0, 7);
      await fc.assert(fc.asyncProperty(journey, travel), { numRuns: runs, seed, endOnFailure: true });
      console.log(
        `three-way: ${runs} journeys, ${told.deltas} deltas, ${told.edits} edits, ${told.fields} fields compared, ${told.conflicts} conflicts; taken back: ${told.reverted} operations, ${told.kept} records kept`,
      );
    },
    60_000 + runs * 30_000,
  );
});
