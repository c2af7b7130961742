import { createHash } from 'node:crypto';

/** A source of chance that gives the same row of numbers for the same seed. */
export interface Chance {
  /** 0 ≤ n < 1 */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
}

export function chanceOf(seed: string): Chance {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  // mulberry32: small, and good enough to choose moments.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}

/** `CHAOS_SEED`, else the one that `npm test` always uses. */
export const SEED = process.env.CHAOS_SEED ?? 'cutover';

/** `CHAOS_COUNT`, else what `npm test` does. @throws Error when it is no whole number above 0 */
export function countOf(usual: number): number {
  const text = process.env.CHAOS_COUNT;
  if (text === undefined) return usual;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`CHAOS_COUNT=${text} is not a whole number above 0`);
  return count;
}

/** `CHAOS_FROM`: number of the first one, so that a long series can be done in parts and a single one again; 0 unless given. */
export const FROM = Number(process.env.CHAOS_FROM ?? '0');
