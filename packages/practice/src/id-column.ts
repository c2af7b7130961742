import type { SourceObject } from '@cutover/domain';
import type { ColumnStats } from './column-stats.ts';
import type { Concept } from './concepts.ts';
import { headerWords } from './header.ts';

/** Concepts that are objects: a column so named refers to one. */
export const OBJECT_CONCEPTS = [
  'client',
  'company',
  'coach',
  'package',
  'session',
  'message',
  'note',
  'intake',
  'invoice',
  'contract',
  'file',
  'tag',
  'automation',
] as const satisfies readonly (SourceObject & Concept)[];

const said = (column: ColumnStats, concept: Concept): number => column.meanings.get(concept) ?? 0;

/** The objects that a column's header names, best first. */
export function namedObjects(column: ColumnStats): SourceObject[] {
  return OBJECT_CONCEPTS.filter((object) => said(column, object) >= 0.5).sort((a, b) => said(column, b) - said(column, a));
}

/** Whether a column that repeats itself could be its file's own id: one that says so, and holds nobody else's ids. */
export function saysOwnId(column: ColumnStats | undefined, { object, foreign }: IdContext): boolean {
  if (column === undefined || object === null || foreign.has(column.index) || column.share('id') < 0.95) return false;
  const named = namedObjects(column);
  return (said(column, 'id') >= 0.3 || named.length > 0) && (named.length === 0 || named.includes(object));
}

/** What is known of a file when its id column is looked for. */
export interface IdContext {
  readonly object: SourceObject | null;
  /** Columns whose values are ids of another file. */
  readonly foreign: ReadonlySet<number>;
}

/** Headers of a column that only counts the rows. */
const ROW_NUMBER = /^(|#|no|nr|row|row no|row number|row #|line|line no|lfd nr|lfd|index)$/;

/** A first column that counts 1, 2, 3 … and says no more than that: another export may count the same rows otherwise. */
export function isRowNumber(column: ColumnStats): boolean {
  if (column.index > 1 || column.share('integer') < 1 || column.distinct < 0.98 * column.filled) return false;
  return ROW_NUMBER.test(headerWords(column.name).join(' ')) && column.countsUp;
}

/** A header that leaves no doubt: `Client ID` in a file of clients. */
function namesOwn(column: ColumnStats, { object, foreign }: IdContext): boolean {
  return object !== null && said(column, 'id') >= 0.3 && namedObjects(column).includes(object) && !foreign.has(column.index);
}

/** In a small table a few mistakes are a large share; but lines of invoices repeat the invoice's number on purpose. */
const FEW = 3;

/** Whether a key repeats no more than it may: rows are exported twice by mistake, and more so where the header leaves no doubt. */
function repeatsTooOften(column: ColumnStats, context: IdContext): boolean {
  if (!column.distinctExact) return false;
  const own = namesOwn(column, context);
  if (column.distinct >= (own ? 0.7 : 0.9) * column.filled) return false;
  const again = column.filled - column.distinct;
  return !own || context.object === 'invoice' || again > FEW || column.distinct < 2 * again;
}

/** How much a column looks like its file's own key; 0 when it cannot be. */
export function idWorth(column: ColumnStats, context: IdContext): number {
  const { object } = context;
  if (column.filled === 0 || column.filled < (namesOwn(column, context) ? 0.7 : 0.9) * column.rows) return 0;
  if (repeatsTooOften(column, context)) return 0;
  if (column.share('id') < 0.95 || isRowNumber(column)) return 0;
  const type = column.profile().type;
  if (['date', 'datetime', 'time', 'mail', 'phone', 'money', 'path', 'url', 'balance', 'duration', 'number'].includes(type)) return 0;
  const named = namedObjects(column);
  // The key of something else: `Client ID` in a file of sessions.
  if (object !== null && named.length > 0 && !named.includes(object)) return 0;
  let worth = 0;
  if (said(column, 'id') >= 0.3) worth += 3;
  if (object !== null && named.includes(object)) worth += 1.5;
  if (column.index === 0) worth += 2;
  else if (column.index === 1) worth += 0.5;
  if (type === 'id') worth += 1;
  return worth;
}

/** The column that holds the source id, or null. */
export function idColumnOf(columns: readonly ColumnStats[], context: IdContext): number | null {
  let best: { index: number; worth: number } | null = null;
  for (const column of columns) {
    const worth = idWorth(column, context);
    if (worth >= 3 && (best === null || worth > best.worth)) best = { index: column.index, worth };
  }
  return best?.index ?? null;
}
