import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlanEnvelope, planDigest } from '@cutover/domain';
import { type Ports, runFull, runSample, runSchema } from '@cutover/engine';
import { acceptAll, approve, listDecisions } from '@cutover/engine/desk';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { planned, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { caught, edit, onlyApprovals, refusedUnasked, reopened, SMALL_SAMPLE, signed, smallExport, statement, writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'closed-'));
const source = smallExport(dir);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const HOUR = 3_600_000;
const seconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');

let traveller: Traveller;
let stopAfter: number | null = null;
const emit: Ports['emit'] = (event) => {
  if (stopAfter !== null && event.type === 'progress' && event.stage === 'schema' && event.done >= stopAfter) traveller.stop.abort();
};

beforeEach(async () => {
  stopAfter = null;
  traveller = await setOut({ source, emit });
  await planned(traveller, SMALL_SAMPLE);
});
afterEach(() => traveller.close());

describe('an approval', () => {
  test(`${verifies('R57')}that is dated in the future does not open yet; a few minutes of another clock do not matter`, async () => {
    const now = traveller.ws.ports.clock.now();
    const dated = (at: number) =>
      signed(statement(traveller, { gate: 'plan', set: { at: seconds(at), expires: seconds(now + 9 * HOUR) } }), traveller.key);
    onlyApprovals(traveller, dated(now + HOUR));
    expect((await refusedUnasked(traveller, () => runSchema(traveller.ws, {}))).details.data).toMatchObject({ reason: 'expired' });
    onlyApprovals(traveller, dated(now + 60_000));
    expect((await runSchema(traveller.ws, {})).exit).toBe(0);
  });

  test(`${verifies('R29', 'R57')}is made for the company that is named, with a trusted key, and for what was shown`, async () => {
    const { ws, key, sandbox } = traveller;
    const company = sandbox.company.domain;
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const refused = async (input: Parameters<typeof approve>[1]): Promise<string> => (await caught(async () => approve(ws, input))).code;
    expect(await refused({ gate: 'plan', key, company: `${company}x` })).toBe('wrong-company');
    expect(await refused({ gate: 'plan', key, company: '' })).toBe('wrong-company');
    expect(await refused({ gate: 'plan', key: stranger, company })).toBe('bad-key');
    expect(await refused({ gate: 'rollback', key, company })).toBe('not-ready');
    expect(await refused({ gate: 'full', key, company })).toBe('not-ready');
    expect(ws.ledger.approvals.list()).toEqual([]);
    expect(await writes(traveller)).toBe(0);
  });

  test(`${verifies('R57')}for a plan of another migration opens nothing, though it was signed for it`, async () => {
    const plan = { ...(traveller.ws.ledger.plan.loadEnvelope()?.plan ?? {}), lineage: '33333333-3333-4333-8333-333333333333' };
    edit(traveller.ws, (db) => {
      const { n, json } = z
        .object({ n: z.number(), json: z.string() })
        .parse(db.prepare('select n, json from plan_envelope order by n desc').get());
      const envelope = PlanEnvelope.parse({ ...JSON.parse(json), plan });
      const other = { ...envelope, digest: planDigest(envelope.plan) };
      db.prepare('update plan_envelope set json = ?, digest = ? where n = ?').run(JSON.stringify(other), other.digest, n);
    });
    onlyApprovals(traveller, signed(statement(traveller, { gate: 'plan' }), traveller.key));
    const error = await refusedUnasked(traveller, () => runSchema(traveller.ws, {}));
    expect({ code: error.code, exit: error.exit }).toEqual({ code: 'ledger-foreign', exit: 4 });
  });
});

describe('a run that goes on', () => {
  test(`${verifies('R29', 'R61')}does so under the approval that opened it, and no other that would not open a new one`, async () => {
    const yes = signed(statement(traveller, { gate: 'plan' }), traveller.key);
    onlyApprovals(traveller, yes);
    stopAfter = 5;
    expect((await caught(() => runSchema(traveller.ws, {}))).exit).toBe(6);
    const made = await writes(traveller);
    expect(made).toBeGreaterThan(0);
    const { ws } = await reopened(traveller);
    const now = ws.ports.clock.now();
    const expired = signed(statement({ ...traveller, ws }, { gate: 'plan', set: { expires: seconds(now - HOUR) } }), traveller.key);
    for (const [given, reason] of [
      [[], 'missing'],
      [[expired], 'expired'],
    ] as const) {
      onlyApprovals({ ws }, ...given);
      const error = await refusedUnasked(traveller, () => runSchema(ws, {}));
      expect(error.exit, reason).toBe(3);
    }
    expect(await writes(traveller)).toBe(made);
    onlyApprovals({ ws }, yes);
    expect((await runSchema(ws, {})).run).toBe('schema-1');
    ws.close();
  });
});

describe('one step after the other', () => {
  test(`${verifies('R36', 'R57')}no sample before the schema, and no full load before the sample`, async () => {
    sayYes(traveller, 'plan');
    const early = await caught(() => runSample(traveller.ws, {}));
    expect({ code: early.code, writes: await writes(traveller) }).toEqual({ code: 'not-ready', writes: 0 });
    sayYes(traveller, 'plan');
    expect((await runSchema(traveller.ws, {})).exit).toBe(0);
    const before = await writes(traveller);
    sayYes(traveller, 'full', { onlyIf: 'clean' });
    expect((await caught(() => runFull(traveller.ws, {}))).exit).toBe(3);
    expect(await writes(traveller)).toBe(before);
  });

  test(`${verifies('R29', 'R30')}all decisions are accepted at once only as they were shown`, async () => {
    const { listDigest } = listDecisions(traveller.ws);
    const other = listDigest.replace(/[0-9a-f]$/, (digit) => (digit === '0' ? '1' : '0'));
    expect((await caught(async () => acceptAll(traveller.ws, other))).code).toBe('stale-list');
    expect(acceptAll(traveller.ws, listDigest).open).toEqual([]);
  });
});
