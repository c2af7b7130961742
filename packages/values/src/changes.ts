import { Temporal } from 'temporal-polyfill';

const FIRST_YEAR = 1970;
const LAST_YEAR = 2100;
const known = new Map<string, ReadonlySet<string>>();

/** The local days around each change of the clocks in a zone. */
function daysOf(zone: string): ReadonlySet<string> {
  const days = new Set<string>();
  let at = Temporal.ZonedDateTime.from({ timeZone: zone, year: FIRST_YEAR, month: 1, day: 1 });
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.year > LAST_YEAR) return days;
    // Around midnight the time that is skipped may belong to the day before.
    days.add(next.toPlainDate().toString());
    days.add(next.subtract({ nanoseconds: 1 }).toPlainDate().toString());
    at = next;
  }
}

/**
 * Whether the clocks of an IANA zone may skip or repeat a time on this day (`YYYY-MM-DD`): quick, so that only these days need a closer
 * look. False for fixed offsets and for names that are no zone.
 */
export function clocksChange(zone: string, date: string): boolean {
  let days = known.get(zone);
  if (days === undefined) {
    try {
      days = daysOf(zone);
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      days = new Set();
    }
    known.set(zone, days);
  }
  return days.has(date);
}
