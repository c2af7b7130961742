import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { LIMITS } from './limits.ts';
import type { Line } from './lines.ts';
import { type Dialect, splitCells } from './split-cells.ts';
import type { SourceRecord } from './table.ts';

/** A quoted cell may run over this many lines and characters; what runs further has lost its closing quote. */
const MOST_LINES = 2_000;
const MOST_CHARACTERS = LIMITS.cell;

export interface RecordOptions extends Dialect {
  /** Cells in a whole record; null: not known yet (the header itself). */
  readonly width: number | null;
}

/** Physical lines that make one record, because their quotes are balanced. */
interface Block {
  readonly lines: readonly Line[];
  /** False: the quotes never closed within bounds. */
  readonly whole: boolean;
}

function oddQuotes(text: string, { quote, escape: mark }: Dialect): boolean {
  let odd = false;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) if (mark !== '\\' || text[at - 1] !== '\\') odd = !odd;
  return odd;
}

const textOf = (lines: readonly Line[]): string =>
  lines.map((line, index) => (index === lines.length - 1 ? line.text : line.text + line.end)).join('');

/** Lines that arrive in batches, with a way back: a record that turns out to be damaged leaves all lines but its first where they are. */
class Lines {
  readonly #source: AsyncIterator<readonly Line[]>;
  #lines: readonly Line[] = [];
  #at = 0;

  constructor(source: AsyncIterable<readonly Line[]>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The line so many after the next one, without taking it; undefined when it has not arrived yet. */
  peek(ahead = 0): Line | undefined {
    return this.#lines[this.#at + ahead];
  }

  take(count: number): void {
    this.#at += count;
  }

  /** Gets more lines; false when there are none. */
  async more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done) return false;
    this.#lines = this.#at >= this.#lines.length ? value : [...this.#lines.slice(this.#at), ...value];
    this.#at = 0;
    return true;
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

async function blockAt(lines: Lines, first: Line, dialect: Dialect): Promise<Block> {
  const taken = [first];
  let size = first.text.length;
  for (let ahead = 1; taken.length < MOST_LINES && size < MOST_CHARACTERS; ahead += 1) {
    let line = lines.peek(ahead);
    while (line === undefined && (await lines.more())) line = lines.peek(ahead);
    if (line === undefined) break;
    taken.push(line);
    size += line.text.length;
    if (oddQuotes(line.text, dialect)) return { lines: taken, whole: true };
  }
  return { lines: taken, whole: false };
}

function one(text: string, dialect: Dialect, relaxed: boolean): string[] | null {
  const { delimiter, quote, escape: mark } = dialect;
  const plain = !relaxed && mark === quote ? splitCells(text, dialect) : null;
  if (plain !== null) return plain;
  try {
    const records = parse(text, {
      delimiter,
      quote,
      escape: mark,
      relax_column_count: true,
      relax_quotes: relaxed,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: LIMITS.line * 2,
    });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch (thrown) {
    if (thrown instanceof CsvError) return null;
    throw thrown;
  }
}

/** One block → one record, and how many of its lines belong to it: the others are looked at again. */
function readBlock(block: Block, options: RecordOptions): { record: SourceRecord; taken: number } {
  const { width } = options;
  const [first, ...others] = block.lines;
  if (first === undefined) throw new RangeError('a block has at least one line');
  const all = block.lines.length;
  const fits = (cells: readonly string[] | null): cells is readonly string[] =>
    cells !== null && (width === null || cells.length === width);
  const raw = textOf(block.lines);
  const strict = block.whole ? one(raw, options, false) : null;
  if (fits(strict)) return { record: { line: first.line, cells: strict, raw }, taken: all };
  // Quotes inside of a cell that is not quoted, such as 5" or "hi" there.
  const loose = one(first.text, options, true);
  if (fits(loose)) return { record: { line: first.line, cells: loose, raw: first.text }, taken: 1 };
  const othersStand = others.some((line) => width !== null && one(line.text, options, false)?.length === width);
  if (strict !== null && !othersStand) return { record: { line: first.line, cells: strict, raw }, taken: all };
  if (others.length === 0 && loose !== null) return { record: { line: first.line, cells: loose, raw }, taken: 1 };
  const reason = block.whole ? 'the quotes in this line do not fit together' : 'a quote is opened here and not closed';
  return { record: { line: first.line, cells: null, raw: first.text, reason }, taken: 1 };
}

const LONG = `a cell of more than ${LIMITS.cell.toLocaleString('en')} characters`;

/** A line by itself, where it can be read as a record without looking further; null where its quotes need a closer look. */
function plainRecord(line: Line, options: RecordOptions): SourceRecord | null {
  if (line.cut) return { line: line.line, cells: null, raw: line.text, reason: 'the line is too long to be taken' };
  const { text } = line;
  if (options.escape === '\\' && text.includes(options.quote)) return null;
  const cells = splitCells(text, options);
  if (cells === null) return null;
  return withinBounds({ line: line.line, cells, raw: text });
}

function withinBounds(record: SourceRecord): SourceRecord {
  const { cells, raw, line } = record;
  if (raw.length <= LIMITS.cell || cells === null || cells.every((cell) => cell.length <= LIMITS.cell)) return record;
  return { line, cells: null, raw, reason: LONG };
}

const BLANK = /^\s*$/;

/**
 * The records of a CSV text. Damage stays where it is: a line whose quotes do not fit becomes one record without cells, and reading goes
 * on in the next line. Empty lines are no records.
 */
export async function* recordsOf(source: AsyncIterable<readonly Line[]>, options: RecordOptions): AsyncGenerator<SourceRecord[]> {
  const lines = new Lines(source);
  let batch: SourceRecord[] = [];
  try {
    for (;;) {
      const line = lines.peek();
      if (line === undefined) {
        if (batch.length > 0) yield batch;
        batch = [];
        if (await lines.more()) continue;
        return;
      }
      const plain = plainRecord(line, options);
      if (plain !== null) {
        lines.take(1);
        // A line of blanks and nothing else is no record; one of delimiters is.
        if (plain.cells?.length !== 1 || !BLANK.test(line.text)) batch.push(plain);
        continue;
      }
      const block = oddQuotes(line.text, options) ? await blockAt(lines, line, options) : { lines: [line], whole: true };
      const { record, taken } = readBlock(block, options);
      lines.take(taken);
      batch.push(withinBounds(record));
    }
  } finally {
    await lines.close();
  }
}
