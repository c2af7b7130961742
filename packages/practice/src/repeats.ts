import { IdTable } from './id-table.ts';

const STRETCHES = 4_096;

/** What is kept of each id: how often it occurs, and in which row first and last. */
const [TIMES, FIRST, LAST] = [0, 1, 2];

/** How often each id of a file occurs, and over which rows: 30 to 60 bytes an id. */
export class Repeats {
  readonly #table = new IdTable(3);
  #row = 0;

  /** The next row, and its id; a blank one only counts as a row. */
  add(id: string): void {
    this.#row += 1;
    if (id === '') return;
    const place = this.#table.find(id);
    const times = this.#table.get(place, TIMES);
    if (times === 0) {
      this.#table.add(id, place, [1, this.#row, this.#row]);
      return;
    }
    this.#table.set(place, TIMES, times + 1);
    this.#table.set(place, LAST, this.#row);
  }

  times(id: string): number {
    return id === '' ? 0 : this.#table.get(this.#table.find(id), TIMES);
  }

  /** How many ids at most have occurred in some row and occur again after it; rather too many than too few. */
  get openAtOnce(): number {
    const stretch = Math.max(1, Math.ceil((this.#row + 1) / STRETCHES));
    const opened = new Int32Array(STRETCHES + 2);
    for (const place of this.#table.places()) {
      if (this.#table.get(place, TIMES) < 2) continue;
      const from = Math.floor(this.#table.get(place, FIRST) / stretch);
      const after = Math.floor(this.#table.get(place, LAST) / stretch) + 1;
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
}
