import { LEXICON, withoutEntries } from '@cutover/planner';
import { BASELINES, bestThreshold, judgeBy } from './baselines.ts';
import { type Interval, intervalsOf, type Judged, type Scores, scoresOf } from './judged.ts';
import { allLabels, type Labelled, type Split, splitOf } from './labels.ts';
import { type Files, proposed, type Read, read, recognised } from './proposer.ts';

/** From this confidence a proposal counts as made, below it as one that a person has to look at. */
export const SURE = 0.8;

export interface Row {
  readonly name: string;
  readonly scores: Scores;
  readonly intervals: Record<keyof Scores, Interval>;
}

export interface Result {
  readonly rows: readonly Row[];
  /** Lexicon entries that equal a label of the reported split, and so were left out. */
  readonly left: readonly string[];
  readonly files: Files;
  readonly judged: readonly Judged[];
}

async function readAll(labels: readonly Labelled[], seed?: string): Promise<Read[]> {
  const manners = [...new Set(labels.map(({ manner }) => manner))];
  return Promise.all(
    manners.map((manner) =>
      read(
        labels.filter((label) => label.manner === manner),
        seed,
      ),
    ),
  );
}

/** The whole score table of one split. @param draws of the bootstrap */
export async function scoresFor(split: Split, seed: string, draws: number): Promise<Result> {
  const labels = allLabels();
  const mine = labels.filter(({ manner }) => splitOf(manner) === split);
  const developed = labels.filter(({ manner }) => splitOf(manner) === 'developed with');
  const { lexicon, left } = withoutEntries(LEXICON, mine);
  const reads = await readAll(mine);
  const row = (name: string, judged: readonly Judged[], sure: number): Row => ({
    name,
    scores: scoresOf(judged, sure),
    intervals: intervalsOf(judged, sure, seed, draws),
  });
  const judged = reads.flatMap((one) => proposed(one, lexicon));
  const files = reads.map((one) => recognised(one, lexicon));
  const baselines = Object.entries(BASELINES).map(([name, like]) => {
    const own = withoutEntries(LEXICON, developed).lexicon;
    const least = bestThreshold(like, own, developed);
    return row(name, judgeBy(like, lexicon, mine, least), Math.max(SURE, least));
  });
  return {
    rows: [
      ...baselines,
      row('planner, names left out', judged, SURE),
      row(
        'planner, whole lexicon',
        reads.flatMap((one) => proposed(one)),
        SURE,
      ),
    ],
    left,
    files: files.reduce((a, b) => ({ right: a.right + b.right, wrong: a.wrong + b.wrong, all: a.all + b.all })),
    judged,
  };
}

const HEADS: readonly (readonly [keyof Scores, string])[] = [
  ['top1', 'top-1'],
  ['recall3', 'recall@3'],
  ['mrr', 'MRR'],
  ['coverage', `coverage at ${SURE}`],
  ['precision', 'precision there'],
  ['precisionAt75', 'precision at 75 %'],
  ['precisionAt80', 'precision at 80 %'],
  ['falseMaps', 'distractors mapped'],
  ['ece', 'calibration error'],
];

/** The table as lines of Markdown; each figure with its 95 % interval. */
export function tableOf({ rows }: Pick<Result, 'rows'>): string[] {
  const shown = (row: Row, key: keyof Scores): string => {
    const [low, high] = row.intervals[key];
    return `${row.scores[key].toFixed(3)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  };
  return [
    `| | ${HEADS.map(([, head]) => head).join(' | ')} |`,
    `|---|${HEADS.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.name} | ${HEADS.map(([key]) => shown(row, key)).join(' | ')} |`),
  ];
}
