import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initWorkspace, makeReport, nodePorts, type Ports, runFull, runSample, runSchema, runVerify } from '@cutover/engine';
import { throwAwayKey } from '@cutover/engine/desk';
import { startSandbox } from '@cutover/sandbox';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { LOAD_DAY } from '../tools/road.ts';
import { type SandboxState, sandboxState } from '../tools/sandbox-state.ts';
import { planned, SMALL, sayYes, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { SMALL_SAMPLE, smallExport } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'economy-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const Metrics = z.object({
  requests: z.record(z.string(), z.number()),
  tokens: z.number(),
  byStatus: z.record(z.string(), z.number()),
  fullestWindow: z.number(),
  writes: z.number(),
});

interface Journey {
  readonly source: string;
  readonly plan: 'lite' | 'premium';
  readonly seats: number;
  /** How many times faster than life windows pass, for the account and for us. */
  readonly speed: number;
  /** Whether a window passes between two commands, as when a person types them. */
  readonly unhurried?: boolean;
}

/** A whole load, plan to verify, and what it cost by the account's own count. */
async function journey({ source, plan, seats, speed, unhurried = false }: Journey) {
  const rest = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, unhurried ? 2100 / speed : 0));
  const sandbox = await startSandbox({ plan, seats, seed: 'economy', speed });
  const stop = new AbortController();
  const env = { PIPEDRIVE_API_TOKEN: sandbox.token, CUTOVER_TIME_SCALE: String(speed) };
  const real = nodePorts({ env, emit: () => undefined, stop: stop.signal, version: 'test' });
  const begun = Date.now();
  const ports: Ports = { ...real, clock: { ...real.clock, now: () => LOAD_DAY + (Date.now() - begun) } };
  const { key, publicKey } = throwAwayKey();
  const place = mkdtempSync(join(dir, 'load-'));
  const input = { source, target: sandbox.url, trust: [], trustKeys: [publicKey], tier: plan, seats };
  const ws = await initWorkspace(join(place, 'workspace'), input, ports);
  const get = async (path: string): Promise<Record<string, unknown>> =>
    (await fetch(`${sandbox.url}/__sandbox/${path}`)).json() as Promise<Record<string, unknown>>;
  const close = async (): Promise<void> => {
    ws.close();
    await sandbox.close();
  };
  const traveller: Traveller = { sandbox, ws, ports, stop, key, dir: place, get, post: () => Promise.reject(new Error('unused')), close };
  try {
    const before = sandboxState(await get('state'));
    const { meta } = await planned(traveller, source === SMALL ? {} : SMALL_SAMPLE);
    sayYes(traveller, 'plan');
    await rest();
    await runSchema(ws, {});
    await rest();
    await runSample(ws, {});
    sayYes(traveller, 'full');
    await rest();
    await runFull(ws, {});
    await rest();
    const verified = await runVerify(ws, {});
    return {
      before,
      after: sandboxState(await get('state')),
      metrics: Metrics.parse(await get('metrics')),
      estimate: meta.estimate.tokens,
      report: makeReport(ws).report,
      verified: verified.data,
    };
  } finally {
    await close();
  }
}

interface Mark {
  readonly is_deleted: boolean;
}
const count = (rows: readonly Mark[]): number => rows.filter((row) => !row.is_deleted).length;

type List = 'persons' | 'organizations' | 'deals' | 'activities' | 'notes' | 'files' | 'organizationRelationships';
type SchemaList = 'pipelines' | 'stages' | 'activityTypes' | 'personFields' | 'organizationFields' | 'dealFields';

/** The floor of a load by the letter of the contract, §7, from what the account held before and after. */
function floorOf(before: SandboxState, after: SandboxState): number {
  const made = (list: List | SchemaList): number => count(after[list]) - count(before[list]);
  // A create costs 5 tokens in v2 and 10 in v1.
  const creates =
    5 * (made('persons') + made('organizations') + made('deals') + made('activities')) +
    10 * (made('notes') + made('files') + made('organizationRelationships'));
  const schema =
    5 * (made('pipelines') + made('stages') + made('personFields') + made('organizationFields') + made('dealFields')) +
    10 * made('activityTypes');
  // A list page costs 10 tokens in v2 and 20 in v1; it holds 500 rows, of files 100.
  const pages = (state: SandboxState): number => {
    const of = (rows: readonly Mark[], page: number): number => Math.ceil(count(rows) / page);
    return (
      10 * (of(state.persons, 500) + of(state.organizations, 500) + of(state.deals, 500) + of(state.activities, 500)) +
      20 * (of(state.notes, 500) + of(state.files, 100))
    );
  };
  const related = new Set(
    after.organizationRelationships
      .filter((row) => !row.is_deleted)
      .flatMap((row) => [row.rel_owner_org_id.value, row.rel_linked_org_id.value]),
  );
  // Plan, schema, sample, full and verify may ask 150 each for what else they have to know.
  return creates + schema + pages(before) + pages(after) + 20 * related.size + 5 * 150;
}

describe('what a clean load costs', () => {
  test(`${verifies('R35', 'R45', 'R63')}the example: at most a twentieth over the floor, never too fast`, async () => {
    const { before, after, metrics, estimate, report, verified } = await journey({ source: SMALL, plan: 'premium', seats: 3, speed: 50 });
    expect({ different: verified.different, missing: verified.missing }).toEqual({ different: 0, missing: 0 });
    // By hand for the example: 39 people, 167 activities, 59 notes, 4 relationships, 6 files.
    expect(count(after.activities) - count(before.activities)).toBe(167);
    expect(count(after.notes) - count(before.notes)).toBe(59);
    const floor = floorOf(before, after);
    expect(metrics.tokens).toBeLessThanOrEqual(1.05 * floor);
    // Nothing was written twice or in vain: a create each, and the two records that were there already.
    expect(Object.keys(metrics.byStatus)).toEqual(['200']);
    expect(metrics.fullestWindow).toBeLessThanOrEqual(100);
    expect(report.tokens).toEqual({ estimated: estimate, spent: metrics.tokens });
    expect(Math.abs(estimate - metrics.tokens) / metrics.tokens).toBeLessThan(0.25);
  });

  const small = smallExport(join(dir, 'small'));

  test(`${verifies('R45', 'R47')}on the smallest plan with one seat, where twenty requests fit in a window: as fast as that allows, and no faster`, async () => {
    let fullest = 0;
    // A machine that is busy with something else can only slow the load down: one good measurement is enough, a request too many is not forgiven in any.
    for (const speed of [8, 4, 2]) {
      const { before, after, metrics, verified } = await journey({ source: small, plan: 'lite', seats: 1, speed, unhurried: true });
      expect({ different: verified.different, missing: verified.missing }).toEqual({ different: 0, missing: 0 });
      expect(metrics.tokens).toBeLessThanOrEqual(1.05 * floorOf(before, after));
      expect(Object.keys(metrics.byStatus)).toEqual(['200']);
      expect(metrics.fullestWindow).toBeLessThanOrEqual(20);
      fullest = metrics.fullestWindow;
      if (fullest > 10) break;
    }
    // It does not dawdle: more than half of what is allowed.
    expect(fullest).toBeGreaterThan(10);
  });

  test(`${verifies('R45')}a command that follows another at once minds what that one asked in the same window`, async () => {
    const { metrics } = await journey({ source: small, plan: 'lite', seats: 1, speed: 2 });
    expect(Object.keys(metrics.byStatus)).toEqual(['200']);
    expect(metrics.fullestWindow).toBeLessThanOrEqual(20);
  });
});
