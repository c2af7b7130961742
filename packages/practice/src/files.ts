import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { CutoverError } from '@cutover/domain';

export interface ExportFile {
  /** Relative to the export, `/` as separator. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** The files of an export, wherever they lie. */
export interface ExportFiles {
  readonly root: string;
  /** Sorted by path. */
  list(): Promise<ExportFile[]>;
  read(path: string): Readable;
}

/** What operating systems leave behind in folders. */
const DEBRIS = /^(\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|__MACOSX|\.git)$/;

function sourceError(thrown: unknown, path: string): CutoverError {
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

async function walk(root: string, below: string, found: ExportFile[]): Promise<void> {
  const folder = join(root, below);
  for (const entry of await entriesOf(folder, below === '' ? root : below)) {
    // Links are never followed: they could lead out of the export.
    if (entry.isSymbolicLink() || DEBRIS.test(entry.name)) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) await walk(root, path, found);
    else if (entry.isFile()) found.push({ path, size: (await lstat(join(root, path))).size });
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
  const files: ExportFile[] = [];
  await walk(path, '', files);
  if (files.length === 0) throw new CutoverError('source-empty', `there is no file in ${path}`, { place: { file: path } });
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const known = new Set(files.map((file) => file.path));
  return {
    root: path,
    list: () => Promise.resolve([...files]),
    read(file) {
      if (!known.has(file)) throw new CutoverError('source-missing', `${file} is no file of this export`, { place: { file } });
      return createReadStream(join(path, file), { highWaterMark: 256 * 1024 });
    },
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
