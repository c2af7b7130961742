/** Time, from outside: tests turn it by hand. */
export interface AgentClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after `ms`, or rejects with the signal's reason when it is aborted first. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A number in [0, 1). */
export type Random = () => number;

/** An instant in UTC, with milliseconds. */
export function isoOf(clock: AgentClock): string {
  return new Date(clock.now()).toISOString();
}
