import { statusOf } from '@cutover/engine';
import { expect } from 'vitest';
import { planned, setOut, type Traveller } from '../tools/travel.ts';
import {
  ALL_STAGES,
  ANSWERS,
  argsOf,
  companyWithFields,
  digestNow,
  expectedAfter,
  leftAfter,
  noneOfEach,
  openGate,
  stagesOf,
  stateOf,
  type Undisturbed,
  type Way,
} from './journey.ts';
import { ALL_ZERO, leftIn, zerosOf } from './meaning.ts';
import { type Ended, killAt, type Moment, metricsOf, type Stage, start } from './process.ts';

/** What a kill may add, in API tokens: what was on its way looked for, and the company asked for its name. */
export const TOKENS_PER_KILL = 150;

/** Before or after the nth statement of this text that a process runs. */
export interface Point {
  readonly at: 'statement';
  readonly sql: string;
  readonly nth: number;
  readonly when: 'before' | 'after';
}

export interface Killed {
  readonly stage: Stage;
  readonly moment: Moment | Point;
}

interface Plan {
  readonly way: Way;
  readonly company: string;
  readonly expected: Undisturbed;
  /** When the stage is killed next; null: it is left alone until it has come to its end. `left`: writes still to be done; `kill` counts from 0. */
  readonly next: (stage: Stage, kill: number, left: number) => Moment | Point | null;
  /** Says how to do this one again. */
  readonly story: string;
}

export interface Journey {
  /** The kills that hit a living process. */
  readonly kills: readonly Killed[];
  /** Tokens beyond those of an undisturbed journey. */
  readonly tokens: Readonly<Record<Stage, number>>;
}

const finished = (traveller: Traveller, stage: Stage): boolean => traveller.ws.ledger.runs.latest(stage)?.state === 'finished';

function kill(traveller: Traveller, stage: Stage, moment: Moment | Point, args: readonly string[]): Promise<Ended> {
  if (moment.at !== 'statement') return killAt(traveller, stage, moment, args);
  const { sql, nth, when } = moment;
  return start(traveller, stage, { args, statements: { CHAOS_STATEMENT: JSON.stringify({ sql, nth, when }) } }).ended;
}

/** Kills a command as often as asked for, then lets it come to its end. @returns the kills that hit a living process */
async function withKills(traveller: Traveller, stage: Stage, { way, expected, next }: Plan): Promise<Killed[]> {
  const hits: Killed[] = [];
  const args = argsOf(stage, way);
  const base = await metricsOf(traveller);
  for (let i = 0; !finished(traveller, stage); i += 1) {
    const done = (await metricsOf(traveller)).writes - base.writes;
    const moment = next(stage, i, expected.writes[stage] - done);
    if (moment === null) break;
    const ended = await kill(traveller, stage, moment, args);
    if (ended.exit === null) {
      hits.push({ stage, moment });
      expect(statusOf(traveller.ws).runs.filter(({ state, brokenOff }) => state === 'running' && !brokenOff)).toEqual([]);
    } else expect(ended.exit, `${stage} ended before its kill (${JSON.stringify(moment)}):\n${ended.output}`).toBe(expected.exits[stage]);
  }
  if (!finished(traveller, stage)) {
    const ended = await start(traveller, stage, { args }).ended;
    expect(ended.exit, `${stage} after ${JSON.stringify(hits)}:\n${ended.output}`).toBe(expected.exits[stage]);
  }
  expect(traveller.ws.ledger.journal.open(), `intents of ${stage} left open after ${JSON.stringify(hits)}`).toEqual([]);
  return hits;
}

/** There and back with kills in every stage: nothing twice, nothing missing, nothing at the wrong place, all of it undone, and no kill dear. */
export async function journeyWithKills(plan: Plan): Promise<Journey> {
  const { expected, way } = plan;
  const traveller = await setOut({ source: way.source, sandbox: { seed: plan.company } });
  const kills: Killed[] = [];
  const tokens = noneOfEach();
  const story = (): string => `${plan.story}, killed: ${JSON.stringify(kills)}`;
  try {
    await companyWithFields(traveller);
    await planned(traveller, ANSWERS);
    const before = await stateOf(traveller);
    const digest = await digestNow(traveller);
    for (const stage of stagesOf(way)) {
      await openGate(traveller, stage);
      const base = await metricsOf(traveller);
      const hits = await withKills(traveller, stage, plan);
      kills.push(...hits);
      tokens[stage] = (await metricsOf(traveller)).tokens - base.tokens - expected.tokens[stage];
      expect(tokens[stage], `tokens that ${hits.length} kills of ${stage} added. ${story()}`).toBeLessThanOrEqual(
        hits.length * TOKENS_PER_KILL,
      );
      if (stage === 'rollback') continue;
      const [wanted, there] = [expectedAfter(expected, stage), await leftAfter(traveller, before)];
      expect(zerosOf(wanted.left, there.left), `after ${stage}. ${story()}`).toEqual(ALL_ZERO);
      expect(there.counts, `after ${stage}. ${story()}`).toBe(wanted.counts);
    }
    traveller.ws.ledger.journal.verify();
    expect(leftIn(before, await stateOf(traveller)), `after the rollback. ${story()}`).toEqual([]);
    expect(await digestNow(traveller), `after the rollback. ${story()}`).toBe(digest);
    return { kills, tokens };
  } finally {
    await traveller.close();
  }
}

/** Lines for the log: what the kills of each stage cost. */
export function costsOf(name: string, { kills, tokens }: Journey): string[] {
  return ALL_STAGES.flatMap((stage) => {
    const count = kills.filter((each) => each.stage === stage).length;
    return count === 0 ? [] : [`${name}, ${stage}: ${tokens[stage]} tokens for ${count} kills`];
  });
}
