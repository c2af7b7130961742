import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader, validateFileName, type ZipFile } from 'yauzl';
import type { Limits } from '../limits.ts';
import type { Bytes } from './bytes.ts';

/** A file inside an archive. */
export interface Packed {
  /** As the archive names it, `/` as separator. */
  readonly path: string;
  /** Bytes, unpacked. */
  readonly size: number;
  read(): Readable;
}

/** Something that was not taken, and why. */
export interface Refused {
  readonly path: string;
  readonly reason: string;
}

export interface Archive {
  readonly files: readonly Packed[];
  readonly refused: readonly Refused[];
}

/** What all archives of one export may still unpack together. */
export interface Allowance {
  bytes: number;
  entries: number;
}

const CHUNK = 256 * 1024;

class Reader extends RandomAccessReader {
  readonly #bytes: Bytes;

  constructor(bytes: Bytes) {
    super();
    this.#bytes = bytes;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const bytes = this.#bytes;
    return Readable.from(
      (async function* () {
        for (let at = start; at < end; at += CHUNK) {
          const chunk = Buffer.allocUnsafe(Math.min(CHUNK, end - at));
          await bytes.read(chunk, 0, chunk.length, at);
          yield chunk;
        }
      })(),
      { objectMode: false },
    );
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, done: (error: Error | null) => void): void {
    this.#bytes.read(buffer, offset, length, position).then(
      () => done(null),
      (thrown: unknown) => done(thrown instanceof Error ? thrown : new Error(String(thrown))),
    );
  }

  /** The bytes belong to whoever opened them. */
  override close(done: (error: Error | null) => void): void {
    done(null);
  }
}

const UNIX_KIND = 0o170000;
const ORDINARY: ReadonlySet<number> = new Set([0, 0o100000, 0o040000]);

/** The name as text; names without the UTF-8 mark are tried as UTF-8 all the same, since most tools forget it. */
function nameOf(entry: Entry): string {
  const { fileNameRaw: raw, generalPurposeBitFlag: flags, extraFields } = entry;
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  try {
    utf8.decode(raw);
    return getFileNameLowLevel(flags | 0x800, raw, extraFields, false);
  } catch (thrown) {
    if (thrown instanceof TypeError) return getFileNameLowLevel(flags, raw, extraFields, false);
    throw thrown;
  }
}

const isControl = (char: string): boolean => char < ' ' || char === '\u007f';

function badName(path: string): string | null {
  if (path.length > 1_000) return 'its name is longer than 1,000 characters';
  if ([...path].some(isControl)) return 'its name holds control characters';
  const wrong = validateFileName(path);
  if (wrong === null) return null;
  return path.split('/').includes('..') ? 'its path leads out of the archive (..)' : 'its path is absolute';
}

function badEntry(entry: Entry, limits: Limits): string | null {
  const kind = (entry.externalFileAttributes >>> 16) & UNIX_KIND;
  if (!ORDINARY.has(kind)) return kind === 0o120000 ? 'it is a link' : 'it is neither a file nor a folder';
  if (entry.isEncrypted()) return 'it is encrypted';
  if (!entry.canDecodeFileData()) return `its compression (method ${entry.compressionMethod}) is not known`;
  const { compressedSize: packed, uncompressedSize: size } = entry;
  if (size > 0 && size >= limits.ratio * packed) return `it unpacks to ${limits.ratio} times its size or more`;
  return size > limits.entryBytes ? `it unpacks to ${size} bytes; at most ${limits.entryBytes} are taken` : null;
}

function overAllowance(size: number, left: Allowance): string | null {
  if (left.entries < 1) return 'the archives of this export hold too many files';
  return size > left.bytes ? 'the archives of this export unpack to too many bytes' : null;
}

/** The unpacked bytes, with the size and the check sum that the archive promises. */
function reader(zip: ZipFile, entry: Entry): Readable {
  return Readable.from(
    (async function* () {
      const stream = await zip.openReadStreamPromise(entry);
      let sum = 0;
      try {
        for await (const chunk of stream) {
          const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
          sum = crc32(bytes, sum);
          yield bytes;
        }
      } finally {
        stream.destroy();
      }
      if (sum !== entry.crc32) throw new Error('its bytes are damaged (check sum)');
    })(),
    { objectMode: false, highWaterMark: CHUNK },
  );
}

/** What an archive holds, and what of it is not taken. @throws Error when it cannot be read as an archive */
export async function openZip(bytes: Bytes, limits: Limits, left: Allowance): Promise<Archive> {
  // Names are judged here, one by one: the library would give up the whole archive for a single bad one.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true };
  const zip = await fromRandomAccessReaderPromise(new Reader(bytes), bytes.size, options);
  const files: Packed[] = [];
  const refused: Refused[] = [];
  const seen = new Set<string>();
  for await (const entry of zip.eachEntry()) {
    const path = nameOf(entry);
    const reason = badName(path) ?? badEntry(entry, limits) ?? (seen.has(path) ? 'its name occurs twice' : null);
    if (reason === null && path.endsWith('/')) continue;
    const over = reason ?? overAllowance(entry.uncompressedSize, left);
    if (over !== null) {
      refused.push({ path, reason: over });
      if (left.entries < 1) break;
      continue;
    }
    seen.add(path);
    left.bytes -= entry.uncompressedSize;
    left.entries -= 1;
    files.push({ path, size: entry.uncompressedSize, read: () => reader(zip, entry) });
  }
  return { files, refused };
}
