import type { ColumnProfile, DateOrder } from '@cutover/domain';
import {
  AMBIGUOUS_ORDER,
  isBlank,
  readBalance,
  readBoolean,
  readDateTime,
  readDuration,
  readMails,
  readMoney,
  readNumber,
  readPhones,
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

/** Whether a text can be read as its column's type. Blank texts and columns of plain text always can. */
export function readable(text: string, column: ColumnProfile): Outcome {
  if (isBlank(text)) return FINE;
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
      return readPhones(text);
    case 'zone':
      return readZone(text);
    default:
      return FINE;
  }
}
