import type { AgentClock } from '../src/ports.ts';

export interface TestClock extends AgentClock {
  /** What was slept so far, in milliseconds. */
  readonly slept: readonly number[];
}

/** A clock whose sleeps shorter than `still` are over at once; longer ones last until they are aborted. */
export function testClock(still = 30_000): TestClock {
  let now = Date.parse('2026-11-22T12:00:00Z');
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: (ms, signal) => {
      signal.throwIfAborted();
      if (ms < still) {
        slept.push(ms);
        now += ms;
        return Promise.resolve();
      }
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    },
  };
}
