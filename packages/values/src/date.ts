import type { DateOrder } from '@cutover/domain';
import { isBlank } from './blank.ts';
import { isBesideDate, monthOf } from './months.ts';
import { BLANK, no, type Read, yes } from './read.ts';
import { splitTime } from './split-time.ts';

export interface DateOptions {
  /** Order of day, month and year in purely numeric dates. ISO dates and written-out months do not need it. */
  readonly order?: DateOrder | undefined;
}

export const AMBIGUOUS_ORDER = 'ambiguous order';
const NOT_A_DATE = 'not a date';
const TWO_DIGITS = 'year written with two digits';

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** `YYYY-MM-DD`, or null when there is no such day. */
export function formatDate(year: number, month: number, day: number): string | null {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && leap ? 29 : (LENGTHS[month - 1] ?? 0);
  if (year < 1000 || year > 9999 || day < 1 || day > length) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** 00–49 belong to this century, 50–99 to the last one. */
function fullYear(text: string): number | null {
  if (text.length === 4) return Number(text);
  if (text.length !== 2) return null;
  const short = Number(text);
  return short < 50 ? 2000 + short : 1900 + short;
}

function made(year: string, month: number, day: string): Read<string> {
  const full = fullYear(year);
  const date = full === null || day.length > 2 ? null : formatDate(full, month, Number(day));
  if (date === null) return full === null || day.length > 2 ? no(NOT_A_DATE) : no(`no such day: ${year}-${month}-${day}`);
  return year.length === 2 ? yes(date, TWO_DIGITS) : yes(date);
}

function inOrder(parts: readonly [string, string, string], order: DateOrder): Read<string> {
  const [a, b, c] = parts;
  if (order === 'ymd') return made(a, Number(b), c);
  return order === 'dmy' ? made(c, Number(b), a) : made(c, Number(a), b);
}

function readNumeric(parts: readonly [string, string, string], order: DateOrder | undefined): Read<string> {
  // A leading four-digit year is always followed by the month, then the day.
  if (parts[0].length === 4) return inOrder(parts, 'ymd');
  if (order !== undefined) {
    if (order === 'ymd' && parts[2].length === 4) return no('not in the order year, month, day');
    return inOrder(parts, order);
  }
  const orders: DateOrder[] = parts[2].length === 4 ? ['dmy', 'mdy'] : ['dmy', 'mdy', 'ymd'];
  const fits = orders.map((one) => inOrder(parts, one)).filter((one) => one.ok);
  const [first] = fits;
  if (first === undefined) return no('no such day in any order');
  return fits.every((one) => one.value === first.value) ? first : no(AMBIGUOUS_ORDER);
}

/** Written out: one month's name, a day, a year, in any order that people use. */
function readWritten(text: string): Read<string> {
  const words = text
    .replace(/(\d)(st|nd|rd|th|º|ª|er)\b/gi, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !isBesideDate(word));
  const month = words.map(monthOf).find((one) => one !== null);
  const numbers = words.filter((word) => /^\d+$/.test(word));
  if (words.length !== 3 || numbers.length !== 2 || month === undefined || month === null) return no(NOT_A_DATE);
  const [a = '', b = ''] = numbers;
  return a.length === 4 ? made(a, month, b) : made(b, month, a);
}

/** A date alone, without a time beside it. */
export function readPlainDate(text: string, order: DateOrder | undefined): Read<string> {
  const trimmed = text.trim();
  if (trimmed.length < 6 || trimmed.length > 40 || !/\d/.test(trimmed)) return no(NOT_A_DATE);
  const numeric = /^(\d{1,4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?$/.exec(trimmed);
  if (numeric) {
    const [, a = '', , b = '', c = ''] = numeric;
    return a.length === 3 || c.length === 3 || (a.length === 4 && c.length > 2) ? no(NOT_A_DATE) : readNumeric([a, b, c], order);
  }
  const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(trimmed);
  if (compact) return made(compact[1] ?? '', Number(compact[2]), compact[3] ?? '');
  return /\p{L}/u.test(trimmed) ? readWritten(trimmed) : no(NOT_A_DATE);
}

/**
 * A calendar day → `YYYY-MM-DD`. Days that do not exist are refused, never rolled over. A numeric date that would be another day in
 * another order is refused with `ambiguous order` unless `order` is given. A time beside the date is left out, with a note.
 */
export function readDate(text: string, options: DateOptions = {}): Read<string> {
  if (isBlank(text)) return BLANK;
  const plain = readPlainDate(text, options.order);
  if (plain.ok || plain.reason !== NOT_A_DATE) return plain;
  const split = splitTime(text);
  if (split === null) return plain;
  const date = readPlainDate(split.date, options.order);
  return date.ok ? { ...date, note: 'time left out' } : date;
}
