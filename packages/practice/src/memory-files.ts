import { Readable } from 'node:stream';
import { CutoverError } from '@cutover/domain';
import { bytesInMemory } from './archive/bytes.ts';
import type { ExportFiles } from './files.ts';

/** An export that lies in memory: path → content. For sources that are not folders, and for tests. */
export function filesInMemory(contents: Readonly<Record<string, string | Uint8Array>>, root = 'memory'): ExportFiles {
  const all = new Map(Object.entries(contents).map(([path, content]) => [path, Buffer.from(content)]));
  const list = [...all].map(([path, bytes]) => ({ path, size: bytes.length })).sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    root,
    list: () => Promise.resolve([...list]),
    read(path) {
      const bytes = all.get(path);
      if (bytes === undefined) throw new CutoverError('source-missing', `${path} is no file of this export`, { place: { file: path } });
      return Readable.from([bytes]);
    },
    bytes: (path) => Promise.resolve(bytesInMemory(all.get(path) ?? Buffer.alloc(0))),
  };
}
