import type { SourceClock } from './ports.ts';

export interface GateLimits {
  readonly parallel: number;
  readonly perSecond?: number | undefined;
}

/** Lets so many requests through at once and so many a second, and holds all of them back when the source asks for a pause. */
export class Gate {
  readonly #clock: SourceClock;
  readonly #limits: GateLimits;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;
  /** Milliseconds since 1970 before which nothing leaves. */
  #earliest = 0;

  constructor(limits: GateLimits, clock: SourceClock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Runs one piece of work when its turn has come. Rejects with the signal's reason when it fires first. */
  async through<T>(work: () => Promise<T>, stop: AbortSignal): Promise<T> {
    if (this.#inside >= this.#limits.parallel) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#inside += 1;
    try {
      await this.#turn(stop);
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#inside -= 1;
      else next();
    }
  }

  async #turn(stop: AbortSignal): Promise<void> {
    for (;;) {
      stop.throwIfAborted();
      const wait = this.#earliest - this.#clock.now();
      if (wait <= 0) break;
      await this.#clock.sleep(wait, stop);
    }
    const { perSecond } = this.#limits;
    if (perSecond !== undefined) this.#earliest = this.#clock.now() + 1_000 / perSecond;
  }

  /** Nothing leaves for so many milliseconds. */
  pause(ms: number): void {
    this.#earliest = Math.max(this.#earliest, this.#clock.now() + ms);
  }
}
