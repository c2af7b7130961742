import { type DialectGuess, guessDialect } from './dialect.ts';
import type { TextEncoding } from './encoding.ts';
import type { ExportFiles } from './files.ts';
import { tableOf } from './layout.ts';
import { type Line, linesOf } from './lines.ts';
import { recordsOf } from './records.ts';
import type { Grid, TableSource } from './table.ts';

const HEAD_LINES = 200;
/** Names that promise a table; other text files have to look very much like one. */
const TABLE_NAME = /\.(csv|tsv|tab|psv)$/i;
const PROSE_NAME = /\.(md|html?|xml|json|ndjson|jsonl|rtf|eml|ics|vcf|log|js|css|svg)$/i;

/** How a person says that a file is to be read. */
export interface CsvHints {
  readonly delimiter?: string | undefined;
  readonly headerLine?: number | undefined;
}

async function headOf(lines: AsyncIterable<readonly Line[]>): Promise<string[]> {
  const head: string[] = [];
  for await (const batch of lines) {
    for (const { text } of batch) head.push(text);
    if (head.length >= HEAD_LINES) break;
  }
  return head.slice(0, HEAD_LINES);
}

/** Spreadsheets may say the delimiter in a line of its own before the header: `sep=;`. */
function toldDelimiter(line: string | undefined): string | undefined {
  return /^\ufeff?"?sep=([,;|\t])"?$/i.exec(line ?? '')?.[1];
}

async function* withoutFirst(lines: AsyncIterable<readonly Line[]>): AsyncGenerator<readonly Line[]> {
  for await (const batch of lines) yield batch[0]?.line === 1 ? batch.slice(1) : batch;
}

function looksLikeTable(path: string, head: readonly string[], { columns, agreement }: DialectGuess): boolean {
  if (TABLE_NAME.test(path)) return true;
  return !PROSE_NAME.test(path) && columns >= 3 && agreement >= 0.9 && head.filter((line) => line.trim() !== '').length >= 3;
}

/** A text file as a table of separated values; null when it is none (a letter, an empty file). @throws CutoverError `source-unreadable` */
export async function openCsv(files: ExportFiles, path: string, encoding: TextEncoding, hints: CsvHints = {}): Promise<TableSource | null> {
  const all = () => linesOf(files, path, encoding);
  const whole = await headOf(all());
  const told = toldDelimiter(whole[0]);
  const lines = () => (told === undefined ? all() : withoutFirst(all()));
  const head = told === undefined ? whole : whole.slice(1);
  if (head.every((line) => line.trim() === '')) return null;
  const guess = guessDialect(head, hints.delimiter ?? told);
  if (!looksLikeTable(path, head, guess)) return null;
  const { delimiter, quote, escape: mark } = guess;
  const manner = { ...(quote === '"' ? {} : { quote }), ...(mark === quote ? {} : { escape: mark }) };
  const grid: Grid = {
    file: path,
    path,
    format: { kind: 'csv', encoding, delimiter, ...manner },
    positional: false,
    batches: (width) => recordsOf(lines(), { delimiter, quote, escape: mark, width }),
  };
  return tableOf(grid, hints.headerLine);
}
