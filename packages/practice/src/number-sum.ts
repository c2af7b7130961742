import { readMoney } from '@cutover/values';

/** `$1,234.50`, `90.5`: the dot can only be the decimal mark. */
const CLEAR = /^[-+]?[$€£]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}$/;

/** Sums a column before it is known whether its decimal mark is a dot or a comma: both sums are kept until the end. */
export class NumberSum {
  #dots = 0;
  #commas = 0;
  #sumDot = 0;
  #sumComma = 0;
  #count = 0;

  /** `times`: so many cells hold this text. */
  add(text: string, times = 1): void {
    if (text.length < 16 && CLEAR.test(text)) {
      this.#count += times;
      this.#dots += times;
      this.#sumDot += Number(text.replace(/[$€£,]/g, '')) * times;
      return;
    }
    const dot = readMoney(text, { decimal: '.' });
    const comma = readMoney(text, { decimal: ',' });
    if (!dot.ok && !comma.ok) return;
    this.#count += times;
    this.#sumDot += dot.ok ? dot.value.amount * times : 0;
    this.#sumComma += comma.ok ? comma.value.amount * times : 0;
    if (dot.ok && !comma.ok) this.#dots += times;
    else if (comma.ok && !dot.ok) this.#commas += times;
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
