import { type Attachment, CutoverError, type ExtractSummary, type Finding, type SourceObject } from '@cutover/domain';
import { alignTables, type KnownLayout } from './align.ts';
import type { Refused } from './archive/zip.ts';
import { readAttachment } from './attachments.ts';
import type { ExportFiles } from './files.ts';
import { findingsOf, refusedOf, unreadOf } from './findings.ts';
import { LIMITS, type Limits } from './limits.ts';
import { type Hints, openTables } from './open-tables.ts';
import { type Participants, participantsIn } from './participants.ts';
import type { Passed } from './row-keys.ts';
import { type Scan, scan } from './scan.ts';
import { type Staged, stage } from './stage.ts';
import { repeatedId, type Surveyed, survey } from './survey.ts';
import type { TableSource } from './table.ts';
import type { StageSink } from './tray.ts';

export interface ReadOptions {
  /** The instant that the summary carries, in UTC. */
  readonly now: string;
  readonly limits?: Limits;
  /** How single files are to be read, by their path (`book.xlsx!Sheet` for a sheet): what a person says goes before what is found out. */
  readonly hints?: Readonly<Record<string, Hints>>;
  /** The files of the export before, whose names and order of columns a newer one keeps. */
  readonly before?: readonly KnownLayout[];
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
  /** Paths of archives, whose files stand in `tables` and `others`. */
  readonly archives?: readonly string[];
  /** What should be read and is not. */
  readonly problems?: readonly Refused[];
  readonly close?: () => Promise<void>;
}

async function takeApart(files: ExportFiles, limits: Limits, hints: Readonly<Record<string, Hints>>): Promise<OpenExport> {
  const tables: TableSource[] = [];
  const others: string[] = [];
  const archives: string[] = [];
  const problems: Refused[] = [];
  const close: (() => Promise<void>)[] = [];
  for (const file of await files.list()) {
    const { path } = file;
    if (file.archive) {
      archives.push(path);
      continue;
    }
    const opened = await tried(archives, path, problems, () => openTables(files, file, limits, hints));
    if (opened === null) continue;
    close.push(opened.close);
    if (opened.problem !== null) problems.push({ path, reason: opened.problem });
    if (opened.tables.length === 0) others.push(path);
    else tables.push(...opened.tables);
  }
  return {
    root: files.root,
    tables,
    others,
    files,
    archives,
    problems,
    close: async () => void (await Promise.all(close.map((one) => one()))),
  };
}

/** Damage inside of an archive costs the file that has it; a file of the folder itself can be mended at once. */
async function tried<T>(archives: readonly string[], path: string, problems: Refused[], work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    const inside = archives.some((archive) => path.startsWith(`${archive}/`));
    if (!inside || !(thrown instanceof CutoverError) || thrown.code !== 'source-unreadable') throw thrown;
    problems.push({ path, reason: thrown.cause instanceof Error ? thrown.cause.message : thrown.message });
    return null;
  }
}

/** Reads an export that lies in files. @throws CutoverError as `readTables` does */
export async function readExport(files: ExportFiles, sink: StageSink, options: ReadOptions): Promise<ExtractSummary> {
  const open = await takeApart(files, options.limits ?? LIMITS, options.hints ?? {});
  try {
    return await readTables(open, sink, options);
  } finally {
    await open.close?.();
  }
}

/**
 * Reads the tables of an export, wherever they come from: finds out which one is what from headers, values and links, then hands every row to
 * the sink, batch by batch, and hashes the files that are no tables. Memory does not grow with the number of rows beyond their ids.
 * @throws CutoverError `source-empty` without any row, `source-unrecognised` when not one table is recognised, `source-unreadable`
 */
