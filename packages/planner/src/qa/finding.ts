import type { Finding, SourceObject } from '@cutover/domain';
import { mask } from '@cutover/values';
import type { Cases } from '../facts/tally.ts';

interface Said {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly object: SourceObject | null;
  readonly message: string;
  readonly advice: string;
}

/** A finding with its count and at most 20 rows (row keys or `file:line`); none where there is no case. */
export function finding(said: Said, found: Cases | { count: number; rows: readonly string[] }): Finding[] {
  return found.count === 0 ? [] : [{ ...said, count: found.count, rows: found.rows.slice(0, 20) }];
}

export function times(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

const MOST_CHARACTERS = 60;

/** A value of the export as a finding may show it: mails and phone numbers masked, long texts cut. */
export function shown(value: string): string {
  const masked = value
    .trim()
    .replace(/[^\s@;,|<>()]+@[^\s@;,|<>()]+/g, (one) => mask(one, 'mail'))
    .replace(/\+?\d[\d\s()./-]{5,}\d/g, (one) => mask(one, 'phone'));
  return masked.length <= MOST_CHARACTERS ? masked : `${masked.slice(0, MOST_CHARACTERS - 1)}…`;
}

const MOST_LISTED = 5;

/** `a, b, c`, and how many more there are. */
export function listed(texts: readonly string[]): string {
  const more = texts.length - MOST_LISTED;
  return `${texts.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
