import { Instant, type StagedRow } from '@cutover/domain';
import { readDate, readDateTime, readZone, toInstant } from '@cutover/values';
import type { Filled } from './cells.ts';
import type { Unread } from './draft.ts';
import type { SourceIndex } from './index-types.ts';
import type { Column, FileMap, Mapping } from './mapping-types.ts';
import { RULES } from './rules.ts';

/** A text too long for its field, kept whole in a note. */
export interface Overflow {
  readonly slug: string;
  readonly name: string;
  readonly text: string;
}

/** One row being projected. */
export interface Work {
  readonly mapping: Mapping;
  readonly index: SourceIndex;
  readonly file: FileMap;
  readonly row: StagedRow;
  readonly unread: Unread[];
  readonly overflow: Overflow[];
}

export function unreadable(work: Work, field: string, column: Column, value: string, reason: string): void {
  work.unread.push({ field, column: column.header, value, reason });
}

/** A point in time as the export knows it. */
export interface Moment {
  /** The day on the local clock. */
  readonly date: string;
  /** The time on the local clock, null when only the day is known. */
  readonly time: string | null;
  /** UTC, whole seconds; null without a time. */
  readonly instant: string | null;
  /** The zone or offset it was read in. */
  readonly zone: string;
  /** What the conversion did. */
  readonly rule: string;
}

/** Times already turned to UTC, by mapping: sessions repeat the same slots, and turning one costs more than all the rest of a row. */
const turned = new WeakMap<Mapping, Map<string, Moment | null>>();
const TURNED_LIMIT = 20_000;

/** A day without a time, or with one in another cell. */
function timed(mapping: Mapping, date: string, time: string | null, zone: string): Moment | null {
  if (time === null) return { date, time, instant: null, zone, rule: RULES.noTime };
  const known = turned.get(mapping) ?? new Map<string, Moment | null>();
  if (known.size === 0) turned.set(mapping, known);
  const key = `${date} ${time} ${zone}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= TURNED_LIMIT) known.clear();
  const moment = turn(date, time, zone);
  known.set(key, moment);
  return moment;
}

function turn(date: string, time: string, zone: string): Moment | null {
  const read = toInstant(date, time, zone);
  if (!read.ok || !Instant.safeParse(read.value).success) return null;
  const rule = read.note === 'gap' ? RULES.gap : read.note === 'overlap' ? RULES.overlap : RULES.localToUtc;
  return { date, time, instant: read.value, zone, rule };
}

/**
 * Date and time of a cell, with the time of another cell when the first holds only a day, in the zone written there, else `zone`.
 * Null (and noted as unread) when the cell is no date.
 */
export function momentOf(work: Work, field: string, { column, text }: Filled, zone: string, time: string | null = null): Moment | null {
  const read = readDateTime(text, { order: column.as.order ?? work.mapping.order });
  if (!read.ok) {
    unreadable(work, field, column, text, read.reason);
    return null;
  }
  const { date, offset } = read.value;
  const moment = timed(work.mapping, date, time ?? read.value.time, offset ?? read.value.zone ?? zone);
  if (moment === null) unreadable(work, field, column, text, 'no such time in its zone');
  return moment;
}

/** The instant of a moment; of a day alone its noon, so that it is the same day in every zone but the farthest. */
export function instantOf({ mapping }: Pick<Work, 'mapping'>, moment: Moment): { readonly v: string; readonly rule: string } | null {
  if (moment.instant !== null) return { v: moment.instant, rule: moment.rule };
  const noon = timed(mapping, moment.date, '12:00', mapping.zone);
  return noon?.instant ? { v: noon.instant, rule: RULES.dayOnly } : null;
}

/** A day as `YYYY-MM-DD`; null (and noted) when the cell is none. */
export function dayOf(work: Work, field: string, { column, text }: Filled): string | null {
  const order = column.as.order ?? work.mapping.order;
  const day = readDate(text, { order });
  if (day.ok) return day.value;
  const read = readDateTime(text, { order });
  if (read.ok) return read.value.date;
  unreadable(work, field, column, text, read.reason);
  return null;
}

/** The zone that a cell names, else the one decided. */
export function zoneOf(work: Work, cell: Filled | null): string {
  if (cell === null) return work.mapping.zone;
  const read = readZone(cell.text);
  if (read.ok) return read.value;
  unreadable(work, 'zone', cell.column, cell.text, read.reason);
  return work.mapping.zone;
}
