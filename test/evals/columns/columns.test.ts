import { describe, expect, test } from 'vitest';
import { countOf, SEED } from '../../chaos/random.ts';
import { verifies } from '../../tools/verifies.ts';
import { allLabels, isDistractor, splitOf } from './labels.ts';
import { scoresFor, tableOf } from './scores.ts';

/** Draws of the bootstrap; the deep tests ask for more. */
const DRAWS = countOf(200);

describe('columns of exports that nobody has seen', () => {
  test('there are enough labels, with distractors, from enough manners', () => {
    const labels = allLabels();
    expect(labels.length).toBeGreaterThanOrEqual(300);
    expect(new Set(labels.map(({ manner }) => manner)).size).toBeGreaterThanOrEqual(8);
    expect(labels.filter(isDistractor).length).toBeGreaterThanOrEqual(30);
    expect(labels.filter(({ manner }) => splitOf(manner) === 'held out').length).toBeGreaterThan(300);
  });

  test(`${verifies('R29')}are proposed right far more often than by names alone, and the confidence says how sure it is`, async () => {
    const result = await scoresFor('held out', SEED, DRAWS);
    const { rows, left, files } = result;
    for (const line of tableOf(result)) console.info(line);
    console.info(`${left.length} entries of the lexicon left out: ${left.join(', ')}`);
    console.info(
      `${files.right} of ${files.all} files taken for what they hold, ${files.wrong} for something else, the rest left to a person`,
    );
    expect(files.right).toBeGreaterThanOrEqual(0.75 * files.all);
    expect(files.wrong).toBeLessThanOrEqual(0.05 * files.all);
    expect(left).toEqual(expect.arrayContaining(['client: apellido', 'company: looked after by', 'word: domicilio']));
    const score = (name: string) => rows.find((row) => row.name === name)?.scores;
    const own = score('planner, names left out');
    if (own === undefined) throw new Error('the planner was not scored');
    expect(own.top1).toBeGreaterThanOrEqual(0.88);
    expect(own.recall3).toBeGreaterThanOrEqual(0.96);
    expect(own.mrr).toBeGreaterThanOrEqual(0.92);
    expect(own.coverage).toBeGreaterThanOrEqual(0.75);
    expect(own.precision).toBeGreaterThanOrEqual(0.95);
    expect(own.precisionAt80).toBeGreaterThanOrEqual(0.96);
    expect(own.falseMaps).toBeLessThanOrEqual(0.05);
    expect(own.ece).toBeLessThanOrEqual(0.06);
    for (const name of ['Jaro-Winkler', 'trigram', 'fuzzball token_set']) expect(own.top1).toBeGreaterThan((score(name)?.top1 ?? 1) + 0.15);
  });
});
