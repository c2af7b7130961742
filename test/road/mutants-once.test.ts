import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  makeReport,
  nodePorts,
  openWorkspace,
  type Ports,
  rollbackDryRun,
  runFull,
  runRollback,
  runSample,
  runSchema,
  type Workspace,
} from '@cutover/engine';
import { fault } from '@cutover/sandbox';
import { afterAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, tallyBy } from '../tools/account.ts';
import { type SandboxState, sandboxState } from '../tools/sandbox-state.ts';
import { planned, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { caught, SMALL_SAMPLE, smallExport, writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'once-'));
const source = smallExport(join(dir, 'export'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The small export in Pipedrive: clients, companies and packages by their ids. */
const CLIENTS = ['C001', 'C002', 'C003', 'C005', 'C006', 'C009'];
const COMPANIES = ['CO01', 'CO02', 'CO03', 'CO05', 'CO06', 'CO09'];
const PACKAGES = ['P001', 'P002', 'P003', 'P004', 'P005', 'P009', 'P010', 'P015', 'P016'];

const stateOf = async (traveller: Pick<Traveller, 'get'>): Promise<SandboxState> => sandboxState(await traveller.get('state'));
const twice = (texts: readonly (string | null)[]): string[] =>
  Object.entries(tallyBy(texts, String)).flatMap(([text, count]) => (count > 1 ? [text] : []));

/** Everything of the small export is there, and nothing of it twice. */
function expectOnce(account: Account): void {
  expect(account.sourceIds('person')).toEqual(CLIENTS);
  expect(account.sourceIds('organization')).toEqual(COMPANIES);
  expect(account.sourceIds('deal')).toEqual(PACKAGES);
  expect(twice(account.activities.map(({ source: id }) => id))).toEqual([]);
  expect(twice(account.notes.map(({ source: id }) => id))).toEqual([]);
  expect(account.notes.map(({ source: id }) => id)).toEqual(expect.arrayContaining(['note N001', 'note N007', 'invoice INV-1015']));
  // 31 sessions and two payments.
  expect(account.activities).toHaveLength(33);
}

async function ready(emit: Ports['emit'] = () => undefined): Promise<{ traveller: Traveller; before: SandboxState }> {
  const traveller = await setOut({ source, emit });
  const before = await stateOf(traveller);
  await planned(traveller, SMALL_SAMPLE);
  sayYes(traveller, 'plan');
  return { traveller, before };
}

async function full(traveller: Pick<Traveller, 'key' | 'sandbox' | 'ws'> & Traveller): Promise<void> {
  sayYes(traveller, 'full');
  expect((await runFull(traveller.ws, {})).exit).toBe(0);
}

describe('answers that are lost', () => {
  test(`${verifies('R61', 'R37')}what was written before the line broke is found, not written again: schema and every kind of record`, async () => {
    const { traveller, before } = await ready();
    try {
      const cut = (path: string, nth: number) => fault({ method: 'POST', path, nth }, { cut: 'after' });
      await traveller.post('faults', [
        cut('/api/v2/personFields', 2),
        cut('/api/v2/dealFields', 3),
        cut('/api/v2/organizations', 2),
        cut('/api/v2/persons', 3),
        cut('/api/v2/deals', 4),
        cut('/api/v2/activities', 5),
        cut('/api/v1/notes', 2),
      ]);
      expect((await runSchema(traveller.ws, {})).exit).toBe(0);
      expect((await runSample(traveller.ws, {})).exit).toBe(0);
      await full(traveller);
      const account = accountOf(await stateOf(traveller), before);
      expectOnce(account);
      for (const entity of ['person', 'organization', 'deal'] as const)
        expect(twice(account.newFields(entity).map(({ name }) => name)), entity).toEqual([]);
      expect(traveller.ws.ledger.journal.open()).toEqual([]);
    } finally {
      await traveller.close();
    }
  });
});

describe('a run that was killed', () => {
  test(`${verifies('R61', 'R37')}what was on its way then is looked for, and not written again`, async () => {
    const copy = join(dir, 'as-it-died');
    let under: Traveller | null = null;
    const { traveller, before } = await ready((event) => {
      if (under === null || event.type !== 'progress' || event.stage !== 'activity' || event.done < 3) return;
      // The ledger as a kill at this moment leaves it; what is on its way still arrives.
      cpSync(under.ws.dir, copy, { recursive: true });
      under.stop.abort();
      under = null;
    });
    try {
      await runSchema(traveller.ws, {});
      under = traveller;
      expect((await caught(() => runSample(traveller.ws, {}))).exit).toBe(6);
      const ws = await reborn(traveller, copy);
      const open = ws.ledger.journal.open();
      const arrived = accountOf(await stateOf(traveller), before);
      expect(open.length).toBeGreaterThan(0);
      expect(arrived.activities.length).toBeGreaterThan(3);
      expect((await runSample(ws, { takeOver: true })).exit).toBe(0);
      await full({ ...traveller, ws });
      expectOnce(accountOf(await stateOf(traveller), before));
      expect(ws.ledger.journal.open()).toEqual([]);
      ws.close();
    } finally {
      await traveller.close();
    }
  });
});

/** The workspace as another process opens it. */
async function reborn({ sandbox, ports }: Traveller, copy: string): Promise<Workspace> {
  const real = nodePorts({
    env: { PIPEDRIVE_API_TOKEN: sandbox.token, CUTOVER_TIME_SCALE: '50' },
    emit: () => undefined,
    stop: new AbortController().signal,
    version: 'test',
  });
  return openWorkspace(copy, { ...real, clock: ports.clock });
}

describe('records that hang on others', () => {
  test(`${verifies('R42', 'R48')}one that is refused takes along what hangs on it, and each of those rows says why`, async () => {
    const { traveller, before } = await ready();
    try {
      await runSchema(traveller.ws, {});
      await traveller.post('faults', [fault({ method: 'POST', path: '/api/v2/persons', nth: 1 }, { status: 400 })]);
      expect((await runSample(traveller.ws, {})).exit).toBe(5);
      const account = accountOf(await stateOf(traveller), before);
      const missing = CLIENTS.filter((id) => !account.sourceIds('person').includes(id));
      expect(missing).toHaveLength(1);
      expect(account.deals.filter(({ person }) => person === null)).toEqual([]);
      expect(account.activities.filter(({ participants }) => participants.length === 0)).toEqual([]);
      const failures = makeReport(traveller.ws).report.failures.filter(({ code }) => code !== 'not-loaded');
      expect(failures.find(({ object }) => object === 'client')).toMatchObject({ sourceId: missing[0], code: 'write-refused' });
      const hanging = failures.filter(({ object }) => object !== 'client');
      expect(hanging.length).toBeGreaterThan(0);
      for (const { code, reason } of hanging)
        expect({ code, reason }).toMatchObject({ code: 'parent-missing', reason: expect.stringContaining('hangs on') });
      // Pipedrive takes it at the next run, and with it what hangs on it.
      await full(traveller);
      expectOnce(accountOf(await stateOf(traveller), before));
    } finally {
      await traveller.close();
    }
  });
});

describe('said again', () => {
  test(`${verifies('R41', 'R61')}a schema run and a sample that were approved once more write nothing, and all is undone as if they had not been`, async () => {
    const { traveller } = await ready();
    const { digest } = await traveller.get('digest');
    try {
      const { created, reused } = (await runSchema(traveller.ws, {})).data;
      expect(created).toBeGreaterThan(20);
      await runSample(traveller.ws, {});
      const before = await writes(traveller);
      sayYes(traveller, 'plan');
      expect((await runSchema(traveller.ws, {})).data).toEqual({ created: 0, reused: created + reused });
      expect((await runSample(traveller.ws, {})).data).toMatchObject({ created: 0, reused: 0, failed: 0 });
      expect(await writes(traveller)).toBe(before);
      await rollbackDryRun(traveller.ws, {});
      sayYes(traveller, 'rollback');
      expect((await runRollback(traveller.ws, {})).exit).toBe(0);
      expect((await traveller.get('digest')).digest).toBe(digest);
    } finally {
      await traveller.close();
    }
  });
});
