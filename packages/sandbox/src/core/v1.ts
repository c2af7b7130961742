import { z } from 'zod';
import { readPlainTime, readRfc3339 } from './clock.ts';

/** v1 takes numbers as text, booleans as 0/1 and does not mind keys it does not know (api-facts §1.3). */
const toNumber = (value: unknown): unknown => (typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value);
export const v1 = {
  number: () => z.preprocess(toNumber, z.int()),
  link: () => z.preprocess((value) => (value === '' ? null : toNumber(value)), z.int().nullable()).optional(),
  flag: () =>
    z
      .union([z.literal([0, 1, '0', '1', true, false, 'true', 'false'])])
      .transform((value) => value === 1 || value === '1' || value === true || value === 'true'),
  text: () => z.string(),
  time: () =>
    z.string().transform((value, context) => {
      const found = readPlainTime(value) ?? readRfc3339(value);
      if (found !== null) return found;
      context.addIssue({ code: 'custom', message: 'Invalid date and time' });
      return z.NEVER;
    }),
  page: {
    start: z.preprocess(toNumber, z.int().min(0)).optional(),
    limit: z.preprocess(toNumber, z.int()).optional(),
    sort: z.string().optional(),
  },
  none: () => z.unknown(),
};

type Sortable = Readonly<Record<string, unknown>>;

/** `sort=field ASC, other DESC` over rows that are already in the shape they are answered in. Unknown fields leave the order alone. */
export function sortV1<T extends Sortable>(rows: readonly T[], sort: string | undefined): readonly T[] {
  if (sort === undefined) return rows;
  const keys = sort.split(',').map((part) => {
    const [field = '', direction = 'asc'] = part.trim().split(/\s+/);
    return { field, step: direction.toLowerCase() === 'desc' ? -1 : 1 };
  });
  const order = (a: unknown, b: unknown): number => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    const [left, right] = [String(a ?? ''), String(b ?? '')];
    return left === right ? 0 : left < right ? -1 : 1;
  };
  return rows.toSorted((a, b) => keys.reduce((sum, key) => sum || order(a[key.field], b[key.field]) * key.step, 0));
}
