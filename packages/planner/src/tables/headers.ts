import { distance } from 'fastest-levenshtein';
import { trigramDice } from '../matching/similarity.ts';
import { roughWords, stem } from '../matching/stems.ts';

/** Words of a header; digits stand apart from letters, so that `stage2` has a stage. */
export function headerWords(name: string): string[] {
  return roughWords(name.replace(/(\p{L})(\d)/gu, '$1 $2').replace(/(\d)(\p{L})/gu, '$1 $2')).map(stem);
}

/** `qty` and `quantity`, `dt` and `date`: a short form begins like the word, keeps its letters in order and leaves the vowels out. */
function isShortFor(short: string, long: string): boolean {
  if (short.length >= long.length || short.length < 2 || long.length < 4 || short[0] !== long[0] || /[aeiou]/.test(short.slice(1)))
    return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length && short.length <= long.length * 0.7;
}

/** Likeness (0..1) of two words by their letters alone. */
export function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 4 && long.startsWith(short)) return 0.85;
  if (short.length === 3 && long.startsWith(short)) return 0.7;
  if (short.length >= 4) {
    const like = 1 - distance(a, b) / long.length;
    if (like >= 0.75) return like * 0.95;
    let common = 0;
    while (common < short.length && short[common] === long[common]) common += 1;
    if (common >= 5) return 0.6;
  }
  return isShortFor(short, long) ? 0.5 : 0;
}

/** How telling each word is where these headers meet: words of many headers tell little. */
export function tellingOf(headers: readonly (readonly string[])[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const words of headers) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const top = Math.log(1 + headers.length);
  return (word) => Math.max(0.25, Math.log(1 + headers.length / (counts.get(word) ?? 1)) / top);
}

interface Compared {
  readonly words: readonly string[];
  readonly squash: string;
}

export function compared(name: string): Compared {
  const words = headerWords(name);
  return { words, squash: words.join('') };
}

/** Likeness (0..1) of two headers: telling words in common, one header inside of the other, letters in common. */
export function nameLikeness(a: Compared, b: Compared, telling: (word: string) => number): number {
  if (a.squash === '' || b.squash === '') return 0;
  if (a.squash === b.squash) return 1;
  const cover = (from: readonly string[], by: readonly string[]): { hit: number; all: number } => {
    let hit = 0;
    let all = 0;
    for (const word of from) {
      const weight = telling(word);
      let best = 0;
      for (const other of by) best = Math.max(best, wordLikeness(word, other));
      hit += weight * best;
      all += weight;
    }
    return { hit, all };
  };
  const there = cover(a.words, b.words);
  const back = cover(b.words, a.words);
  const dice = (there.hit + back.hit) / (there.all + back.all);
  const inside = Math.max(there.hit / there.all, back.hit / back.all);
  return Math.min(0.98, Math.max(0.65 * dice + 0.3 * inside, 0.8 * trigramDice(a.squash, b.squash)));
}
