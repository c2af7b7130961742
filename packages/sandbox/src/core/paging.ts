import { limits } from '../data/plans.ts';
import { schemaFailed, v1Error } from './errors.ts';
import type { Answer } from './route.ts';
import { ok } from './route.ts';
import type { Table } from './table.ts';
import type { World } from './world.ts';

export type SortKey = 'id' | 'add_time' | 'update_time' | 'due_date' | 'order_nr';
type Value = string | number | null;
type Row = { readonly id: number } & { readonly [K in Exclude<SortKey, 'id'>]?: Value };
type Cursor = { readonly field: SortKey; readonly fieldValue: Value; readonly sortDirection: 'asc' | 'desc'; readonly id: number };

const sortValue = (row: Row, key: SortKey): Value => (key === 'id' ? row.id : (row[key] ?? null));
const compareValues = (a: Value, b: Value): number => {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
};

const write = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

const isValue = (value: unknown): value is Value => value === null || typeof value === 'string' || typeof value === 'number';

function read(text: string, key: SortKey, direction: 'asc' | 'desc'): Cursor {
  const wrong = schemaFailed(['cursor: This value is not a valid cursor.']);
  let found: unknown;
  try {
    found = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw wrong;
  }
  if (typeof found !== 'object' || found === null || !('id' in found) || !('field' in found) || !('sortDirection' in found)) throw wrong;
  const fieldValue = 'fieldValue' in found ? found.fieldValue : null;
  if (typeof found.id !== 'number' || found.field !== key || found.sortDirection !== direction || !isValue(fieldValue)) throw wrong;
  return { field: key, fieldValue, sortDirection: direction, id: found.id };
}

/** The page size asked for; above the maximum it is refused or clamped (switch `limit-over-max`). */
export function pageSize(world: World, asked: number | undefined, most: number): number {
  if (asked === undefined) return Math.min(limits.pageDefault, most);
  if (asked === 0) throw schemaFailed(['limit: This value should be greater than or equal to 1.']);
  if (asked <= most) return asked;
  if (world.switches.is('limit-over-max', 'clamped')) return most;
  throw schemaFailed([`limit: This value should be less than or equal to ${most}.`]);
}

/** The first place in rows sorted by (key, id) at which `after` is passed. */
function placeAfter(rows: readonly Row[], key: SortKey, after: Cursor): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    const order = row === undefined ? 1 : compareValues(sortValue(row, key), after.fieldValue) || row.id - after.id;
    if (after.sortDirection === 'asc' ? order <= 0 : order < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export type ListQuery = {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sort_by?: SortKey | undefined;
  readonly sort_direction?: 'asc' | 'desc' | undefined;
};

/**
 * A v2 list page: keyset paging over a table in the order asked for (api-facts §6). Never reads more rows than it passes over.
 * @returns the rows of the page and the cursor of the next one, null at the end.
 */
export function pageOf<T extends Row>(
  world: World,
  table: Table<T>,
  query: ListQuery,
  keep: (row: T) => boolean,
  most: number = limits.pageMax,
): { readonly rows: readonly T[]; readonly next: string | null } {
  const key = query.sort_by ?? 'id';
  const direction = query.sort_direction ?? 'asc';
  const size = pageSize(world, query.limit, most);
  const rows =
    key === 'id' ? table.all() : table.ordered(key, (a, b) => compareValues(sortValue(a, key), sortValue(b, key)) || a.id - b.id);
  const step = direction === 'asc' ? 1 : -1;
  const after = query.cursor === undefined ? null : read(query.cursor, key, direction);
  const first = after === null ? (step === 1 ? 0 : rows.length) : placeAfter(rows, key, after);
  const moment = world.clock.now() - (world.switches.number('list-lag-seconds') * 1_000) / world.speed;
  const lagging = world.switches.number('list-lag-seconds') > 0;
  const found: T[] = [];
  for (let at = step === 1 ? first : first - 1; at >= 0 && at < rows.length; at += step) {
    const newest = rows[at];
    const row = newest !== undefined && lagging ? table.asOf(newest, moment) : newest;
    if (row === undefined || !keep(row)) continue;
    if (found.length === size) {
      const last = found[size - 1];
      const next =
        last === undefined ? null : write({ field: key, fieldValue: sortValue(last, key), sortDirection: direction, id: last.id });
      return { rows: found, next };
    }
    found.push(row);
  }
  return { rows: found, next: null };
}

/** Where in a ranking, or another order that is not by a key, a page begins: such cursors are places. */
export function rankOf(cursor: string | undefined): number {
  const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Number.isInteger(start) || start < 0) throw schemaFailed(['cursor: This value is not a valid cursor.']);
  return start;
}
export const rankCursor = (rank: number): string => Buffer.from(String(rank)).toString('base64url');

export const listAnswer = (data: readonly unknown[], next: string | null): Answer => ok(data, { additional_data: { next_cursor: next } });

/** All rows as the v1 list endpoints know them: behind by the switch `list-lag-seconds`. */
export function lagged<T extends { readonly id: number }>(world: World, table: Table<T>): readonly T[] {
  const behind = world.switches.number('list-lag-seconds');
  if (behind === 0) return table.all();
  const moment = world.clock.now() - (behind * 1_000) / world.speed;
  return table.all().flatMap((newest) => table.asOf(newest, moment) ?? []);
}

/** A v1 page: `data: null` when empty, start and limit in `additional_data.pagination`. */
export function v1Page<T>(
  world: World,
  rows: readonly T[],
  asked: { readonly start?: number | undefined; readonly limit?: number | undefined },
  most: number = limits.pageMax,
): { readonly rows: readonly T[]; readonly pagination: Readonly<Record<string, unknown>> } {
  const start = asked.start ?? 0;
  const wanted = asked.limit ?? Math.min(limits.pageDefault, most);
  const limit = world.switches.is('limit-over-max', 'clamped') ? Math.min(wanted, most) : wanted;
  if (limit < 1 || limit > most) throw v1Error(400, `Limit must be between 1 and ${most}.`);
  const more = rows.length > start + limit;
  return {
    rows: rows.slice(start, start + limit),
    pagination: { start, limit, more_items_in_collection: more, ...(more ? { next_start: start + limit } : {}) },
  };
}

export const v1List = (data: readonly unknown[], additional?: Readonly<Record<string, unknown>>): Answer =>
  ok(data.length === 0 ? null : data, additional === undefined ? {} : { additional_data: additional });
