import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planned, setOut } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { ALL_STAGES, ANSWERS, argsOf, companyWithFields, openGate, type Undisturbed, undisturbed, type Way } from './journey.ts';
import { costsOf, journeyWithKills, type Point } from './killing.ts';
import { type Stage, start } from './process.ts';
import { type Chance, chanceOf, countOf, FROM, SEED } from './random.ts';
import { EIGHT, writeExport, writeNewer } from './small-export.ts';

/** All points are dealt out to so many journeys: every one of them is reached when all are made. `npm test` makes one. */
const JOURNEYS = 16;
const numbers = Array.from({ length: countOf(1) }, (_, i) => FROM + i);

const dir = mkdtempSync(join(tmpdir(), 'points-'));
const COMPANY = 'points';
let way: Way;
let expected: Undisturbed;
let points: Record<Stage, Point[]>;

beforeAll(async () => {
  const source = writeExport(join(dir, 'export'), EIGHT);
  way = { source, newer: writeNewer(join(dir, 'newer'), source) };
  expected = await undisturbed(way, COMPANY);
  points = await pointsOf();
  // Half a dozen processes, on whatever machine.
}, 900_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Before and after each kind of statement with which a stage writes to its ledger, as an undisturbed journey of processes runs them. */
async function pointsOf(): Promise<Record<Stage, Point[]>> {
  const traveller = await setOut({ source: way.source, sandbox: { seed: COMPANY } });
  const chance = chanceOf(`${SEED}/points`);
  const found: Record<Stage, Point[]> = { schema: [], sample: [], full: [], delta: [], repair: [], rollback: [] };
  try {
    await companyWithFields(traveller);
    await planned(traveller, ANSWERS);
    for (const stage of ALL_STAGES) {
      await openGate(traveller, stage);
      const list = join(dir, `${stage}.txt`);
      writeFileSync(list, '');
      const ended = await start(traveller, stage, { args: argsOf(stage, way), statements: { CHAOS_STATEMENTS_TO: list } }).ended;
      expect(ended.exit, ended.output).toBe(expected.exits[stage]);
      found[stage] = inOrder(readFileSync(list, 'utf8').split('\n').slice(0, -1), chance);
    }
    return found;
  } finally {
    await traveller.close();
  }
}

/** By their place in the list: what happens once, when a run is opened, has to be reached before anything later is. */
function inOrder(statements: readonly string[], chance: Chance): Point[] {
  const places = new Map<string, number[]>();
  for (const [place, sql] of statements.entries()) places.set(sql, [...(places.get(sql) ?? []), place]);
  return [...places]
    .flatMap(([sql, at]) =>
      (['before', 'after'] as const).map((when) => {
        // An early one, so that there is something left to be killed the next time.
        const nth = chance.between(1, Math.max(1, Math.min(8, Math.floor(at.length / 2))));
        return { place: at[nth - 1] ?? 0, point: { at: 'statement', sql, nth, when } as const };
      }),
    )
    .toSorted((a, b) => a.place - b.place)
    .map(({ point }) => point);
}

const costs: string[] = [];
let hits = 0;
let tried = 0;

test.each(numbers)(
  `${verifies('R37', 'R41')}journey %i, killed before and after statements of its ledger: nothing twice, nothing missing, nothing at the wrong place`,
  async (number) => {
    const mine = (stage: Stage): Point[] => points[stage].filter((_, i) => i % JOURNEYS === number % JOURNEYS);
    tried += ALL_STAGES.reduce((sum, stage) => sum + mine(stage).length, 0);
    const journey = await journeyWithKills({
      way,
      company: COMPANY,
      expected,
      next: (stage, kill) => mine(stage)[kill] ?? null,
      story: `CHAOS_SEED=${SEED} CHAOS_FROM=${number} CHAOS_COUNT=1`,
    });
    hits += journey.kills.length;
    costs.push(...costsOf(`points ${number}`, journey));
  },
  900_000,
);

test('most points are reached', () => {
  const all = ALL_STAGES.reduce((sum, stage) => sum + points[stage].length, 0);
  console.info([`${hits} kills at ${tried} of ${all} points (CHAOS_SEED=${SEED})`, ...costs].join('\n'));
  expect(hits).toBeGreaterThanOrEqual(Math.floor(0.9 * tried));
});
