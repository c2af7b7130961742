import { isBlank } from './blank.ts';
import { BLANK, no, type Read, yes } from './read.ts';

const PAIR = /^(\d{1,5}(?:[.,]\d{1,2})?)\s*(?:\/|of|von|de)\s*(\d{1,5}(?:[.,]\d{1,2})?)(?:\s*\p{L}+)?$/iu;

/** Two counts in one cell: `3/10`, `2 of 16`, `2.5/10 hours`. What they count is for the plan to say. */
export function readBalance(text: string): Read<{ readonly a: number; readonly b: number }> {
  if (isBlank(text)) return BLANK;
  const match = PAIR.exec(text.trim());
  if (!match) return no('not a balance such as 3/10');
  const count = (one: string | undefined): number => Number((one ?? '').replace(',', '.'));
  return yes({ a: count(match[1]), b: count(match[2]) });
}
