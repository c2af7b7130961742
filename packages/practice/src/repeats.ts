import { textHash } from './sketch.ts';

const FIRST_SIZE = 1 << 12;
/** Numbers kept for each id: two of its hash, how often it occurs, in which row first and last. */
const WIDTH = 5;
const FULLEST = 0.7;
const STRETCHES = 4_096;

/** How often each id of a file occurs, and over which rows: 30 to 60 bytes an id, known by 64 bits of a hash. */
export class Repeats {
  #table = new Uint32Array(FIRST_SIZE * WIDTH);
  #size = FIRST_SIZE;
  #count = 0;
  #row = 0;

  /** The next row, and its id; a blank one only counts as a row. */
  add(id: string): void {
    this.#row += 1;
    if (id === '') return;
    const [first, second] = hashesOf(id);
    const at = this.#find(this.#table, this.#size, first, second);
    const table = this.#table;
    const times = table[at + 2] ?? 0;
    table[at] = first;
    table[at + 1] = second;
    table[at + 2] = times + 1;
    if (times === 0) table[at + 3] = this.#row;
    table[at + 4] = this.#row;
    if (times > 0) return;
    this.#count += 1;
    if (this.#count > this.#size * FULLEST) this.#grow();
  }

  times(id: string): number {
    return id === '' ? 0 : (this.#table[this.#find(this.#table, this.#size, ...hashesOf(id)) + 2] ?? 0);
  }

  /** How many ids at most have occurred in some row and occur again after it; rather too many than too few. */
  get openAtOnce(): number {
    const stretch = Math.max(1, Math.ceil((this.#row + 1) / STRETCHES));
    const opened = new Int32Array(STRETCHES + 2);
    for (let at = 0; at < this.#table.length; at += WIDTH) {
      if ((this.#table[at + 2] ?? 0) < 2) continue;
      const from = Math.floor((this.#table[at + 3] ?? 0) / stretch);
      const after = Math.floor((this.#table[at + 4] ?? 0) / stretch) + 1;
      opened[from] = (opened[from] ?? 0) + 1;
      opened[after] = (opened[after] ?? 0) - 1;
    }
    let open = 0;
    let most = 0;
    for (const change of opened) {
      open += change;
      if (open > most) most = open;
    }
    return most;
  }

  #find(table: Uint32Array, size: number, first: number, second: number): number {
    for (let slot = first & (size - 1); ; slot = (slot + 1) & (size - 1)) {
      const at = slot * WIDTH;
      if (table[at + 2] === 0 || (table[at] === first && table[at + 1] === second)) return at;
    }
  }

  #grow(): void {
    const size = this.#size * 2;
    const wider = new Uint32Array(size * WIDTH);
    for (let at = 0; at < this.#table.length; at += WIDTH) {
      if (this.#table[at + 2] === 0) continue;
      const row = this.#table.subarray(at, at + WIDTH);
      wider.set(row, this.#find(wider, size, row[0] ?? 0, row[1] ?? 0));
    }
    this.#table = wider;
    this.#size = size;
  }
}

const hashesOf = (id: string): [number, number] => [textHash(id) >>> 0, textHash(`${id}\u0000`) >>> 0];
