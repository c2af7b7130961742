import { ColumnStats } from './column-stats.ts';
import type { TableSource } from './table.ts';

/** A table after it was read through once: what its columns hold. */
export interface Scan {
  readonly source: TableSource;
  readonly columns: readonly ColumnStats[];
  readonly rows: number;
}

/** The cells of a record fitted to the header: blank cells beyond it are dropped. Null: it has too many or too few. */
export function fitted(cells: readonly string[], width: number): readonly string[] | null {
  if (cells.length === width) return cells;
  return cells.length > width && cells.slice(width).every((cell) => cell.trim() === '') ? cells.slice(0, width) : null;
}

export async function scan(source: TableSource): Promise<Scan> {
  const columns = source.header.map((name, index) => new ColumnStats(index, name));
  let rows = 0;
  for await (const record of source.records) {
    rows += 1;
    const cells = record.cells === null ? null : fitted(record.cells, columns.length);
    if (cells === null) continue;
    for (const [index, column] of columns.entries()) column.add(cells[index] ?? '');
  }
  return { source, columns, rows };
}
