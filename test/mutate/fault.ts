import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A deliberate fault in one module, and the road's tests that have to notice it. */
export interface Fault {
  readonly id: string;
  /** What is broken, in one line. */
  readonly about: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Text of the file; occurs there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Below `test/road`, without `.test.ts`. */
  readonly tests: readonly string[];
}

export type Change = Pick<Fault, 'id' | 'about' | 'find' | 'replace'> & { readonly tests?: readonly string[] };

/** Faults of one module; a change without tests of its own is noticed by those given for all. */
export function faultsIn(file: string, tests: readonly string[], changes: readonly Change[]): readonly Fault[] {
  return changes.map((change) => ({ file, tests, ...change }));
}

export const ROOT = join(import.meta.dirname, '../..');

export const testFile = (name: string): string => `test/road/${name}.test.ts`;

/** The module with the fault in it. @throws Error when the text to replace is not there exactly once */
export function broken({ id, file, find, replace }: Fault, text = readFileSync(join(ROOT, file), 'utf8')): string {
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`${id}: the text to replace stands ${text.split(find).length - 1} times in ${file}:\n${find}`);
  return before + replace + after;
}
