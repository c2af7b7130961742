import type { ColumnStats } from './column-stats.ts';
import type { Concept } from './concepts.ts';
import { Repeats } from './repeats.ts';
import type { Scan } from './scan.ts';
import { wholeCells } from './whole.ts';

/** One row per participant: rows of one id, wherever they stand, that differ in nothing but who took part, and how. */
export interface Participants {
  /** The column of the id. */
  readonly column: number;
  /** The columns in which such rows differ. */
  readonly differing: ReadonlySet<number>;
  readonly repeats: Repeats;
}

/** Most columns say something about the whole record: in these each participant may differ. */
const OF_A_PERSON: readonly Concept[] = ['client', 'mail', 'phone', 'name', 'first-name', 'last-name', 'members', 'status'];
const WHO: readonly Concept[] = ['client', 'mail', 'name', 'members'];
/** Tools that write a row for each participant do so for many: where fewer rows repeat an id, they do it by mistake. */
const LEAST = 1 / 50;
/** Of so many ids the first row is kept, for others to be compared with. */
const KEPT = 20_000;
const KEPT_CHARACTERS = 8_000_000;

const says = (column: ColumnStats | undefined, concepts: readonly Concept[]): boolean =>
  concepts.some((concept) => (column?.meanings.get(concept) ?? 0) >= 0.5);

/** Whether values of a column come back often enough for its rows to be looked at once more. */
export function comesBack(column: ColumnStats): boolean {
  let rows = 0;
  let again = 0;
  for (const [, count] of column.values.entries()) {
    rows += count;
    again += count - 1;
  }
  return again >= Math.max(2, rows * LEAST);
}

/** How rows differ from the first one of their id, as far as those are kept. */
class Comparison {
  readonly #personal: ReadonlySet<number>;
  readonly #kept = new Map<string, readonly string[]>();
  #characters = 0;
  #rows = 0;
  #times = 0;
  #others = 0;
  readonly differing = new Set<number>();

  constructor(personal: ReadonlySet<number>) {
    this.#personal = personal;
  }

  add(id: string, cells: readonly string[], length: number): void {
    const before = this.#kept.get(id);
    if (before !== undefined) {
      this.#rows += 1;
      this.#compare(before, cells);
    } else if (this.#kept.size < KEPT && this.#characters < KEPT_CHARACTERS) {
      this.#rows += 1;
      this.#kept.set(id, cells);
      this.#characters += length;
    }
  }

  #compare(before: readonly string[], cells: readonly string[]): void {
    const here = cells.flatMap((cell, index) => (cell === before[index] ? [] : [index]));
    // A plain repetition says nothing.
    if (here.length === 0) return;
    if (!here.every((index) => this.#personal.has(index))) {
      this.#others += 1;
      return;
    }
    this.#times += 1;
    for (const index of here) this.differing.add(index);
  }

  /** Most rows of one id differ in nothing but who took part, or how. */
  get inParticipants(): boolean {
    return this.#times >= Math.max(2, this.#rows * LEAST) && this.#others <= this.#times / 2;
  }
}

/** Reads a table once more, to see how rows of one id differ; null when they differ in more than who took part. */
export async function participantsIn({ source, columns }: Scan, column: number): Promise<Participants | null> {
  const comparison = new Comparison(new Set(columns.filter((one) => says(one, OF_A_PERSON)).map(({ index }) => index)));
  const repeats = new Repeats();
  for await (const batch of source.batches()) {
    for (const record of batch) {
      const cells = wholeCells(record, columns.length, source.pads);
      if (cells === null) continue;
      const id = idIn(cells, column);
      repeats.add(id);
      if (id !== '') comparison.add(id, cells, record.raw.length);
    }
  }
  const { differing, inParticipants } = comparison;
  const who = [...differing].some((index) => says(columns[index], WHO));
  return who && inParticipants ? { column, differing, repeats } : null;
}

/** The id of a row, as it will be staged. */
export const idIn = (cells: readonly string[], column: number): string => (cells[column] ?? '').trim();

/** What stands between the participants in a cell that was made from several rows. */
export const JOINT = '; ';

/** Puts one participant's cells to those before: what differs is listed, in the order of the rows. Null: the rows differ elsewhere. */
export function joinedCells(cells: readonly string[], next: readonly string[], { differing }: Participants): readonly string[] | null {
  const joined = [...cells];
  for (const [index, cell] of next.entries()) {
    const before = cells[index] ?? '';
    if (cell === before) continue;
    if (!differing.has(index)) return null;
    const known = before.split(JOINT);
    if (cell.trim() !== '' && !known.includes(cell)) joined[index] = before.trim() === '' ? cell : `${before}${JOINT}${cell}`;
  }
  return joined;
}
