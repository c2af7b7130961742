import { createHash } from 'node:crypto';
import { type Digest, digestOf } from '@cutover/domain';
import { bytesAt, type ExportFiles, sourceError } from './files.ts';
import { openPlain } from './open-export.ts';

const PIECE = 256 * 1024;

async function hashOf(files: ExportFiles, path: string, piece: Buffer): Promise<string> {
  const hash = createHash('sha256');
  try {
    const bytes = await bytesAt(files, path);
    for (let at = 0; at < bytes.size; at += piece.length) {
      const length = Math.min(piece.length, bytes.size - at);
      await bytes.read(piece, 0, length, at);
      hash.update(piece.subarray(0, length));
    }
    await bytes.close();
  } catch (thrown) {
    throw sourceError(thrown, path);
  }
  return hash.digest('hex');
}

/**
 * Over the names and bytes of all files of an export, archives as they lie there: two exports with the same digest say the same.
 * @throws CutoverError `source-missing`, `source-empty`, `source-unreadable`
 */
export async function exportDigest(path: string): Promise<Digest> {
  const files = await openPlain(path);
  const seen: (readonly [path: string, sha256: string])[] = [];
  // One piece of memory for all of it: of a new one for each piece nothing would be given back before something else needs room.
  const piece = Buffer.allocUnsafe(PIECE);
  for (const { path: file } of await files.list()) seen.push([file, await hashOf(files, file, piece)]);
  return digestOf({ files: seen, refused: (files.refused ?? []).map((one) => one.path).sort() });
}
