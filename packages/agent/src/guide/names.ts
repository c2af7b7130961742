import { normalName } from '@cutover/domain';

/** How well a phrase names something: the smaller the better; null: not at all. */
export type Fit = 0 | 1 | 2 | 3 | 4;

/** Words as they are compared: no case, accents, punctuation; articles dropped; plurals cut. */
export function wordsOf(phrase: string): readonly string[] {
  return normalName(phrase.replace(/['’]s\b/g, '').replace(/[-_/]+/g, ' '))
    .split(' ')
    .filter((word) => word !== '' && !ARTICLES.has(word))
    .map(singular);
}

const ARTICLES = new Set(['a', 'an', 'the', 'all', 'my', 'our', 'their', 'every']);

function singular(word: string): string {
  if (word.length <= 2) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') && !/(ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
}

/**
 * Whether a phrase names a thing called `name`: 0 the same text, 1 the same words, 2 the same up to word beginnings, 3 some of its words,
 * 4 a slip of one letter.
 */
export function fitOf(phrase: string, name: string): Fit | null {
  if (normalName(phrase) === normalName(name)) return 0;
  const said = wordsOf(phrase);
  const wanted = wordsOf(name);
  if (said.length === 0 || wanted.length === 0) return null;
  const joined = said.join('');
  if (joined === wanted.join('')) return 1;
  if (said.length === wanted.length && said.every((word, i) => begins(word, wanted[i] ?? ''))) return 2;
  if (said.every((word) => wanted.some((other) => word === other || begins(word, other)))) return 3;
  return joined.length >= 5 && isOneSlip(joined, wanted.join('')) ? 4 : null;
}

/** At least three letters of the beginning of a word. */
function begins(said: string, word: string): boolean {
  return said === word || (said.length >= 3 && word.startsWith(said));
}

/** One letter more, less, other, or two swapped. */
function isOneSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i += 1;
  if (short.length !== long.length) return short.slice(i) === long.slice(i + 1);
  if (short.slice(i + 1) === long.slice(i + 1)) return true;
  return short[i] === long[i + 1] && short[i + 1] === long[i] && short.slice(i + 2) === long.slice(i + 2);
}

/** The things a phrase names best: all of the best fit, in their order. Empty: none. */
export function bestOf<T>(phrase: string, things: readonly T[], namesOf: (thing: T) => readonly string[]): readonly T[] {
  let best = 5;
  let found: T[] = [];
  for (const thing of things) {
    const fits = namesOf(thing)
      .map((name) => fitOf(phrase, name))
      .filter((fit) => fit !== null);
    const fit = Math.min(5, ...fits);
    if (fit < best) {
      best = fit;
      found = [thing];
    } else if (fit === best && fit < 5) found.push(thing);
  }
  return found;
}
