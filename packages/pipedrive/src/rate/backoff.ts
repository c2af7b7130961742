const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * Milliseconds before try number `attempt` + 1 (the first try is 1): doubling, of which a random half is taken off so that callers do not march in step.
 * `random` gives 0 ≤ n < 1.
 */
export function backoff(attempt: number, random: () => number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(full / 2 + (full / 2) * random());
}
