import { createHash } from 'node:crypto';
import { type Digest, digestOf } from '@cutover/domain';
import { chunksOf } from './files.ts';
import { openPlain } from './open-export.ts';

/**
 * Over the names and bytes of all files of an export, archives as they lie there: two exports with the same digest say the same.
 * @throws CutoverError `source-missing`, `source-empty`, `source-unreadable`
 */
export async function exportDigest(path: string): Promise<Digest> {
  const files = await openPlain(path);
  const seen: (readonly [path: string, sha256: string])[] = [];
  for (const file of await files.list()) {
    const hash = createHash('sha256');
    for await (const chunk of chunksOf(files, file.path)) hash.update(chunk);
    seen.push([file.path, hash.digest('hex')]);
  }
  return digestOf({ files: seen, refused: (files.refused ?? []).map((one) => one.path).sort() });
}
