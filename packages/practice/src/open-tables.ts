import type { CsvHints } from './csv.ts';
import { openCsv } from './csv.ts';
import { detectEncoding, type TextEncoding } from './encoding.ts';
import { chunksOf, type ExportFile, type ExportFiles } from './files.ts';
import { jsonKind, openJson } from './json/open.ts';
import type { Limits } from './limits.ts';
import { linesOf } from './lines.ts';
import type { TableSource } from './table.ts';
import { openXlsx } from './xlsx/open.ts';

/** How a person says that a file is to be read, where the file alone would be read wrongly. */
export interface Hints extends CsvHints {
  readonly encoding?: TextEncoding | undefined;
}

/** What a file of the export turned out to be. */
export interface Opened {
  readonly tables: readonly TableSource[];
  /** Why a file that should hold tables gave none. */
  readonly problem: string | null;
  close(): Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();
const none = (problem: string | null = null): Opened => ({ tables: [], problem, close: nothing });

async function headOf(files: ExportFiles, path: string): Promise<Buffer> {
  for await (const chunk of chunksOf(files, path)) return chunk.subarray(0, 8);
  return Buffer.alloc(0);
}

async function firstLines(files: ExportFiles, path: string, encoding: TextEncoding): Promise<string[]> {
  for await (const batch of linesOf(files, path, encoding, 100_000)) {
    const filled = batch.map((line) => line.text.slice(0, 100_000)).filter((text) => text.trim() !== '');
    if (filled.length > 0) return filled.slice(0, 2);
  }
  return [];
}

async function openBook(files: ExportFiles, path: string, limits: Limits, hints: Readonly<Record<string, Hints>>): Promise<Opened> {
  const told = Object.entries(hints).flatMap(([file, { headerLine }]) => (headerLine === undefined ? [] : [[file, headerLine] as const]));
  try {
    const book = await openXlsx(files, path, limits, Object.fromEntries(told));
    return book === null ? none() : { ...book, problem: null };
  } catch (thrown) {
    return none(`the workbook cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function tooWide(tables: readonly TableSource[], limits: Limits): string | null {
  const wide = tables.find((table) => table.header.length > limits.columns);
  return wide === undefined ? null : `${wide.file} has ${wide.header.length} columns or more; at most ${limits.columns} are taken`;
}

/**
 * The tables in a file of the export, found out from its content: sheets of a workbook, lists in JSON, lines of NDJSON, separated
 * values. No table: a picture, a letter, an archive. @throws CutoverError `source-unreadable`
 */
export async function openTables(
  files: ExportFiles,
  { path }: ExportFile,
  limits: Limits,
  hints: Readonly<Record<string, Hints>> = {},
): Promise<Opened> {
  const head = await headOf(files, path);
  if (head.toString('latin1').startsWith('PK\x03\x04')) return openBook(files, path, limits, hints);
  const hint = hints[path] ?? {};
  const encoding = hint.encoding ?? (await detectEncoding(files, path));
  if (encoding === 'binary') return none();
  const kind = jsonKind(await firstLines(files, path, encoding), path);
  const json = kind === null ? [] : await openJson(files, path, kind, encoding, limits);
  const csv = kind === null || (json.length === 0 && /\.csv$/i.test(path)) ? await openCsv(files, path, encoding, hint) : null;
  const tables = csv === null ? json : [csv];
  const problem = tooWide(tables, limits);
  return problem === null ? { tables, problem: null, close: nothing } : none(problem);
}
