import type { Assigned } from './assign.ts';

/** Score of a meaning → share of such proposals that were right, over the labelled exports that the lexicon is developed with (`test/evals`), a little held back. */
const RIGHT: readonly (readonly [score: number, share: number])[] = [
  [0.56, 0.8],
  [0.65, 0.87],
  [0.75, 0.93],
  [0.85, 0.96],
  [1, 0.99],
];

/** Two columns with equal rights to one meaning. */
const TOSS = 0.5;

function between(score: number): number {
  let [low] = RIGHT;
  for (const point of RIGHT) {
    if (low === undefined || score >= point[0]) {
      low = point;
      continue;
    }
    const share = (score - low[0]) / (point[0] - low[0]);
    return low[1] + Math.max(0, share) * (point[1] - low[1]);
  }
  return low?.[1] ?? 0;
}

/** How sure (0..1) the chosen meaning is: 0.9 is right nine times in ten. Two meanings that fit alike are a toss. */
export function confidenceOf({ best, margin, contestedBy }: Assigned): number {
  if (best === null) return 0;
  const share = contestedBy === null ? between(best.score) : Math.min(TOSS, between(best.score));
  return margin < 0.02 ? Math.min(share, 0.72) : margin < 0.06 ? share - 0.08 : margin < 0.1 ? share - 0.03 : share;
}
