import { formatDuration, lengthUnit, readDuration, readTime, toInstant } from '@cutover/values';
import { cell, columnsAt, type Filled, firstFilled, headers } from './cells.ts';
import { type Draft, made, put } from './draft.ts';
import { RULES } from './rules.ts';
import { type Moment, momentOf, unreadable, type Work, zoneOf } from './work.ts';

/** When an activity takes place. */
export interface Schedule {
  readonly moment: Moment | null;
  readonly minutes: number | null;
  /** Milliseconds since 1970; null without a date. */
  readonly endMs: number | null;
  /** Sets `due_date`, `due_time` and `duration`. */
  putInto(to: Draft): void;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The due cell that is the start: not the zone's column, not a payment's. */
function startCell(work: Work, target: string): Filled | null {
  for (const column of columnsAt(work.file, target)) {
    if (column.as.part === 'zone' || column.as.part === 'paid') continue;
    const text = cell(work.row, column);
    if (text !== '') return { column, text };
  }
  return null;
}

/** Reads date, time, zone and length of a row; date and time are turned to UTC together (api-facts §3.4). */
export function scheduleOf(work: Work): Schedule {
  const zone = zoneOf(
    work,
    firstFilled(work.file, work.row, 'activity.due_time/zone') ?? firstFilled(work.file, work.row, 'activity.due_date/zone'),
  );
  const date = startCell(work, 'activity.due_date');
  const timeCell = startCell(work, 'activity.due_time');
  const time = timeCell === null ? null : timeIn(work, timeCell);
  const whole = date === null ? timeCell : date;
  const moment = whole === null ? null : momentOf(work, 'due_date', whole, zone, date === null ? null : time);
  const length = lengthOf(work, moment, zone);
  const startMs = moment === null ? null : startOf(moment, zone);
  const lastsMs = length?.minutes != null ? length.minutes * MINUTE : 0;
  const endMs = startMs === null ? null : moment?.instant === null ? startMs + DAY : startMs + lastsMs;
  const cells = [date, timeCell].filter((c) => c !== null);
  const source = { column: headers(cells) || null, source: cells.map((c) => c.text).join(' ') };
  return {
    moment,
    minutes: length?.minutes ?? null,
    endMs,
    putInto(to) {
      if (moment !== null) {
        const { instant } = moment;
        put(to, 'due_date', { t: 'date', v: instant === null ? moment.date : instant.slice(0, 10) }, { ...source, rule: moment.rule });
        if (instant !== null) put(to, 'due_time', { t: 'time', v: instant.slice(11, 16) }, { ...source, rule: moment.rule });
      }
      if (length !== null) put(to, 'duration', { t: 'duration', v: formatDuration(length.minutes) }, length.from);
    },
  };
}

/** A time cell: a time, or a text with date and time of which the time is meant. */
function timeIn(work: Work, { column, text }: Filled): string | null {
  const time = readTime(text);
  if (time.ok) return time.value;
  const whole = momentOf({ ...work, unread: [] }, 'due_time', { column, text }, work.mapping.zone);
  if (whole?.time) return whole.time;
  unreadable(work, 'due_time', column, text, time.reason);
  return null;
}

/** The start in milliseconds; for a whole day its beginning on the local clock. */
function startOf(moment: Moment, zone: string): number | null {
  const instant = moment.instant ?? toInstant(moment.date, '00:00', zone);
  const text = typeof instant === 'string' ? instant : instant.ok ? instant.value : '';
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

interface Length {
  readonly minutes: number;
  readonly from: { readonly column: string; readonly source: string; readonly rule: string };
}

/** The length from a duration, else from an end time. */
function lengthOf(work: Work, start: Moment | null, zone: string): Length | null {
  for (const column of columnsAt(work.file, 'activity.duration')) {
    const text = cell(work.row, column);
    if (text === '') continue;
    if (column.as.from === 'end') {
      const length = untilEnd(work, { column, text }, start, zone);
      if (length !== null) return { minutes: length.minutes, from: { column: column.header, source: text, rule: length.rule } };
      continue;
    }
    const read = readDuration(text, { unit: lengthUnit(column.header) });
    if (read.ok) return { minutes: read.value, from: { column: column.header, source: text, rule: RULES.duration } };
    unreadable(work, 'duration', column, text, read.reason);
  }
  return null;
}

/**
 * From the start to the end. Where the clocks skip or repeat one of them, the two are no sure points in time: then what the clock faces say counts, so
 * that 02:30–03:30 lasts an hour on every night.
 */
function untilEnd(work: Work, end: Filled, start: Moment | null, zone: string): { minutes: number; rule: string } | null {
  if (start?.instant == null) {
    unreadable(work, 'duration', end.column, end.text, 'an end without a start that has a time of day');
    return null;
  }
  const time = readTime(end.text);
  const moment = time.ok
    ? momentOf(work, 'duration', { column: end.column, text: start.date }, zone, time.value)
    : momentOf(work, 'duration', end, zone);
  if (moment?.instant == null) {
    if (moment !== null) unreadable(work, 'duration', end.column, end.text, 'an end without a time of day');
    return null;
  }
  const written = start.zone === moment.zone && (isOdd(start) || isOdd(moment));
  const ms = written ? clockMs(moment) - clockMs(start) : Date.parse(moment.instant) - Date.parse(start.instant);
  const minutes = Math.round(ms / MINUTE);
  // An end before its start is the next day's, when only the time of day is written.
  const whole = minutes < 0 && time.ok ? minutes + 24 * 60 : minutes;
  if (whole >= 0 && whole <= 7 * 24 * 60) return { minutes: whole, rule: written ? RULES.endAsWritten : RULES.end };
  unreadable(work, 'duration', end.column, end.text, 'the end does not follow the start');
  return null;
}

const isOdd = ({ rule }: Moment): boolean => rule === RULES.gap || rule === RULES.overlap;
/** What the clock's face shows, as if its zone had no changes. */
const clockMs = ({ date, time }: Moment): number => Date.parse(`${date}T${time ?? '00:00'}Z`);

/** Done: what ended before the load, whatever its status; what was cancelled; or as the type's decision says. */
export function putDone(work: Work, to: Draft, endMs: number | null, cancelled: boolean, decided: boolean | null): void {
  const over = endMs !== null && endMs < work.mapping.loadMs;
  const rule = over ? RULES.done : cancelled ? RULES.doneCancelled : RULES.notDone;
  const done = decided ?? (over || cancelled);
  put(to, 'done', { t: 'bool', v: done }, made(decided === null ? rule : RULES.doneByDecision));
}
