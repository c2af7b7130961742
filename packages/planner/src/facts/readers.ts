import type { DateOrder } from '@cutover/domain';
import {
  lengthUnit,
  readBalance,
  readCounts,
  readCurrency,
  readDate,
  readDateTime,
  readDuration,
  readMails,
  readMoney,
  readNumber,
  readTime,
  readZone,
} from '@cutover/values';
import type { Column } from '../layout.ts';
import { orderIn } from './packages.ts';

/** What the target of a column needs of a cell, and whether a cell is that. */
export interface Need {
  readonly what: string;
  readonly reads: (cell: string) => boolean;
}

const DAYS: ReadonlySet<string> = new Set([
  'activity.due_date',
  'deal.expected_close_date',
  'deal.won_time',
  'deal.lost_time',
  'deal.close_time',
  'person.birthday',
  'person.add_time',
  'organization.add_time',
  'note.add_time',
]);
const NUMBERS: ReadonlySet<string> = new Set(['organization.annual_revenue', 'organization.employee_count']);

function day(column: Column): Need {
  const order = orderIn(column);
  // Not decided yet: what reads in either order will read.
  const orders: readonly (DateOrder | undefined)[] = order === null ? ['dmy', 'mdy'] : [order.order];
  const reads = (cell: string): boolean =>
    orders.some((one) => {
      const options = one === undefined ? {} : { order: one };
      return readDate(cell, options).ok || readDateTime(cell, options).ok;
    });
  return { what: 'a date', reads };
}

function moment(column: Column, what: string): Need {
  const { reads } = day(column);
  return { what, reads: (cell) => readTime(cell).ok || reads(cell) };
}

function ofPart(column: Column, decimal: { readonly decimal?: '.' | ',' }): Need | null {
  const { answer } = column;
  const { part, split, type } = answer.as ?? {};
  if (split !== undefined) return { what: 'two counts such as 3/10', reads: (cell) => readBalance(cell).ok };
  if (part === 'zone') return { what: 'a time zone', reads: (cell) => readZone(cell).ok };
  if (part === 'sessions-total' || part === 'sessions-used' || part === 'sessions-remaining') {
    const which = part === 'sessions-total' ? 'total' : part === 'sessions-used' ? 'used' : 'remaining';
    return { what: 'a count', reads: (cell) => readCounts(cell, which, decimal).ok };
  }
  if (part === 'status-time' || part === 'period-start' || part === 'period-end' || (part === 'created' && type === 'date'))
    return day(column);
  const money = part === 'amount' || part === 'balance' || (part === 'total' && answer.target === 'note.content');
  return money ? { what: 'an amount', reads: (cell) => readMoney(cell, decimal).ok } : null;
}

function ofTarget(column: Column, decimal: { readonly decimal?: '.' | ',' }): Need | null {
  const { target, as } = column.answer;
  if (DAYS.has(target)) return day(column);
  if (target === 'activity.due_time') return moment(column, 'a time of day');
  if (target === 'activity.duration' && as?.from === 'end') return moment(column, 'a time of day');
  if (target === 'activity.duration') {
    const unit = lengthUnit(column.header);
    return { what: 'a length of time', reads: (cell) => readDuration(cell, { unit }).ok };
  }
  if (target === 'deal.value') return { what: 'an amount', reads: (cell) => readMoney(cell, decimal).ok };
  if (target === 'deal.currency') return { what: 'a currency', reads: (cell) => readCurrency(cell).ok };
  if (target === 'deal.probability')
    return {
      what: 'a share between 0 and 100',
      reads: (cell) => {
        const read = readNumber(cell);
        return read.ok && read.value >= 0 && read.value <= 100;
      },
    };
  if (target === 'person.emails')
    return {
      what: 'mail addresses',
      reads: (cell) => {
        const read = readMails(cell);
        return read.ok && read.note === undefined;
      },
    };
  const number = { what: 'a number', reads: (cell: string) => readNumber(cell, decimal).ok || readMoney(cell, decimal).ok };
  if (NUMBERS.has(target)) return number;
  return target.includes('.custom.') ? ofType(column, number, decimal) : null;
}

function ofType(column: Column, number: Need, decimal: { readonly decimal?: '.' | ',' }): Need | null {
  const type = column.answer.as?.type;
  if (type === 'date') return day(column);
  if (type === 'time') return { what: 'a time of day', reads: (cell) => readTime(cell).ok };
  if (type === 'double') return number;
  return type === 'monetary' ? { what: 'an amount', reads: (cell) => readMoney(cell, decimal).ok } : null;
}

/** What the target of a column needs of its cells; null: any text will do, or only a decision says what its values become. */
export function needOf(column: Column): Need | null {
  const decimal = column.answer.as?.decimal ?? column.profile.reading.decimal;
  const options = decimal === undefined ? {} : { decimal };
  return ofPart(column, options) ?? ofTarget(column, options);
}
