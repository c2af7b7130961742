import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifies } from '../tools/verifies.ts';
import { type Undisturbed, undisturbed, type Way } from './journey.ts';
import { costsOf, journeyWithKills } from './killing.ts';
import { momentOf, type Stage } from './process.ts';
import { chanceOf, countOf, FROM, SEED } from './random.ts';
import { EIGHT, writeExport, writeNewer } from './small-export.ts';

/** Journeys there and back: 6 kills and 12 in turn; `npm test` makes one. */
const JOURNEYS = countOf(1);
/** Every other journey has one kill a stage, so that what each of them costs is known to the token. */
const MANY: Readonly<Record<Stage, number>> = { schema: 2, sample: 2, full: 2, delta: 2, repair: 2, rollback: 2 };
const ONE: Readonly<Record<Stage, number>> = { schema: 1, sample: 1, full: 1, delta: 1, repair: 1, rollback: 1 };
const killsOf = (number: number): Readonly<Record<Stage, number>> => (number % 2 === 0 ? ONE : MANY);
const sum = (counts: Readonly<Record<Stage, number>>): number => Object.values(counts).reduce((all, count) => all + count, 0);

const dir = mkdtempSync(join(tmpdir(), 'chaos-'));
const COMPANY = 'kills';
let way: Way;
let expected: Undisturbed;

beforeAll(async () => {
  const source = writeExport(join(dir, 'export'), EIGHT);
  way = { source, newer: writeNewer(join(dir, 'newer'), source) };
  expected = await undisturbed(way, COMPANY);
}, 900_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const numbers = Array.from({ length: JOURNEYS }, (_, i) => FROM + i);
const costs: string[] = [];
let hits = 0;

test.each(numbers)(
  `${verifies('R37', 'R38', 'R40', 'R41', 'R61')}journey %i with kill -9 in every stage: nothing twice, nothing missing, nothing at the wrong place, and no kill dear`,
  async (number) => {
    const chance = chanceOf(`${SEED}/kills/${number}`);
    const journey = await journeyWithKills({
      way,
      company: COMPANY,
      expected,
      next: (stage, kill, left) => (kill < killsOf(number)[stage] ? momentOf(chance, stage, left, kill === 0) : null),
      story: `CHAOS_SEED=${SEED} CHAOS_FROM=${number} CHAOS_COUNT=1`,
    });
    hits += journey.kills.length;
    costs.push(...costsOf(`journey ${number}`, journey));
  },
  // A dozen processes, on whatever machine.
  900_000,
);

test('most kills hit a living process', () => {
  console.info([`${hits} kills (CHAOS_SEED=${SEED})`, ...costs].join('\n'));
  expect(hits).toBeGreaterThanOrEqual(Math.floor(0.75 * numbers.reduce((all, number) => all + sum(killsOf(number)), 0)));
});
