import { type Attachment, CutoverError, type ExtractSummary } from '@cutover/domain';
import { readAttachment } from './attachments.ts';
import { openCsv } from './csv.ts';
import type { ExportFiles } from './files.ts';
import { findingsOf } from './findings.ts';
import { type Scan, scan } from './scan.ts';
import { type Staged, type StageSink, stage } from './stage.ts';
import { survey } from './survey.ts';

export interface ReadOptions {
  /** The instant that the summary carries, in UTC. */
  readonly now: string;
}

/** Tables of no known kind that another file lists by their path are somebody's uploads: they go with the attachments. */
function withoutUploads({ files, links }: ReturnType<typeof survey>): ReturnType<typeof survey> {
  const listed = new Set<string>();
  for (const { object, scan: table } of files) {
    if (object === null) continue;
    for (const column of table.columns) if (column.profile().type === 'path') for (const path of column.values.keys()) listed.add(path);
  }
  const isUpload = (file: string): boolean => listed.has(file) || listed.has(file.slice(file.lastIndexOf('/') + 1));
  const kept = files.filter((file) => file.object !== null || !isUpload(file.scan.source.file));
  const names = new Set(kept.map((file) => file.scan.source.file));
  return { files: kept, links: links.filter((link) => names.has(link.file) && names.has(link.toFile)) };
}

/**
 * Reads an export: finds out which file is what from headers, values and links, then hands every row to the sink, batch by batch, and
 * hashes the files that are no tables. Memory does not grow with the number of rows beyond their ids.
 * @throws CutoverError `source-empty` without any row, `source-unrecognised` when not one file is recognised, `source-unreadable`
 */
export async function readExport(files: ExportFiles, sink: StageSink, options: ReadOptions): Promise<ExtractSummary> {
  const scans: Scan[] = [];
  const attachments: Attachment[] = [];
  const place = { file: files.root };
  for (const { path } of await files.list()) {
    const table = await openCsv(files, path);
    if (table === null) attachments.push(await readAttachment(files, path));
    else scans.push(await scan(table));
  }
  if (scans.every((one) => one.rows === 0)) throw new CutoverError('source-empty', `no file in ${files.root} holds any row`, { place });
  const surveyed = withoutUploads(survey(scans));
  if (surveyed.files.every((file) => file.object === null)) {
    const names = scans.map((one) => one.source.file);
    throw new CutoverError('source-unrecognised', `none of ${names.length} tables is of a known kind: ${names.slice(0, 10).join(', ')}`, {
      place,
      data: { files: names },
    });
  }
  const tables = new Set(surveyed.files.map((file) => file.scan.source.file));
  for (const { source } of scans) if (!tables.has(source.file)) attachments.push(await readAttachment(files, source.file));
  attachments.sort((a, b) => (a.path < b.path ? -1 : 1));
  const staged: Staged[] = [];
  for (const file of surveyed.files) {
    const isDetail = surveyed.links.some(
      (link) => link.file === file.scan.source.file && link.toFile !== link.file && link.toObject === file.object,
    );
    staged.push(await stage(file, isDetail, sink));
  }
  return { at: options.now, files: staged.map((one) => one.profile), links: surveyed.links, attachments, findings: findingsOf(staged) };
}
