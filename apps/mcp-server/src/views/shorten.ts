import { sizeOf } from '../page.ts';

/** An answer up to this size is shown whole. */
const WHOLE = 900;
const MOST = 8;
const LONGEST = 60;
const CUT = '… (cut)';

/** An answer as it is, or, when it is a long list or holds long texts, its beginning and how much more there is. */
export function shorten(answer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return sizeOf(answer) <= WHOLE ? { ...answer } : cutRecord(answer);
}

function cutRecord(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(record);
  const shown = entries.slice(0, MOST).map(([key, value]) => [cutText(key), cut(value)] as const);
  const more = entries.length - shown.length;
  return Object.fromEntries(more > 0 ? [...shown, ['…', `${more} more`]] : shown);
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value);
  if (Array.isArray(value))
    return value.length > MOST ? [...value.slice(0, MOST).map(cut), `… ${value.length - MOST} more`] : value.map(cut);
  return typeof value === 'object' && value !== null ? cutRecord({ ...value }) : value;
}

const cutText = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - CUT.length)}${CUT}`);

/** Whether a text is one of ours about what was left out: an answer that holds one was shown cut, and must not be given back as it is. */
export const isCut = (text: string): boolean => text === '…' || text.endsWith(CUT) || /^… \d+ more$/.test(text);

/** The first items of a list that fit into so many bytes. */
export function fitting<T>(items: readonly T[], bytes: number): T[] {
  let left = bytes;
  const index = items.findIndex((item) => {
    left -= sizeOf(item) + 1;
    return left < 0;
  });
  return index < 0 ? [...items] : items.slice(0, index);
}
