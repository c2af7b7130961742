import type { Clock } from './clock.ts';
import { Arrivals } from './latency.ts';
import { RateWindow } from './window.ts';

export interface GateLimits {
  readonly perWindow: number;
  readonly windowMs: number;
  readonly searchPerWindow: number;
  /** Requests in flight at once. */
  readonly concurrency: number;
}

export interface Gate {
  /** Runs the task when its turn has come: first come, first served. Rejects with the signal's reason while it still waits. */
  run<T>(search: boolean, task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Lets nothing start before this time (after a 429). */
  holdUntil(time: number): void;
}

interface Waiting {
  readonly search: boolean;
  start(): void;
}

/** Time in which an ordinary request arrives: 4 % of the window, so that at least 95 % of the rate is reached; never under 80 ms. */
const travelOf = (windowMs: number): number => Math.max(80, windowMs * 0.04);

/** Least time between two starts, in whole milliseconds. A window's worth sent at once would wait in line at the other end, and each wait costs rate. */
const gapOf = (limits: GateLimits): number => Math.floor(limits.windowMs / limits.perWindow / 4);

/** A clock that stands still while the given one is set back, so that a window never has to pass twice. `shift` is how far it has fallen behind. */
function steady(clock: Clock): { now(): number; shift(): number } {
  let last = Number.NEGATIVE_INFINITY;
  let shift = 0;
  return {
    now() {
      const told = clock.now();
      if (told + shift < last) shift = last - told;
      last = told + shift;
      return last;
    },
    shift: () => shift,
  };
}

/** The one queue all requests of a token pass: never more than the limit in any rolling window, never more than `concurrency` at once. */
export function createGate(limits: GateLimits, clock: Clock): Gate {
  const time = steady(clock);
  const arrivals = new Arrivals(travelOf(limits.windowMs));
  const general = new RateWindow(limits.perWindow, limits.windowMs);
  const searches = new RateWindow(limits.searchPerWindow, limits.windowMs);
  const queue: Waiting[] = [];
  let inFlight = 0;
  const gap = gapOf(limits);
  let heldUntil = Number.NEGATIVE_INFINITY;
  let nextStart = Number.NEGATIVE_INFINITY;
  let sleeping: AbortController | null = null;

  /** Whether searches count in the general window too is not known (api-facts §5.1), so they take a place in both. */
  const waitOf = (entry: Waiting, now: number): number =>
    Math.max(heldUntil - now, nextStart - now, general.wait(now), entry.search ? searches.wait(now) : 0);

  const sleepThenPump = (ms: number): void => {
    const controller = new AbortController();
    sleeping = controller;
    void clock.sleep(ms, controller.signal).then(
      () => wake(controller),
      () => wake(controller),
    );
  };
  const wake = (controller: AbortController): void => {
    if (sleeping !== controller) return;
    sleeping = null;
    pump();
  };

  function pump(): void {
    if (sleeping !== null) {
      const old = sleeping;
      sleeping = null;
      old.abort();
    }
    while (inFlight < limits.concurrency) {
      const head = queue[0];
      if (head === undefined) return;
      const wait = waitOf(head, time.now());
      if (wait > 0) {
        // While every place is in flight, the next answer pumps again.
        if (Number.isFinite(wait)) sleepThenPump(wait);
        return;
      }
      queue.shift();
      head.start();
    }
  }

  return {
    run<T>(search: boolean, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const entry: Waiting = {
          search,
          start() {
            signal?.removeEventListener('abort', leave);
            inFlight += 1;
            const begun = time.now();
            nextStart = begun + gap;
            const places = [general.take(), ...(search ? [searches.take()] : [])];
            void task()
              .then(resolve, reject)
              .then(() => {
                inFlight -= 1;
                const arrivedBy = arrivals.latest(begun, time.now());
                for (const leavePlace of places) leavePlace(arrivedBy);
                pump();
              });
          },
        };
        const leave = (): void => {
          const place = queue.indexOf(entry);
          if (place >= 0) queue.splice(place, 1);
          reject(signal?.reason);
          pump();
        };
        signal?.addEventListener('abort', leave, { once: true });
        queue.push(entry);
        pump();
      });
    },
    holdUntil(instant) {
      // In the time of the given clock as it is now.
      time.now();
      heldUntil = Math.max(heldUntil, instant + time.shift());
    },
  };
}
