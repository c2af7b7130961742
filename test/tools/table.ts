import { readFileSync, writeFileSync } from 'node:fs';

/** A CSV file of an export that a test edits cell by cell. It knows nothing of the product's own reader. */
export class Table {
  readonly path: string;
  readonly head: readonly string[];
  rows: string[][];

  constructor(path: string) {
    this.path = path;
    const [head = [], ...rows] = parse(readFileSync(path, 'utf8'));
    this.head = head;
    this.rows = rows;
  }

  /** @throws Error when there is no such row or column */
  get(id: string, column: string): string {
    return this.row(id)[this.column(column)] ?? '';
  }

  set(id: string, column: string, value: string): void {
    this.row(id)[this.column(column)] = value;
  }

  /** A row like another one, with another id and other cells. */
  addLike(id: string, like: string, cells: Readonly<Record<string, string>>): void {
    const row = [...this.row(like)];
    row[0] = id;
    for (const [column, value] of Object.entries(cells)) row[this.column(column)] = value;
    this.rows.push(row);
  }

  remove(id: string): void {
    this.rows = this.rows.filter(([own]) => own !== id);
  }

  get ids(): string[] {
    return this.rows.map(([id]) => id ?? '');
  }

  save(): void {
    const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    writeFileSync(this.path, [this.head, ...this.rows].map((row) => `${row.map(cell).join(',')}\n`).join(''));
  }

  private row(id: string): string[] {
    const row = this.rows.find(([own]) => own === id);
    if (row === undefined) throw new Error(`${this.path} has no row ${id}`);
    return row;
  }

  private column(name: string): number {
    const index = this.head.indexOf(name);
    if (index < 0) throw new Error(`${this.path} has no column ${name}`);
    return index;
  }
}

function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n"]*))(,|\n|$)/g)) {
    if (quoted === undefined && plain === '' && end === '' && row.length === 0) break;
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
