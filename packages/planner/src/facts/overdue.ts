import { isBlank, readDate } from '@cutover/values';
import { type Column, cellOf, columnFor, type Table } from '../layout.ts';
import { isAhead } from '../lexicon/statuses.ts';
import { type Cases, note, remembered } from './tally.ts';
import type { Visitor } from './visit-links.ts';

const HOUR = 3_600_000;
/** A calendar day has ended everywhere on earth 36 hours after it began in UTC: no zone is needed to be right. */
const DAY_OVER_EVERYWHERE = 36 * HOUR;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}(?!\d)/;

/** The last calendar day, `YYYY-MM-DD`, that is over in every time zone at an instant. */
export function lastDayOver(now: string): string {
  return new Date(Date.parse(now) - DAY_OVER_EVERYWHERE).toISOString().slice(0, 10);
}

/** Whether a day is surely not after `last`; where day and month could be swapped, only when it is so in both orders. */
function isOver(cell: string, column: Column, last: string): boolean {
  if (ISO_DAY.test(cell)) return cell.slice(0, 10) <= last;
  const { order } = column.profile.reading;
  const orders = order === undefined ? [undefined] : order === 'ambiguous' ? (['dmy', 'mdy'] as const) : [order];
  return orders.every((one) => {
    const read = readDate(cell, one === undefined ? {} : { order: one });
    return read.ok && read.value <= last;
  });
}

/** Notes sessions in the past that nobody closed: still planned, or without an outcome where others have one. */
export function overdueVisitors(table: Table, to: Cases, now: string): Visitor[] {
  const status = columnFor(table, 'activity.done');
  const day = columnFor(table, 'activity.due_date');
  if (table.detail || status === null || day === null) return [];
  const last = lastDayOver(now);
  const isOpen = remembered((state) => isBlank(state) || isAhead(state));
  return [
    (row) => {
      if (!isOpen(cellOf(row, status))) return;
      const cell = cellOf(row, day);
      if (cell !== '' && isOver(cell, day, last)) note(to, row.key);
    },
  ];
}
