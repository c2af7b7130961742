import type { Finding, SourceObject } from '@cutover/domain';
import type { Cases } from '../facts/tally.ts';

interface Said {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly object: SourceObject | null;
  readonly message: string;
  readonly advice: string;
}

/** A finding with its count and at most 20 rows; none where there is no case. */
export function finding(said: Said, found: Cases | { count: number; rows: readonly string[] }): Finding[] {
  return found.count === 0 ? [] : [{ ...said, count: found.count, rows: found.rows.slice(0, 20) }];
}

export function times(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
