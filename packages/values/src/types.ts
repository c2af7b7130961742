import type { ValueType } from '@cutover/domain';
import { readBalance } from './balance.ts';
import { isBlank } from './blank.ts';
import { readBoolean } from './boolean.ts';
import { AMBIGUOUS_ORDER } from './date.ts';
import { readDateTime } from './datetime.ts';
import { readDuration } from './duration.ts';
import { separatorOf, splitList } from './list.ts';
import { readMails } from './mail.ts';
import { readCurrency, readMoney } from './money.ts';
import { readNumber } from './number.ts';
import { no } from './read.ts';
import { readTime } from './time.ts';
import { readZone } from './zone.ts';

const LONG = 120;
const TAG = /<\/?(p|br|div|ul|ol|li|strong|b|em|i|a|span|h[1-6]|table|tr|td|blockquote|u|s|font|img|hr|pre|code)\b[^<>]*>/i;
const URL_TEXT = /^(https?:\/\/|ftp:\/\/|www\.)[^\s<>"]+$/i;
const DOMAIN =
  /^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.(com|org|net|io|app|dev|co|info|biz|edu|gov|de|at|ch|uk|fr|es|it|nl|pt|br|mx|ca|au|nz|eu|us)(\/\S*)?$/i;
const PATH = /^[^\s:*?"<>|][^:*?"<>|\n]*\.[A-Za-z][A-Za-z0-9]{1,4}$/;
const PHONE = /^\+?[\d\s().\-–/]{7,24}(\s*(x|ext\.?)\s*\d{1,6})?$/i;
const NAME_WORD = /^(?:[\p{Lu}][\p{L}\p{M}'’.-]*|van|von|der|den|de|del|da|dos|la|el|al|bin|ter|&|and)$/u;

/** A city alone may be a zone's name, but is a city first. */
const ZONE_LIKE = /\/|\btime\b|^\(?(utc|gmt)\b/i;

const digitCount = (text: string): number => text.replace(/\D/g, '').length;

function numeric(text: string, add: (type: ValueType) => void, phoneToo: boolean): void {
  // `01067` is a post code: as a number it would lose its zero.
  const code = /^0\d+$/.test(text);
  const number = code ? no('not a number') : readNumber(text);
  if (number.ok) {
    add('number');
    if (text.includes('%')) add('percent');
    else if (/^[-+]?\d+$/.test(text)) add('integer');
  }
  if ((!number.ok && !code && readMoney(text).ok) || (number.ok && /^\(.*\)$|[.,]\d{2}\)?$/.test(text))) add('money');
  if (phoneToo && PHONE.test(text) && digitCount(text) >= 7 && digitCount(text) <= 15 && !/^\d+[.,]\d+$/.test(text)) add('phone');
}

function timely(text: string, add: (type: ValueType) => void): void {
  const moment = readDateTime(text);
  // The plan may still say the order: it is a date either way.
  const unsure = !moment.ok && moment.reason === AMBIGUOUS_ORDER;
  if (moment.ok) add(moment.value.time === null ? 'date' : 'datetime');
  else if (unsure) add(/\d:\d\d|\d\s*[ap]\.?m/i.test(text) ? 'datetime' : 'date');
  if (readTime(text).ok) add('time');
  if (!/^0\d+$/.test(text) && readDuration(text).ok) add('duration');
  if (readBalance(text).ok) add('balance');
}

const ID_TEXT = /^[\p{L}\p{N}][\p{L}\p{N}_\-./#:]*$/u;
/** `C 001`, `INV 2026 17`: ids with blanks, which have letters before their digits. */
const SPACED_ID = /^\p{Lu}{1,6}\.? ?\d+(?: ?[-/ ]? ?\d+)*$/u;
const TIMELY: readonly ValueType[] = ['date', 'datetime', 'time', 'balance'];

/** Digits are many things: dates come first, since a date has the form of a telephone number or an id too. */
function digital(text: string, types: ValueType[]): void {
  const add = (type: ValueType): void => {
    types.push(type);
  };
  if (text.length <= 80) timely(text, add);
  const isTimely = TIMELY.some((type) => types.includes(type));
  if (text.length <= 40) numeric(text, add, !isTimely);
  if (text.length <= 64 && !isTimely && (ID_TEXT.test(text) || (text.length <= 24 && SPACED_ID.test(text)))) add('id');
}

function isList(text: string): boolean {
  const mark = text.length <= 400 ? separatorOf(text) : null;
  if (mark === null || mark === '\n') return false;
  const parts = splitList(text, mark);
  if (parts.length < 2) return false;
  if (mark !== ',') return parts.every((part) => part.length <= 60);
  // Sentences have commas too: a list has short parts and no full stop.
  return !/[.!?]$/.test(text) && parts.every((part) => part.length <= 32 && part.split(/\s+/).length <= 4);
}

function wordy(text: string, add: (type: ValueType) => void): void {
  if (TAG.test(text)) add('html');
  if (text.length > LONG || text.includes('\n')) add('longtext');
  if (URL_TEXT.test(text) || DOMAIN.test(text)) add('url');
  else if (PATH.test(text) && text.length <= 200 && !text.includes('@')) add('path');
  if (text.includes('@') && readMails(text).ok) add('mail');
  if (text.length <= 5 && readCurrency(text).ok) add('currency');
  if (text.length <= 60 && /\p{L}/u.test(text)) {
    const words = text.replace(/,/g, ' ').split(/\s+/);
    if (words.length >= 2 && words.length <= 5 && words.every((word) => NAME_WORD.test(word))) add('name');
    if (/^\p{L}[\p{L}_./ &()+:0-9-]*$|^\(/u.test(text) && ZONE_LIKE.test(text) && readZone(text).ok) add('zone');
  }
  if (text.length <= 200 && /\d/.test(text) && /\p{L}{3}/u.test(text) && /[,\n]/.test(text) && /(^|[\s,])\d+[A-Za-z]?([\s,]|$)/.test(text))
    add('address');
  if (isList(text)) add('list');
}

/**
 * Every type that one text could have by itself; `[]` for a blank one. Always `text`; `enum` and `empty` belong to whole columns and are
 * never among them. `id`: one word of letters, digits and joiners with a digit in it, or
 * capitals and digits with blanks between them (`C 001`).
 */
export function typesOf(text: string): ValueType[] {
  if (isBlank(text)) return [];
  const trimmed = text.trim();
  const types: ValueType[] = ['text'];
  const add = (type: ValueType): void => {
    types.push(type);
  };
  if (/\d/.test(trimmed)) digital(trimmed, types);
  if (trimmed.length <= 12 && readBoolean(trimmed).ok) add('boolean');
  wordy(trimmed, add);
  return types;
}
