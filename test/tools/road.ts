import type { PlanEnvelope, RecordDiff, Report } from '@cutover/domain';
import { makeReport, readDiff, runFull, runSample, runSchema, runVerify } from '@cutover/engine';
import { type SandboxState, sandboxState } from './sandbox-state.ts';
import { planned, sayYes, setOut, type Traveller, type TravelOptions } from './travel.ts';

export interface LoadedRoad {
  readonly before: SandboxState;
  readonly state: SandboxState;
  readonly report: Report;
  readonly envelope: PlanEnvelope;
  readonly diff: { readonly records: readonly RecordDiff[] };
  readonly verify: { readonly records: readonly RecordDiff[]; readonly sums: unknown };
}

/** The day the example is loaded on, in tests: sessions in 2027 are still to come. */
export const LOAD_DAY = Date.parse('2026-11-22T12:00:00Z');

/** From an untouched account to a verified load of the example, every proposal accepted. The traveller is left standing. */
export async function wholeRoad(options: TravelOptions = {}): Promise<{ traveller: Traveller; road: LoadedRoad }> {
  const begun = Date.now();
  const traveller = await setOut({ now: () => LOAD_DAY + (Date.now() - begun), ...options });
  const { ws } = traveller;
  const before = sandboxState(await traveller.get('state'));
  const envelope = await planned(traveller);
  sayYes(traveller, 'plan');
  await runSchema(ws, {});
  await runSample(ws, {});
  sayYes(traveller, 'full');
  await runFull(ws, {});
  const verified = await runVerify(ws, {});
  const road = {
    before,
    state: sandboxState(await traveller.get('state')),
    report: makeReport(ws).report,
    envelope,
    diff: readDiff(ws),
    verify: verified.data,
  };
  return { traveller, road };
}

let loaded: Promise<LoadedRoad> | null = null;

/** The loaded account that all tests of one file look at. */
export function loadedRoad(): Promise<LoadedRoad> {
  loaded ??= wholeRoad().then(async ({ traveller, road }) => {
    await traveller.close();
    return road;
  });
  return loaded;
}
