import { chanceOf } from '../../chaos/random.ts';
import { accepts, isDistractor, type Labelled } from './labels.ts';

/** What a proposer said of one labelled column. */
export interface Judged {
  readonly label: Pick<Labelled, 'accepted' | 'column' | 'object'>;
  /** Best first, each target once. */
  readonly targets: readonly string[];
  /** 0..1, or any number that ranks, of the first target. */
  readonly confidence: number;
}

export interface Scores {
  readonly columns: number;
  readonly distractors: number;
  /** Over the columns that are no distractors. */
  readonly top1: number;
  readonly recall3: number;
  readonly mrr: number;
  /** Share of these columns that the proposer is sure of, and how many of all it is sure of are right, distractors among them. */
  readonly coverage: number;
  readonly precision: number;
  /** The same when as many columns are taken, surest first, as make this coverage. */
  readonly precisionAt75: number;
  readonly precisionAt80: number;
  /** Share of the distractors that are given a meaning with as much confidence. */
  readonly falseMaps: number;
  /** Expected calibration error over ten bins of confidence, of all columns. */
  readonly ece: number;
}

const isRight = (one: Judged): boolean => accepts(one.label, one.targets[0] ?? '');
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

function precisionAt(judged: readonly Judged[], coverage: number): number {
  const wanted = Math.ceil(coverage * judged.filter(({ label }) => !isDistractor(label)).length);
  let taken = 0;
  let right = 0;
  let all = 0;
  for (const one of judged.toSorted((a, b) => b.confidence - a.confidence)) {
    if (taken >= wanted) break;
    all += 1;
    if (isRight(one)) right += 1;
    if (!isDistractor(one.label)) taken += 1;
  }
  return share(right, all);
}

function calibrationError(judged: readonly Judged[]): number {
  const bins = Array.from({ length: 10 }, () => ({ all: 0, right: 0, said: 0 }));
  for (const one of judged) {
    const bin = bins[Math.min(9, Math.floor(one.confidence * 10))];
    if (bin === undefined) continue;
    bin.all += 1;
    bin.said += one.confidence;
    if (isRight(one)) bin.right += 1;
  }
  return bins.reduce((sum, { right, said }) => sum + Math.abs(right - said), 0) / Math.max(1, judged.length);
}

/** @param sure the confidence from which a proposal counts as made */
export function scoresOf(judged: readonly Judged[], sure: number): Scores {
  const mappable = judged.filter(({ label }) => !isDistractor(label));
  const distractors = judged.filter(({ label }) => isDistractor(label));
  const made = judged.filter(({ confidence }) => confidence >= sure);
  const ranks = mappable.map(({ label, targets }) => targets.findIndex((target) => accepts(label, target)) + 1);
  return {
    columns: mappable.length,
    distractors: distractors.length,
    top1: share(ranks.filter((rank) => rank === 1).length, mappable.length),
    recall3: share(ranks.filter((rank) => rank >= 1 && rank <= 3).length, mappable.length),
    mrr: share(
      ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0),
      mappable.length,
    ),
    coverage: share(mappable.filter(({ confidence }) => confidence >= sure).length, mappable.length),
    precision: share(made.filter(isRight).length, made.length),
    precisionAt75: precisionAt(judged, 0.75),
    precisionAt80: precisionAt(judged, 0.8),
    falseMaps: share(distractors.filter((one) => one.confidence >= sure && !isRight(one)).length, distractors.length),
    ece: calibrationError(judged),
  };
}

export type Interval = readonly [low: number, high: number];

/** 95 % bootstrap intervals of every score, by drawing columns with replacement. */
export function intervalsOf(judged: readonly Judged[], sure: number, seed: string, draws = 1000): Record<keyof Scores, Interval> {
  const chance = chanceOf(seed);
  const drawnScores: Scores[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = Array.from(judged, () => judged[chance.between(0, judged.length - 1)]).filter((one) => one !== undefined);
    drawnScores.push(scoresOf(drawn, sure));
  }
  const interval = (key: keyof Scores): Interval => {
    const sorted = drawnScores.map((scores) => scores[key]).toSorted((a, b) => a - b);
    return [sorted[Math.floor(draws * 0.025)] ?? 0, sorted[Math.ceil(draws * 0.975) - 1] ?? 0];
  };
  const keys = Object.keys(scoresOf(judged, sure)) as (keyof Scores)[];
  return Object.fromEntries(keys.map((key) => [key, interval(key)])) as Record<keyof Scores, Interval>;
}
