import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlanEnvelope, planDigest } from '@cutover/domain';
import { nodePorts, openWorkspace, type Ports, type ReplayInput, replay, showPlan } from '@cutover/engine';
import { type ApproveInput, approve, throwAwayKey } from '@cutover/engine/desk';
import { type GivenUser, type Sandbox, type SandboxOptions, startSandbox } from '@cutover/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column } from '../tools/account.ts';
import { LOAD_DAY, type LoadedRoad, wholeRoad } from '../tools/road.ts';
import { type SandboxState, sandboxState } from '../tools/sandbox-state.ts';
import { planned, SMALL, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { caught, SMALL_SAMPLE, smallExport } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'replay-'));
const small = smallExport(join(dir, 'small'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The same people as in the first company under the same mails: other ids, other names for two of them, another order. */
const USERS: readonly GivenUser[] = [
  { name: 'Unassigned', email: 'unassigned@example.com' },
  { name: 'Priya N.', email: 'priya.nair@example.com' },
  { name: 'Kim Lund', email: 'kim.lund@example.com', admin: true, token_user: true },
  { name: 'Sam Okafor', email: 'sam.okafor@example.com' },
  { name: 'Dana Reyes', email: 'dana.reyes@example.com' },
  { name: 'Alex Rivera', email: 'alex.rivera@example.com' },
];

/** Another company, and a machine that replays plans on it. */
interface Second {
  readonly sandbox: Sandbox;
  readonly get: (path: string) => Promise<Record<string, unknown>>;
  /** Replays in a folder of this name. */
  readonly go: (envelope: PlanEnvelope, place?: string, more?: Partial<ReplayInput>) => ReturnType<typeof replay>;
  /** A person's yes, in the workspace that a refused replay left. */
  readonly approve: (place: string, gate: ApproveInput['gate'], more?: Partial<ApproveInput>) => Promise<void>;
  /** `plan show` in that workspace. */
  readonly shown: (place: string) => Promise<PlanEnvelope>;
  readonly writes: () => Promise<number>;
}

const trusted = throwAwayKey();

async function second(options: SandboxOptions = {}, source = small, emit: Ports['emit'] = () => undefined): Promise<Second> {
  const sandbox = await startSandbox({ plan: 'premium', seats: 3, seed: 'second', speed: 50, users: USERS, ...options });
  const base = mkdtempSync(join(dir, 'second-'));
  const begun = Date.now();
  const real = nodePorts({
    env: { PIPEDRIVE_API_TOKEN: sandbox.token, CUTOVER_TIME_SCALE: '50' },
    emit,
    stop: new AbortController().signal,
    version: 'test',
  });
  const ports: Ports = { ...real, clock: { ...real.clock, now: () => LOAD_DAY + (Date.now() - begun) } };
  const get = async (path: string): Promise<Record<string, unknown>> =>
    (await fetch(`${sandbox.url}/__sandbox/${path}`)).json() as Promise<Record<string, unknown>>;
  const within = async <T>(place: string, work: (ws: Awaited<ReturnType<typeof openWorkspace>>) => T): Promise<T> => {
    const ws = await openWorkspace(join(base, place), ports);
    try {
      return work(ws);
    } finally {
      ws.close();
    }
  };
  return {
    sandbox,
    get,
    go: (envelope, place = 'workspace', more = {}) =>
      replay(join(base, place), { envelope, source, target: sandbox.url, trust: [], trustKeys: [trusted.publicKey], ...more }, ports),
    approve: (place, gate, more = {}) =>
      within(place, (ws) => void approve(ws, { gate, key: trusted.key, company: sandbox.company.domain, ...more })),
    shown: (place) => within(place, (ws) => showPlan(ws).envelope),
    writes: async () => Number((await get('metrics')).writes),
  };
}

/**
 * Everything a loaded account says, by source ids and names: nothing in it depends on the company's ids and keys. What hangs on who holds the token, or
 * was there before, is named so: the author of notes that nobody is named for, and the owner of records that each company had already.
 */
function meaning(account: Account, tokenUser: string) {
  const custom = (entity: 'person' | 'organization' | 'deal', row: { custom(name: string): unknown }) =>
    Object.fromEntries(account.newFields(entity).map(({ name }) => [name, row.custom(name)]));
  const sorted = <T>(rows: readonly T[]): T[] => rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const plain = <T extends { readonly id: number }>({ id: _, ...row }: T) => row;
  const made = new Set([...account.created.persons, ...account.created.organizations]);
  const owned = <T extends { readonly id: number; readonly owner: string }>(row: T): T =>
    made.has(row.id) ? row : { ...row, owner: 'as before' };
  return {
    fields: (['person', 'organization', 'deal'] as const).map((entity) => account.newFields(entity)),
    persons: sorted(account.persons.map((row) => ({ ...JSON.parse(JSON.stringify(plain(owned(row)))), custom: custom('person', row) }))),
    organizations: sorted(
      account.organizations.map((row) => ({ ...JSON.parse(JSON.stringify(plain(owned(row)))), custom: custom('organization', row) })),
    ),
    deals: sorted(
      account.deals.map((row) => ({ ...JSON.parse(JSON.stringify({ ...plain(row), addTime: null })), custom: custom('deal', row) })),
    ),
    activities: sorted(account.activities.map(plain)),
    notes: sorted(account.notes.map((note) => ({ ...plain(note), author: note.author === tokenUser ? 'whoever loads' : note.author }))),
    files: sorted(account.files),
    relationships: sorted(account.relationships),
  };
}

const stateOf = async (at: { get: Second['get'] }): Promise<SandboxState> => sandboxState(await at.get('state'));

describe('the same plan on another company', () => {
  let first: { traveller: Traveller; road: LoadedRoad };
  let there: Second;
  let before: SandboxState;
  let envelope: PlanEnvelope;

  beforeAll(async () => {
    first = await wholeRoad();
    envelope = showPlan(first.traveller.ws).envelope;
    there = await second({}, SMALL);
    before = await stateOf(there);
  });
  afterAll(async () => {
    await first.traveller.close();
    await there.sandbox.close();
  });

  test(`${verifies('R56', 'R57')}approvals that name the first company open nothing here`, async () => {
    expect(envelope.approvals.map(({ gate, company }) => ({ gate, company }))).toEqual([
      { gate: 'plan', company: first.traveller.sandbox.company.domain },
      { gate: 'full', company: first.traveller.sandbox.company.domain },
    ]);
    expect(there.sandbox.company.domain).not.toBe(first.traveller.sandbox.company.domain);
    // Trusting the very key they were signed with does not help.
    const trust = { trustKeys: [...first.traveller.ws.settings.trust, trusted.publicKey] };
    const error = await caught(() => there.go(envelope, 'workspace', trust));
    expect({ exit: error.exit, data: error.details.data }).toMatchObject({
      exit: 3,
      data: { status: 'approval_required', gate: 'plan', digest: envelope.digest, reason: 'missing' },
    });
    expect(await there.writes()).toBe(0);
    expect((await there.shown('workspace')).approvals).toEqual([]);
  });

  test(`${verifies('R56')}approved for this company in the workspace that was left, it goes on: gate by gate`, async () => {
    await there.approve('workspace', 'plan');
    const shown = await there.shown('workspace');
    expect(shown.digest).toBe(envelope.digest);
    expect(shown.plan).toEqual(envelope.plan);
    expect(shown.target.company).toEqual(there.sandbox.company);
    const error = await caught(() => there.go(envelope));
    expect({ exit: error.exit, data: error.details.data }).toMatchObject({ exit: 3, data: { gate: 'full', reason: 'missing' } });
    await there.approve('workspace', 'full', { onlyIf: 'clean' });
    const { exit, report } = await there.go(await there.shown('workspace'));
    // Two rows of the example cannot be read.
    expect({ exit, company: report.company, discrepancies: report.discrepancies }).toEqual({
      exit: 5,
      company: there.sandbox.company.domain,
      discrepancies: 0,
    });
  });

  test(`${verifies('R27', 'R42', 'R56')}it holds the same records, under other ids and keys`, async () => {
    const here = accountOf(first.road.state, first.road.before);
    const now = accountOf(await stateOf(there), before);
    expect(meaning(now, 'kim.lund@example.com')).toEqual(meaning(here, 'alex.rivera@example.com'));
    expect(now.persons.map(({ id }) => id)).not.toEqual(here.persons.map(({ id }) => id));
    const keys = (state: SandboxState): string[] =>
      state.personFields.filter((field) => field.is_custom_field).map((field) => field.field_code);
    const own = new Set(keys(await stateOf(there)));
    expect(keys(first.road.state).filter((key) => own.has(key))).toEqual([]);
    expect(JSON.stringify(envelope.plan)).not.toMatch(/"[0-9a-f]{40}"/);
  });

  test(`${verifies('R12', 'R16', 'R18', 'R56')}what the example's README says by hand is true of the second company too`, async () => {
    const account = accountOf(await stateOf(there), before);
    expect(account.person('C005').name).toBe("Siobhán O'Brien");
    expect(account.person('C011').owner).toBe('unassigned@example.com');
    expect(account.person('C003').custom('Intake Score')).toBe(74.5);
    const { title, stage, status, value, wonTime } = account.deal('P001');
    expect({ title, stage, status, value, wonTime }).toEqual({
      title: 'Maya Chen – Leadership Intensive',
      stage: 'Completed',
      status: 'won',
      value: 0,
      wonTime: '2025-10-24T21:05:00Z',
    });
    const { dueDate, dueTime, duration, type, done, participants, deal, owner } = account.activity('session S026');
    expect({ dueDate, dueTime, duration, type, done, participants, deal, owner }).toEqual({
      dueDate: '2025-11-03',
      dueTime: '15:00',
      duration: '00:50',
      type: 'Meeting',
      done: true,
      participants: ['C001'],
      deal: 'P002',
      owner: 'dana.reyes@example.com',
    });
    expect(account.sourceIds('person')).toHaveLength(40);
    expect(account.created.persons).toHaveLength(39);
    expect(column([{ id: 'N001' }], ({ id }) => account.note(`note ${id}`).addTime)).toEqual({ N001: '2023-02-06 15:15:00' });
  });

  test(`${verifies('R56', 'R61')}replayed again after the end it writes nothing`, async () => {
    const writes = await there.writes();
    const digest = await there.get('digest');
    const { exit } = await there.go(await there.shown('workspace'));
    expect(exit).toBe(5);
    expect(await there.writes()).toBe(writes);
    expect(await there.get('digest')).toEqual(digest);
  });

  test(`${verifies('R26', 'R61')}a fresh workspace with the same plan finds the account migrated already`, async () => {
    const writes = await there.writes();
    const held = await there.shown('workspace');
    const error = await caught(() => there.go(held, 'fresh'));
    expect({ code: error.code, exit: error.exit }).toEqual({ code: 'already-migrated', exit: 4 });
    expect(await there.writes()).toBe(writes);
  });
});

describe('what a replay refuses', () => {
  let first: Traveller;
  let envelope: PlanEnvelope;
  beforeAll(async () => {
    first = await setOut({ source: small });
    await planned(first, SMALL_SAMPLE);
    sayYes(first, 'plan');
    sayYes(first, 'full', { onlyIf: 'clean' });
    envelope = showPlan(first.ws).envelope;
  });
  afterAll(() => first.close());

  /** A company for one test; everything a person has to say is said in the workspace that the first refusal leaves. */
  async function on(options: SandboxOptions, work: (there: Second) => Promise<void>, emit?: Ports['emit'], source?: string): Promise<void> {
    const there = await second(options, source, emit);
    try {
      await work(there);
    } finally {
      await there.sandbox.close();
    }
  }
  const approved = async (there: Second, given = envelope): Promise<void> => {
    expect((await caught(() => there.go(given))).exit).toBe(3);
    await there.approve('workspace', 'plan');
    await there.approve('workspace', 'full', { onlyIf: 'clean' });
  };

  test(`${verifies('R56')}a plan for another export than this one`, () => {
    const changed = join(dir, 'changed');
    cpSync(small, changed, { recursive: true });
    const file = join(changed, 'clients.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Head Baker', 'Baker'));
    return on(
      {},
      async (there) => {
        const error = await caught(() => there.go(envelope));
        expect({ code: error.code, exit: error.exit }).toEqual({ code: 'plan-stale', exit: 4 });
        expect(await there.writes()).toBe(0);
      },
      undefined,
      changed,
    );
  });

  test(`${verifies('R20', 'R56')}a plan that names a user this company does not have`, () =>
    on({ users: USERS.filter(({ email }) => email !== 'priya.nair@example.com') }, async (there) => {
      await approved(there);
      const error = await caught(() => there.go(envelope));
      expect({ code: error.code, exit: error.exit }).toEqual({ code: 'plan-stale', exit: 4 });
      expect(error.message).toContain('priya.nair@example.com');
      expect(await there.writes()).toBe(0);
    }));

  test(`${verifies('R56')}a plan that names a user who has left this company`, () =>
    on({ users: USERS.map((user) => (user.email === 'dana.reyes@example.com' ? { ...user, active: false } : user)) }, async (there) => {
      await approved(there);
      const error = await caught(() => there.go(envelope));
      expect({ code: error.code, exit: error.exit }).toEqual({ code: 'plan-stale', exit: 4 });
      expect(await there.writes()).toBe(0);
    }));

  test(`${verifies('R56')}a plan that reuses a field this company does not have, or has with another type`, async () => {
    const plan = envelope.plan;
    const [field] = plan.schema.fields.filter(({ entity, type }) => entity === 'person' && type === 'varchar');
    expect(field).toBeDefined();
    const fields = plan.schema.fields.map((each) => (each === field ? { ...each, use: 'existing' as const } : each));
    const reusing = { ...plan, schema: { ...plan.schema, fields } };
    const given = { ...envelope, plan: reusing, digest: planDigest(reusing) };
    for (const type of [null, 'double']) {
      await on({}, async (there) => {
        if (type !== null) expect(await post(there, 'v2/personFields', { field_name: field?.name, field_type: type })).toBe(200);
        const before = await there.writes();
        await approved(there, given);
        const error = await caught(() => there.go(given));
        expect({ code: error.code, exit: error.exit }, String(type)).toEqual({ code: 'plan-stale', exit: 4 });
        expect(error.message).toContain(field?.name);
        expect(await there.writes()).toBe(before);
      });
    }
  });

  test(`${verifies('R56', 'R57')}a plan file that was edited: as it is, and with a digest that fits`, () =>
    on({}, async (there) => {
      await approved(there);
      const held = await there.shown('workspace');
      expect(held.approvals.map(({ gate }) => gate)).toEqual(['plan', 'full']);
      const plan = { ...held.plan, policies: { ...held.plan.policies, sample: { size: 60 } } };
      const error = await caught(() => there.go({ ...held, plan }, 'edited'));
      expect({ code: error.code, exit: error.exit }).toEqual({ code: 'plan-invalid', exit: 4 });
      // It leaves nothing behind, and the workspace with the true plan as it was.
      await expect(there.shown('edited')).rejects.toMatchObject({ code: 'no-workspace' });
      expect((await caught(() => there.go({ ...held, plan }))).code).toBe('plan-invalid');
      expect((await there.shown('workspace')).plan).toEqual(held.plan);
      const fitting = await caught(() => there.go({ ...held, plan, digest: planDigest(plan) }, 'fitting'));
      expect({ exit: fitting.exit, data: fitting.details.data }).toMatchObject({
        exit: 3,
        data: { status: 'approval_required', gate: 'plan', reason: 'digest', digest: planDigest(plan) },
      });
      expect(await there.writes()).toBe(0);
      // The approvals that fail the edited plan open the true one, in a workspace that never saw a person.
      expect((await there.go(held, 'untouched')).exit).toBe(0);
    }));

  test(`${verifies('R57')}approvals whose key came with the plan file`, () =>
    on({}, async (there) => {
      await approved(there);
      const held = await there.shown('workspace');
      const other = throwAwayKey();
      const error = await caught(() => there.go(held, 'other', { trustKeys: [other.publicKey] }));
      expect({ exit: error.exit, data: error.details.data }).toMatchObject({ exit: 3, data: { gate: 'plan', reason: 'untrusted' } });
      const none = await caught(() => there.go(held, 'nobody', { trustKeys: [] }));
      expect({ code: none.code, exit: none.exit }).toEqual({ code: 'usage', exit: 2 });
      await expect(there.shown('nobody')).rejects.toMatchObject({ code: 'no-workspace' });
      expect(await there.writes()).toBe(0);
    }));

  test(`${verifies('R56')}a workspace that belongs to another target, or to another migration`, () =>
    on({}, async (there) => {
      await approved(there);
      const elsewhere = await caught(() => there.go(envelope, 'workspace', { target: 'http://127.0.0.1:9' }));
      expect({ code: elsewhere.code, exit: elsewhere.exit }).toEqual({ code: 'ledger-foreign', exit: 4 });
      const plan = { ...envelope.plan, lineage: '22222222-2222-4222-8222-222222222222' };
      const other = await caught(() => there.go({ ...envelope, plan, digest: planDigest(plan) }));
      expect({ code: other.code, exit: other.exit }).toEqual({ code: 'ledger-foreign', exit: 4 });
      expect(await there.writes()).toBe(0);
    }));

  test(`${verifies('R36', 'R56')}a sample that differs stops it before the full run`, async () => {
    let edited: Promise<number> | null = null;
    const late: { there: Second | null } = { there: null };
    const emit: Ports['emit'] = (event) => {
      const { there } = late;
      if (there !== null && event.type === 'progress' && event.stage === 'deal') edited ??= renameSomebody(there);
    };
    await on(
      {},
      async (there) => {
        await approved(there);
        late.there = there;
        const error = await caught(() => there.go(envelope));
        expect(await edited).toBe(200);
        expect({ code: error.code, exit: error.exit }).toEqual({ code: 'partly-done', exit: 5 });
        const sessions = (await stateOf(there)).activities.filter(({ note }) => note?.includes('Source: session') === true);
        // 31 sessions are in the small export.
        expect(sessions.length).toBeLessThan(31);
        const writes = await there.writes();
        expect((await caught(() => there.go(envelope))).exit).toBe(5);
        expect(await there.writes()).toBe(writes);
      },
      emit,
    );
  });
});

/** Another client of the account. @returns the status */
async function call(there: Second, method: 'POST' | 'PATCH', path: string, body: unknown): Promise<number> {
  const headers = { 'x-api-token': there.sandbox.token, 'content-type': 'application/json' };
  return (await fetch(`${there.sandbox.url}/api/${path}`, { method, headers, body: JSON.stringify(body) })).status;
}
const post = (there: Second, path: string, body: unknown): Promise<number> => call(there, 'POST', path, body);

async function renameSomebody(there: Second): Promise<number> {
  const person = (await stateOf(there)).persons.find(({ name }) => name === 'Hana Ito');
  return call(there, 'PATCH', `v2/persons/${person?.id}`, { name: 'Hana Mori' });
}