export async function readTables(open: OpenExport, sink: StageSink, options: ReadOptions): Promise<ExtractSummary> {
  const { root, files, archives = [] } = open;
  const problems = [...(open.problems ?? [])];
  const place = { file: root };
  const scans: Scan[] = [];
  const aligned = alignTables(open.tables, options.before ?? []);
  for (const table of aligned.tables) {
    const scanned = await tried(archives, table.path, problems, () => scan(table));
    if (scanned !== null) scans.push(scanned);
  }
  if (scans.every((one) => one.rows === 0)) throw new CutoverError('source-empty', `no file in ${root} holds any row`, { place });
  const surveyed = await surveyedWhole(scans);
  if (surveyed.files.every((file) => file.object === null)) {
    const names = scans.map((one) => one.source.file);
    throw new CutoverError('source-unrecognised', `none of ${names.length} tables is of a known kind: ${names.slice(0, 10).join(', ')}`, {
      place,
      data: { files: names },
    });
  }
  const listed = listedIn(surveyed.files);
  const tables = tablesOf(surveyed.files, archives, listed);
  const names = new Set(tables.map((file) => file.scan.source.file));
  const attachments = await attachmentsOf(open, new Set(tables.map((file) => file.scan.source.path)), listed, problems);
  const links = surveyed.links.filter((link) => names.has(link.file) && names.has(link.toFile));
  for (const { columns } of scans) for (const column of columns) column.letGo();
  const staged: Staged[] = [];
  const earlier = new Map<SourceObject, readonly Passed[]>();
  for (const file of tables) {
    const isDetail = links.some(
      (link) => link.file === file.scan.source.file && link.toFile !== link.file && link.toObject === file.object,
    );
    // Details belong to records of another file: they share its ids on purpose.
    const passed = isDetail || file.object === null ? [] : (earlier.get(file.object) ?? []);
    const done = await stage(file, isDetail, sink, passed);
    staged.push(done);
    if (!isDetail && file.object !== null) earlier.set(file.object, [...passed, done.passed]);
  }
  const unread = [...(files.refused ?? []), ...problems].filter((one) => !isListed(one.path, listed));
  const named = new Set(unread.map((one) => one.path));
  const refused: Finding[] = refusedOf(unread);
  const unlisted = attachments.filter((file) => !isListed(file.path, listed) && !named.has(file.path));
  return {
    at: options.now,
    files: staged.map((one) => one.profile),
    links,
    attachments,
    findings: [...findingsOf(staged), ...aligned.findings, ...refused, ...unreadOf(unlisted)],
  };
}

/** Where ids come back, whether they do because there is a row for each participant decides what is the id, and so what refers to what. */
async function surveyedWhole(scans: readonly Scan[]): Promise<ReturnType<typeof survey>> {
  const first = survey(scans);
  const shared = new Map<Scan, Participants>();
  for (const file of first.files) {
    const column = repeatedId(file, first.links);
    const found = column === null ? null : await participantsIn(file.scan, column);
    if (found !== null) shared.set(file.scan, found);
  }
  return shared.size === 0 ? first : survey(scans, shared);
}

/** Archives that a table lists are somebody's uploads: they are moved as they are. */
const uploads = (archives: readonly string[], listed: ReadonlySet<string>): string[] => archives.filter((path) => isListed(path, listed));

function tablesOf(files: readonly Surveyed[], archives: readonly string[], listed: ReadonlySet<string>): Surveyed[] {
  const uploaded = uploads(archives, listed);
  return files.filter(({ object, scan: { source } }) => {
    if (uploaded.some((archive) => source.path.startsWith(`${archive}/`))) return false;
    // A table of no known kind that another one lists is somebody's upload: it goes with the attachments.
    return object !== null || !isListed(source.path, listed);
  });
}

/** The files that hold no table that is read, hashed; an uploaded archive instead of what is inside. */
async function attachmentsOf(
  { tables, others, archives = [], files }: OpenExport,
  read: ReadonlySet<string>,
  listed: ReadonlySet<string>,
  problems: Refused[],
): Promise<Attachment[]> {
  const uploaded = uploads(archives, listed);
  const unread = tables.map((table) => table.path).filter((path) => !read.has(path));
  const paths = new Set([...others, ...unread].filter((path) => !uploaded.some((archive) => path.startsWith(`${archive}/`))));
  const attachments: Attachment[] = [];
  for (const path of [...paths, ...uploaded].sort()) {
    const attachment = await tried(archives, path, problems, () => readAttachment(files, path));
    if (attachment !== null) attachments.push(attachment);
  }
  return attachments;
}
