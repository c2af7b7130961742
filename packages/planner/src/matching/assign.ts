import type { Candidate } from './score.ts';

/** Below this a meaning is not proposed: the column is unknown. */
export const ENOUGH = 0.56;

/** A column that lost its seat takes another only if that fits it nearly as well: a second `Name` is no last name. */
const NEXT_BEST = 0.12;

export interface Assigned {
  readonly index: number;
  readonly best: Candidate | null;
  /** All candidates of the column, best first, for the alternatives. */
  readonly ranked: readonly Candidate[];
  /** Lead over the next meaning that leads elsewhere (0..1). */
  readonly margin: number;
  /** A better-placed column took the meaning this one would have had. */
  readonly lostTo: number | null;
}

/** What is single-valued is identified by target and part: only one column may be the client's name, one the total price. */
function seat(candidate: Candidate): string {
  return `${candidate.concept.target}#${candidate.concept.as?.part ?? ''}#${candidate.concept.as?.from ?? ''}`;
}

/**
 * One meaning for each column, one column for each single-valued meaning: pairs are taken by falling score (ties: by column, then by the
 * lexicon's order), so the result does not depend on the order of columns with different scores.
 */
export function assign(columns: readonly { index: number; ranked: readonly Candidate[] }[]): Assigned[] {
  const pairs = columns
    .flatMap(({ index, ranked }) => ranked.slice(0, 8).map((candidate, place) => ({ index, candidate, place })))
    .filter(({ candidate }) => candidate.score >= ENOUGH)
    .sort((a, b) => b.candidate.score - a.candidate.score || a.index - b.index || a.place - b.place);
  const chosen = new Map<number, Candidate>();
  const seats = new Map<string, number>();
  const lost = new Map<number, { to: number; score: number }>();
  for (const { index, candidate } of pairs) {
    const missed = lost.get(index);
    if (chosen.has(index) || (missed !== undefined && candidate.score < missed.score - NEXT_BEST)) continue;
    const holder =
      candidate.concept.many === true || candidate.concept.target.endsWith('.custom.*') ? undefined : seats.get(seat(candidate));
    if (holder !== undefined) {
      if (missed === undefined) lost.set(index, { to: holder, score: candidate.score });
      continue;
    }
    chosen.set(index, candidate);
    seats.set(seat(candidate), index);
  }
  return columns.map(({ index, ranked }) => {
    const best = chosen.get(index) ?? null;
    const rival = ranked.find((one) => one !== best && one.concept.target !== best?.concept.target);
    return { index, best, ranked, margin: best ? Math.max(0, best.score - (rival?.score ?? 0)) : 0, lostTo: lost.get(index)?.to ?? null };
  });
}
