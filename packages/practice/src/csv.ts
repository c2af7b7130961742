import { guessDelimiter } from './delimiter.ts';
import { detectEncoding } from './encoding.ts';
import type { ExportFiles } from './files.ts';
import { type Line, linesOf } from './lines.ts';
import { recordsOf } from './records.ts';
import type { TableSource } from './table.ts';

const HEAD_LINES = 200;
/** Names that promise a table; other text files have to look very much like one. */
const TABLE_NAME = /\.(csv|tsv|tab|psv)$/i;
const PROSE_NAME = /\.(md|html?|xml|json|ndjson|rtf|eml|ics|vcf|log|js|css|svg)$/i;

async function headOf(lines: AsyncIterable<Line>): Promise<string[]> {
  const head: string[] = [];
  for await (const { text } of lines) {
    head.push(text);
    if (head.length >= HEAD_LINES) break;
  }
  return head;
}

/** Spreadsheets may say the delimiter in a line of its own before the header: `sep=;`. */
function toldDelimiter(line: string | undefined): string | null {
  return /^\ufeff?"?sep=([,;|\t])"?$/i.exec(line ?? '')?.[1] ?? null;
}

async function* withoutFirst(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  for await (const line of lines) if (line.line > 1) yield line;
}

/** A file as a table of separated values; null when it is none (a picture, a letter, an empty file). @throws CutoverError `source-unreadable` */
export async function openCsv(files: ExportFiles, path: string): Promise<TableSource | null> {
  if (PROSE_NAME.test(path)) return null;
  const encoding = await detectEncoding(files, path);
  if (encoding === 'binary') return null;
  const all = () => linesOf(files, path, encoding);
  const whole = await headOf(all());
  const told = toldDelimiter(whole[0]);
  const lines = () => (told === null ? all() : withoutFirst(all()));
  const head = told === null ? whole : whole.slice(1);
  if (head.every((line) => line.trim() === '')) return null;
  const guess = guessDelimiter(head);
  const { columns, agreement } = guess;
  const delimiter = told ?? guess.delimiter;
  const filled = head.filter((line) => line.trim() !== '').length;
  if (!TABLE_NAME.test(path) && (columns < 3 || agreement < 0.9 || filled < 3)) return null;
  for await (const first of recordsOf(lines(), { delimiter, width: null })) {
    const header = first.cells ?? [first.raw];
    return {
      file: path,
      format: { kind: 'csv', encoding, delimiter },
      header: header.map((name) => name.replace(/^\ufeff/, '')),
      records: {
        async *[Symbol.asyncIterator]() {
          let isHeader = true;
          for await (const record of recordsOf(lines(), { delimiter, width: header.length })) {
            if (!isHeader) yield record;
            isHeader = false;
          }
        },
      },
    };
  }
  return null;
}
