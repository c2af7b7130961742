import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { Line } from './lines.ts';
import type { SourceRecord } from './table.ts';

/** A quoted cell may run over this many lines and characters; what runs further has lost its closing quote. */
const MOST_LINES = 2_000;
const MOST_CHARACTERS = 1_000_000;
const BATCH = 500;

export interface RecordOptions {
  readonly delimiter: string;
  /** Cells in a whole record; null: not known yet (the header itself). */
  readonly width: number | null;
}

/** Physical lines that make one record, because their quotes are balanced. */
interface Block {
  readonly lines: readonly Line[];
  /** False: the quotes never closed within bounds. */
  readonly whole: boolean;
}

const quotes = (text: string): number => {
  let found = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) found += 1;
  return found;
};

const textOf = (lines: readonly Line[]): string =>
  lines.map((line, index) => (index === lines.length - 1 ? line.text : line.text + line.end)).join('');

/** Lines with a way back: a record that turns out to be damaged gives back all lines but its first. */
class Lines {
  readonly #source: AsyncIterator<Line>;
  #back: Line[] = [];

  constructor(source: AsyncIterable<Line>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async next(): Promise<Line | null> {
    const kept = this.#back.pop();
    if (kept !== undefined) return kept;
    const { done, value } = await this.#source.next();
    return done ? null : value;
  }

  giveBack(lines: readonly Line[]): void {
    for (let i = lines.length - 1; i >= 0; i -= 1) {
      const line = lines[i];
      if (line !== undefined) this.#back.push(line);
    }
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

async function nextBlock(lines: Lines): Promise<Block | null> {
  let first = await lines.next();
  while (first !== null && first.text.trim() === '') first = await lines.next();
  if (first === null) return null;
  const taken = [first];
  let open = quotes(first.text) % 2 === 1;
  let size = first.text.length;
  while (open && taken.length < MOST_LINES && size < MOST_CHARACTERS) {
    const line = await lines.next();
    if (line === null) break;
    taken.push(line);
    size += line.text.length;
    if (quotes(line.text) % 2 === 1) open = false;
  }
  return { lines: taken, whole: !open };
}

function cellsOf(text: string, delimiter: string, relaxed: boolean): string[][] | null {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: relaxed,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: MOST_CHARACTERS * 2,
    });
  } catch (thrown) {
    if (thrown instanceof CsvError) return null;
    throw thrown;
  }
}

const one = (text: string, delimiter: string, relaxed: boolean): string[] | null => {
  const records = cellsOf(text, delimiter, relaxed);
  return records?.length === 1 ? (records[0] ?? null) : null;
};

/** One block → one record, and the lines it must give back because they belong to other records. */
function readBlock(block: Block, options: RecordOptions): { record: SourceRecord; back: readonly Line[] } {
  const { delimiter, width } = options;
  const [first, ...others] = block.lines;
  if (first === undefined) throw new RangeError('a block has at least one line');
  const fits = (cells: readonly string[] | null): cells is readonly string[] =>
    cells !== null && (width === null || cells.length === width);
  const raw = textOf(block.lines);
  const strict = block.whole ? one(raw, delimiter, false) : null;
  if (fits(strict)) return { record: { line: first.line, cells: strict, raw }, back: [] };
  // Quotes inside of a cell that is not quoted, such as 5" or "hi" there.
  const loose = one(first.text, delimiter, true);
  if (fits(loose)) return { record: { line: first.line, cells: loose, raw: first.text }, back: others };
  const othersStand = others.some((line) => width !== null && one(line.text, delimiter, false)?.length === width);
  if (strict !== null && !othersStand) return { record: { line: first.line, cells: strict, raw }, back: [] };
  if (others.length === 0 && loose !== null) return { record: { line: first.line, cells: loose, raw }, back: [] };
  const reason = block.whole ? 'the quotes in this line do not fit together' : 'a quote is opened here and not closed';
  return { record: { line: first.line, cells: null, raw: first.text, reason }, back: others };
}

/** Many sound blocks at once, which is much faster; null when any of them needs a closer look. */
function readTogether(blocks: readonly Block[], options: RecordOptions): SourceRecord[] | null {
  const raws = blocks.map((block) => textOf(block.lines));
  const records = cellsOf(raws.join('\n'), options.delimiter, false);
  if (records === null || records.length !== blocks.length) return null;
  const read: SourceRecord[] = [];
  for (const [index, cells] of records.entries()) {
    const line = blocks[index]?.lines[0]?.line;
    const raw = raws[index];
    if (line === undefined || raw === undefined || cells.length !== options.width) return null;
    read.push({ line, cells, raw });
  }
  return read;
}

/**
 * The records of a CSV text. Damage stays where it is: a line whose quotes do not fit becomes one record without cells, and reading goes
 * on in the next line. Empty lines are no records.
 */
export async function* recordsOf(source: AsyncIterable<Line>, options: RecordOptions): AsyncGenerator<SourceRecord> {
  const lines = new Lines(source);
  try {
    for (;;) {
      const blocks: Block[] = [];
      while (blocks.length < BATCH) {
        const block = await nextBlock(lines);
        if (block === null) break;
        blocks.push(block);
        if (!block.whole) break;
      }
      if (blocks.length === 0) return;
      const together = blocks.every((block) => block.whole) ? readTogether(blocks, options) : null;
      if (together !== null) {
        yield* together;
        continue;
      }
      for (const [index, block] of blocks.entries()) {
        const { record, back } = readBlock(block, options);
        yield record;
        if (back.length > 0) {
          lines.giveBack(blocks.slice(index + 1).flatMap((later) => later.lines));
          lines.giveBack(back);
          break;
        }
      }
    }
  } finally {
    await lines.close();
  }
}
