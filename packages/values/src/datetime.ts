import { isBlank } from './blank.ts';
import { type DateOptions, readPlainDate } from './date.ts';
import { readOffset } from './offset.ts';
import { BLANK, no, type Read, yes } from './read.ts';
import { splitTime } from './split-time.ts';
import { readTime } from './time.ts';
import { readZone } from './zone.ts';

export interface DateTime {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** `HH:MM` or `HH:MM:SS`; null when the text is a date alone. */
  readonly time: string | null;
  /** `Z` or `+02:00`, when written. */
  readonly offset: string | null;
  /** IANA, when written. */
  readonly zone: string | null;
}

/** `20260308T140000Z`, as calendars write it, in the usual form. */
function spelledOut(text: string): string {
  const compact = /^\s*(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z)?\s*$/.exec(text);
  if (!compact) return text;
  const [, year, month, day, hour, minute, second = '00', zulu = ''] = compact;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zulu}`;
}

function readRest(rest: string): { offset: string | null; zone: string | null } | null {
  if (rest === '') return { offset: null, zone: null };
  const iana = /^(.*?)\[([^\]]+)\]$/.exec(rest);
  const bare = rest.replace(/^\(([^()]*)\)$/, '$1');
  const offset = readOffset(iana ? (iana[1] ?? '') : bare);
  if (!iana && offset !== null) return { offset, zone: null };
  const zone = readZone(iana ? (iana[2] ?? '') : bare);
  return zone.ok ? { offset, zone: zone.value } : null;
}

/**
 * A date with a time, as written, with the offset or zone that stands beside it: ISO 8601, RFC 2822, `3/8/2026, 2:00 PM`,
 * `8 March 2026 at 14:00 (Europe/Berlin)`. A date alone has `time: null`. Dates follow the rules of readDate.
 */
export function readDateTime(text: string, options: DateOptions = {}): Read<DateTime> {
  if (isBlank(text)) return BLANK;
  const split = splitTime(spelledOut(text));
  if (split === null) {
    const date = readPlainDate(text, options.order);
    return date.ok ? { ...date, value: { date: date.value, time: null, offset: null, zone: null } } : date;
  }
  const date = readPlainDate(split.date, options.order);
  if (!date.ok) return date;
  const time = readTime(split.time);
  if (!time.ok) return time;
  const rest = readRest(split.rest);
  if (rest === null) return no('something other than a time zone stands after the time');
  return yes({ date: date.value, time: time.value, ...rest }, date.note);
}
