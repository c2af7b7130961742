import { textHash } from './sketch.ts';

const FIRST_SIZE = 1 << 12;
const FULLEST = 0.7;
/** Two numbers of the id's hash stand before those that are kept for it. */
const HASHES = 2;

/**
 * A few numbers for each id of a file, in one flat table: ids are known by 64 bits of a hash, however long they are. The first number kept for an id is never 0:
 * by that a free place is known.
 */
export class IdTable {
  readonly #width: number;
  #rows: Uint32Array;
  #size: number;
  #count = 0;

  /**
   * @param numbers how many are kept for each id
   * @param expected how many ids there may be at most, where that is known: a table that need not grow is never there twice
   */
  constructor(numbers: number, expected = 0) {
    this.#width = HASHES + numbers;
    this.#size = Math.max(FIRST_SIZE, Math.ceil((expected + 1) / FULLEST));
    this.#rows = new Uint32Array(this.#size * this.#width);
  }

  /** Where the id stands, or would stand; holds until the next `add`. */
  find(id: string): number {
    return this.#find(this.#rows, this.#size, textHash(id) >>> 0, textHash(`${id}\u0000`) >>> 0);
  }

  /** Number `n` of the id at a place; 0 at a free one. */
  get(place: number, n: number): number {
    return this.#rows[place + HASHES + n] ?? 0;
  }

  set(place: number, n: number, value: number): void {
    this.#rows[place + HASHES + n] = value;
  }

  /** Puts an id at the free place that `find` gave. */
  add(id: string, place: number, numbers: readonly number[]): void {
    this.#rows[place] = textHash(id) >>> 0;
    this.#rows[place + 1] = textHash(`${id}\u0000`) >>> 0;
    for (let n = 0; n < numbers.length; n += 1) this.set(place, n, numbers[n] ?? 0);
    this.#count += 1;
    if (this.#count > this.#size * FULLEST) this.#grow();
  }

  /** The places of all ids. */
  *places(): IterableIterator<number> {
    for (let at = 0; at < this.#rows.length; at += this.#width) if (this.get(at, 0) !== 0) yield at;
  }

  #find(rows: Uint32Array, size: number, first: number, second: number): number {
    const end = size * this.#width;
    // The hash as a share of the table's length, whatever that is.
    for (let at = Math.floor((first / 2 ** 32) * size) * this.#width; ; at = at + this.#width === end ? 0 : at + this.#width)
      if (rows[at + HASHES] === 0 || (rows[at] === first && rows[at + 1] === second)) return at;
  }

  #grow(): void {
    const size = this.#size * 2;
    const wider = new Uint32Array(size * this.#width);
    for (const at of this.places()) {
      const row = this.#rows.subarray(at, at + this.#width);
      wider.set(row, this.#find(wider, size, row[0] ?? 0, row[1] ?? 0));
    }
    this.#rows = wider;
    this.#size = size;
  }
}
