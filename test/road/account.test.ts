import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  extract,
  initWorkspace,
  makePlan,
  nodePorts,
  openWorkspace,
  type Ports,
  runFull,
  runSample,
  runSchema,
  statusOf,
  TOKEN_FILE,
  type Workspace,
} from '@cutover/engine';
import { fault, type GivenUser, startSandbox } from '@cutover/sandbox';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { accountOf } from '../tools/account.ts';
import { sandboxState } from '../tools/sandbox-state.ts';
import { planned, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { caught, edit, refusedUnasked, SMALL_SAMPLE, smallExport, writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'account-'));
const source = smallExport(join(dir, 'export'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The outside world with another token, or none. */
function portsWith(token: string | null): Ports {
  const env = { CUTOVER_TIME_SCALE: '50', ...(token === null ? {} : { PIPEDRIVE_API_TOKEN: token }) };
  return nodePorts({ env, emit: () => undefined, stop: new AbortController().signal, version: 'test' });
}

/** The workspace as another process has it. */
async function elsewhere<T>(traveller: Pick<Traveller, 'ws'>, ports: Ports, work: (ws: Workspace) => Promise<T>): Promise<T> {
  const ws = await openWorkspace(traveller.ws.dir, ports);
  try {
    return await work(ws);
  } finally {
    ws.close();
  }
}

/** A traveller with everything answered and the plan approved. */
async function ready(options: Parameters<typeof setOut>[0] = {}): Promise<Traveller> {
  const traveller = await setOut({ source, ...options });
  await planned(traveller, SMALL_SAMPLE);
  sayYes(traveller, 'plan');
  return traveller;
}

const noPlanYet = (ws: Workspace): void => {
  expect(ws.ledger.plan.loadEnvelope()).toBeNull();
  expect(ws.company()).toBeNull();
  expect(ws.ledger.decisions.all()).toEqual([]);
};

describe('the token', () => {
  test(`${verifies('R46')}of somebody who is no admin: it is said before the first write what it cannot do`, async () => {
    const users: readonly GivenUser[] = [
      { name: 'Alex Rivera', email: 'alex.rivera@example.com', admin: true },
      { name: 'Dana Reyes', email: 'dana.reyes@example.com', token_user: true },
      { name: 'Sam Okafor', email: 'sam.okafor@example.com' },
      { name: 'Priya Nair', email: 'priya.nair@example.com' },
      { name: 'Unassigned Coach', email: 'unassigned@example.com' },
    ];
    const traveller = await ready({ sandbox: { users } });
    try {
      const [first] = traveller.ws.ledger.plan.loadEnvelope()?.meta.findings ?? [];
      expect(first).toMatchObject({ code: 'token-not-admin', severity: 'error' });
      expect(first?.message).toMatch(
        /dana\.reyes@example\.com.*custom fields.*author of a note.*records that only other users or groups may see/,
      );
      const error = await caught(() => runSchema(traveller.ws, {}));
      expect({ code: error.code, exit: error.exit }).toEqual({ code: 'forbidden', exit: 7 });
      expect(error.message).toContain('dana.reyes@example.com');
      expect(error.message).toMatch(/stages, activity types and fields cannot be created/);
      expect(await writes(traveller)).toBe(0);
      expect(traveller.ws.ledger.lock.holder()).toBeNull();
    } finally {
      await traveller.close();
    }
  });

  test('wrong, missing, of another host, or in a file that others can read', async () => {
    const traveller = await setOut({ source });
    const file = join(traveller.ws.dir, TOKEN_FILE);
    const host = new URL(traveller.sandbox.url).host;
    const planWith = async (token: string | null) => {
      const error = await elsewhere(traveller, portsWith(token), async (ws) => {
        const refused = await caught(() => makePlan(ws));
        noPlanYet(ws);
        return refused;
      });
      return { code: error.code, exit: error.exit, message: error.message };
    };
    try {
      await extract(traveller.ws);
      const wrong = '0'.repeat(40);
      const refused = await planWith(wrong);
      expect(refused).toMatchObject({ code: 'unauthorized', exit: 7 });
      expect(await planWith(null)).toMatchObject({ code: 'no-token', exit: 7 });
      writeFileSync(file, JSON.stringify({ host: 'another.pipedrive.com', token: traveller.sandbox.token }), { mode: 0o600 });
      const bound = await planWith(null);
      expect(bound).toMatchObject({ code: 'token-elsewhere', exit: 7 });
      rmSync(file);
      writeFileSync(file, JSON.stringify({ host, token: traveller.sandbox.token }), { mode: 0o644 });
      const open = await planWith(null);
      expect(open).toMatchObject({ code: 'no-token', exit: 7 });
      for (const { message } of [refused, bound, open]) {
        expect(message).not.toContain(wrong);
        expect(message).not.toContain(traveller.sandbox.token);
      }
      expect(await writes(traveller)).toBe(0);
      // Saved as it should be, it is used.
      rmSync(file);
      writeFileSync(file, JSON.stringify({ host, token: traveller.sandbox.token }), { mode: 0o600 });
      await elsewhere(traveller, portsWith(null), (ws) => makePlan(ws));
      expect(readFileSync(join(traveller.ws.dir, 'cutover.log'), 'utf8')).not.toContain(traveller.sandbox.token);
    } finally {
      await traveller.close();
    }
  });

  test('taken back in the middle of the road', async () => {
    const traveller = await ready();
    try {
      const error = await elsewhere(traveller, portsWith('f'.repeat(40)), (ws) => caught(() => runSchema(ws, {})));
      expect({ code: error.code, exit: error.exit }).toEqual({ code: 'unauthorized', exit: 7 });
      expect(await writes(traveller)).toBe(0);
      // The run that was refused goes on with the right one, under the same approval.
      const done = await elsewhere(traveller, portsWith(traveller.sandbox.token), (ws) => runSchema(ws, {}));
      expect({ exit: done.exit, run: done.run }).toEqual({ exit: 0, run: 'schema-1' });
    } finally {
      await traveller.close();
    }
  });
});

describe('the address', () => {
  test('is not one a workspace may be made for: no folder is left', async () => {
    for (const target of [
      'http://example.com',
      'https://crm.example.com',
      'https://acme.pipedrive.com.example.com',
      'nonsense',
      'http://localhost:80',
    ]) {
      const place = join(dir, 'not-allowed');
      const error = await caught(() => initWorkspace(place, { source, target, trust: [], trustKeys: ['x'] }, portsWith(null)));
      expect({ code: error.code, exit: error.exit }, target).toEqual({ code: 'target-not-allowed', exit: 2 });
      expect(existsSync(place), target).toBe(false);
    }
  });

  test(`${verifies('R61')}does not answer: nothing is noted; once it answers again, the run goes on`, async () => {
    const traveller = await setOut({ source });
    const { port } = new URL(traveller.sandbox.url);
    const again = () => startSandbox({ plan: 'premium', seats: 3, seed: 'road', speed: 50, port: Number(port) });
    try {
      await extract(traveller.ws);
      await traveller.sandbox.close();
      const early = await caught(() => makePlan(traveller.ws));
      expect({ code: early.code, exit: early.exit }).toEqual({ code: 'unreachable', exit: 1 });
      noPlanYet(traveller.ws);
      let sandbox = await again();
      await planned(traveller, SMALL_SAMPLE);
      sayYes(traveller, 'plan');
      await sandbox.close();
      const late = await caught(() => runSchema(traveller.ws, {}));
      expect({ code: late.code, exit: late.exit }).toEqual({ code: 'unreachable', exit: 1 });
      expect(traveller.ws.ledger.journal.head()).toBeNull();
      expect(traveller.ws.ledger.lock.holder()).toBeNull();
      sandbox = await again();
      const done = await runSchema(traveller.ws, {});
      expect({ exit: done.exit, run: done.run }).toEqual({ exit: 0, run: 'schema-1' });
      await sandbox.close();
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R57')}is another company's now`, async () => {
    const traveller = await ready();
    const { port } = new URL(traveller.sandbox.url);
    await traveller.sandbox.close();
    const other = await startSandbox({ plan: 'premium', seats: 3, seed: 'somebody else', speed: 50, port: Number(port) });
    try {
      await elsewhere(traveller, portsWith(other.token), async (ws) => {
        for (const run of [() => runSchema(ws, {}), () => makePlan(ws)]) {
          const error = await caught(run);
          expect({ code: error.code, exit: error.exit }).toEqual({ code: 'other-target', exit: 4 });
          expect(error.message).toContain(other.company.domain);
        }
      });
      expect(await writes(traveller)).toBe(0);
    } finally {
      await other.close();
      await traveller.close();
    }
  });
});

describe('two at once', () => {
  test(`${verifies('R61')}the second run is refused and asks nothing, the first one ends well`, async () => {
    const traveller = await ready();
    const before = sandboxState(await traveller.get('state'));
    try {
      await runSchema(traveller.ws, {});
      const first = runSample(traveller.ws, {});
      const second = await elsewhere(traveller, portsWith(traveller.sandbox.token), (ws) => caught(() => runSample(ws, {})));
      expect({ code: second.code, exit: second.exit, pid: second.details.data?.pid }).toEqual({
        code: 'run-active',
        exit: 1,
        pid: process.pid,
      });
      expect((await first).exit).toBe(0);
      const ids = accountOf(sandboxState(await traveller.get('state')), before).sourceIds('deal');
      expect(new Set(ids).size).toBe(ids.length);
      expect(statusOf(traveller.ws).lock).toBeNull();
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R61')}taken over, the first one stops before its next write, and nothing is there twice`, async () => {
    const traveller = await ready();
    const before = sandboxState(await traveller.get('state'));
    try {
      await runSchema(traveller.ws, {});
      const slow = (path: string) => fault({ method: 'POST', path }, { delayMs: 40 });
      await traveller.post('faults', [slow('/api/v2/organizations'), slow('/api/v2/persons'), slow('/api/v2/activities')]);
      const first = caught(() => runSample(traveller.ws, {}));
      while ((await writes(traveller)) < 40) await new Promise((resolve) => setTimeout(resolve, 5));
      const second = await elsewhere(traveller, portsWith(traveller.sandbox.token), (ws) => runSample(ws, { takeOver: true }));
      expect({ code: (await first).code, exit: (await first).exit }).toEqual({ code: 'epoch-moved', exit: 1 });
      expect(second.exit).toBe(0);
      sayYes(traveller, 'full');
      expect((await runFull(traveller.ws, {})).exit).toBe(0);
      const account = accountOf(sandboxState(await traveller.get('state')), before);
      for (const ids of [
        account.sourceIds('person'),
        account.sourceIds('deal'),
        account.activities.map(({ source: line }) => line),
        account.notes.map(({ source: line }) => line),
      ])
        expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
      // 31 sessions, and a payment each for the two invoices that were paid.
      expect(account.activities).toHaveLength(33);
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R61')}the lock of a process that is dead does not bar the next`, async () => {
    const traveller = await ready();
    try {
      edit(traveller.ws, (db) =>
        db
          .prepare("update lock set epoch = 7, pid = 1999999, started_at = '1', host = ?, what = 'schema', since = '2026-01-01T00:00:00Z'")
          .run(traveller.ports.self.host),
      );
      expect((await runSchema(traveller.ws, {})).exit).toBe(0);
    } finally {
      await traveller.close();
    }
  });
});

describe('the ledger', () => {
  /** A copy of a workspace's ledger that something was done to; what opening it says, and that it is left as it is. */
  async function opened(name: string, make: (file: string) => void): Promise<{ code: string; exit: number }> {
    const place = join(dir, name);
    mkdirSync(place);
    const file = join(place, 'ledger.sqlite');
    make(file);
    const bytes = existsSync(file) ? readFileSync(file) : null;
    const { code, exit } = await caught(async () => (await openWorkspace(place, portsWith('x'))).close());
    expect(existsSync(file) ? readFileSync(file).equals(bytes ?? Buffer.alloc(0)) : bytes === null, name).toBe(true);
    return { code, exit };
  }

  test('damaged, of another program, of a newer version, or none: one short error each, and not a byte is changed', async () => {
    const traveller = await setOut({ source });
    await extract(traveller.ws);
    const { file } = traveller.ws.ledger;
    traveller.ws.close();
    const whole = readFileSync(file);
    await traveller.sandbox.close();
    const copyWith = (change: (db: Database.Database) => void) => (copy: string) => {
      writeFileSync(copy, whole, { mode: 0o600 });
      const db = new Database(copy);
      change(db);
      db.pragma('journal_mode = DELETE');
      db.close();
    };
    expect({
      garbage: await opened('garbage', (copy) => writeFileSync(copy, 'this was a database once '.repeat(400))),
      'cut off': await opened('cut', (copy) => writeFileSync(copy, whole.subarray(0, 5000))),
      empty: await opened('empty', (copy) => writeFileSync(copy, '')),
      none: await opened('none', () => undefined),
      'another program': await opened('foreign', (copy) => {
        const db = new Database(copy);
        db.exec('create table notes (id integer primary key)');
        db.close();
      }),
      newer: await opened(
        'newer',
        copyWith((db) => db.exec("insert into kysely_migration (name, timestamp) values ('0999-later', '2030')")),
      ),
    }).toEqual({
      garbage: { code: 'ledger-corrupt', exit: 4 },
      'cut off': { code: 'ledger-corrupt', exit: 4 },
      empty: { code: 'ledger-corrupt', exit: 4 },
      none: { code: 'no-workspace', exit: 2 },
      'another program': { code: 'ledger-foreign', exit: 4 },
      newer: { code: 'ledger-newer', exit: 4 },
    });
    rmSync(traveller.dir, { recursive: true, force: true });
  });

  test('damaged in the middle of the road: no request leaves', async () => {
    const traveller = await ready();
    try {
      edit(traveller.ws, (db) => db.exec('update plan_envelope set json = substr(json, 1, 500)'));
      const error = await refusedUnasked(traveller, () => runSchema(traveller.ws, {}));
      expect({ code: error.code, exit: error.exit }).toEqual({ code: 'plan-invalid', exit: 4 });
      expect(await writes(traveller)).toBe(0);
    } finally {
      await traveller.close();
    }
  });
});
