import type { DateOrder } from '@cutover/domain';
import { AMBIGUOUS_ORDER, readDateTime } from '@cutover/values';

/** Finds out in which order a column writes day and month: by values that fit one order only. */
export class DateOrders {
  #unsure = 0;
  readonly #proofs: Record<'dmy' | 'mdy', number> = { dmy: 0, mdy: 0 };

  add(text: string): void {
    const numeric = /^\D*?(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)/.exec(text);
    if (!numeric) return;
    const free = readDateTime(text);
    if (!free.ok) {
      if (free.reason === AMBIGUOUS_ORDER) this.#unsure += 1;
      return;
    }
    if (Number(numeric[1]) > 12) this.#proofs.dmy += 1;
    else if (Number(numeric[2]) > 12) this.#proofs.mdy += 1;
  }

  /** Undefined when no value depends on the order; `ambiguous` when nothing proves it, or both orders occur. */
  get order(): DateOrder | 'ambiguous' | undefined {
    const { dmy, mdy } = this.#proofs;
    if (dmy > 0 && mdy > 0) return 'ambiguous';
    if (dmy > 0) return 'dmy';
    if (mdy > 0) return 'mdy';
    return this.#unsure > 0 ? 'ambiguous' : undefined;
  }
}
