import type { ColumnProfile, DateOrder } from '@cutover/domain';
import {
  AMBIGUOUS_ORDER,
  holdsPhone,
  isBlank,
  NO_PHONE,
  readBalance,
  readBoolean,
  readDateTime,
  readDuration,
  readMails,
  readMoney,
  readNumber,
  readTime,
  readZone,
} from '@cutover/values';

type Outcome = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const FINE: Outcome = { ok: true };

function moment(text: string, order: DateOrder | 'ambiguous' | undefined): Outcome {
  const read = readDateTime(text, order === 'ambiguous' || order === undefined ? {} : { order });
  // Which day it is depends on an answer; that it is a day is certain.
  return read.ok || read.reason !== AMBIGUOUS_ORDER ? read : FINE;
}

/** Types that any text has. */
const ANY_TEXT: ReadonlySet<ColumnProfile['type']> = new Set([
  'text',
  'longtext',
  'html',
  'id',
  'name',
  'url',
  'path',
  'enum',
  'list',
  'currency',
  'address',
  'empty',
]);

/** Whether a text can be read as its column's type. Blank texts and columns of plain text always can. */
export function readable(text: string, column: ColumnProfile): Outcome {
  return ANY_TEXT.has(column.type) || isBlank(text) ? FINE : read(text, column);
}

const REMEMBERED = 5_000;

/** The same answers for one column, remembering those it gave: most columns repeat themselves. */
export function rememberingReadable(column: ColumnProfile): (text: string) => Outcome {
  if (ANY_TEXT.has(column.type)) return () => FINE;
  const known = new Map<string, Outcome>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const outcome = readable(text, column);
    if (known.size < REMEMBERED && text.length <= 80) known.set(text, outcome.ok ? FINE : outcome);
    return outcome;
  };
}

function read(text: string, column: ColumnProfile): Outcome {
  const decimal = column.reading.decimal === undefined ? {} : { decimal: column.reading.decimal };
  switch (column.type) {
    case 'date':
    case 'datetime':
      return moment(text, column.reading.order);
    case 'time':
      return readTime(text);
    case 'duration':
      return readDuration(text);
    case 'number':
    case 'integer':
    case 'percent':
      return readNumber(text, decimal);
    case 'money':
      return readMoney(text, decimal);
    case 'boolean':
      return readBoolean(text);
    case 'balance':
      return readBalance(text);
    case 'mail':
      return readMails(text);
    case 'phone':
      return holdsPhone(text) ? FINE : NO_PHONE;
    case 'zone':
      return readZone(text);
    default:
      return FINE;
  }
}
