import { canonicalJson, type Value } from '@cutover/domain';
import { valuesEqual } from './verdict.ts';

/** One field of a known record, seen from both sides. Absent: it holds nothing there. */
export interface Sides {
  /** What the export said when it was written last. */
  readonly base: Value | undefined;
  /** What the export says now. */
  readonly source: Value | undefined;
  /** What Pipedrive held after our last write. */
  readonly held: Value | undefined;
  /** What Pipedrive holds now. */
  readonly now: Value | undefined;
}

/**
 * Who changed a field since it was written last. `agreed`: the export changed it, and Pipedrive says the same already; `both`: each changed it in its own way.
 */
export type Changed = 'nobody' | 'source' | 'pipedrive' | 'both' | 'agreed';

/** The three-way rule for one field. Pure. */
export function whoChanged(field: string, { base, source, held, now }: Sides): Changed {
  // What Pipedrive made of our value by itself is no change, nor is what says again what we wrote.
  const theirs = !same(field, held, now) && !same(field, base, now);
  const agree = same(field, source, now);
  if (sameInSource(field, base, source)) return theirs && !agree ? 'pipedrive' : 'nobody';
  if (agree) return 'agreed';
  return theirs ? 'both' : 'source';
}

/** Whether the export still says the same: lists in another order do, but a text that only differs in blanks was edited. */
export function sameInSource(field: string, base: Value | undefined, source: Value | undefined): boolean {
  if (base === undefined || source === undefined) return base === source;
  return canonicalJson(base) === canonicalJson(source) || valuesEqual(field, base, source) === 'equal';
}

/** What Pipedrive is known to do to a value by itself is no change. */
function same(field: string, wanted: Value | undefined, got: Value | undefined): boolean {
  if (wanted === undefined || got === undefined) return wanted === got;
  return canonicalJson(wanted) === canonicalJson(got) || valuesEqual(field, wanted, got) !== 'different';
}
