import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CutoverError } from '@cutover/domain';
import { runVerify } from '@cutover/engine';
import { decideMany, listDecisions } from '@cutover/engine/desk';
import { z } from 'zod';
import { ANSWERS, countsOf, openGate, RUN, STAGES } from '../chaos/journey.ts';
import { type Left, leftIn } from '../chaos/meaning.ts';
import { sandboxState } from '../tools/sandbox-state.ts';
import { planned, setOut, type Traveller } from '../tools/travel.ts';
import type { Stop } from './opposites.ts';
import { exportOf, type Scene } from './scenes.ts';

/** What the road was like under one setting. */
export interface Travelled {
  /** Exit of each stage. */
  readonly exits: Readonly<Record<string, number>>;
  /** The report's figures after the full load. */
  readonly counts: string;
  /** What verify found, beside what is equal or declared. */
  readonly verified: { readonly different: number; readonly missing: number };
  /** What was left by the load, and by the rollback. */
  readonly loaded: readonly Left[];
  readonly remains: readonly Left[];
  /** Whether the account's digest after the rollback is the one before. */
  readonly undone: boolean;
  /** What stopped a run on the way, and was waited for. */
  readonly met: readonly string[];
  /** Records that the rollback could not bring back, with the reason. */
  readonly failed: readonly string[];
  readonly statuses: Readonly<Record<string, number>>;
}

const MAX_STARTS = 8;
const BLOCK_SECONDS = 15 * 60 + 1;

export interface Journey {
  readonly scene: Scene;
  readonly switches?: Readonly<Record<string, string>>;
  /** Before the plan is approved: what a person answers, or gives the workspace. */
  readonly prepare?: (traveller: Traveller) => void;
  /** What a person does when the schema run stops. */
  readonly stop?: Stop;
}

/** Travels the whole road under some switches: plan, schema, sample, full, verify, rollback. */
export async function travel({ scene, switches = {}, prepare, stop }: Journey): Promise<Travelled> {
  const dir = mkdtempSync(join(tmpdir(), 'switches-'));
  let ahead = 0;
  const traveller = await setOut({
    ...scene.options,
    source: exportOf(join(dir, 'export'), scene),
    sandbox: { ...scene.options?.sandbox, switches },
    now: () => Date.now() + ahead,
  });
  const pass = async (seconds: number): Promise<void> => {
    ahead += seconds * 1000;
    await traveller.post('clock', { advanceSeconds: seconds });
  };
  try {
    await scene.before?.(traveller);
    const before = sandboxState(await traveller.get('state'));
    const digest = (await traveller.get('digest')).digest;
    await planned(traveller, { ...ANSWERS, ...scene.answers });
    prepare?.(traveller);
    const met: string[] = [];
    let travelled = await once({ traveller, scene, before, pass, met, stop });
    if (scene.twice === true) travelled = await once({ traveller, scene, before, pass, met, stop });
    const { byStatus = {} } = await traveller.get('metrics');
    return {
      ...travelled,
      met,
      undone: (await traveller.get('digest')).digest === digest,
      remains: leftIn(before, sandboxState(await traveller.get('state'))),
      statuses: byStatus as Record<string, number>,
    };
  } finally {
    await traveller.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Way {
  readonly traveller: Traveller;
  readonly scene: Scene;
  readonly before: ReturnType<typeof sandboxState>;
  readonly pass: (seconds: number) => Promise<void>;
  readonly met: string[];
  readonly stop: Stop | undefined;
}

async function once(way: Way) {
  const { traveller, scene, before } = way;
  const exits: Record<string, number> = {};
  let after = { counts: '', verified: { different: 0, missing: 0 }, loaded: [] as readonly Left[] };
  for (const stage of STAGES) {
    await openGate(traveller, stage);
    await traveller.post('faults', scene.faults?.[stage] ?? []);
    const [exit] = await Promise.all([untilDone(way, stage), stage === 'full' ? scene.meanwhile?.(traveller) : undefined]);
    exits[stage] = exit;
    if (stage !== 'full') continue;
    const { exit: verify, data } = await runVerify(traveller.ws, {});
    exits.verify = verify;
    after = {
      counts: countsOf(traveller),
      verified: { different: data.different, missing: data.missing },
      loaded: leftIn(before, sandboxState(await traveller.get('state'))),
    };
    await scene.since?.(traveller, before);
  }
  const failed = traveller.ws.ledger.journal.failed().map(({ entity, reason }) => `${entity}: ${reason}`);
  return { exits, ...after, failed };
}

/** What a person does about a stop: the same command again once its time is over. */
async function untilDone({ traveller, pass, met, stop }: Way, stage: (typeof STAGES)[number]): Promise<number> {
  for (let starts = 1; starts <= MAX_STARTS; starts += 1) {
    try {
      return (await RUN[stage](traveller.ws, {})).exit;
    } catch (error) {
      if (!(error instanceof CutoverError)) throw error;
      met.push(`${stage}: ${error.code}`);
      if (error.code === 'blocked') await pass(BLOCK_SECONDS);
      else if (error.code === 'budget-spent') await pass(secondsUntil(error, traveller));
      else if (stop !== undefined && stage === 'schema' && renamed(traveller, stop, error.message)) await openGate(traveller, stage);
      else if (error.code !== 'unavailable' && error.code !== 'unresolved') throw error;
    }
  }
  throw new Error(`${stage} did not come to its end in ${MAX_STARTS} starts: ${met.join(', ')}`);
}

/** To the moment at which the error says it goes on, and a second more: if it was told wrongly, the next start meets the same error. */
function secondsUntil({ details }: CutoverError, { ws }: Traveller): number {
  const at = Date.parse(String(details.data?.resetsAt));
  return Math.max(1, Math.ceil((at - ws.ports.clock.now()) / 1000) + 1);
}

/** Gives the field that the message names another name, as a person would with `cutover decide`. */
function renamed({ ws }: Traveller, { names, rename }: Stop, message: string): boolean {
  const name = names.exec(message)?.[1];
  const found = listDecisions(ws).decisions.find(({ kind, subject, answer }) => {
    const { as } = FieldAnswer.safeParse(answer).data ?? {};
    return kind === 'field' && name !== undefined && (as?.name ?? subject.column) === name;
  });
  if (found === undefined || name === undefined) return false;
  const answer = FieldAnswer.parse(found.answer);
  decideMany(ws, { [found.id]: { set: { ...answer, as: { ...answer.as, name: rename(name) } } } });
  return true;
}

const FieldAnswer = z.looseObject({ target: z.string(), as: z.looseObject({ name: z.string().optional() }).optional() });
