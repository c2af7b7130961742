import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  nodePorts,
  openWorkspace,
  rollbackDryRun,
  runFull,
  runRollback,
  runSample,
  runSchema,
  runVerify,
  startDetached,
  type Workspace,
  watchRun,
} from '@cutover/engine';
import { fault, startSandbox } from '@cutover/sandbox';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { countsOf, digestNow, expectedAfter, openGate, RUN, STAGES, stateOf, type Undisturbed, undisturbed } from './journey.ts';
import { type Lane, laneOf } from './lane.ts';
import { ALL_ZERO, leftIn, zerosOf } from './meaning.ts';
import { metricsOf } from './process.ts';
import { chanceOf, SEED } from './random.ts';
import { THREE, writeExport } from './small-export.ts';

const CLI = new URL('../../apps/cli/src/main.ts', import.meta.url).pathname;
const HOUR_MS = 3_600_000;
const dir = mkdtempSync(join(tmpdir(), 'hazards-'));
let lane: Lane;
let expected: Undisturbed;
let ahead = 0;

beforeAll(async () => {
  const source = writeExport(join(dir, 'export'), THREE);
  expected = await undisturbed({ source, newer: null }, 'hazards');
  lane = await laneOf(source, 'hazards');
});
afterAll(async () => {
  await lane.close();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => {
  ahead = 0;
});

const setOut = async (): Promise<Traveller> => lane.traveller(() => Date.now() + ahead);

const Reset = z.object({ details: z.object({ data: z.object({ resetsAt: z.iso.datetime() }) }) });

/** A copy of the workspace as it lies there, as somebody makes who carries it to another machine. */
async function copyOf(traveller: Traveller, name: string, ports = traveller.ports): Promise<Workspace> {
  const copy = join(traveller.dir, '..', name);
  rmSync(copy, { recursive: true, force: true });
  cpSync(traveller.ws.dir, copy, { recursive: true });
  return openWorkspace(copy, ports);
}

async function loaded(traveller: Traveller, stages: readonly (typeof STAGES)[number][]): Promise<void> {
  for (const stage of stages) {
    await openGate(traveller, stage);
    expect((await RUN[stage](traveller.ws, {})).exit).toBe(expected.exits[stage]);
  }
}

test(`${verifies('R41', 'R61')}a copy of the workspace does not load what the workspace loaded since, and an old state that was put back neither`, async () => {
  const traveller = await setOut();
  await loaded(traveller, ['schema', 'sample']);
  await openGate(traveller, 'full');
  const copy = await copyOf(traveller, 'copy');
  expect((await runFull(traveller.ws, {})).exit).toBe(expected.exits.full);
  const { writes } = await metricsOf(traveller);
  await expect(runFull(copy, {})).rejects.toMatchObject({
    code: 'already-migrated',
    message: expect.stringContaining('a copy of this workspace'),
  });
  expect((await metricsOf(traveller)).writes).toBe(writes);
  copy.close();
  await traveller.close();
});

test(`${verifies('R41')}a copy whose original has done nothing since goes on in its place, once`, async () => {
  const traveller = await setOut();
  const before = await stateOf(traveller);
  await loaded(traveller, ['schema', 'sample']);
  await openGate(traveller, 'full');
  const copy = await copyOf(traveller, 'moved');
  expect((await runFull(copy, {})).exit).toBe(expected.exits.full);
  expect(zerosOf(expectedAfter(expected, 'full').left, leftIn(before, await stateOf(traveller)))).toEqual(ALL_ZERO);
  const { writes } = await metricsOf(traveller);
  await expect(runFull(traveller.ws, {})).rejects.toMatchObject({ code: 'already-migrated' });
  expect((await metricsOf(traveller)).writes).toBe(writes);
  copy.close();
  await traveller.close();
});

test(`${verifies('R41')}a workspace copied in the middle of a run is held by the machine it came from, until somebody takes it over`, async () => {
  const traveller = await setOut();
  const before = await stateOf(traveller);
  await loaded(traveller, ['schema', 'sample']);
  await openGate(traveller, 'full');
  const { self } = traveller.ports;
  traveller.ws.ledger.lock.acquire({ pid: self.pid, startedAt: self.startedAt, host: 'another-machine', what: 'full' }, self.isAlive);
  const copy = await copyOf(traveller, 'held');
  await expect(runFull(copy, {})).rejects.toMatchObject({ code: 'run-active', message: expect.stringContaining('another-machine') });
  expect((await runFull(copy, { takeOver: true })).exit).toBe(expected.exits.full);
  expect(zerosOf(expectedAfter(expected, 'full').left, leftIn(before, await stateOf(traveller)))).toEqual(ALL_ZERO);
  copy.close();
  await traveller.close();
});

test(`${verifies('R41')}another company that answers at the same address is not touched, whatever is started`, async () => {
  const traveller = await setOut();
  const other = await startSandbox({ plan: 'premium', seats: 3, seed: 'another company', speed: 50 });
  // The same address as far as the workspace knows: what it fixed at the start is the company, and that is asked for.
  const token = nodePorts({
    env: { PIPEDRIVE_API_TOKEN: other.token, CUTOVER_TIME_SCALE: '50' },
    emit: () => undefined,
    stop: traveller.stop.signal,
    version: 'test',
  });
  const elsewhere = (ws: Workspace): Workspace => ({ ...ws, ports: token, target: { ...ws.target, url: other.url } });
  const digest = async (): Promise<unknown> => (await fetch(`${other.url}/__sandbox/digest`)).json();
  const untouched = await digest();
  try {
    await openGate(traveller, 'schema');
    await expect(runSchema(elsewhere(traveller.ws), {})).rejects.toMatchObject({ code: 'other-target' });
    await loaded(traveller, ['schema']);
    await expect(runSample(elsewhere(traveller.ws), {})).rejects.toMatchObject({ code: 'other-target' });
    await loaded(traveller, ['sample']);
    await openGate(traveller, 'full');
    await expect(runFull(elsewhere(traveller.ws), {})).rejects.toMatchObject({ code: 'other-target' });
    await loaded(traveller, ['full']);
    await expect(runVerify(elsewhere(traveller.ws), {})).rejects.toMatchObject({ code: 'other-target' });
    await expect(rollbackDryRun(elsewhere(traveller.ws), {})).rejects.toMatchObject({ code: 'other-target' });
    await openGate(traveller, 'rollback');
    await expect(runRollback(elsewhere(traveller.ws), {})).rejects.toMatchObject({ code: 'other-target' });
    expect(await digest()).toEqual(untouched);
    const { writes } = (await (await fetch(`${other.url}/__sandbox/metrics`)).json()) as { writes: number };
    expect(writes).toBe(0);
  } finally {
    await other.close();
    await traveller.close();
  }
});

test(`${verifies('R41', 'R61')}a clock that jumps forwards and back while answers get lost: the same three zeros, and nobody waits for the clock`, async () => {
  const chance = chanceOf(`${SEED}/clock`);
  let asked = 0;
  const jumpy = (): number => {
    asked += 1;
    if (asked % 25 === 0) ahead = chance.between(-30, 30) * HOUR_MS;
    return Date.now() + ahead;
  };
  const traveller = await lane.traveller(jumpy);
  const before = await stateOf(traveller);
  const digest = await digestNow(traveller);
  const begun = Date.now();
  await traveller.post(
    'faults',
    ['persons', 'organizations', 'deals', 'activities'].flatMap((list) => [
      fault({ method: 'POST', path: `/api/v2/${list}`, nth: 2 }, { cut: 'after' }),
      fault({ method: 'POST', path: `/api/v2/${list}`, nth: 4 }, { cut: 'before' }),
    ]),
  );
  for (const stage of STAGES) {
    // A person signs by a right clock.
    const jumping = ahead;
    ahead = 0;
    asked = 0;
    await openGate(traveller, stage);
    ahead = jumping;
    expect((await RUN[stage](traveller.ws, {})).exit).toBe(expected.exits[stage]);
    if (stage === 'full') expect(zerosOf(expectedAfter(expected, 'full').left, leftIn(before, await stateOf(traveller)))).toEqual(ALL_ZERO);
  }
  traveller.ws.ledger.journal.verify();
  expect(await digestNow(traveller)).toBe(digest);
  // A clock that jumped by hours would be waited for as long; a busy machine takes less.
  expect(Date.now() - begun).toBeLessThan(240_000);
  await traveller.close();
});

test(`${verifies('R45', 'R61')}the day's budget spent: the run says when it goes on; with wait it sleeps through the reset and goes on by itself`, async () => {
  const traveller = await setOut();
  const before = await stateOf(traveller);
  const { ports } = traveller;
  const slept: number[] = [];
  // The sandbox's day ends while we sleep, however long that is.
  const clock: typeof ports.clock = {
    ...ports.clock,
    sleep: async (ms, signal) => {
      if (ms < 10_000) return ports.clock.sleep(Math.min(ms, 10), signal);
      slept.push(ms);
      ahead += ms;
      await traveller.post('clock', { advanceSeconds: ms / 1000 });
    },
  };
  const ws: Workspace = { ...traveller.ws, ports: { ...ports, clock } };
  await loaded(traveller, ['schema', 'sample']);
  await openGate(traveller, 'full');
  const spent = [fault({ method: 'POST', nth: 3 }, { budget: 'spent' })];
  await traveller.post('faults', spent);
  const stopped = await runFull(ws, {}).catch((error: unknown) => error);
  expect(stopped).toMatchObject({
    code: 'budget-spent',
    exit: 6,
    message: expect.stringMatching(/it goes on at \d{4}-\d\d-\d\dT/),
    details: { data: { resetsAt: expect.stringMatching(/Z$/) } },
  });
  expect(traveller.ws.ledger.runs.latest('full')).toMatchObject({ state: 'paused' });
  expect(slept).toEqual([]);

  // Whoever waits from here on asks nothing before that: who keeps asking is blocked.
  const asked = (await metricsOf(traveller)).requests;
  const asleep = new AbortController();
  const sleeper: typeof ports.clock = {
    ...ports.clock,
    sleep: async (ms, signal) => {
      if (ms < 10_000) return ports.clock.sleep(ms, signal);
      asleep.abort();
      throw new Error('somebody pressed Ctrl-C');
    },
  };
  const waiting = runFull({ ...traveller.ws, ports: { ...ports, clock: sleeper, stop: asleep.signal } }, { wait: true });
  await expect(waiting).rejects.toMatchObject({ code: 'interrupted' });
  expect((await metricsOf(traveller)).requests).toEqual(asked);

  // To the second after the reset: the sandbox's day is short, and what is left of it must be more than one nap.
  const untilReset = Math.ceil((Date.parse(Reset.parse(stopped).details.data.resetsAt) - (Date.now() + ahead)) / 1000) + 1;
  ahead += untilReset * 1000;
  await traveller.post('clock', { advanceSeconds: untilReset });
  await traveller.post('faults', spent);
  const done = await runFull(ws, { wait: true });
  expect(done.exit).toBe(expected.exits.full);
  expect(Math.max(...slept)).toBeLessThanOrEqual(60_000);
  expect(slept.length).toBeGreaterThan(1);
  // One run, however many processes and days it took.
  expect(traveller.ws.ledger.runs.list().filter(({ kind }) => kind === 'full')).toHaveLength(1);
  expect(traveller.ws.ledger.runs.latest('full')).toMatchObject({ state: 'finished' });
  expect(zerosOf(expectedAfter(expected, 'full').left, leftIn(before, await stateOf(traveller)))).toEqual(ALL_ZERO);
  expect(countsOf(traveller)).toBe(expectedAfter(expected, 'full').counts);
  await traveller.close();
});

test(`${verifies('R57')}a start without a token, or while the target blocks, uses no approval up`, async () => {
  const traveller = await setOut();
  await openGate(traveller, 'schema');
  const noToken: Workspace = { ...traveller.ws, ports: { ...traveller.ports, token: () => null } };
  await expect(runSchema(noToken, {})).rejects.toMatchObject({ code: 'no-token' });
  traveller.ws.ledger.block(Date.now() + 60_000, 'it was asked too much');
  await expect(runSchema(traveller.ws, {})).rejects.toMatchObject({ code: 'blocked' });
  expect(traveller.ws.ledger.approvals.uses()).toEqual([]);
  expect(traveller.ws.ledger.runs.list()).toEqual([]);
  expect(traveller.ws.ledger.lock.holder()).toBeNull();
  await traveller.close();
});

test(`${verifies('R57')}a run left to a process of its own that has no token says so at once, and goes on when there is one`, async () => {
  const traveller = await setOut();
  await openGate(traveller, 'schema');
  const { writes } = await metricsOf(traveller);
  // Its process has this one's environment, where there is no token.
  const run = startDetached(traveller.ws, 'schema', { file: process.execPath, args: ['--conditions=@cutover/source', CLI] });
  await expect
    .poll(() => watchRun(traveller.ws, run).run, { timeout: 120_000 })
    .toMatchObject({ state: 'interrupted', summary: { code: 'no-token' } });
  expect((await metricsOf(traveller)).writes).toBe(writes);
  expect((await RUN.schema(traveller.ws, {})).exit).toBe(expected.exits.schema);
  expect(traveller.ws.ledger.runs.list().map(({ run: id, state }) => [id, state])).toEqual([[run, 'finished']]);
  await traveller.close();
});
