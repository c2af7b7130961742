import { isBlank } from './blank.ts';

/** Marks that separate several values in one cell, the strongest first: a comma may belong to a value (`Chen, Maya; Diallo, Amara`). */
export const SEPARATORS = [';', '|', '\n', ','] as const;

/** The strongest separator in the text; null when it holds one value. */
export function separatorOf(text: string): string | null {
  return SEPARATORS.find((mark) => text.includes(mark)) ?? null;
}

/** The values of one cell, trimmed, blanks left out. Without `separator` the strongest one in the text splits it. */
export function splitList(text: string, separator?: string): string[] {
  const mark = separator === undefined || separator === '' ? separatorOf(text) : separator;
  const parts = mark === null ? [text] : text.split(mark);
  return parts.map((part) => part.trim()).filter((part) => !isBlank(part));
}
