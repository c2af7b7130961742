import type { Packed } from '../archive/zip.ts';
import type { Limits } from '../limits.ts';
import type { SourceRecord } from '../table.ts';
import { shownText } from './number-format.ts';
import { unescaped, type Workbook } from './workbook.ts';
import { type XmlHandler, xmlPieces } from './xml.ts';

/** What a spreadsheet can hold. */
const MOST_COLUMNS = 16_384;

/** 0-based column of a reference such as `AB12`; null when there is none. */
function columnOf(reference: string | undefined): number | null {
  let column = 0;
  let at = 0;
  const text = reference ?? '';
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return at === 0 ? null : column - 1;
}

/** Puts the rows of a sheet together while its XML passes by. */
class Rows implements XmlHandler {
  readonly #book: Workbook;
  readonly #limits: Limits;
  #done: SourceRecord[] = [];
  #cells: string[] = [];
  #row = 0;
  #column = -1;
  #kind = 'n';
  #style = 0;
  #value = '';
  #reading = false;
  #phonetic = 0;
  #damage: string | null = null;

  constructor(book: Workbook, limits: Limits) {
    this.#book = book;
    this.#limits = limits;
  }

  get row(): number {
    return this.#row;
  }

  take(): SourceRecord[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      const told = Number(attributes.r);
      this.#row = Number.isSafeInteger(told) && told > this.#row ? told : this.#row + 1;
      this.#cells = [];
      this.#column = -1;
      this.#damage = null;
    } else if (name === 'c') {
      this.#column = columnOf(attributes.r) ?? this.#column + 1;
      this.#kind = attributes.t ?? 'n';
      this.#style = Number(attributes.s ?? 0);
      this.#value = '';
    } else if (name === 'rPh') this.#phonetic += 1;
    else if (name === 'v' || (name === 't' && this.#phonetic === 0)) this.#reading = true;
  }

  text(text: string): void {
    if (this.#reading) this.#value += text;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#reading = false;
    else if (name === 'rPh') this.#phonetic -= 1;
    else if (name === 'c') this.#cell();
    else if (name === 'row') this.#finish();
  }

  #cell(): void {
    const text = this.#shown();
    if (text === '') return;
    if (this.#column >= MOST_COLUMNS) this.#damage = `a cell stands in column ${this.#column + 1}; a sheet has ${MOST_COLUMNS} at most`;
    else if (text.length > this.#limits.cell) this.#damage = `a cell of more than ${this.#limits.cell.toLocaleString('en')} characters`;
    else {
      while (this.#cells.length < this.#column) this.#cells.push('');
      this.#cells[this.#column] = text;
    }
  }

  #shown(): string {
    const value = this.#value;
    switch (this.#kind) {
      case 's':
        return value === '' ? '' : (this.#book.texts[Number(value)] ?? '');
      case 'b':
        return value === '1' ? 'true' : value === '0' ? 'false' : value;
      case 'n':
        return shownText(value, this.#book.styles[this.#style] ?? { as: 'number' }, this.#book.since1904);
      default:
        return unescaped(value);
    }
  }

  #finish(): void {
    const raw = this.#cells.join('\t');
    if (this.#damage !== null) this.#done.push({ line: this.#row, cells: null, raw, reason: this.#damage });
    else if (this.#cells.some((cell) => cell.trim() !== '')) this.#done.push({ line: this.#row, cells: this.#cells, raw });
  }
}

/** The rows of a sheet that hold anything; `line` is the row's number. Damage ends the sheet with one record that says so. */
export async function* sheetRows(book: Workbook, part: Packed, limits: Limits): AsyncGenerator<SourceRecord[]> {
  const rows = new Rows(book, limits);
  try {
    for await (const _ of xmlPieces(part.read(), rows)) {
      const batch = rows.take();
      if (batch.length > 0) yield batch;
    }
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    const batch = rows.take();
    yield [...batch, { line: rows.row + 1, cells: null, raw: '', reason: `the sheet cannot be read from here on: ${why}` }];
  }
}
