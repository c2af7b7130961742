import type { AgentError } from '../errors.ts';
import type { Random } from '../ports.ts';

export interface RetryPolicy {
  /** How often the same is asked at most, the first time included. */
  readonly attempts: number;
  readonly baseMs: number;
  readonly maxMs: number;
  /** A server that asks for a longer wait than this is taken as a refusal. */
  readonly longestWaitMs: number;
}

export const RETRY: RetryPolicy = Object.freeze({ attempts: 4, baseMs: 500, maxMs: 20_000, longestWaitMs: 60_000 });

/**
 * Milliseconds to wait before the next attempt, or null when there is none: what the server asked for, else twice as long each time with
 * half of it left to chance.
 * @param failed attempts so far, at least 1
 */
export function waitBefore(failed: number, error: AgentError, policy: RetryPolicy, random: Random): number | null {
  if (!error.retryable || failed >= policy.attempts) return null;
  if (error.waitMs !== null) return error.waitMs <= policy.longestWaitMs ? error.waitMs : null;
  const full = Math.min(policy.maxMs, policy.baseMs * 2 ** (failed - 1));
  return Math.round(full / 2 + (full / 2) * random());
}
