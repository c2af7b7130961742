import { IdTable } from './id-table.ts';

export interface Earlier {
  readonly line: number;
  /** The cells were the same. */
  readonly same: boolean;
}

/** What is kept of each id: its line, and 64 bits of its content's hash. */
const [LINE, HIGH, LOW] = [0, 1, 2];

const highOf = (hex: string): number => Number.parseInt(hex.slice(0, 8), 16);
const lowOf = (hex: string): number => Number.parseInt(hex.slice(8, 16), 16);

/** Which ids of a file have passed, on which line, and with which content: 30 to 60 bytes a row. */
export class Seen {
  readonly #table: IdTable;

  /** @param expected how many ids there may be at most, where that is known */
  constructor(expected = 0) {
    this.#table = new IdTable(3, expected);
  }

  /** The earlier row with this id, or null; then this one is noted. `line` counts from 1. */
  meet(id: string, line: number, hashHex: string): Earlier | null {
    const place = this.#table.find(id);
    const known = this.#at(place, hashHex);
    if (known === null) this.#table.add(id, place, [line, highOf(hashHex), lowOf(hashHex)]);
    return known;
  }

  /** The row with this id, or null; nothing is noted. */
  look(id: string, hashHex: string): Earlier | null {
    return this.#at(this.#table.find(id), hashHex);
  }

  #at(place: number, hashHex: string): Earlier | null {
    const line = this.#table.get(place, LINE);
    if (line === 0) return null;
    return { line, same: this.#table.get(place, HIGH) === highOf(hashHex) && this.#table.get(place, LOW) === lowOf(hashHex) };
  }
}
