import { readDate, readMoney } from '@cutover/values';
import { visible } from './header.ts';
import type { Grid, SourceRecord, TableSource } from './table.ts';

/** So many records are looked at to find the header. */
const SAMPLE = 200;
/** A header stands among the first so many records. */
const DEEPEST = 30;

export interface Layout {
  /** Which of the records looked at is the header. */
  readonly header: number;
  readonly pads: boolean;
}

const filledIn = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length;

/** The value that occurs most often; the least of several. */
function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = 0;
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0) || (count === counts.get(best) && value < best)) best = value;
  return best;
}

/** Text that no header is: an amount, a date in figures, a mail address. */
const isDatum = (cell: string): boolean => /^[\s\d.,:/%$€£()+-]*\d[\s\d.,:/%$€£()+-]*$/.test(cell) || cell.includes('@');

/**
 * Where the header stands among the first records: titles, dates of printing and blank lines above it fill far fewer cells than the
 * table does.
 */
export function layoutOf(records: readonly (readonly string[])[], positional: boolean): Layout {
  const widths = records.map((cells) => cells.length);
  const filled = records.map(filledIn);
  const broad = positional ? Math.max(0, ...filled) : commonest(widths.filter((width) => width > 1));
  const least = broad <= 2 ? broad : Math.max(2, Math.ceil(broad / 2));
  const looked = records.slice(0, DEEPEST);
  const fits = (index: number): boolean => (filled[index] ?? 0) >= least && (positional || (widths[index] ?? 0) >= broad * 0.75);
  let header = looked.findIndex((_, index) => fits(index));
  // A block of facts above the table (`Practice,Acme`) fills cells too, but the header fills more than the line above it, with words.
  const next = looked[header + 1];
  if (header >= 0 && next !== undefined && (looked[header] ?? []).some(isDatum) && !next.some(isDatum) && fits(header + 1)) {
    if ((filled[header + 1] ?? 0) > (filled[header] ?? 0)) header += 1;
  }
  if (header < 0) header = 0;
  const width = widths[header] ?? 0;
  const body = widths.slice(header + 1);
  const short = body.filter((one) => one < width && one > 1).length;
  return { header, pads: positional || (short >= 2 && short >= body.length * 0.05 && !body.some((one) => one > width)) };
}

const TOTAL =
  /^(?:(?:grand |sub)?\s?totals?|sums?|balance|averages?|gesamt(?:summe)?|summe|insgesamt|zwischensumme|suma|total general|somme|totaux)(?:\s*(?:\(.*\)|:|of .*|für .*|de .*))?$/i;
const FOOT =
  /^(?:\d+ \p{L}+$|-{2,}|={2,}|\*{2,}|(?:end of|exported|generated|printed|created|report|page|total|count|records?|rows?|erstellt am|exportiert|seite|anzahl|generado|exporté)\b.*)/iu;

/** Why a record below the header is no row of the table: the sums of its columns, or a remark below it. */
export function asideOf(cells: readonly string[], width: number): string | null {
  let filled = 0;
  let label = '';
  for (const cell of cells) {
    if (cell === '' || cell.trim() === '') continue;
    if (filled === 0) label = cell.trim();
    filled += 1;
    // Most rows are full: they need no closer look.
    if (filled > 1 && filled > width / 2 + 1) return null;
  }
  if (filled === 0 || width < 3) return null;
  if (filled === 1) return FOOT.test(label) || TOTAL.test(label) ? 'a remark below the table' : null;
  if (!TOTAL.test(label)) return null;
  const others = cells.map((cell) => cell.trim()).filter((cell) => cell !== '' && cell !== label);
  return others.every((cell) => readMoney(cell).ok || TOTAL.test(cell) || /^\d+([.:]\d+)?\s*(h|min|%)?$/i.test(cell))
    ? 'a row of totals'
    : null;
}

const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Values that no header is, and of which a column has one in each row. */
const kindOf = (cell: string | undefined): 'mail' | 'date' | null =>
  cell === undefined ? null : MAIL.test(cell.trim()) ? 'mail' : readDate(cell).ok ? 'date' : null;

