import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CutoverError } from '@cutover/domain';
import type { Fault } from '@cutover/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { digestNow, expectedAfter, leftAfter, openGate, RUN, STAGES, stateOf, type Undisturbed, undisturbed } from './journey.ts';
import { type Lane, laneKeeper, laneOf } from './lane.ts';
import { ALL_ZERO, leftIn, zerosOf } from './meaning.ts';
import { metricsOf, type Stage } from './process.ts';
import { chanceOf, countOf, FROM, SEED } from './random.ts';
import { scheduleOf } from './schedule.ts';
import { THREE, writeExport } from './small-export.ts';

const COUNT = countOf(30);
const COMPANY = 'faults';
/** More starts than this and something is wrong with the product, not with the line. */
const MAX_STARTS = 20;
const BLOCK_SECONDS = 15 * 60;
const DAY_SECONDS = 86_400;

const dir = mkdtempSync(join(tmpdir(), 'chaos-'));
let source = '';
let expected: Undisturbed;
/** Journeys under way at once: they wait for answers more than they work. */
const LANES = COUNT < 100 ? 3 : 5;
let lanes: Lane[] = [];
let onLane: ReturnType<typeof laneKeeper>;

beforeAll(async () => {
  source = writeExport(join(dir, 'export'), THREE);
  expected = await undisturbed({ source, newer: null }, COMPANY);
  lanes = await Promise.all(Array.from({ length: LANES }, () => laneOf(source, COMPANY)));
  onLane = laneKeeper(lanes);
}, 900_000);
afterAll(async () => {
  for (const lane of lanes) await lane.close();
  rmSync(dir, { recursive: true, force: true });
});

/** What a person does about it: the same command again, after a block or a spent budget when its time is over. Anything else is a fault of ours. */
const AGAIN: ReadonlySet<string> = new Set(['unavailable', 'answer-unusable', 'unresolved', 'unreachable']);

interface Journey {
  readonly traveller: Traveller;
  readonly pass: (seconds: number) => Promise<void>;
  readonly story: () => string;
  readonly met: string[];
}

async function untilDone({ traveller, pass, story, met }: Journey, stage: Stage): Promise<number> {
  for (let starts = 1; starts <= MAX_STARTS; starts += 1) {
    try {
      return (await RUN[stage](traveller.ws, {})).exit;
    } catch (error) {
      if (!(error instanceof CutoverError)) throw error;
      met.push(`${stage}: ${error.code}`);
      if (error.code === 'blocked') await blocked(traveller, stage, pass, story);
      else if (error.code === 'budget-spent') await pass(DAY_SECONDS);
      else if (!AGAIN.has(error.code))
        throw new Error(`${stage} stopped with ${error.code}: ${error.message}. ${story()}`, { cause: error });
    }
  }
  throw new Error(`${stage} did not come to its end in ${MAX_STARTS} starts. ${story()}`);
}

/** A block is respected: no start, and no request at all, for fifteen minutes. */
async function blocked(traveller: Traveller, stage: Stage, pass: Journey['pass'], story: () => string): Promise<void> {
  const before = await metricsOf(traveller);
  await pass(BLOCK_SECONDS - 60);
  await expect(RUN[stage](traveller.ws, {}), `${stage} within the quarter of an hour. ${story()}`).rejects.toMatchObject({
    code: 'blocked',
  });
  expect((await metricsOf(traveller)).requests, `asked while blocked. ${story()}`).toEqual(before.requests);
  await pass(61);
}

async function journey(number: number, lane: Lane): Promise<string[]> {
  const faults: Fault[] = scheduleOf(chanceOf(`${SEED}/faults/${number}`));
  let ahead = 0;
  const traveller = await lane.traveller(() => Date.now() + ahead);

  const met: string[] = [];
  const story = (): string =>
    `CHAOS_SEED=${SEED} CHAOS_FROM=${number} CHAOS_COUNT=1, met: ${met.join(', ')}, faults: ${JSON.stringify(faults)}`;
  const pass = async (seconds: number): Promise<void> => {
    ahead += seconds * 1000;
    await traveller.post('clock', { advanceSeconds: seconds });
  };
  try {
    const before = await stateOf(traveller);
    const digest = await digestNow(traveller);
    await traveller.post('faults', faults);
    for (const stage of STAGES) {
      if (stage === 'rollback') await traveller.post('faults', []);
      await openGate(traveller, stage);
      expect(await untilDone({ traveller, pass, story, met }, stage), story()).toBe(expected.exits[stage]);
      if (stage !== 'full') continue;
      const [wanted, there] = [expectedAfter(expected, stage), await leftAfter(traveller, before)];
      expect(zerosOf(wanted.left, there.left), story()).toEqual(ALL_ZERO);
      expect(there.counts, story()).toBe(wanted.counts);
    }
    expect(traveller.ws.ledger.journal.open(), story()).toEqual([]);
    traveller.ws.ledger.journal.verify();
    expect(leftIn(before, await stateOf(traveller)), `after the rollback. ${story()}`).toEqual([]);
    expect(await digestNow(traveller), `after the rollback. ${story()}`).toBe(digest);
    return met;
  } finally {
    await traveller.close();
  }
}

const met = new Map<string, number>();

test.concurrent.each(Array.from({ length: COUNT }, (_, i) => FROM + i))(
  `${verifies('R61', 'R41')}schedule %i of faults: nothing twice, nothing missing, nothing at the wrong place, and all of it undone`,
  async (number) => {
    for (const each of await onLane((lane) => journey(number, lane))) met.set(each, (met.get(each) ?? 0) + 1);
  },
  // Counted from when it begins to wait for its lane, on whatever machine.
  900_000,
);

test('the faults are met', () => {
  console.info(
    `${COUNT} schedules (CHAOS_SEED=${SEED}) stopped runs by: ${[...met].map(([what, times]) => `${times} × ${what}`).join(', ') || 'nothing'}`,
  );
  if (COUNT >= 20) expect(met.size).toBeGreaterThan(3);
});
