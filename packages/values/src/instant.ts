import { Temporal } from 'temporal-polyfill';
import { readOffset } from './offset.ts';
import { no, type Read, yes } from './read.ts';

const seconds = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'second' });

function local(date: string, time: string): Temporal.PlainDateTime | null {
  // Checked here, because Temporal would also take other forms (with an offset, a week …) whose rest it drops.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}(:\d{2})?$/.test(time)) return null;
  try {
    return Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: 'reject' });
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

function inZone(plain: Temporal.PlainDateTime, zone: string, disambiguation: 'reject' | 'compatible'): Temporal.ZonedDateTime | null {
  try {
    return plain.toZonedDateTime(zone, { disambiguation });
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/**
 * A local date (`YYYY-MM-DD`) and time (`HH:MM[:SS]`) in an IANA zone, or at an offset such as `Z` or `+02:00` → the instant in UTC with
 * whole seconds. A time that the clocks skipped is moved on by the gap and noted as `gap`; one that happened twice is taken as the first
 * and noted as `overlap`.
 */
export function toInstant(date: string, time: string, zone: string): Read<string> {
  const plain = local(date, time);
  if (plain === null) return no(`no such local time: ${date} ${time}`);
  const offset = readOffset(zone);
  if (offset !== null) return yes(seconds(Temporal.Instant.from(`${plain.toString()}${offset}`)));
  const exact = inZone(plain, zone, 'reject');
  if (exact !== null) return yes(seconds(exact.toInstant()));
  const shifted = inZone(plain, zone, 'compatible');
  if (shifted === null) return no(`no such time zone: ${zone}`);
  return yes(seconds(shifted.toInstant()), shifted.toPlainDateTime().equals(plain) ? 'overlap' : 'gap');
}
