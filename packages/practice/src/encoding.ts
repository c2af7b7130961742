import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { chunksOf, type ExportFiles } from './files.ts';

export const TEXT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];
export type Encoding = TextEncoding | 'binary';

const startsWith = (bytes: Buffer, ...mark: number[]): boolean => mark.every((byte, index) => bytes[index] === byte);

function byMark(head: Buffer): Encoding | null {
  if (startsWith(head, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(head, 0xfe, 0xff)) return 'utf-16be';
  return startsWith(head, 0xef, 0xbb, 0xbf) ? 'utf-8' : null;
}

/** Latin text in UTF-16 has a NUL in every second byte; many other NULs mean that the file is no text. A few are damage in a text. */
function byNuls(head: Buffer): Encoding | null {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i += 1) {
    if (head[i] !== 0) continue;
    if (i % 2 === 0) even += 1;
    else odd += 1;
  }
  const half = head.length / 2;
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.1) return 'utf-16be';
  if (even + odd <= head.length * 0.01) return null;
  return (['utf-16le', 'utf-16be'] as const).find((encoding) => readsAs(head, encoding)) ?? 'binary';
}

const WRITTEN = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\p{Cf}\t\r\n]*$/u;
const ASCII = /[\x20-\x7e\t\r\n]/g;

/** Text of any script in UTF-16: all of it is written characters, and its delimiters, digits and line ends are those of ASCII. */
function readsAs(head: Buffer, encoding: 'utf-16le' | 'utf-16be'): boolean {
  const text = iconv.decode(head.subarray(0, head.length - (head.length % 2)), encoding).slice(0, -1);
  const plain = text.match(ASCII)?.length ?? 0;
  return text.includes('\n') && plain >= text.length * 0.1 && WRITTEN.test(text);
}

/** What separates cells in files made by old machines: the only control characters that a text may be full of. */
const SEPARATORS: ReadonlySet<number> = new Set([0x01, 0x1c, 0x1d, 0x1e, 0x1f]);

/** So many may have got into a small text by mistake. */
const FEW_STRANGE = 8;

/** Control characters that no text has; pictures and archives are full of them. */
function looksBinary(head: Buffer): boolean {
  let strange = 0;
  for (const byte of head) if ((byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) && !SEPARATORS.has(byte)) strange += 1;
  return strange > Math.max(FEW_STRANGE, head.length * 0.01);
}

const SIGNATURES = ['%PDF-', 'PK\x03\x04', '\x89PNG', 'GIF8', '\xff\xd8\xff', '\xd0\xcf\x11\xe0', '{\\rtf', '\x1f\x8b'] as const;

function ofHead(head: Buffer): Encoding | null {
  const latin = head.toString('latin1', 0, 8);
  if (SIGNATURES.some((mark) => latin.startsWith(mark))) return 'binary';
  return byMark(head) ?? byNuls(head) ?? (looksBinary(head) ? 'binary' : null);
}

/** How many bytes at the end of a chunk begin a character that the next chunk completes. */
function unfinished(chunk: Buffer): number {
  for (let back = 1; back <= Math.min(3, chunk.length); back += 1) {
    const byte = chunk[chunk.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Characters of several bytes that stand as UTF-8 writes them, and bytes that stand in no such character. */
function countCharacters(chunk: Buffer): { sound: number; wrong: number } {
  let sound = 0;
  let wrong = 0;
  for (let at = 0; at < chunk.length; ) {
    const byte = chunk[at] ?? 0;
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    if (length === 1) at += 1;
    else if (length > 1 && isUtf8(chunk.subarray(at, at + length)) && at + length <= chunk.length) {
      sound += 1;
      at += length;
    } else {
      wrong += 1;
      at += 1;
    }
  }
  return { sound, wrong };
}

/** Whether more than a few of a text's bytes beyond ASCII stand in no UTF-8 character. */
async function mostlyWrong(files: ExportFiles, path: string): Promise<boolean> {
  let carried = Buffer.alloc(0);
  let sound = 0;
  let wrong = 0;
  for await (const chunk of chunksOf(files, path)) {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk]);
    const whole = bytes.subarray(0, bytes.length - unfinished(bytes));
    carried = Buffer.from(bytes.subarray(whole.length));
    const counts = countCharacters(whole);
    sound += counts.sound;
    wrong += counts.wrong;
    // Enough is known: the rest would only tell the same.
    if (sound + wrong > 10_000) break;
  }
  return wrong > sound / 4;
}

/**
 * How a file's bytes are to be read as text: by byte order mark, by the pattern of NULs, by being UTF-8 throughout or, with a few damaged
 * bytes, for the most part; else Windows-1252.
 */
export async function detectEncoding(files: ExportFiles, path: string): Promise<Encoding> {
  let carried = Buffer.alloc(0);
  let first = true;
  for await (const chunk of chunksOf(files, path)) {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk]);
    if (first) {
      first = false;
      const known = ofHead(bytes.subarray(0, 8192));
      if (known !== null) return known;
    }
    const whole = bytes.subarray(0, bytes.length - unfinished(bytes));
    if (!isUtf8(whole)) return (await mostlyWrong(files, path)) ? 'windows-1252' : 'utf-8';
    carried = Buffer.from(bytes.subarray(whole.length));
  }
  return carried.length > 0 && (await mostlyWrong(files, path)) ? 'windows-1252' : 'utf-8';
}
