import type { ColumnProfile, ValueType } from '@cutover/domain';
import {
  isBlank,
  mask,
  readBalance,
  readBoolean,
  readCurrency,
  readDate,
  readDateTime,
  readDuration,
  readMails,
  readMoney,
  readNumber,
  readPhones,
  readTime,
  readZone,
} from '@cutover/values';

const KINDS: Readonly<Partial<Record<ValueType, string>>> = Object.freeze({
  date: 'dates',
  datetime: 'dates with a time',
  time: 'times of day',
  number: 'numbers',
  integer: 'whole numbers',
  money: 'amounts of money',
  percent: 'percentages',
  mail: 'mail addresses',
  phone: 'phone numbers',
  url: 'addresses of pages',
  boolean: 'yes or no',
  duration: 'lengths of time',
  zone: 'time zones',
  currency: 'currencies',
  balance: 'balances',
});

/** Whether a value is of the column's type; for types that have no form of their own every value is. */
function isOf(text: string, { type, reading }: ColumnProfile): boolean {
  const order = reading.order === undefined || reading.order === 'ambiguous' ? {} : { order: reading.order };
  const decimal = reading.decimal === undefined ? {} : { decimal: reading.decimal };
  if (type === 'date') return readDate(text, order).ok || (reading.order === 'ambiguous' && readDate(text, { order: 'dmy' }).ok);
  if (type === 'datetime')
    return readDateTime(text, order).ok || (reading.order === 'ambiguous' && readDateTime(text, { order: 'dmy' }).ok);
  if (type === 'time') return readTime(text).ok;
  if (type === 'number' || type === 'percent') return readNumber(text.replace(/%$/, ''), decimal).ok;
  if (type === 'integer') {
    const read = readNumber(text, decimal);
    return read.ok && Number.isInteger(read.value);
  }
  if (type === 'money') return readMoney(text, decimal).ok;
  if (type === 'mail') return readMails(text).ok;
  if (type === 'phone') return readPhones(text, 'US').ok;
  if (type === 'url') return /^([a-z]+:\/\/|www\.)\S+$/i.test(text);
  if (type === 'boolean') return readBoolean(text).ok;
  if (type === 'duration') return readDuration(text).ok;
  if (type === 'zone') return readZone(text).ok;
  if (type === 'currency') return readCurrency(text).ok;
  return type !== 'balance' || readBalance(text).ok;
}

const MOST_SHOWN = 3;
const MOST_COUNTED = 10_000;

/** Masked, the most frequent first; none where the profile does not keep all values. */
function misfits(profile: ColumnProfile): string {
  const found = (profile.values ?? []).filter(({ value }) => !isBlank(value) && !isOf(value.trim(), profile));
  if (found.length === 0) return '';
  const shown = found.slice(0, MOST_SHOWN).map(({ value, count }) => `${mask(value, 'text')}${count > 1 ? ` (${count})` : ''}`);
  return `: ${shown.join(', ')}${found.length > MOST_SHOWN ? ' …' : ''}`;
}

/** How many of the values are of the type that the column is taken for, and what the others look like. */
export function shareSaid(profile: ColumnProfile): string {
  const { type, filled } = profile;
  const share = profile.matches[type] ?? (filled > 0 ? 1 : 0);
  const others = Math.round((1 - share) * filled);
  // Shares have four places: of more values than that, single ones do not show.
  const unsure = KINDS[type] !== undefined && (profile.estimated === true || filled > MOST_COUNTED);
  if (filled > 0 && others === 0) return unsure ? `nearly all values, or all, read as ${type}` : `all values read as ${type}`;
  const percent = Math.min(99, Math.round(share * 100));
  const kind = KINDS[type];
  if (kind === undefined || filled === 0) return `${filled === 0 ? 0 : percent} % of the values read as ${type}`;
  const rest = others === 1 ? '1 does not fit' : `${unsure ? 'about ' : ''}${others.toLocaleString('en-US')} do not fit`;
  return `${percent} % of ${filled.toLocaleString('en-US')} values are ${kind}; ${rest}${misfits(profile)}`;
}
