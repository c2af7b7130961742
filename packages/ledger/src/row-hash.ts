import { type Digest, digestOfBytes } from '@cutover/domain';

/** The content hash of a row: over its cells alone, as `JSON.stringify` writes them. */
export function rowHash(cells: readonly string[]): Digest {
  return digestOfBytes(JSON.stringify(cells));
}
