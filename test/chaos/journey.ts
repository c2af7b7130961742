import { makeReport, repairDryRun, rollbackDryRun, runDelta, runFull, runRepair, runRollback, runSample, runSchema } from '@cutover/engine';
import { type SandboxState, sandboxState } from '../tools/sandbox-state.ts';
import { planned, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { editByHand } from './by-hand.ts';
import { type Left, leftIn } from './meaning.ts';
import { metricsOf, type Stage } from './process.ts';

/** There and back. */
export const STAGES = ['schema', 'sample', 'full', 'rollback'] as const satisfies readonly Stage[];

/** Every run that writes: a newer export is brought in, and what somebody changed in the account is repaired, before all of it is taken back. */
export const ALL_STAGES = ['schema', 'sample', 'full', 'delta', 'repair', 'rollback'] as const satisfies readonly Stage[];

/** What is loaded. */
export interface Way {
  readonly source: string;
  /** The same export a day later; null: there is no delta, and no repair. */
  readonly newer: string | null;
}

export const stagesOf = ({ newer }: Way): readonly Stage[] => (newer === null ? STAGES : ALL_STAGES);

export interface LeftAfter {
  readonly left: readonly Left[];
  readonly counts: string;
}

/** What an undisturbed load of the same export leaves and costs. */
export interface Undisturbed {
  /** What each stage leaves but the rollback, which leaves nothing. */
  readonly after: ReadonlyMap<Stage, LeftAfter>;
  /** Exit code of each stage. */
  readonly exits: Readonly<Record<Stage, number>>;
  /** Sandbox tokens of each stage. */
  readonly tokens: Readonly<Record<Stage, number>>;
  /** Writes of each stage. */
  readonly writes: Readonly<Record<Stage, number>>;
}

export const noneOfEach = (): Record<Stage, number> => ({ schema: 0, sample: 0, full: 0, delta: 0, repair: 0, rollback: 0 });

/** What is to be there once a stage is over. @throws Error when the undisturbed way had no such stage */
export function expectedAfter({ after }: Undisturbed, stage: Stage): LeftAfter {
  const expected = after.get(stage);
  if (expected === undefined) throw new Error(`the undisturbed way had no ${stage}`);
  return expected;
}

export const stateOf = async (traveller: Traveller): Promise<SandboxState> => sandboxState(await traveller.get('state'));
export const digestNow = async (traveller: Traveller): Promise<unknown> => (await traveller.get('digest')).digest;
/** The report's figures per object: what the product itself says it did. */
export const countsOf = (traveller: Traveller): string => JSON.stringify(makeReport(traveller.ws).report.counts);

export const leftAfter = async (traveller: Traveller, before: SandboxState): Promise<LeftAfter> => ({
  left: leftIn(before, await stateOf(traveller)),
  counts: countsOf(traveller),
});

/** Sees to it that a stage has something to do, and gives the yes that it needs. */
export async function openGate(traveller: Traveller, stage: Stage): Promise<void> {
  const lifetimeMs = 90 * 86_400_000;
  if (stage === 'schema') sayYes(traveller, 'plan', { lifetimeMs });
  if (stage === 'full') sayYes(traveller, 'full', { lifetimeMs });
  if (stage === 'repair') {
    await editByHand(traveller);
    await repairDryRun(traveller.ws);
    sayYes(traveller, 'repair', { lifetimeMs });
  }
  if (stage === 'rollback') {
    await rollbackDryRun(traveller.ws, {});
    sayYes(traveller, 'rollback', { lifetimeMs });
  }
}

export const RUN: Readonly<Record<Stage, (ws: Traveller['ws'], options: object) => Promise<{ readonly exit: number }>>> = {
  schema: runSchema,
  sample: runSample,
  full: runFull,
  delta: runDelta,
  repair: runRepair,
  rollback: runRollback,
};

/** A field of the company's own that the plan reuses and adds options to: it must outlive the rollback with the options it had. */
export async function companyWithFields(traveller: Traveller): Promise<void> {
  const answer = await fetch(`${traveller.sandbox.url}/api/v2/personFields`, {
    method: 'POST',
    headers: { 'x-api-token': traveller.sandbox.token, 'content-type': 'application/json' },
    body: JSON.stringify({ field_name: 'Coaching Tier', field_type: 'enum', options: [{ label: 'Bronze' }] }),
  });
  if (!answer.ok) throw new Error(`the company's own field: ${answer.status} ${await answer.text()}`);
}

/** As small a sample as there is, so that the full run has something left to do; a delta that may do all it finds to do. */
export const ANSWERS = {
  sample: { set: { size: 50 } },
  delta: { set: { hours: 48, maxCreates: 100, maxUpdates: 100, rule: 'keep-pipedrive' } },
  vanished: { set: { as: 'delete' } },
} as const;

/** The whole way there and back with nothing in the way. @throws Error when even that does not bring the account back */
export async function undisturbed(way: Way, seed: string): Promise<Undisturbed> {
  const traveller = await setOut({ source: way.source, sandbox: { seed } });
  try {
    await companyWithFields(traveller);
    await planned(traveller, ANSWERS);
    const before = await stateOf(traveller);
    const digest = await digestNow(traveller);
    const [tokens, writes, exits] = [noneOfEach(), noneOfEach(), noneOfEach()];
    const after = new Map<Stage, LeftAfter>();
    for (const stage of stagesOf(way)) {
      await openGate(traveller, stage);
      const base = await metricsOf(traveller);
      exits[stage] = (await RUN[stage](traveller.ws, optionsOf(stage, way))).exit;
      const now = await metricsOf(traveller);
      tokens[stage] = now.tokens - base.tokens;
      writes[stage] = now.writes - base.writes;
      if (stage !== 'rollback') after.set(stage, await leftAfter(traveller, before));
    }
    if ((await digestNow(traveller)) !== digest) throw new Error('an undisturbed load and rollback do not bring the account back');
    return { after, exits, tokens, writes };
  } finally {
    await traveller.close();
  }
}

/** What a run is told besides its workspace, in process; and the same on the command line. */
const optionsOf = (stage: Stage, { newer }: Way): object => (stage === 'delta' && newer !== null ? { source: newer } : {});
export const argsOf = (stage: Stage, { newer }: Way): readonly string[] => (stage === 'delta' && newer !== null ? ['--source', newer] : []);
