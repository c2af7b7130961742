export interface SplitTime {
  readonly date: string;
  readonly time: string;
  /** What stands after the time: an offset, a zone, or nothing. */
  readonly rest: string;
}

const TIME = /(?<![\d:+-])(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s*[ap]\.?\s?m\.?(?![\p{L}]))?|\d{1,2}\s*[ap]\.?m\.?(?![\p{L}]))/iu;
const BETWEEN = /[\s,T·|–-]+$|(?<=\d[\s,]*)\b(at|um|a las|à|alle|às)\s*$/iu;

/** Cuts a text that holds a date and a time of day into its parts; null when there is no time in it. */
export function splitTime(text: string): SplitTime | null {
  if (text.length > 80) return null;
  const match = TIME.exec(text);
  if (!match) return null;
  const time = match[0];
  const before = text.slice(0, match.index).replace(BETWEEN, '').replace(BETWEEN, '').trim();
  const after = text.slice(match.index + time.length).trim();
  if (before !== '') return { date: before, time, rest: after };
  const date = after.replace(/^[\s,]*(on|am|el|le)?\s+/i, '').trim();
  return date === '' ? null : { date, time, rest: '' };
}
