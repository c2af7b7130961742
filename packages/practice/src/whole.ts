import { fitted } from './scan.ts';
import type { SourceRecord } from './table.ts';

/** The cells of a record that can become a row; null for any other. */
export function wholeCells(record: SourceRecord, width: number, pads: boolean): readonly string[] | null {
  if (record.cells === null || record.raw.includes('\0')) return null;
  const cells = fitted(record.cells, width, pads);
  return cells === null || cells.every((cell) => cell.trim() === '') ? null : cells;
}
