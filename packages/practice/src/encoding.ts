import { chunksOf, type ExportFiles } from './files.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'binary';

const startsWith = (bytes: Buffer, ...mark: number[]): boolean => mark.every((byte, index) => bytes[index] === byte);

function byMark(head: Buffer): Encoding | null {
  if (startsWith(head, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(head, 0xfe, 0xff)) return 'utf-16be';
  return null;
}

/** Latin text in UTF-16 has a NUL in every second byte; any other NUL means that the file is no text. */
function byNuls(head: Buffer): Encoding | null {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i += 1) {
    if (head[i] !== 0) continue;
    if (i % 2 === 0) even += 1;
    else odd += 1;
  }
  if (even === 0 && odd === 0) return null;
  const half = head.length / 2;
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.1) return 'utf-16be';
  return 'binary';
}

/** Control characters that no text has; pictures and archives are full of them. */
function looksBinary(head: Buffer): boolean {
  let strange = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) strange += 1;
  return strange > head.length * 0.01;
}

/** How a file's bytes are to be read as text: by byte order mark, by the pattern of NULs, by being valid UTF-8 throughout; else Windows-1252. */
export async function detectEncoding(files: ExportFiles, path: string): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  try {
    for await (const chunk of chunksOf(files, path)) {
      if (first) {
        first = false;
        const head = chunk.subarray(0, 8192);
        const known = byMark(head) ?? byNuls(head) ?? (looksBinary(head) ? 'binary' : null);
        if (known !== null) return known;
      }
      decoder.decode(chunk, { stream: true });
    }
    decoder.decode();
  } catch (thrown) {
    if (thrown instanceof TypeError) return 'windows-1252';
    throw thrown;
  }
  return 'utf-8';
}
