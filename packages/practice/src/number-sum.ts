import { readMoney } from '@cutover/values';

/** Sums a column before it is known whether its decimal mark is a dot or a comma: both sums are kept until the end. */
export class NumberSum {
  #dots = 0;
  #commas = 0;
  #either = 0;
  #sumDot = 0;
  #sumComma = 0;
  #count = 0;

  add(text: string): void {
    const dot = readMoney(text, { decimal: '.' });
    const comma = readMoney(text, { decimal: ',' });
    if (!dot.ok && !comma.ok) return;
    this.#count += 1;
    this.#sumDot += dot.ok ? dot.value.amount : 0;
    this.#sumComma += comma.ok ? comma.value.amount : 0;
    if (dot.ok && comma.ok && dot.value.amount === comma.value.amount) this.#either += 1;
    else if (dot.ok && !comma.ok) this.#dots += 1;
    else if (comma.ok && !dot.ok) this.#commas += 1;
  }

  /** The mark that the values prove; undefined when all of them read the same either way, or when nothing proves it. */
  get decimal(): '.' | ',' | undefined {
    if (this.#dots > this.#commas) return '.';
    return this.#commas > this.#dots ? ',' : undefined;
  }

  /** Rounded to a millionth, so that sums of cents stay what they are. Null: no value was a number. */
  get sum(): number | null {
    if (this.#count === 0) return null;
    const sum = this.decimal === ',' ? this.#sumComma : this.#sumDot;
    return Math.round(sum * 1e6) / 1e6;
  }
}
