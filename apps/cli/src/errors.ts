import { CutoverError } from '@cutover/domain';

/** System errors about a file, in a person's words. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'may not be read or written by you',
  EPERM: 'may not be read or written by you',
  EROFS: 'is on a disk that cannot be written',
  ENOENT: 'is not there',
  ENOTDIR: 'is below something that is no folder',
  EISDIR: 'is a folder',
};

/** What is wrong with a file, in words that follow its name; null for an error of another sort. */
export function fileFault(thrown: unknown): string | null {
  const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
  return FILE_FAULTS[code ?? ''] ?? null;
}

/** Longest message of a fault that nobody foresaw. */
const LONGEST = 300;

/** Whatever was thrown, as one of our errors: system errors that a person can mend get a code of their own; the rest is ours. */
export function toCutoverError(thrown: unknown): CutoverError {
  if (thrown instanceof CutoverError) return thrown;
  if (!(thrown instanceof Error)) return new CutoverError('internal', String(thrown).slice(0, LONGEST), { cause: thrown });
  if (thrown.name === 'ExitPromptError') return new CutoverError('interrupted', 'the question was left unanswered; nothing was written');
  const { code = '', path } = thrown as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return new CutoverError('disk-full', `${path ?? 'the disk'}: no room is left`, { cause: thrown });
  const fault = fileFault(thrown);
  if (fault !== null && path !== undefined)
    return new CutoverError('bad-file', `${path} ${fault}`, { place: { file: path }, cause: thrown });
  return new CutoverError('internal', thrown.message.replace(/\s+/g, ' ').slice(0, LONGEST), { cause: thrown });
}
