import { isBlank } from './blank.ts';
import { BLANK, no, type Read, yes } from './read.ts';

const CLOCK = /^(\d{1,2})(?:\s?[:h]\s?(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?\s*(?:([ap])\.?\s?m\.?|(uhr|hrs?\.?|h))?$/i;
const DOTTED = /^(\d{1,2})\.(\d{2})\s*(?:([ap])\.?\s?m\.?|uhr)$/i;

const two = (n: number): string => String(n).padStart(2, '0');

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** A time of day, 12 or 24 hours → `HH:MM`, or `HH:MM:SS` when seconds are written; fractions of a second are dropped. A bare number is no time. */
export function readTime(text: string): Read<string> {
  if (isBlank(text)) return BLANK;
  const trimmed = text.trim();
  if (trimmed.length > 20 || /^\d+$/.test(trimmed)) return no('not a time of day');
  const dotted = DOTTED.exec(trimmed);
  const match = dotted ? null : CLOCK.exec(trimmed);
  const [hours, minutes, seconds, half] = dotted
    ? [dotted[1], dotted[2], undefined, dotted[3]]
    : [match?.[1], match?.[2], match?.[3], match?.[4]];
  if (hours === undefined) return no('not a time of day');
  const hour = hourOf(Number(hours), half);
  const minute = Number(minutes ?? 0);
  const second = Number(seconds ?? 0);
  if (hour === null || minute > 59 || second > 59) return no('no such time of day');
  return yes(`${two(hour)}:${two(minute)}${seconds === undefined ? '' : `:${two(second)}`}`);
}
