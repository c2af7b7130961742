import type { ColumnProfile } from '@cutover/domain';
import { clocksChange, readDateTime, readTime, readZone, toInstant } from '@cutover/values';
import type { Surveyed } from './survey.ts';

/** A time that the clocks of its zone skip or show twice. */
export interface OddTime {
  readonly column: number;
  readonly reason: string;
}

const MEANT = {
  gap: 'the clocks skip this time: taken as much later as they skip',
  overlap: 'the clocks show this time twice: taken as the first',
} as const;

const REMEMBERED = 20_000;

/** Remembers what a text is read as: columns of days, times and zones repeat themselves. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size < REMEMBERED) known.set(text, value);
    return value;
  };
}

interface Moment {
  readonly date: string | null;
  readonly time: string | null;
  readonly zone: string | null;
}

const NOTHING: Moment = { date: null, time: null, zone: null };

/**
 * Puts the local times of a table into their zones, where the table says them (in a column, or beside the time). `null`: it says none,
 * and the zone is a decision.
 */
export function timesInZone(file: Surveyed): ((cells: readonly string[]) => OddTime | null) | null {
  const profiles = file.scan.columns.map((column) => column.profile());
  const ofType = (type: ColumnProfile['type']): ColumnProfile | undefined => profiles.find((profile) => profile.type === type);
  const day = ofType('datetime') ?? ofType('date');
  const zone = ofType('zone');
  if (day === undefined || (zone === undefined && day.type === 'date')) return null;
  const clock = day.type === 'datetime' ? undefined : ofType('time');
  const { order } = day.reading;
  // Which day it is depends on an answer: nothing can be said before.
  if (order === 'ambiguous' || (day.type === 'date' && clock === undefined)) return null;
  const momentOf = remembering((text): Moment => {
    const read = readDateTime(text, order === undefined ? {} : { order });
    return read.ok && read.value.offset === null ? read.value : NOTHING;
  });
  const timeOf = remembering((text) => {
    const read = readTime(text);
    return read.ok ? read.value : null;
  });
  const zoneOf = remembering((text) => {
    const read = readZone(text);
    return read.ok ? read.value : null;
  });
  return (cells) => {
    const moment = momentOf(cells[day.index] ?? '');
    const place = moment.zone ?? (zone === undefined ? null : zoneOf(cells[zone.index] ?? ''));
    if (moment.date === null || place === null || !clocksChange(place, moment.date)) return null;
    const time = clock === undefined ? moment.time : timeOf(cells[clock.index] ?? '');
    const instant = time === null ? null : toInstant(moment.date, time, place);
    if (instant?.ok !== true || (instant.note !== 'gap' && instant.note !== 'overlap')) return null;
    return { column: (clock ?? day).index, reason: MEANT[instant.note] };
  };
}
