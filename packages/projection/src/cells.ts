import type { StagedRow } from '@cutover/domain';
import { isBlank, readPerson } from '@cutover/values';
import type { Column, FileMap } from './mapping-types.ts';
import { clean, oneLine } from './text.ts';

const NONE: readonly Column[] = Object.freeze([]);

/** The columns with a target, or with `target/part`. */
export function columnsAt(file: FileMap, target: string): readonly Column[] {
  return file.at.get(target) ?? NONE;
}

/** The cell's text as it can be sent; "" when it says nothing (empty, `N/A`, `—` …). */
export function cell(row: StagedRow, column: Column | undefined): string {
  if (column === undefined) return '';
  const raw = row.cells[column.index];
  if (raw === undefined || raw === '') return '';
  const text = clean(raw);
  return text === '' || isBlank(text) ? '' : text;
}

export interface Filled {
  readonly column: Column;
  readonly text: string;
}

/** The filled cells of a target, in column order. */
export function filled(file: FileMap, row: StagedRow, target: string): Filled[] {
  const found: Filled[] = [];
  for (const column of columnsAt(file, target)) {
    const text = cell(row, column);
    if (text !== '') found.push({ column, text });
  }
  return found;
}

/** The first filled cell of a target. */
export function firstFilled(file: FileMap, row: StagedRow, target: string): Filled | null {
  for (const column of columnsAt(file, target)) {
    const text = cell(row, column);
    if (text !== '') return { column, text };
  }
  return null;
}

export interface NameRead {
  readonly name: string;
  readonly columns: string;
  readonly source: string;
  readonly how: 'as written' | 'joined' | 'turned';
}

/** Words that exports use for "nothing" and that are names of people all the same, when written like one. */
const NAMES_TOO = /^(?:Na|Nan|Nil)$/;

function nameCell(row: StagedRow, column: Column | undefined): string {
  const text = cell(row, column);
  if (text !== '' || column === undefined) return oneLine(text);
  const raw = (row.cells[column.index] ?? '').trim();
  return NAMES_TOO.test(raw) ? raw : '';
}

/** A client's name: first and last joined, else the one-column name, `Last, First` turned round. Null when there is none. */
export function personName(file: FileMap, row: StagedRow): NameRead | null {
  const firsts = columnsAt(file, 'person.first_name');
  const lasts = columnsAt(file, 'person.last_name');
  const parts = [...firsts, ...lasts].map((column) => ({ column, text: nameCell(row, column) })).filter((p) => p.text !== '');
  if (parts.length > 0) {
    const joined = parts.map((p) => p.text).join(' ');
    return { name: joined, columns: headers(parts), source: joined, how: firsts.length + lasts.length > 1 ? 'joined' : 'as written' };
  }
  for (const column of columnsAt(file, 'person.name')) {
    const text = nameCell(row, column);
    if (text === '') continue;
    const { full } = readPerson(text);
    const name = full === '' ? text : full;
    return { name, columns: column.header, source: text, how: name === text ? 'as written' : 'turned' };
  }
  return null;
}

export function headers(parts: readonly { readonly column: Column }[]): string {
  return parts.map((p) => p.column.header).join(', ');
}
