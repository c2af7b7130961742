import type { ColumnProfile, FileProfile } from '@cutover/domain';
import { plainWords, wordsOf } from '../matching/words.ts';

const BESIDE = new Set([
  'at',
  'on',
  'date',
  'time',
  'since',
  'when',
  'from',
  'package',
  'status',
  'became',
  'set',
  'to',
  'timestamp',
  'changed',
]);

/** `Activated` and `Active`, `Cancelled` and `Canceled`, `Paused` and `On Pause`: the same beginning is the same status. */
function sameStatus(a: string, b: string): boolean {
  const common = Math.min(a.length, b.length, 5);
  return common >= 4 && a.slice(0, common) === b.slice(0, common);
}

/**
 * The status (as written in the status column) whose beginning a column of dates holds, such as `Paused At`; null when the header names none.
 * @param statuses distinct values of the status column
 */
export function statusDatedBy(profile: ColumnProfile, statuses: readonly string[]): string | null {
  if (profile.type !== 'date' && profile.type !== 'datetime') return null;
  const telling = wordsOf(profile.name).filter((word) => !BESIDE.has(word));
  const [word] = telling;
  if (telling.length !== 1 || word === undefined) return null;
  return statuses.find((status) => plainWords(status).some((one) => sameStatus(one, word))) ?? null;
}

export function statusValues(file: FileProfile, index: number | null): string[] {
  const column = file.columns.find((one) => one.index === index);
  return column?.values?.map((one) => one.value) ?? [];
}
