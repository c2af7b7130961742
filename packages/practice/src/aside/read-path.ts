import type { ExtractSummary } from '@cutover/domain';
import { openExport } from '../open-export.ts';
import { type ReadOptions, readExport } from '../read-export.ts';
import type { StageSink } from '../tray.ts';
import { readAside } from './read-aside.ts';

/** Bytes of an export that is worth a thread: a smaller one is read before the thread has begun. */
const WORTH_A_THREAD = 8_000_000;

export interface PathOptions extends ReadOptions {
  /** Bytes from which on an export is read in a thread of its own; 8 MB unless given. */
  readonly asideFrom?: number;
}

/**
 * Reads the export at a path, a large one in a thread of its own: the result is the same.
 * @throws CutoverError as `openExport` and `readExport` do
 */
export async function readPath(
  path: string,
  sink: StageSink,
  { asideFrom = WORTH_A_THREAD, ...options }: PathOptions,
): Promise<ExtractSummary> {
  const files = await openExport(path, options.limits);
  try {
    const size = (await files.list()).reduce((sum, file) => sum + file.size, 0);
    if (size < asideFrom) return await readExport(files, sink, options);
  } finally {
    await files.close?.();
  }
  return readAside({ path, options }, sink);
}
