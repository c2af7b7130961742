import { nameKey } from './column-keys.ts';
import { ColumnStats } from './column-stats.ts';
import { Sketch } from './sketch.ts';
import type { TableSource } from './table.ts';

/** A table after it was read through once: what its columns hold. */
export interface Scan {
  readonly source: TableSource;
  readonly columns: readonly ColumnStats[];
  readonly rows: number;
  /** Where first and last names stand in two columns: whole names, by which other files may refer to the people. */
  readonly people: People | null;
}

export interface People {
  readonly first: number;
  readonly last: number;
  readonly names: Sketch;
}

function peopleOf(columns: readonly ColumnStats[]): People | null {
  const of = (concept: 'first-name' | 'last-name') => columns.find((column) => (column.meanings.get(concept) ?? 0) >= 0.8);
  const [first, last] = [of('first-name'), of('last-name')];
  return first === undefined || last === undefined || first === last ? null : { first: first.index, last: last.index, names: new Sketch() };
}

/** The cells of a record fitted to the header: blank cells beyond it are dropped, missing ones added where the tool leaves them out. Null: too many or too few. */
export function fitted(cells: readonly string[], width: number, pads: boolean): readonly string[] | null {
  if (cells.length === width) return cells;
  if (cells.length < width) return pads ? [...cells, ...new Array<string>(width - cells.length).fill('')] : null;
  return cells.slice(width).every((cell) => cell.trim() === '') ? cells.slice(0, width) : null;
}

export async function scan(source: TableSource): Promise<Scan> {
  const columns = source.header.map((name, index) => new ColumnStats(index, name));
  const people = peopleOf(columns);
  let rows = 0;
  for await (const batch of source.batches()) {
    rows += batch.length;
    for (const record of batch) {
      const cells = record.cells === null ? null : fitted(record.cells, columns.length, source.pads);
      if (cells === null) continue;
      for (const column of columns) column.add(cells[column.index] ?? '');
      if (people !== null) people.names.add(nameKey(`${cells[people.first] ?? ''} ${cells[people.last] ?? ''}`));
    }
  }
  return { source, columns, rows, people };
}
