import { isBlank } from './blank.ts';
import { BLANK, no, type Read, yes } from './read.ts';

const ISO = /^P(?:(\d+)D)?T?(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+)(?:[.,]\d+)?S)?$/i;
const HOURS = '(?:h|hr|hrs|hour|hours|std|stunde|stunden|hora|horas|heure|heures)\\.?';
const MINUTES = "(?:m|min|mins|minute|minutes|minuten|minuto|minutos|'|′)\\.?";
const WORDS = new RegExp(
  `^(?:(\\d+(?:[.,]\\d+)?)\\s*${HOURS})?[\\s,]*(?:(?:and|und|y|et)\\s+)?(?:(\\d+(?:[.,]\\d+)?)\\s*(?:${MINUTES})?)?$`,
  'i',
);

const decimal = (text: string | undefined): number => (text === undefined ? 0 : Number(text.replace(',', '.')));

function whole(minutes: number): Read<number> {
  if (minutes > 60 * 24 * 366) return no('longer than a year');
  const rounded = Math.round(minutes);
  return Math.abs(rounded - minutes) < 1e-9 ? yes(rounded) : yes(rounded, 'rounded to whole minutes');
}

export interface DurationOptions {
  /** What bare numbers of the column count, where its header says so. */
  readonly unit?: 'hours' | undefined;
}

const IN_HOURS = /(?:^|[^\p{L}])(?:h|hrs?|hours?|std|stunden?|horas?|heures?)(?:$|[^\p{L}])/iu;

/** Whether a header says that its numbers are hours: `Hours`, `Length (h)`, `Dauer in Stunden`; not `Hours and minutes`. */
export const lengthUnit = (header: string): 'hours' | undefined => (IN_HOURS.test(header) && !/min/i.test(header) ? 'hours' : undefined);

/**
 * A length of time in whole minutes: `90`, `45 min`, `1h 30`, `1.5 hours`, `01:30`, `1:30:00`, `PT1H30M`. A bare whole number counts
 * minutes; a bare fraction could be hours and is refused; with `unit` both are hours.
 */
export function readDuration(text: string, options: DurationOptions = {}): Read<number> {
  if (isBlank(text)) return BLANK;
  const trimmed = text.trim();
  if (trimmed.length > 40 || !/\d/.test(trimmed)) return no('not a length of time');
  if (options.unit === 'hours' && /^\d{1,3}(?:[.,]\d+)?$/.test(trimmed)) return whole(decimal(trimmed) * 60);
  if (/^\d+$/.test(trimmed)) return whole(Number(trimmed));
  if (/^\d+[.,]\d+$/.test(trimmed))
    return /^\d{1,4}[.,]0+$/.test(trimmed) && Number.parseInt(trimmed, 10) <= 1440
      ? whole(Number.parseInt(trimmed, 10))
      : no('a fraction without a unit');
  const clock = /^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?(?:\s*(?:h|hrs?|hours?|std)\.?)?$/i.exec(trimmed);
  if (clock) return whole(Number(clock[1]) * 60 + Number(clock[2]) + Number(clock[3] ?? 0) / 60);
  const iso = ISO.exec(trimmed);
  if (iso && /\d/.test(trimmed))
    return whole(Number(iso[1] ?? 0) * 1440 + decimal(iso[2]) * 60 + decimal(iso[3]) + Number(iso[4] ?? 0) / 60);
  const words = WORDS.exec(trimmed);
  return words ? whole(decimal(words[1]) * 60 + decimal(words[2])) : no('not a length of time');
}

/** `HH:MM`, hours beyond 24 included: 1500 → `25:00`. Fractions are rounded; below zero counts as zero. */
export function formatDuration(minutes: number): string {
  const total = Math.max(0, Math.round(minutes));
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}
