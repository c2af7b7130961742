import { makeReport, rollbackDryRun, runFull, runRollback, runSample, runSchema } from '@cutover/engine';
import { type SandboxState, sandboxState } from '../tools/account.ts';
import { planned, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { type Left, leftIn } from './meaning.ts';
import { metricsOf, type Stage } from './process.ts';

export const STAGES: readonly Stage[] = ['schema', 'sample', 'full', 'rollback'];

/** What an undisturbed load of the same export leaves and costs. */
export interface Undisturbed {
  readonly left: readonly Left[];
  readonly counts: string;
  /** Exit code of each stage. */
  readonly exits: Readonly<Record<Stage, number>>;
  /** Sandbox tokens of each stage. */
  readonly tokens: Readonly<Record<Stage, number>>;
  /** Writes of each stage. */
  readonly writes: Readonly<Record<Stage, number>>;
}

export const stateOf = async (traveller: Traveller): Promise<SandboxState> => sandboxState(await traveller.get('state'));
export const digestNow = async (traveller: Traveller): Promise<unknown> => (await traveller.get('digest')).digest;
/** The report's figures per object: what the product itself says it did. */
export const countsOf = (traveller: Traveller): string => JSON.stringify(makeReport(traveller.ws).report.counts);

/** Gives the yes that a stage needs. */
export async function openGate(traveller: Traveller, stage: Stage): Promise<void> {
  const lifetimeMs = 90 * 86_400_000;
  if (stage === 'schema') sayYes(traveller, 'plan', { lifetimeMs });
  if (stage === 'full') sayYes(traveller, 'full', { lifetimeMs });
  if (stage === 'rollback') {
    await rollbackDryRun(traveller.ws, {});
    sayYes(traveller, 'rollback', { lifetimeMs });
  }
}

export const RUN: Readonly<Record<Stage, (ws: Traveller['ws'], options: object) => Promise<{ readonly exit: number }>>> = {
  schema: runSchema,
  sample: runSample,
  full: runFull,
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

/** As small a sample as there is, so that the full run has something left to do. */
export const ANSWERS = { sample: { set: { size: 50 } } } as const;

/** The whole way there and back with nothing in the way. @throws Error when even that does not bring the account back */
export async function undisturbed(source: string, seed: string): Promise<Undisturbed> {
  const traveller = await setOut({ source, sandbox: { seed } });
  try {
    await companyWithFields(traveller);
    await planned(traveller, ANSWERS);
    const before = await stateOf(traveller);
    const digest = await digestNow(traveller);
    const tokens = { schema: 0, sample: 0, full: 0, rollback: 0 };
    const writes = { ...tokens };
    const exits = { ...tokens };
    let left: readonly Left[] = [];
    let counts = '';
    for (const stage of STAGES) {
      await openGate(traveller, stage);
      const base = await metricsOf(traveller);
      exits[stage] = (await RUN[stage](traveller.ws, {})).exit;
      const now = await metricsOf(traveller);
      tokens[stage] = now.tokens - base.tokens;
      writes[stage] = now.writes - base.writes;
      if (stage === 'full') {
        left = leftIn(before, await stateOf(traveller));
        counts = countsOf(traveller);
      }
    }
    if ((await digestNow(traveller)) !== digest) throw new Error('an undisturbed load and rollback do not bring the account back');
    return { left, counts, exits, tokens, writes };
  } finally {
    await traveller.close();
  }
}
