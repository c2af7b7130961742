interface Slot {
  readonly start: number;
  end: number | null;
}

/** Clock readings are cut to whole milliseconds at both ends. */
const ROUNDING_MS = 1;

/**
 * One rolling window of `limit` requests per `windowMs`. Pipedrive counts a request when it arrives, which lies between its start and its answer,
 * so a slot is free again a window after the answer. Of long waits for an answer only `allowanceMs` count: a request does not travel that long, and
 * counting all of it would halve the rate on a slow account.
 */
export class RateWindow {
  private readonly limit: number;
  private readonly windowMs: number;
  private readonly allowanceMs: number;
  private slots: Slot[] = [];

  constructor(limit: number, windowMs: number, allowanceMs: number) {
    this.limit = limit;
    this.windowMs = windowMs;
    this.allowanceMs = allowanceMs;
  }

  /** When the slot is certain to be free, at the earliest. */
  private freeAt(slot: Slot): number {
    const latest = slot.start + this.allowanceMs;
    return Math.min(slot.end ?? latest, latest) + this.windowMs + ROUNDING_MS;
  }

  /** Milliseconds until a request may start: 0 now. A request in flight that ends early may bring it forward. */
  wait(now: number): number {
    this.slots = this.slots.filter((slot) => this.freeAt(slot) > now);
    if (this.slots.length < this.limit) return 0;
    return Math.max(1, Math.min(...this.slots.map((slot) => this.freeAt(slot))) - now);
  }

  /** Takes a slot; call the answer when the request's answer is there. */
  take(now: number): (end: number) => void {
    const slot: Slot = { start: now, end: null };
    this.slots.push(slot);
    return (end) => {
      slot.end = end;
    };
  }
}
