import { textHash } from './sketch.ts';

export interface Earlier {
  readonly line: number;
  /** The cells were the same. */
  readonly same: boolean;
}

const FIRST_SIZE = 1 << 12;
/** Numbers kept for each id: two for the id, two for the content, the line. */
const WIDTH = 5;
const FULLEST = 0.7;

const hashesOf = (id: string): [number, number] => [textHash(id) >>> 0, textHash(`${id}\u0000`) >>> 0];
const contentOf = (hex: string): [number, number] => [Number.parseInt(hex.slice(0, 8), 16), Number.parseInt(hex.slice(8, 16), 16)];

/**
 * Which ids of a file have passed, on which line, and with which content. Ids and contents are known by 64 bits of a hash each, in one flat
 * table: 30 to 60 bytes a row, however long its id is.
 */
export class Seen {
  #table: Uint32Array;
  #size: number;
  #count = 0;

  /** @param expected how many ids there may be at most, where that is known: a table that need not grow is never there twice */
  constructor(expected = 0) {
    this.#size = 2 ** Math.ceil(Math.log2(Math.max(FIRST_SIZE, (expected + 1) / FULLEST)));
    this.#table = new Uint32Array(this.#size * WIDTH);
  }

  /** The earlier row with this id, or null; then this one is noted. `line` counts from 1. */
  meet(id: string, line: number, hashHex: string): Earlier | null {
    const [first, second] = hashesOf(id);
    const at = this.#find(this.#table, this.#size, first, second);
    const known = this.#at(at, hashHex);
    if (known !== null) return known;
    const [high, low] = contentOf(hashHex);
    const table = this.#table;
    table[at] = first;
    table[at + 1] = second;
    table[at + 2] = high;
    table[at + 3] = low;
    table[at + 4] = line;
    this.#count += 1;
    if (this.#count > this.#size * FULLEST) this.#grow();
    return null;
  }

  /** The row with this id, or null; nothing is noted. */
  look(id: string, hashHex: string): Earlier | null {
    return this.#at(this.#find(this.#table, this.#size, ...hashesOf(id)), hashHex);
  }

  #at(at: number, hashHex: string): Earlier | null {
    const line = this.#table[at + 4] ?? 0;
    if (line === 0) return null;
    const [high, low] = contentOf(hashHex);
    return { line, same: this.#table[at + 2] === high && this.#table[at + 3] === low };
  }

  /** Where an id stands, or would stand: a line of 0 marks a free place. */
  #find(table: Uint32Array, size: number, first: number, second: number): number {
    for (let slot = first & (size - 1); ; slot = (slot + 1) & (size - 1)) {
      const at = slot * WIDTH;
      if (table[at + 4] === 0 || (table[at] === first && table[at + 1] === second)) return at;
    }
  }

  #grow(): void {
    const size = this.#size * 2;
    const wider = new Uint32Array(size * WIDTH);
    for (let at = 0; at < this.#table.length; at += WIDTH) {
      if (this.#table[at + 4] === 0) continue;
      const row = this.#table.subarray(at, at + WIDTH);
      wider.set(row, this.#find(wider, size, row[0] ?? 0, row[1] ?? 0));
    }
    this.#table = wider;
    this.#size = size;
  }
}
