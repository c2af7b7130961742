import { hash } from 'node:crypto';
import { type Digest, digestOfBytes } from '@cutover/domain';

/** The content hash of a row: over its cells alone, as `JSON.stringify` writes them. */
export function rowHash(cells: readonly string[]): Digest {
  return digestOfBytes(JSON.stringify(cells));
}

/** The same from cells that are JSON already, for hundreds of thousands of rows at a time: one call, and no parsing of what it gives. */
export function hashOfJson(cells: string): string {
  return `sha256:${hash('sha256', cells, 'hex')}`;
}
