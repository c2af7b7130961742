import { isBlank } from './blank.ts';
import { readDuration } from './duration.ts';
import { type NumberOptions, readNumber } from './number.ts';
import { BLANK, type Read, yes } from './read.ts';

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
