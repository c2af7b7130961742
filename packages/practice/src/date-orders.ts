import type { DateOrder } from '@cutover/domain';
import { AMBIGUOUS_ORDER, readDateTime } from '@cutover/values';

const NUMERIC = /^\D*?(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)/;

/** Finds out in which order a column writes day and month: by values that fit one order only. */
export class DateOrders {
  #unsure = false;
  #dmy = false;
  #mdy = false;

  add(text: string): void {
    const numeric = NUMERIC.exec(text);
    if (!numeric) return;
    const [first, second] = [Number(numeric[1]), Number(numeric[2])];
    // One value of each kind is enough: the others would only say the same.
    if (first > 12 ? this.#dmy : second > 12 ? this.#mdy : this.#unsure) return;
    const free = readDateTime(text);
    if (!free.ok) this.#unsure ||= free.reason === AMBIGUOUS_ORDER;
    else if (first > 12) this.#dmy = true;
    else if (second > 12) this.#mdy = true;
  }

  /** Undefined when no value depends on the order; `ambiguous` when nothing proves it, or both orders occur. */
  get order(): DateOrder | 'ambiguous' | undefined {
    if (this.#dmy && this.#mdy) return 'ambiguous';
    if (this.#dmy) return 'dmy';
    if (this.#mdy) return 'mdy';
    return this.#unsure ? 'ambiguous' : undefined;
  }
}
