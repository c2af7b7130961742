import { lstat, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { CutoverError } from '@cutover/domain';
import { type Bytes, bytesOfFile, spooled } from './archive/bytes.ts';
import { type Allowance, type Archive, openZip, type Packed, type Refused } from './archive/zip.ts';
import { bytesAt, DEBRIS, type ExportFile, type ExportFiles, openFolder, streamOf } from './files.ts';
import { LIMITS, type Limits } from './limits.ts';

/** One file as an export of its own. */
async function openOne(path: string): Promise<ExportFiles> {
  const name = basename(path);
  const { size } = await lstat(path);
  return {
    root: path,
    list: () => Promise.resolve([{ path: name, size }]),
    read: () => streamOf(path),
    bytes: () => bytesOfFile(path),
  };
}

const isDebris = (path: string): boolean => path.split('/').some((part) => DEBRIS.test(part));

/** Documents of office programs are archives too, and are read (or moved) as one file. */
const isDocument = (archive: Archive): boolean =>
  archive.files.some(({ path }) => path === '[Content_Types].xml' || path === 'mimetype' || path === 'META-INF/MANIFEST.MF');

async function isPacked(bytes: Bytes): Promise<boolean> {
  if (bytes.size < 22) return false;
  const head = Buffer.alloc(4);
  await bytes.read(head, 0, 4, 0);
  return head.equals(Buffer.from('PK\x03\x04', 'latin1')) || head.equals(Buffer.from('PK\x05\x06', 'latin1'));
}

const why = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Opens archives, and archives in archives, and keeps them open until the export is closed. */
class Opener {
  readonly files: ExportFile[] = [];
  readonly refused: Refused[];
  readonly packed = new Map<string, Packed>();
  readonly #base: ExportFiles;
  readonly #limits: Limits;
  readonly #left: Allowance;
  readonly #open: Bytes[] = [];

  constructor(base: ExportFiles, limits: Limits) {
    this.#base = base;
    this.#limits = limits;
    this.#left = { bytes: limits.archiveBytes, entries: limits.entries };
    this.refused = [...(base.refused ?? [])];
  }

  /** Whether this file of the base is an archive; then its files are taken up. */
  async base(file: ExportFile): Promise<void> {
    const isArchive = await this.#expand(file.path, () => bytesAt(this.#base, file.path), 1);
    this.files.push(isArchive ? { ...file, archive: true } : file);
  }

  async #expand(path: string, open: () => Promise<Bytes>, depth: number): Promise<boolean> {
    const bytes = await open();
    let kept = false;
    try {
      if (!(await isPacked(bytes))) return false;
      const archive = await openZip(bytes, this.#limits, this.#left);
      if (isDocument(archive)) return false;
      if (depth > this.#limits.depth) {
        this.refused.push({ path, reason: `it lies in more than ${this.#limits.depth} archives, one inside the other` });
        return false;
      }
      kept = true;
      this.#open.push(bytes);
      for (const { path: inner, reason } of archive.refused) this.refused.push({ path: `${path}/${inner}`, reason });
      for (const file of archive.files) if (!isDebris(file.path)) await this.#take(path, file, depth);
      return true;
    } catch (thrown) {
      this.refused.push({ path, reason: `it cannot be read as an archive: ${why(thrown)}` });
      return false;
    } finally {
      if (!kept) await bytes.close();
    }
  }

  async #take(archive: string, file: Packed, depth: number): Promise<void> {
    const path = `${archive}/${file.path}`;
    this.packed.set(path, file);
    const size = file.size;
    const nested = /\.zip$/i.test(path) && (await this.#expand(path, () => spooled(file.read()), depth + 1));
    this.files.push(nested ? { path, size, archive: true } : { path, size });
  }

  async close(): Promise<void> {
    for (const bytes of this.#open.splice(0)) await bytes.close();
    await this.#base.close?.();
  }
}

/**
 * The files of an export with those inside its archives. An archive stays listed beside its files: it may be somebody's upload.
 * What is not taken (paths that lead out, links, what unpacks without measure) is in `refused`, by name.
 */
export async function withArchives(base: ExportFiles, limits: Limits = LIMITS): Promise<ExportFiles> {
  const opener = new Opener(base, limits);
  try {
    for (const file of await base.list()) await opener.base(file);
  } catch (thrown) {
    await opener.close();
    throw thrown;
  }
  const files = opener.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const packed = opener.packed;
  return {
    root: base.root,
    list: () => Promise.resolve([...files]),
    read: (path) => packed.get(path)?.read() ?? base.read(path),
    bytes(path) {
      const inside = packed.get(path);
      return inside === undefined ? bytesAt(base, path) : spooled(inside.read());
    },
    refused: opener.refused,
    close: () => opener.close(),
  };
}

/** The files at a path as they lie there, archives unopened. @throws CutoverError `source-missing`, `source-empty`, `source-unreadable` */
export async function openPlain(path: string): Promise<ExportFiles> {
  const real = await realpath(path).catch(() => path);
  const stat = await lstat(real).catch(() => null);
  return stat?.isFile() === true ? openOne(real) : openFolder(real);
}

/**
 * The export at a path: a folder, an archive, or a single file; archives inside are opened as well. Whoever opens it closes it.
 * @throws CutoverError `source-missing`, `source-empty` when it holds no file, `source-unreadable`
 */
export async function openExport(path: string, limits: Limits = LIMITS): Promise<ExportFiles> {
  const files = await withArchives(await openPlain(path), limits);
  const all = await files.list();
  if (all.some((file) => file.archive !== true)) return { ...files, root: path };
  await files.close?.();
  throw new CutoverError('source-empty', `there is no file in ${path}`, { place: { file: path } });
}
