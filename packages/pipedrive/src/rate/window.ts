interface Slot {
  /** The latest time at which the request can have arrived; null while it is in flight. */
  arrivedBy: number | null;
}

/** Clock readings are cut to whole milliseconds at both ends. */
const ROUNDING_MS = 1;

/** One rolling window of `limit` requests per `windowMs`: a place is free again a window after its request arrived. */
export class RateWindow {
  private readonly limit: number;
  private readonly windowMs: number;
  private slots: Slot[] = [];

  constructor(limit: number, windowMs: number) {
    this.limit = limit;
    this.windowMs = windowMs;
  }

  private freeAt(slot: Slot): number {
    return slot.arrivedBy === null ? Number.POSITIVE_INFINITY : slot.arrivedBy + this.windowMs + ROUNDING_MS;
  }

  /** Milliseconds until a request may start: 0 now, infinite while every place is taken by a request in flight. */
  wait(now: number): number {
    this.slots = this.slots.filter((slot) => this.freeAt(slot) > now);
    if (this.slots.length < this.limit) return 0;
    return Math.max(1, Math.min(...this.slots.map((slot) => this.freeAt(slot))) - now);
  }

  /** Takes a place; call the answer with the latest time at which the request can have arrived. */
  take(): (arrivedBy: number) => void {
    const slot: Slot = { arrivedBy: null };
    this.slots.push(slot);
    return (arrivedBy) => {
      slot.arrivedBy = arrivedBy;
    };
  }
}
