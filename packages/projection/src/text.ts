import { digestOfBytes } from '@cutover/domain';

/** Longest texts Pipedrive takes, in characters (api-facts §4.3, §10). Titles, names and subjects are kept within a varchar. */
export const LIMITS = Object.freeze({ varchar: 255, text: 65_000, html: 100_000, sourceId: 200 });

/**
 * A cell's text fit to be sent: well-formed Unicode, one kind of line end, no control characters, no blanks around it.
 * "" when nothing is left.
 */
export function clean(text: string): string {
  if (/^[!-~](?:[ -~]*[!-~])?$/.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/gu, '\n')
    .replace(/[\p{Cc}--[\n\t]]/gv, '')
    .trim();
}

/** The text on one line. */
export function oneLine(text: string): string {
  return text.includes('\n') || text.includes('\t') ? text.replace(/\s+/gu, ' ').trim() : text;
}

/** At most `limit` characters; a cut text ends in `…` and never in half a character. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = isHighSurrogate(text.charCodeAt(limit - 2)) ? limit - 2 : limit - 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

export function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** An id short enough to stand in a `Source:` line and in a custom field; a longer one keeps its head and a digest of the whole. */
export function shortId(id: string): string {
  const tidy = oneLine(clean(id));
  if (tidy !== '' && tidy.length <= LIMITS.sourceId) return tidy;
  const hash = digestOfBytes(id).slice('sha256:'.length, 'sha256:'.length + 12);
  return tidy === '' ? `id-${hash}` : `${tidy.slice(0, LIMITS.sourceId - 20).toWellFormed()}~${hash}`;
}

/** An amount with two decimals and its currency: `1200.50 USD`. */
export function amountText(amount: number, currency: string | null): string {
  return currency === null ? amount.toFixed(2) : `${amount.toFixed(2)} ${currency}`;
}

/** Rounded to `digits` decimals, half away from zero, without the binary dust of 1.005. */
export function roundTo(value: number, digits: number): number {
  const factor = 10 ** digits;
  const scaled = Math.abs(value) * factor;
  const rounded = Math.round(scaled + Math.min(scaled, 1) * 1e-9) / factor;
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}
