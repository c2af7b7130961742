import { setFlagsFromString } from 'node:v8';

/** Commands that may run for hours over a large ledger. */
const LONG: ReadonlySet<string> = new Set(['schema', 'sample', 'full', 'delta', 'verify', 'repair', 'rollback', 'files', 'run']);

/**
 * A run writes some sixty records a second for hours, and V8 would let it have several times the memory that it holds before it looks for what can be
 * given back: here the nursery stays as small as it begins, and the rest is looked through each time it has grown by a fifth.
 */
export function keepMemorySmall(command: string | undefined): void {
  if (command === undefined || !LONG.has(command)) return;
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=20');
}

/**
 * For a command that reads all rows in seconds and keeps little of each: the nursery is large enough as it is by then, and would else grow with what is
 * kept to 128 MB that are never given back. The rest of the heap grows as it likes, for the sake of speed.
 */
export function keepNurserySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
