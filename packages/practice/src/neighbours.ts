import type { ColumnStats } from './column-stats.ts';
import type { Concept } from './concepts.ts';

/** How rows that follow each other with the same id differ. */
export interface Repetition {
  /** The column whose values repeat. */
  readonly column: number;
  /** How many rows repeat the one before them in all but what a participant may differ in. */
  readonly times: number;
  /** The columns in which such rows differ. */
  readonly differing: ReadonlySet<number>;
  /** How many rows have the id of the one before them, and differ elsewhere. */
  readonly others: number;
}

/** Most columns say something about the whole record: in these each participant may differ. */
const OF_A_PERSON: readonly Concept[] = ['client', 'mail', 'phone', 'name', 'first-name', 'last-name', 'members', 'status'];
const WHO: readonly Concept[] = ['client', 'mail', 'name', 'members'];

const says = (column: ColumnStats | undefined, concepts: readonly Concept[]): boolean =>
  concepts.some((concept) => (column?.meanings.get(concept) ?? 0) >= 0.5);

/** Watches neighbouring rows while a table passes by: some tools write a session once for each of its participants. */
export class Neighbours {
  readonly #watched: { readonly column: number; times: number; others: number; readonly differing: Set<number> }[];
  readonly #personal: ReadonlySet<number>;
  #before: readonly string[] | null = null;

  constructor(columns: readonly ColumnStats[]) {
    this.#personal = new Set(columns.filter((column) => says(column, OF_A_PERSON)).map((column) => column.index));
    this.#watched = columns
      .filter((column) => column.index === 0 || (column.meanings.get('id') ?? 0) >= 0.3)
      .slice(0, 4)
      .map((column) => ({ column: column.index, times: 0, others: 0, differing: new Set<number>() }));
  }

  add(cells: readonly string[]): void {
    const before = this.#before;
    this.#before = cells;
    if (before === null) return;
    for (const watched of this.#watched) {
      const id = cells[watched.column] ?? '';
      if (id === '' || id !== before[watched.column]) continue;
      const differing = cells.flatMap((cell, index) => (cell === before[index] ? [] : [index]));
      // A plain repetition says nothing.
      if (differing.length === 0) continue;
      if (!differing.every((index) => this.#personal.has(index))) {
        watched.others += 1;
        continue;
      }
      watched.times += 1;
      for (const index of differing) watched.differing.add(index);
    }
  }

  get repetitions(): readonly Repetition[] {
    return this.#watched.filter((watched) => watched.times > 0);
  }
}

/**
 * The repetition that is one row per participant: rows of the same id differ in nothing but who took part (and how); null when there is
 * none. `own`: whether a column can be this file's own id.
 */
export function participantRows(
  columns: readonly ColumnStats[],
  repetitions: readonly Repetition[],
  own: (index: number) => boolean,
): Repetition | null {
  for (const repetition of repetitions) {
    const { times, others, column, differing } = repetition;
    const who = [...differing].some((index) => says(columns[index], WHO));
    const rows = columns[column]?.filled ?? 0;
    if (who && own(column) && times >= Math.max(2, rows / 50) && others <= times / 2) return repetition;
  }
  return null;
}

/** What stands between the participants in a cell that was made from several rows. */
export const JOINT = '; ';

/** Puts one participant's cells to those before: what differs is listed, in the order of the rows. Null: the rows differ elsewhere. */
export function joinedCells(cells: readonly string[], next: readonly string[], repetition: Repetition): readonly string[] | null {
  const joined = [...cells];
  for (const [index, cell] of next.entries()) {
    const before = cells[index] ?? '';
    if (cell === before) continue;
    if (!repetition.differing.has(index)) return null;
    const known = before.split(JOINT);
    if (cell.trim() !== '' && !known.includes(cell)) joined[index] = before.trim() === '' ? cell : `${before}${JOINT}${cell}`;
  }
  return joined;
}
