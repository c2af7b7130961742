import type { DateOrder } from '@cutover/domain';
import { readDateTime } from './datetime.ts';

/** From a day up to and including another; without an end it goes on. */
export interface Period {
  readonly start: string;
  readonly end: string | null;
}

interface Written {
  readonly text: string;
  readonly order: DateOrder | undefined;
}

function dayIn({ text, order }: Written): string | null {
  const read = readDateTime(text, { order });
  return read.ok ? read.value.date : null;
}

/** Null without a start, or where either cannot be read or they are the wrong way round: such a period holds nothing. */
export function readPeriod(start: Written, end: Written): Period | null {
  const from = dayIn(start);
  const to = end.text === '' ? null : dayIn(end);
  if (from === null || (end.text !== '' && (to === null || to < from))) return null;
  return { start: from, end: to };
}

const DAY_MS = 86_400_000;
const shifted = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/**
 * The days on which something may have been: the one that is written; those beside it too where an offset is written, because the day may be another
 * on the clocks of the place. None when it is no date.
 */
export function daysOf({ text, order }: Written): string[] {
  const read = readDateTime(text, { order });
  if (!read.ok) return [];
  const { date, offset } = read.value;
  return offset === null ? [date] : [shifted(date, -1), date, shifted(date, 1)];
}

export type Held<T> = { readonly kind: 'one'; readonly item: T } | { readonly kind: 'several' } | { readonly kind: 'none' };

/** The only thing whose period holds a day, on whichever of the days it was; two that meet on a day are several. */
export function heldBy<T extends { readonly period: Period | null }>(items: readonly T[], days: readonly string[]): Held<T> {
  const [first, ...others] = days.map((day) =>
    items.filter(({ period }) => period !== null && period.start <= day && day <= (period.end ?? day)),
  );
  const [item] = first ?? [];
  if (first !== undefined && item !== undefined && [first, ...others].every((held) => held.length === 1 && held[0] === item))
    return { kind: 'one', item };
  return new Set([first ?? [], ...others].flat()).size > 1 ? { kind: 'several' } : { kind: 'none' };
}
