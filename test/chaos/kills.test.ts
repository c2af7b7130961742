import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planned, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { ANSWERS, companyWithFields, countsOf, digestNow, openGate, STAGES, stateOf, type Undisturbed, undisturbed } from './journey.ts';
import { ALL_ZERO, leftIn, zerosOf } from './meaning.ts';
import { killAt, type Moment, metricsOf, momentOf, type Stage, start } from './process.ts';
import { type Chance, chanceOf, countOf, FROM, SEED } from './random.ts';
import { EIGHT, writeExport } from './small-export.ts';

/** Kills in all; each journey there and back has `PER_JOURNEY` of them. */
const KILLS = countOf(20);
const PER_JOURNEY: Readonly<Record<Stage, number>> = { schema: 2, sample: 3, full: 2, rollback: 2 };
const OF_ONE_JOURNEY = Object.values(PER_JOURNEY).reduce((sum, count) => sum + count, 0);
const JOURNEYS = Math.ceil(KILLS / OF_ONE_JOURNEY);

/** What a kill may add, in API tokens, on the average of a journey: the account looked at again, and what was on its way looked for. */
const TOKENS_PER_KILL = 150;

const dir = mkdtempSync(join(tmpdir(), 'chaos-'));
const COMPANY = 'kills';
let source = '';
let expected: Undisturbed;

beforeAll(async () => {
  source = writeExport(join(dir, 'export'), EIGHT);
  expected = await undisturbed(source, COMPANY);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Killed {
  readonly stage: Stage;
  readonly moment: Moment;
}

const finished = (traveller: Traveller, stage: Stage): boolean => traveller.ws.ledger.runs.latest(stage)?.state === 'finished';

/** Kills a command as often as asked for, then lets it come to its end. @returns the kills that hit a living process */
async function withKills(traveller: Traveller, stage: Stage, kills: number, chance: Chance): Promise<Killed[]> {
  const hits: Killed[] = [];
  const base = await metricsOf(traveller);
  for (let i = 0; i < kills && !finished(traveller, stage); i += 1) {
    const done = (await metricsOf(traveller)).writes - base.writes;
    const moment = momentOf(chance, stage, expected.writes[stage] - done, i === 0);
    const ended = await killAt(traveller, stage, moment);
    if (ended.exit === null) hits.push({ stage, moment });
    else expect(ended.exit, `${stage} ended before its kill:\n${ended.output}`).toBe(expected.exits[stage]);
  }
  if (!finished(traveller, stage)) {
    const ended = await start(traveller, stage).ended;
    expect(ended.exit, `${stage} after ${JSON.stringify(hits)}:\n${ended.output}`).toBe(expected.exits[stage]);
  }
  expect(traveller.ws.ledger.journal.open(), `intents of ${stage} left open after ${JSON.stringify(hits)}`).toEqual([]);
  return hits;
}

async function journey(number: number): Promise<{ kills: Killed[]; tokens: Record<Stage, number> }> {
  const chance = chanceOf(`${SEED}/kills/${number}`);
  const traveller = await setOut({ source, sandbox: { seed: COMPANY } });
  const kills: Killed[] = [];
  const tokens = { schema: 0, sample: 0, full: 0, rollback: 0 };
  const story = (): string => `CHAOS_SEED=${SEED} CHAOS_FROM=${number} CHAOS_COUNT=1, killed: ${JSON.stringify(kills)}`;
  try {
    await companyWithFields(traveller);
    await planned(traveller, ANSWERS);
    const before = await stateOf(traveller);
    const digest = await digestNow(traveller);
    for (const stage of STAGES) {
      await openGate(traveller, stage);
      const base = await metricsOf(traveller);
      const hits = await withKills(traveller, stage, PER_JOURNEY[stage], chance);
      kills.push(...hits);
      const spent = (await metricsOf(traveller)).tokens - base.tokens;
      tokens[stage] = spent - expected.tokens[stage];
      if (stage === 'full') {
        expect(zerosOf(expected.left, leftIn(before, await stateOf(traveller))), story()).toEqual(ALL_ZERO);
        expect(countsOf(traveller), story()).toBe(expected.counts);
      }
    }
    traveller.ws.ledger.journal.verify();
    expect(leftIn(before, await stateOf(traveller)), `after the rollback. ${story()}`).toEqual([]);
    expect(await digestNow(traveller), `after the rollback. ${story()}`).toBe(digest);
    return { kills, tokens };
  } finally {
    await traveller.close();
  }
}

const costs: string[] = [];
const hits: Killed[] = [];

test.each(Array.from({ length: JOURNEYS }, (_, i) => FROM + i))(
  `${verifies('R37', 'R41', 'R61')}journey %i with kill -9 in every stage: nothing twice, nothing missing, nothing at the wrong place`,
  async (number) => {
    const { kills, tokens } = await journey(number);
    hits.push(...kills);
    for (const stage of STAGES) {
      const count = kills.filter((kill) => kill.stage === stage).length;
      if (count > 0) costs.push(`journey ${number}, ${stage}: ${tokens[stage]} tokens for ${count} kills`);
    }
    const added = Object.values(tokens).reduce((sum, count) => sum + count, 0);
    expect(added, `tokens that ${kills.length} kills added in journey ${number}: ${JSON.stringify(kills)}`).toBeLessThanOrEqual(
      kills.length * TOKENS_PER_KILL,
    );
  },
  // A dozen processes, on whatever machine.
  240_000,
);

test('most kills hit a living process', () => {
  console.info([`${hits.length} kills (CHAOS_SEED=${SEED})`, ...costs].join('\n'));
  expect(hits.length).toBeGreaterThanOrEqual(Math.floor(0.75 * OF_ONE_JOURNEY * JOURNEYS));
});
