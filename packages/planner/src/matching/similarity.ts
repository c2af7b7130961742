import { distance } from 'fastest-levenshtein';
import { NO_THESAURUS, sameSense, type Thesaurus } from './thesaurus.ts';
import { weightOf } from './words.ts';

/** A word of the same sense is nearly the same word. */
export const SENSE = 0.85;

/** Two words: 1 equal, near 1 for a slip of the pen in a longer word or for another word of the same sense, else 0. */
function wordLikeness(a: string, b: string, thesaurus: Thesaurus): number {
  if (a === b) return 1;
  if (sameSense(a, b, thesaurus)) return SENSE;
  const longer = Math.max(a.length, b.length);
  if (longer < 5 || Math.abs(a.length - b.length) > 2) return 0;
  const likeness = 1 - distance(a, b) / longer;
  return likeness >= 0.8 ? likeness : 0;
}

function covered(from: readonly string[], by: readonly string[], thesaurus: Thesaurus): { hit: number; all: number } {
  let hit = 0;
  let all = 0;
  for (const word of from) {
    const weight = weightOf(word);
    all += weight;
    let best = 0;
    for (const other of by) best = Math.max(best, wordLikeness(word, other, thesaurus));
    hit += weight * best;
  }
  return { hit, all };
}

function trigrams(text: string): Map<string, number> {
  const padded = `  ${text} `;
  const grams = new Map<string, number>();
  for (let i = 0; i + 3 <= padded.length; i += 1) {
    const gram = padded.slice(i, i + 3);
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

export function trigramDice(a: string, b: string): number {
  const left = trigrams(a);
  const right = trigrams(b);
  let shared = 0;
  let total = 0;
  for (const [gram, count] of left) {
    shared += Math.min(count, right.get(gram) ?? 0);
    total += count;
  }
  for (const count of right.values()) total += count;
  return total === 0 ? 0 : (2 * shared) / total;
}

/** Likeness (0..1) of two phrases given as words: weighed token overlap, or letter overlap where the words are written differently. */
export function likeness(a: readonly string[], b: readonly string[], thesaurus: Thesaurus = NO_THESAURUS): number {
  if (a.length === 0 || b.length === 0) return 0;
  const left = a.join(' ');
  const right = b.join(' ');
  if (left === right) return 1;
  const there = covered(a, b, thesaurus);
  const back = covered(b, a, thesaurus);
  const tokens = (there.hit + back.hit) / (there.all + back.all);
  return Math.max(tokens * 0.96, trigramDice(left, right) * 0.85);
}
