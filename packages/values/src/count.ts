import { readBalance } from './balance.ts';
import { isBlank } from './blank.ts';
import { readDuration } from './duration.ts';
import { type NumberOptions, readNumber } from './number.ts';
import { BLANK, no, type Read, yes } from './read.ts';

const UNIT = /^(.*\d)\s*(?:sessions?|credits?|units?|visits?|sitzung(?:en)?|termine?|sesion(?:es)?|sesi[oó]n(?:es)?|s[eé]ances?)\.?$/iu;
/** Only with a unit or as on a clock: a bare number is a count already. */
const TIMED = /[a-z:'′]/i;

/** How many sessions or hours: `10`, `10 sessions`, `7.5 h` → 7.5, `7:30` → 7.5, `90 min` → 1.5. */
export function readCount(text: string, options: NumberOptions = {}): Read<number> {
  if (isBlank(text)) return BLANK;
  const trimmed = text.trim();
  const number = readNumber(UNIT.exec(trimmed)?.[1] ?? trimmed, options);
  if (number.ok || !TIMED.test(trimmed)) return number;
  const minutes = readDuration(trimmed);
  return minutes.ok ? yes(Math.round((minutes.value / 60) * 1e4) / 1e4, minutes.note) : number;
}

export type CountPart = 'total' | 'used' | 'remaining';
export type Counts = Readonly<Partial<Record<CountPart, number>>>;

/**
 * A cell of a column of counts: one count, or two such as `3/10`, of which the second is the total. The first is what is left in a column of
 * what is left, else what is used. A pair whose first is above its second says neither.
 */
export function readCounts(text: string, part: CountPart, options: NumberOptions = {}): Read<Counts> {
  const one = readCount(text, options);
  if (one.ok) return yes({ [part]: one.value }, one.note);
  const pair = readBalance(text);
  if (!pair.ok) return one;
  const { a, b } = pair.value;
  if (a > b) return no('the first of two counts is above the second');
  return yes(
    { [part === 'remaining' ? 'remaining' : 'used']: a, total: b },
    `two counts: ${part === 'remaining' ? 'remaining' : 'used'}/total`,
  );
}
