import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { CutoverError } from '@cutover/domain';
import { type Bytes, bytesOfFile, spooled } from './archive/bytes.ts';
import type { Refused } from './archive/zip.ts';

/** As text, a piece of a file stays below what V8 keeps apart as large: that is swept late, and makes a long file take more memory than a short one. */
const PIECE = 48 * 1024;

export const streamOf = (path: string): Readable => createReadStream(path, { highWaterMark: PIECE });

export interface ExportFile {
  /** Relative to the export, `/` as separator; a file inside an archive stands below the archive's own path. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** An archive, whose files are listed too. */
  readonly archive?: boolean;
}

/** The files of an export, wherever they lie. */
export interface ExportFiles {
  readonly root: string;
  /** Sorted by path. */
  list(): Promise<ExportFile[]>;
  read(path: string): Readable;
  /** The bytes of a file at any place, where that is possible without a copy. */
  readonly bytes?: (path: string) => Promise<Bytes>;
  /** What is there and was not taken. */
  readonly refused?: readonly Refused[];
  /** Lets go of open archives. */
  readonly close?: () => Promise<void>;
}

/** The bytes of a file at any place, from a copy where need be. Whoever asks closes them. */
export function bytesAt(files: ExportFiles, path: string): Promise<Bytes> {
  return files.bytes?.(path) ?? spooled(files.read(path));
}

/** What operating systems leave behind in folders. */
export const DEBRIS = /^(\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|__MACOSX|\.git)$/;

/** Why something of the export cannot be read, as an error that names it. */
export function sourceError(thrown: unknown, path: string): CutoverError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  const place = { file: path };
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new CutoverError('source-missing', `there is no folder ${path}`, { place, cause: thrown });
  const why = code === 'EACCES' || code === 'EPERM' ? 'may not be read' : 'cannot be read';
  return new CutoverError('source-unreadable', `${path} ${why}`, { place, cause: thrown });
}

async function entriesOf(folder: string, shown: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (thrown) {
    throw sourceError(thrown, shown);
  }
}

interface Walked {
  readonly files: ExportFile[];
  readonly refused: Refused[];
}

async function walk(root: string, below: string, found: Walked): Promise<void> {
  const folder = join(root, below);
  for (const entry of await entriesOf(folder, below === '' ? root : below)) {
    if (DEBRIS.test(entry.name)) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) await walk(root, path, found);
    else if (entry.isFile()) found.files.push({ path, size: (await lstat(join(root, path))).size });
    // Links are never followed: they could lead out of the export.
    else found.refused.push({ path, reason: entry.isSymbolicLink() ? 'it is a link' : 'it is neither a file nor a folder' });
  }
}

/**
 * The export in a folder. Links are left out, whether to files or folders.
 * @throws CutoverError `source-missing` when it is no folder, `source-empty` when it holds no file, `source-unreadable`
 */
export async function openFolder(path: string): Promise<ExportFiles> {
  const stat = await lstat(path).catch((thrown: unknown) => {
    throw sourceError(thrown, path);
  });
  if (!stat.isDirectory() && !stat.isSymbolicLink())
    throw new CutoverError('source-missing', `${path} is no folder`, { place: { file: path } });
  const found: Walked = { files: [], refused: [] };
  await walk(path, '', found);
  const { files } = found;
  if (files.length === 0) throw new CutoverError('source-empty', `there is no file in ${path}`, { place: { file: path } });
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const known = new Set(files.map((file) => file.path));
  return {
    root: path,
    list: () => Promise.resolve([...files]),
    read(file) {
      if (!known.has(file)) throw new CutoverError('source-missing', `${file} is no file of this export`, { place: { file } });
      return streamOf(join(path, file));
    },
    bytes: (file) => bytesOfFile(join(path, file)),
    refused: found.refused,
  };
}

/** The bytes of a file, in chunks. @throws CutoverError `source-unreadable` */
export async function* chunksOf(files: ExportFiles, path: string): AsyncGenerator<Buffer> {
  const stream = files.read(path);
  try {
    for await (const chunk of stream) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
  } catch (thrown) {
    throw sourceError(thrown, path);
  } finally {
    stream.destroy();
  }
}
