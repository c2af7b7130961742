import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../rate/clock.ts';

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

export interface FakeClock extends Clock {
  /** Moves from timer to timer until the promise settles. */
  drive<T>(promise: Promise<T>): Promise<T>;
  set(time: number): void;
}

/** A clock that stands still until it is driven. For tests. */
export function createFakeClock(start = Date.UTC(2026, 2, 8, 12)): FakeClock {
  let time = start;
  let timers: Timer[] = [];
  return {
    now: () => time,
    set(next) {
      time = next;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const timer: Timer = { at: time + ms, fire: resolve };
        timers.push(timer);
        signal?.addEventListener('abort', () => {
          timers = timers.filter((each) => each !== timer);
          reject(signal.reason);
        });
      }),
    async drive(promise) {
      let settled = false;
      const done = () => {
        settled = true;
      };
      promise.then(done, done);
      for (;;) {
        await setImmediate();
        if (settled) return promise;
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined) continue;
        timers = timers.filter((each) => each !== next);
        time = Math.max(time, next.at);
        next.fire();
      }
    },
  };
}
