import { type Attachment, CutoverError, type ExtractSummary } from '@cutover/domain';
import { readAttachment } from './attachments.ts';
import { openCsv } from './csv.ts';
import type { ExportFiles } from './files.ts';
import { findingsOf, unreadOf } from './findings.ts';
import { type Scan, scan } from './scan.ts';
import { type Staged, type StageSink, stage } from './stage.ts';
import { type Surveyed, survey } from './survey.ts';
import type { TableSource } from './table.ts';

export interface ReadOptions {
  /** The instant that the summary carries, in UTC. */
  readonly now: string;
}

/** Paths and names of files that the recognised tables speak of. */
function listedIn(files: readonly Surveyed[]): ReadonlySet<string> {
  const columns = files.flatMap((file) => (file.object === null ? [] : file.scan.columns));
  return new Set(columns.filter((column) => column.profile().type === 'path').flatMap((column) => [...column.values.keys()]));
}

const isListed = (path: string, listed: ReadonlySet<string>): boolean =>
  listed.has(path) || listed.has(path.slice(path.lastIndexOf('/') + 1));

/** An export taken apart into what may hold rows and what does not. */
export interface OpenExport {
  /** A folder, or the address of an account. */
  readonly root: string;
  readonly tables: readonly TableSource[];
  /** Paths of the files that are no tables. */
  readonly others: readonly string[];
  readonly files: ExportFiles;
}

async function openExport(files: ExportFiles): Promise<OpenExport> {
  const tables: TableSource[] = [];
  const others: string[] = [];
  for (const { path } of await files.list()) {
    const table = await openCsv(files, path);
    if (table === null) others.push(path);
    else tables.push(table);
  }
  return { root: files.root, tables, others, files };
}

/** Reads an export that lies in files. @throws CutoverError as `readTables` does */
export async function readExport(files: ExportFiles, sink: StageSink, options: ReadOptions): Promise<ExtractSummary> {
  return readTables(await openExport(files), sink, options);
}

/**
 * Reads the tables of an export, wherever they come from: finds out which one is what from headers, values and links, then hands every row to
 * the sink, batch by batch, and hashes the files that are no tables. Memory does not grow with the number of rows beyond their ids.
 * @throws CutoverError `source-empty` without any row, `source-unrecognised` when not one table is recognised, `source-unreadable`
 */
export async function readTables(
  { root, tables: found, others, files }: OpenExport,
  sink: StageSink,
  options: ReadOptions,
): Promise<ExtractSummary> {
  const scans: Scan[] = [];
  const attachments: Attachment[] = [];
  const place = { file: root };
  for (const path of others) attachments.push(await readAttachment(files, path));
  for (const table of found) scans.push(await scan(table));
  if (scans.every((one) => one.rows === 0)) throw new CutoverError('source-empty', `no file in ${root} holds any row`, { place });
  const surveyed = survey(scans);
  if (surveyed.files.every((file) => file.object === null)) {
    const names = scans.map((one) => one.source.file);
    throw new CutoverError('source-unrecognised', `none of ${names.length} tables is of a known kind: ${names.slice(0, 10).join(', ')}`, {
      place,
      data: { files: names },
    });
  }
  const listed = listedIn(surveyed.files);
  // A table of no known kind that another one lists is somebody's upload: it goes with the attachments.
  const tables = surveyed.files.filter((file) => file.object !== null || !isListed(file.scan.source.file, listed));
  const names = new Set(tables.map((file) => file.scan.source.file));
  for (const { source } of scans) if (!names.has(source.file)) attachments.push(await readAttachment(files, source.file));
  attachments.sort((a, b) => (a.path < b.path ? -1 : 1));
  const links = surveyed.links.filter((link) => names.has(link.file) && names.has(link.toFile));
  const staged: Staged[] = [];
  for (const file of tables) {
    const isDetail = links.some(
      (link) => link.file === file.scan.source.file && link.toFile !== link.file && link.toObject === file.object,
    );
    staged.push(await stage(file, isDetail, sink));
  }
  const unlisted = attachments.filter((file) => !isListed(file.path, listed));
  return {
    at: options.now,
    files: staged.map((one) => one.profile),
    links,
    attachments,
    findings: [...findingsOf(staged), ...unreadOf(unlisted)],
  };
}
