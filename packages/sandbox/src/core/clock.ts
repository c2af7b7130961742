/** The sandbox's clock: the wall clock plus what it was advanced by. Milliseconds since 1970. */
export type Clock = { readonly now: () => number; readonly advance: (seconds: number) => void };

export function createClock(wall: () => number): Clock {
  let ahead = 0;
  return Object.freeze({
    now: () => wall() + ahead,
    advance: (seconds: number) => {
      ahead += seconds * 1_000;
    },
  });
}

/** RFC 3339 in UTC with whole seconds, as v2 answers it. */
export const isoTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** `YYYY-MM-DD HH:MM:SS` in UTC without a zone, as v1 answers it. */
export const plainTime = (iso: string): string => iso.replace('T', ' ').replace(/Z$/, '');

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const plain = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;

/** Whether `YYYY-MM-DD` is a day of the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

/** Reads RFC 3339; `fractions: false` refuses milliseconds (api-facts §6, updated_since). Answers UTC with whole seconds, or null. */
export function readRfc3339(text: string, fractions = true): string | null {
  const found = rfc3339.exec(text);
  if (found === null || !isDate(text.slice(0, 10)) || (!fractions && found[7] !== undefined)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : isoTime(ms);
}

/** Reads `YYYY-MM-DD HH:MM:SS` as UTC. Answers the v2 form, or null. */
export function readPlainTime(text: string): string | null {
  if (!plain.test(text) || !isDate(text.slice(0, 10))) return null;
  const ms = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(ms) ? null : isoTime(ms);
}
