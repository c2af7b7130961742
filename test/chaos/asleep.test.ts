import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fault } from '@cutover/sandbox';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { expectedAfter, openGate, RUN, stateOf, type Undisturbed, undisturbed } from './journey.ts';
import { type Lane, laneOf } from './lane.ts';
import { ALL_ZERO, leftIn, zerosOf } from './meaning.ts';
import { metricsOf, type Started, type StartOptions, start } from './process.ts';
import { EIGHT, writeExport } from './small-export.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/** Whether any user may go down to this folder. */
function openToAll(folder: string): boolean {
  return (statSync(folder).mode & 0o005) === 0o005 && (folder === dirname(folder) || openToAll(dirname(folder)));
}

const dir = mkdtempSync(join(tmpdir(), 'asleep-'));
let lane: Lane;
let expected: Undisturbed;

beforeAll(async () => {
  const source = writeExport(join(dir, 'export'), EIGHT);
  expected = await undisturbed({ source, newer: null }, 'asleep');
  lane = await laneOf(source, 'asleep');
});
afterAll(async () => {
  await lane.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A schema that is there, and a sample that may be loaded. */
async function ready(): Promise<{ readonly traveller: Traveller; readonly before: Awaited<ReturnType<typeof stateOf>> }> {
  const traveller = await lane.traveller(Date.now);
  const before = await stateOf(traveller);
  await openGate(traveller, 'schema');
  await RUN.schema(traveller.ws, {});
  return { traveller, before };
}

async function writesReach(traveller: Traveller, count: number, running: Started): Promise<void> {
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  const from = (await metricsOf(traveller)).writes;
  while ((await metricsOf(traveller)).writes - from < count) {
    if (over) throw new Error(`it ended before ${count} writes: ${(await running.ended).output}`);
    await delay(2);
  }
}

/** What has been asked once nothing more comes: what a process had sent before it fell asleep still arrives. */
async function requestsAtRest(traveller: Traveller): Promise<unknown> {
  for (let before = ''; ; ) {
    const { requests } = await metricsOf(traveller);
    const now = JSON.stringify(requests);
    if (now === before) return requests;
    before = now;
    await delay(200);
  }
}

/** Asleep in the middle of a commit a process keeps the file locked, and everybody else is refused: here the lid is closed a moment before or after. */
async function sleepBetweenCommits(traveller: Traveller, running: Started): Promise<void> {
  const probe = new Database(traveller.ws.ledger.file, { timeout: 50 });
  try {
    for (;;) {
      running.sleep();
      try {
        probe.exec('begin immediate; rollback');
        return;
      } catch {
        running.wake();
        await delay(3);
      }
    }
  } finally {
    probe.close();
  }
}

describe('a laptop that was put to sleep in the middle of a run', () => {
  test(`${verifies('R61')}holds its workspace: a second start is refused and asks the account nothing; awake again, the first ends well`, async () => {
    const { traveller, before } = await ready();
    const first = start(traveller, 'sample');
    await writesReach(traveller, 10, first);
    first.sleep();
    const requests = await requestsAtRest(traveller);
    const second = await start(traveller, 'sample').ended;
    expect(second.exit).toBe(1);
    expect(second.output).toContain('"code":"run-active"');
    await delay(300);
    expect((await metricsOf(traveller)).requests).toEqual(requests);
    first.wake();
    expect((await first.ended).exit).toBe(expected.exits.sample);
    await openGate(traveller, 'full');
    expect((await RUN.full(traveller.ws, {})).exit).toBe(expected.exits.full);
    expect(zerosOf(expectedAfter(expected, 'full').left, leftIn(before, await stateOf(traveller)))).toEqual(ALL_ZERO);
    await traveller.close();
  });

  test.each([3, 15, 30])(
    `${verifies('R41', 'R61')}and whose run somebody took over after %i writes: awake again it writes nothing more, and the other's run is left as it is`,
    async (writes) => {
      const { traveller, before } = await ready();
      // Requests wait for each other, so that some are on their way and some have yet to leave when the lid is closed.
      await traveller.post(
        'faults',
        Array.from({ length: 12 }, (_, i) => fault({ method: 'POST', nth: writes + i }, { delayMs: 80 })),
      );
      const first = start(traveller, 'sample');
      await writesReach(traveller, writes - 1, first);
      await delay(40);
      await sleepBetweenCommits(traveller, first);
      await delay(150);
      await traveller.post('faults', []);
      const second = await start(traveller, 'sample', { args: ['--take-over'] }).ended;
      expect(second.exit, second.output).toBe(expected.exits.sample);
      const base = await metricsOf(traveller);
      first.wake();
      const late = await first.ended;
      expect(late.exit, late.output).toBe(1);
      expect(late.output).toContain('"code":"epoch-moved"');
      expect((await metricsOf(traveller)).writes).toBe(base.writes);
      expect(traveller.ws.ledger.runs.latest('sample')).toMatchObject({ state: 'finished' });
      expect(traveller.ws.ledger.lock.holder()).toBeNull();
      await openGate(traveller, 'full');
      expect((await RUN.full(traveller.ws, {})).exit).toBe(expected.exits.full);
      expect(zerosOf(expectedAfter(expected, 'full').left, leftIn(before, await stateOf(traveller)))).toEqual(ALL_ZERO);
      traveller.ws.ledger.journal.verify();
      await traveller.close();
    },
  );
});

describe('the ledger', () => {
  test.each([1, 2, 3])(`${verifies('R61')}a disk that is full (%i): the run says so, and goes on when there is room`, async (more) => {
    const { traveller, before } = await ready();
    // A little more than the largest file there is: the load begins and cannot go on.
    const largest = Math.max(...['ledger.sqlite', 'ledger.sqlite-wal', 'cutover.log'].map((file) => sizeOf(join(traveller.ws.dir, file))));
    const full = await start(traveller, 'sample', { fileLimitKb: Math.ceil(largest / 1024) + 40 * more }).ended;
    expect(full.exit, full.output).toBe(1);
    expect(full.output).toContain('"code":"disk-full"');
    expect((await metricsOf(traveller)).writes).toBeGreaterThan(0);
    expect((await start(traveller, 'sample').ended).exit).toBe(expected.exits.sample);
    await openGate(traveller, 'full');
    expect((await RUN.full(traveller.ws, {})).exit).toBe(expected.exits.full);
    expect(zerosOf(expectedAfter(expected, 'full').left, leftIn(before, await stateOf(traveller)))).toEqual(ALL_ZERO);
    traveller.ws.ledger.journal.verify();
    await traveller.close();
  });

  test(`${verifies('R61')}that a newer Cutover made is refused before anything is asked`, async () => {
    const { traveller } = await ready();
    traveller.ws.close();
    const raw = new Database(traveller.ws.ledger.file);
    raw.prepare(`insert into kysely_migration (name, timestamp) values ('9999-later', '2027-01-01')`).run();
    raw.close();
    await refusedBefore(traveller, 4, 'ledger-newer');
    await traveller.close();
  });

  // For root no file is read-only: another user starts it then, unless Cutover itself lies where that one may not look.
  test.skipIf(isRoot && !openToAll(import.meta.dirname))(
    `${verifies('R61')}that cannot be written is refused before anything is asked`,
    async () => {
      const { traveller } = await ready();
      const { file } = traveller.ws.ledger;
      traveller.ws.close();
      chmodSync(file, 0o444);
      for (const folder of [traveller.ws.dir, dirname(traveller.ws.dir)]) chmodSync(folder, 0o555);
      await refusedBefore(traveller, 2, 'bad-file', isRoot ? { uid: NOBODY } : {});
      for (const folder of [dirname(traveller.ws.dir), traveller.ws.dir]) chmodSync(folder, 0o700);
      await traveller.close();
    },
  );
});

async function refusedBefore(traveller: Traveller, exit: number, code: string, options: StartOptions = {}): Promise<void> {
  const { requests } = await metricsOf(traveller);
  const ended = await start(traveller, 'sample', options).ended;
  expect(ended.exit, ended.output).toBe(exit);
  expect(ended.output).toContain(`"code":"${code}"`);
  expect((await metricsOf(traveller)).requests).toEqual(requests);
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
