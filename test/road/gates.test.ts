import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Gate, RunEvent } from '@cutover/domain';
import { dryRun, extract, makePlan, rollbackDryRun, runFull, runRollback, runSample, runSchema, type Workspace } from '@cutover/engine';
import { decide, listDecisions, undoLast } from '@cutover/engine/desk';
import { fault } from '@cutover/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planned, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { caught, onlyApprovals, refusedUnasked, type Signing, SMALL_SAMPLE, signed, smallExport, statement, writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'gates-'));
const source = smallExport(dir);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const RUNS: Readonly<Record<'schema' | 'sample' | 'full' | 'rollback', { gate: Gate; run: (ws: Workspace) => Promise<unknown> }>> = {
  schema: { gate: 'plan', run: (ws) => runSchema(ws, {}) },
  sample: { gate: 'plan', run: (ws) => runSample(ws, {}) },
  full: { gate: 'full', run: (ws) => runFull(ws, {}) },
  rollback: { gate: 'rollback', run: (ws) => runRollback(ws, {}) },
};
type Kind = keyof typeof RUNS;

const OTHER_DIGEST = `sha256:${'0'.repeat(64)}`;
const OTHER_LINEAGE = '11111111-1111-4111-8111-111111111111';

/** What each forgery is refused for; the same list at every gate. */
function forgeries(traveller: Traveller, gate: Gate, subject: Readonly<Record<string, unknown>>): Record<string, Record<string, unknown>> {
  const stranger = generateKeyPairSync('ed25519');
  const strangersKey = stranger.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const now = traveller.ws.ports.clock.now();
  const said = (set: Readonly<Record<string, unknown>> = {}): Signing => ({ gate, set: { ...subject, ...set } });
  const make = (set?: Readonly<Record<string, unknown>>, key = traveller.key): Record<string, unknown> =>
    signed(statement(traveller, said(set)), key);
  const past = new Date(now - 1000).toISOString().replace(/\.\d{3}Z$/, 'Z');
  return {
    'expired a second ago': make({ expires: past }),
    'signed with a key nobody trusts': make({ publicKey: strangersKey }, stranger.privateKey),
    'signed with that key, and said to be of the trusted one': make({}, stranger.privateKey),
    'made to last longer after it was signed': { ...make({ expires: past }), expires: '2099-01-01T00:00:00Z' },
    'its company changed after it was signed': { ...make({ company: 'somebody-else' }), company: traveller.sandbox.company.domain },
    'for another state of the plan': make({ digest: OTHER_DIGEST }),
    'for another company': make({ company: 'somebody-else' }),
    'for another migration': make({ lineage: OTHER_LINEAGE }),
    'for another gate': make({ gate: gate === 'plan' ? 'full' : 'plan', ...(gate === 'plan' ? { onlyIf: 'clean' } : {}) }),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  'none at all': 'missing',
  'expired a second ago': 'expired',
  'signed with a key nobody trusts': 'untrusted',
  'signed with that key, and said to be of the trusted one': 'forged',
  'made to last longer after it was signed': 'forged',
  'its company changed after it was signed': 'forged',
  'for another state of the plan': 'digest',
  'for another company': 'other-target',
  'for another migration': 'other-target',
  'for another gate': 'missing',
};

/** Tries to start a run under each of these approvals; what it was refused for. Nothing is asked of the account, and nothing written. */
async function tryAll(traveller: Traveller, kind: Kind, approvals: Record<string, readonly Record<string, unknown>[]>) {
  const { gate, run } = RUNS[kind];
  const reasons: Record<string, string> = {};
  for (const [what, given] of Object.entries(approvals)) {
    onlyApprovals(traveller, ...given);
    const error = await refusedUnasked(traveller, () => run(traveller.ws));
    expect({ code: error.code, exit: error.exit }, what).toEqual({ code: 'approval-required', exit: 3 });
    expect(error.details.data, what).toMatchObject({
      status: 'approval_required',
      gate,
      digest: traveller.ws.ledger.plan.loadEnvelope()?.digest,
      ask: `cutover approve ${gate} --workspace ${traveller.ws.dir}`,
    });
    reasons[what] = String(error.details.data?.reason);
  }
  onlyApprovals(traveller);
  return reasons;
}

const each = (forged: Record<string, Record<string, unknown>>): Record<string, readonly Record<string, unknown>[]> => ({
  'none at all': [],
  ...Object.fromEntries(Object.entries(forged).map(([what, approval]) => [what, [approval]])),
});

describe('each gate in its turn', () => {
  let traveller: Traveller;
  beforeAll(async () => {
    traveller = await setOut({ source });
    await planned(traveller, SMALL_SAMPLE);
  });
  afterAll(() => traveller.close());

  test(`${verifies('R29', 'R57')}without approval no command writes, nor asks the account anything`, async () => {
    expect(await writes(traveller)).toBe(0);
    for (const kind of Object.keys(RUNS) as Kind[]) {
      expect(await tryAll(traveller, kind, { 'none at all': [] }), kind).toEqual({ 'none at all': 'missing' });
    }
    await dryRun(traveller.ws, 'schema');
    await dryRun(traveller.ws, 'sample');
    await dryRun(traveller.ws, 'full');
    expect(await writes(traveller)).toBe(0);
  });

  test(`${verifies('R29', 'R31', 'R57')}the schema run opens to an approval of the plan and to nothing like it`, async () => {
    expect(await tryAll(traveller, 'schema', each(forgeries(traveller, 'plan', {})))).toEqual(REASONS);
    expect(await writes(traveller)).toBe(0);
    const yes = signed(statement(traveller, { gate: 'plan' }), traveller.key);
    onlyApprovals(traveller, ...Object.values(forgeries(traveller, 'plan', {})), yes);
    expect((await runSchema(traveller.ws, {})).exit).toBe(0);
    expect(traveller.ws.ledger.approvals.uses().map(({ nonce, kind }) => ({ nonce, kind }))).toEqual([
      { nonce: yes.nonce, kind: 'schema' },
    ]);
    const again = await refusedUnasked(traveller, () => runSchema(traveller.ws, {}));
    expect(again.details.data).toMatchObject({ status: 'approval_required', gate: 'plan', reason: 'used' });
  });

  test(`${verifies('R29', 'R36')}the sample opens to the approval that opened the schema run, once`, async () => {
    const [yes] = traveller.ws.ledger.approvals.list().filter(({ nonce }) => traveller.ws.ledger.approvals.uses(nonce).length > 0);
    const before = await writes(traveller);
    expect(await tryAll(traveller, 'sample', each(forgeries(traveller, 'plan', {})))).toEqual(REASONS);
    expect(await writes(traveller)).toBe(before);
    onlyApprovals(traveller, { ...yes });
    expect((await runSample(traveller.ws, {})).exit).toBe(0);
    const loaded = await writes(traveller);
    expect(loaded).toBeGreaterThan(before);
    for (const run of [runSample, runSchema]) {
      const error = await refusedUnasked(traveller, () => run(traveller.ws, {}));
      expect(error.details.data).toMatchObject({ gate: 'plan', reason: 'used' });
    }
    // A new yes to the same plan is another approval.
    sayYes(traveller, 'plan');
    expect((await runSample(traveller.ws, {})).exit).toBe(0);
    expect(await writes(traveller)).toBe(loaded);
  });

  test(`${verifies('R36', 'R57')}the full run opens to an approval of this plan and this sample's diff`, async () => {
    const diffDigest = traveller.ws.ledger.samples.latest()?.diffDigest;
    const forged = {
      ...each(forgeries(traveller, 'full', { diffDigest })),
      'for the diff of another sample': [signed(statement(traveller, { gate: 'full', set: { diffDigest: OTHER_DIGEST } }), traveller.key)],
      'for no diff': [signed(statement(traveller, { gate: 'full' }), traveller.key)],
    };
    const before = await writes(traveller);
    expect(await tryAll(traveller, 'full', forged)).toEqual({
      ...REASONS,
      'for the diff of another sample': 'diff',
      'for no diff': 'diff',
    });
    expect(await writes(traveller)).toBe(before);
    const yes = signed(statement(traveller, { gate: 'full', set: { diffDigest } }), traveller.key);
    onlyApprovals(traveller, yes);
    expect((await runFull(traveller.ws, {})).exit).toBe(0);
    const loaded = await writes(traveller);
    expect(loaded).toBeGreaterThan(before);
    // With nothing left to do it needs no approval and writes nothing.
    onlyApprovals(traveller);
    expect((await runFull(traveller.ws, {})).exit).toBe(0);
    expect(await writes(traveller)).toBe(loaded);
  });

  test(`${verifies('R41', 'R57')}the rollback opens to an approval of the operations that were shown`, async () => {
    const { operationsDigest } = await rollbackDryRun(traveller.ws, {});
    const forged = {
      ...each(forgeries(traveller, 'rollback', { operationsDigest })),
      'for other operations': [signed(statement(traveller, { gate: 'rollback', set: { operationsDigest: OTHER_DIGEST } }), traveller.key)],
      'for no operations': [signed(statement(traveller, { gate: 'rollback' }), traveller.key)],
    };
    const before = await writes(traveller);
    expect(await tryAll(traveller, 'rollback', forged)).toEqual({
      ...REASONS,
      'for other operations': 'diff',
      'for no operations': 'diff',
    });
    expect(await writes(traveller)).toBe(before);
    onlyApprovals(traveller, signed(statement(traveller, { gate: 'rollback', set: { operationsDigest } }), traveller.key));
    expect((await runRollback(traveller.ws, {})).exit).toBe(0);
    const undone = await writes(traveller);
    expect(undone).toBeGreaterThan(before);
    const again = await refusedUnasked(traveller, () => runRollback(traveller.ws, {}));
    expect(again.details.data).toMatchObject({ gate: 'rollback', reason: 'used' });
    expect(await writes(traveller)).toBe(undone);
  });
});

describe('what a yes was said to', () => {
  test(`${verifies('R29', 'R30')}open decisions: no approval is made, and a refused run names them`, async () => {
    const traveller = await setOut({ source });
    try {
      await extract(traveller.ws);
      await makePlan(traveller.ws);
      const ids = listDecisions(traveller.ws).decisions.map(({ id }) => id);
      expect(ids.length).toBeGreaterThan(20);
      const said = await caught(async () => sayYes(traveller, 'plan'));
      expect({ code: said.code, exit: said.exit, open: said.details.data?.open }).toEqual({
        code: 'decisions-open',
        exit: 3,
        open: ids,
      });
      const none = await refusedUnasked(traveller, () => runSchema(traveller.ws, {}));
      expect(none.details.data).toMatchObject({ reason: 'missing', open: ids });
      // Signed by hand over a plan that still has questions: it is a true signature, and still no yes to answers that nobody gave.
      onlyApprovals(traveller, signed(statement(traveller, { gate: 'plan' }), traveller.key));
      const open = await refusedUnasked(traveller, () => runSchema(traveller.ws, {}));
      expect({ exit: open.exit, data: open.details.data }).toMatchObject({ exit: 3, data: { status: 'approval_required', open: ids } });
      expect(await writes(traveller)).toBe(0);
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R29')}another answer, or one taken back, voids what was approved`, async () => {
    const traveller = await setOut({ source });
    try {
      await planned(traveller, SMALL_SAMPLE);
      sayYes(traveller, 'plan');
      const first = traveller.ws.ledger.plan.loadEnvelope();
      decide(traveller.ws, 'deal-value', { set: { use: 'total' } });
      const second = traveller.ws.ledger.plan.loadEnvelope();
      expect(second?.plan.serial).toBeGreaterThan(first?.plan.serial ?? Number.POSITIVE_INFINITY);
      expect((await refusedUnasked(traveller, () => runSchema(traveller.ws, {}))).details.data).toMatchObject({ reason: 'digest' });
      undoLast(traveller.ws);
      expect((await refusedUnasked(traveller, () => runSchema(traveller.ws, {}))).details.data).toMatchObject({ reason: 'digest' });
      expect(await writes(traveller)).toBe(0);
      // A yes to what stands now opens.
      sayYes(traveller, 'plan');
      expect((await runSchema(traveller.ws, {})).exit).toBe(0);
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R36')}a full run approved "only if clean" waits for a sample without a difference`, async () => {
    let edited: Promise<unknown> | null = null;
    const events: RunEvent[] = [];
    const traveller = await setOut({
      source,
      emit: (event) => {
        events.push(event);
        const [person] = event.type === 'progress' && event.stage === 'deal' ? [...traveller.ws.ledger.ids.iterate('person')] : [];
        // Somebody in the account corrects a name while the sample is on its way.
        if (person !== undefined) edited ??= patch(traveller, `v2/persons/${person.pipedriveId}`, { name: 'Somebody Else' });
      },
    });
    try {
      await planned(traveller, SMALL_SAMPLE);
      sayYes(traveller, 'plan');
      sayYes(traveller, 'full', { onlyIf: 'clean' });
      await runSchema(traveller.ws, {});
      expect((await refusedUnasked(traveller, () => runFull(traveller.ws, {}))).details.data).toMatchObject({
        gate: 'full',
        reason: 'diff',
      });
      const sample = await runSample(traveller.ws, {});
      expect(await edited).toBe(200);
      expect({ exit: sample.exit, different: sample.data.different }).toEqual({ exit: 5, different: 1 });
      const before = await writes(traveller);
      expect((await refusedUnasked(traveller, () => runFull(traveller.ws, {}))).details.data).toMatchObject({
        gate: 'full',
        reason: 'diff',
      });
      expect(await writes(traveller)).toBe(before);
      // A person who has seen the difference may go on with it.
      sayYes(traveller, 'full');
      expect((await runFull(traveller.ws, {})).exit).toBe(0);
    } finally {
      await traveller.close();
    }
  });

  test(`${verifies('R29')}a run that was refused under one plan does not stand in the way of the next`, async () => {
    const traveller = await setOut({ source });
    try {
      await planned(traveller, SMALL_SAMPLE);
      sayYes(traveller, 'plan');
      await traveller.post('faults', [fault({ method: 'POST', path: '/api/v2/dealFields' }, { status: 403 })]);
      expect((await caught(() => runSchema(traveller.ws, {}))).code).not.toBe('approval-required');
      await traveller.post('faults', []);
      decide(traveller.ws, 'deal-value', { set: { use: 'total' } });
      expect((await refusedUnasked(traveller, () => runSchema(traveller.ws, {}))).details.data).toMatchObject({ reason: 'digest' });
      sayYes(traveller, 'plan');
      expect((await runSchema(traveller.ws, {})).exit).toBe(0);
      expect((await runSample(traveller.ws, {})).exit).toBe(0);
    } finally {
      await traveller.close();
    }
  });
});

/** Another client of the account changes a record. @returns the status */
async function patch(traveller: Traveller, path: string, body: unknown): Promise<number> {
  const { url, token } = traveller.sandbox;
  const headers = { 'x-api-token': token, 'content-type': 'application/json' };
  return (await fetch(`${url}/api/${path}`, { method: 'PATCH', headers, body: JSON.stringify(body) })).status;
}