/** Whether what stands where the header should is a row like those below: it holds a mail address or a day where they hold one too. */
function isRow(header: readonly string[], below: readonly (readonly string[])[]): boolean {
  const rows = below.filter((cells) => cells.length === header.length).slice(0, 50);
  return header.some((cell, index) => {
    const kind = kindOf(cell);
    return kind !== null && rows.length > 0 && rows.filter((cells) => kindOf(cells[index]) === kind).length >= rows.length * 0.75;
  });
}

/** Amounts and nothing else in a row that is mostly empty, its first cell too: at the very end such a row sums up the columns. */
function isNamelessSum(cells: readonly string[] | null): boolean {
  if (cells === null || cells.length < 3 || (cells[0] ?? '').trim() !== '') return false;
  const filled = cells.filter((cell) => cell.trim() !== '');
  return filled.length > 0 && filled.length <= cells.length / 2 && filled.every((cell) => readMoney(cell).ok);
}

async function sampleOf(grid: Grid): Promise<SourceRecord[]> {
  const sample: SourceRecord[] = [];
  for await (const batch of grid.batches(null)) {
    sample.push(...batch);
    if (sample.length >= SAMPLE) break;
  }
  return sample.slice(0, SAMPLE);
}

/** Where, behind the last row of these, sums without a name and remarks below them begin: if nothing follows, they end the table. */
function endOf(rows: readonly SourceRecord[]): number {
  let at = rows.length;
  while (at > 0 && rows[at - 1]?.cells === null) at -= 1;
  return at > 0 && isNamelessSum(rows[at - 1]?.cells ?? null) ? at - 1 : rows.length;
}

/** Everything but the header itself; what stands above it and sums below it are set aside. */
async function* rowsOf(grid: Grid, width: number, headerLine: number): AsyncGenerator<readonly SourceRecord[]> {
  let end: readonly SourceRecord[] = [];
  for await (const batch of grid.batches(width)) {
    const rows: SourceRecord[] = [...end];
    for (const record of batch) {
      if (record.line === headerLine) continue;
      if (record.line < headerLine) {
        rows.push({ line: record.line, cells: null, raw: record.raw, reason: 'it stands above the header', outcome: 'skipped' });
        continue;
      }
      const aside = record.cells === null ? null : asideOf(record.cells, width);
      rows.push(aside === null ? record : { line: record.line, cells: null, raw: record.raw, reason: aside, outcome: 'skipped' });
    }
    end = rows.splice(endOf(rows));
    if (rows.length > 0) yield rows;
  }
  const [sum, ...remarks] = end;
  if (sum !== undefined) yield [{ line: sum.line, cells: null, raw: sum.raw, reason: 'a row of totals', outcome: 'skipped' }, ...remarks];
}

/** The table in a grid; null when it holds nothing. `told`: the line of the header, when a person says it. */
export async function tableOf(grid: Grid, told?: number): Promise<TableSource | null> {
  const sample = await sampleOf(grid);
  if (sample.length === 0) return null;
  const cells = sample.map((record) => record.cells ?? [record.raw]);
  const layout = layoutOf(cells, grid.positional);
  const at = told === undefined ? layout.header : sample.findIndex((record) => record.line === told);
  const header = cells[at];
  const foundAt = sample[at]?.line;
  if (header === undefined || foundAt === undefined) return null;
  const headless = told === undefined && at === 0 && isRow(header, cells.slice(1));
  // No line is the header: all of them are rows.
  const headerLine = headless ? 0 : foundAt;
  const names = header.map((name) => (headless ? '' : visible(name)));
  // Columns that a spreadsheet has formatted but never filled.
  while (
    grid.positional &&
    names.length > 0 &&
    names.at(-1)?.trim() === '' &&
    cells.every((row) => (row[names.length - 1] ?? '').trim() === '')
  )
    names.pop();
  return {
    file: grid.file,
    path: grid.path,
    format: headerLine <= 1 ? grid.format : { ...grid.format, headerLine },
    header: names,
    pads: layout.pads,
    batches: () => rowsOf(grid, names.length, headerLine),
  };
}
