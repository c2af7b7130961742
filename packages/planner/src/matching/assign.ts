import { munkres } from 'munkres';
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
  /** Another column that fits the same meaning as well, and got nothing better: which of the two it is, nobody can tell. */
  readonly contestedBy: number | null;
}

/** Two columns this near to one another have equal rights to a meaning. */
const EQUAL = 0.025;

/** What is single-valued is identified by target and part: only one column may be the client's name, one the total price. Null: any number may. */
function seatOf({ concept }: Candidate): string | null {
  if (concept.many === true || concept.target.endsWith('.custom.*')) return null;
  return `${concept.target}#${concept.as?.part ?? ''}#${concept.as?.from ?? ''}`;
}

interface Wish {
  readonly index: number;
  readonly ranked: readonly Candidate[];
  /** What it can be beside others. */
  readonly free: Candidate | null;
  /** The best it can be on each seat. */
  readonly seats: ReadonlyMap<string, Candidate>;
}

function wishOf(index: number, ranked: readonly Candidate[]): Wish {
  const least = Math.max(ENOUGH, (ranked[0]?.score ?? 0) - NEXT_BEST);
  const good = ranked.filter(({ score }) => score >= least);
  const seats = new Map<string, Candidate>();
  for (const candidate of good) {
    const seat = seatOf(candidate);
    if (seat !== null && !seats.has(seat)) seats.set(seat, candidate);
  }
  return { index, ranked, free: good.find((candidate) => seatOf(candidate) === null) ?? null, seats };
}

/** The seating with the highest sum of scores: seat → position of the column. */
function seated(wishes: readonly Wish[]): Map<string, number> {
  const seats = [...new Set(wishes.flatMap(({ seats }) => [...seats.keys()]))];
  if (seats.length === 0) return new Map();
  const gain = (wish: Wish, seat: string): number => Math.max(0, (wish.seats.get(seat)?.score ?? 0) - (wish.free?.score ?? 0));
  // A column for each seat, and behind them an empty place for each, so that no seat has to be taken. The first of equal columns is preferred.
  const costs = seats.map((seat) => [...wishes.map((wish, place) => -gain(wish, seat) + place * 1e-7), ...seats.map(() => 0)]);
  const pairs = munkres(costs).filter(([row, place]) => place < wishes.length && (costs[row]?.[place] ?? 0) < 0);
  return new Map(pairs.flatMap(([row, place]) => (seats[row] === undefined ? [] : [[seats[row], place] as const])));
}

/**
 * One meaning for each column, one column for each single-valued meaning: of all ways to seat the columns of a table the one whose scores add up
 * highest (the Hungarian method), so that the result does not depend on the order of the columns.
 */
export function assign(columns: readonly { index: number; ranked: readonly Candidate[] }[]): Assigned[] {
  const wishes = columns.map(({ index, ranked }) => wishOf(index, ranked));
  // How well a column fits is not rounded: what everything speaks for may be over 1.
  const equal = (a: Candidate | undefined, b: Candidate | undefined): boolean =>
    a !== undefined && b !== undefined && Math.abs(a.score - b.score) <= EQUAL;
  const holders = seated(wishes);
  const seatsOf = new Map([...holders].map(([seat, place]) => [place, seat]));
  return wishes.map(({ index, ranked, free, seats }, place) => {
    const seat = seatsOf.get(place);
    const best = (seat === undefined ? undefined : seats.get(seat)) ?? free;
    const rival = ranked.find((one) => one !== best && one.concept.target !== best?.concept.target);
    const [wanted] = seats;
    const holder = wanted === undefined ? undefined : holders.get(wanted[0]);
    const lost = best === null || (wanted !== undefined && best !== wanted[1] && wanted[1].score > best.score);
    return {
      index,
      best,
      ranked,
      margin: best ? Math.max(0, best.score - (rival?.score ?? 0)) : 0,
      contestedBy:
        seat === undefined
          ? null
          : (wishes.find((other, at) => at !== place && !seatsOf.has(at) && equal(other.seats.get(seat), best ?? undefined))?.index ??
            null),
      lostTo: lost && holder !== undefined && holder !== place ? (wishes[holder]?.index ?? null) : null,
    };
  });
}
