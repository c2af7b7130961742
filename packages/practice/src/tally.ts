/** A copy with a memory of its own: a part cut out of a longer text would keep all of that alive. */
const copied = (text: string): string => (text.length < 13 ? text : Buffer.from(text).toString());

/** Counts of texts, bounded: beyond `most` different ones new texts are no longer told apart. */
export class Tally {
  readonly #most: number;
  readonly #counts = new Map<string, number>();
  #overflow = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** False: there is no more room for another text. */
  add(text: string, times = 1): boolean {
    const known = this.#counts.get(text);
    if (known !== undefined) this.#counts.set(text, known + times);
    else if (this.#counts.size < this.#most) this.#counts.set(copied(text), times);
    else this.#overflow = true;
    return known !== undefined || !this.#overflow;
  }

  /** As `add`, for a text that has a memory of its own already. */
  keep(text: string, times: number): void {
    const known = this.#counts.get(text);
    if (known !== undefined || this.#counts.size < this.#most) this.#counts.set(text, (known ?? 0) + times);
    else this.#overflow = true;
  }

  get size(): number {
    return this.#counts.size;
  }

  /** False: there were more different texts than could be kept. */
  get exact(): boolean {
    return !this.#overflow;
  }

  /** Most frequent first; equal counts in the order of the text. */
  sorted(): { value: string; count: number }[] {
    return [...this.#counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  }

  keys(): IterableIterator<string> {
    return this.#counts.keys();
  }

  entries(): IterableIterator<[string, number]> {
    return this.#counts.entries();
  }
}
