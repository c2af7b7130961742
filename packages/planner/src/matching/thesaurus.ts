import { WORD_GROUPS } from '../lexicon/groups.ts';
import { roughWords, stem } from './stems.ts';

/** Which words say the same. */
export interface Thesaurus {
  readonly sensesOf: (word: string) => readonly number[];
}

const NONE: readonly number[] = [];

/** @param without words that are to be unknown */
export function thesaurusOf(groups: readonly string[], without: ReadonlySet<string> = new Set()): Thesaurus {
  const senses = new Map<string, number[]>();
  for (const [sense, group] of groups.entries()) {
    for (const word of new Set(roughWords(group).map(stem))) {
      if (!without.has(word)) senses.set(word, [...(senses.get(word) ?? []), sense]);
    }
  }
  return { sensesOf: (word) => senses.get(word) ?? NONE };
}

export const THESAURUS: Thesaurus = thesaurusOf(WORD_GROUPS);

/** No two words say the same: for tables of other fields. */
export const NO_THESAURUS: Thesaurus = Object.freeze({ sensesOf: () => NONE });

export function sameSense(a: string, b: string, thesaurus: Thesaurus): boolean {
  const mine = thesaurus.sensesOf(a);
  return mine.length > 0 && thesaurus.sensesOf(b).some((sense) => mine.includes(sense));
}
