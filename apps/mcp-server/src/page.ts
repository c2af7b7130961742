import { CutoverError, digestOf } from '@cutover/domain';
import { z } from 'zod';

/** Room for one page's items, in bytes of JSON; with what stands around them a result stays under 8 KB. */
const ROOM = 5600;
const MOST = 60;

/** Where to go on reading; handed out by the page before. */
export const Cursor = z
  .string()
  .regex(/^\d{1,7}\.[0-9a-f]{8}$/)
  .describe('`next` of the page before')
  .optional();

export const PAGE = { total: z.number(), next: z.string().nullable() } as const;

/** Records whose keys speak for themselves: spelled out, their schemas would fill a client's context. */
export const Row = z.looseObject({});
export type Row = z.infer<typeof Row>;

export interface Page<V> {
  readonly items: V[];
  readonly total: number;
  /** The cursor of the next page; null after the last. */
  readonly next: string | null;
}

/** Bytes of a value as JSON. */
export const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

/**
 * One page of a list, as many items as fit.
 * @param identity what the list is a list of: a cursor of another list is refused
 * @throws CutoverError `stale-list` when the list changed since the page before was given
 */
export function pageOf<T, V>(items: readonly T[], cursor: string | undefined, identity: unknown, view: (item: T) => V): Page<V> {
  const mark = digestOf([identity ?? null, items.length]).slice(7, 15);
  const [from = '0', given = mark] = cursor?.split('.') ?? [];
  if (given !== mark)
    throw new CutoverError('stale-list', 'this page belongs to a list that has changed since: read it again from its beginning');
  const shown: V[] = [];
  let left = ROOM;
  let at = Number(from);
  for (; at < items.length && shown.length < MOST; at += 1) {
    const item = items[at];
    if (item === undefined) break;
    const seen = view(item);
    left -= sizeOf(seen) + 1;
    if (left < 0 && shown.length > 0) break;
    shown.push(seen);
  }
  return { items: shown, total: items.length, next: at < items.length ? `${at}.${mark}` : null };
}

/** The first of a list that is never paged, with how many more there are. */
export function firstOf<T, V>(items: readonly T[], most: number, view: (item: T) => V): { items: V[]; more: number } {
  return { items: items.slice(0, most).map(view), more: Math.max(0, items.length - most) };
}
