const REMEMBERED = 64;
/** Fewer answers than this tell nothing about what is usual. */
const ENOUGH = 20;

/**
 * Tells by when a request must have arrived. Pipedrive counts it on arrival, somewhere between its start and its answer; counting the whole time is safe
 * and costs little while answers are quick. On an account that never answers quickly it would cost much of the rate, and there the time is the work of
 * the server: an ordinary answer then counts as arrived after `travelMs`, an unusually slow one still in full.
 */
export class Arrivals {
  private readonly travelMs: number;
  private recent: number[] = [];

  constructor(travelMs: number) {
    this.travelMs = travelMs;
  }

  /** What even a quick answer takes: the network and the least work. A server that is merely busy for a while does not raise it. */
  private least(): number {
    if (this.recent.length < ENOUGH) return 0;
    return this.recent.toSorted((a, b) => a - b)[Math.floor(this.recent.length / 10)] ?? 0;
  }

  /** The latest time of arrival of a request that was answered at `end`. */
  latest(start: number, end: number): number {
    const latency = end - start;
    const ordinary = latency <= Math.max(this.travelMs, 2 * this.least());
    this.recent = [...this.recent.slice(1 - REMEMBERED), latency];
    return ordinary ? Math.min(end, start + this.travelMs) : end;
  }
}
