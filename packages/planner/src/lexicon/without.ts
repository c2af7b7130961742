import type { SourceObject } from '@cutover/domain';
import { thesaurusOf } from '../matching/thesaurus.ts';
import { wordsOf } from '../matching/words.ts';
import type { ObjectLexicon } from './concept.ts';
import { WORD_GROUPS } from './groups.ts';
import type { Lexicon } from './index.ts';

export interface Without {
  readonly lexicon: Lexicon;
  /** What was left out, as `object: phrase`. */
  readonly left: readonly string[];
}

const key = (text: string): string => wordsOf(text).join(' ');

/** The lexicon as if it had never heard of these headers: every phrase that is one of them, however it is written, is gone. For evaluations. */
export function withoutEntries(lexicon: Lexicon, headers: readonly { object: SourceObject; column: string }[]): Without {
  const left = new Set<string>();
  const made = new Map<string, ObjectLexicon>();
  const of = (object: SourceObject, detail = false): ObjectLexicon => {
    const id = `${object} ${detail}`;
    const known = made.get(id);
    if (known !== undefined) return known;
    const barred = new Set(headers.filter((one) => one.object === object).map(({ column }) => key(column)));
    const whole = lexicon.of(object, detail);
    const concepts = whole.concepts.map((concept) => {
      const phrases = concept.names.split(' | ');
      const kept = phrases.filter((phrase) => !barred.has(key(phrase)));
      for (const phrase of phrases) if (!kept.includes(phrase)) left.add(`${object}: ${phrase}`);
      return { ...concept, names: kept.join(' | ') };
    });
    const own = { ...whole, concepts };
    made.set(id, own);
    return own;
  };
  // A header of one word is left out of the groups of words too.
  const words = new Set(headers.map(({ column }) => wordsOf(column)).flatMap((all) => (all.length === 1 ? all : [])));
  const known = [...words].filter((word) => lexicon.thesaurus.sensesOf(word).length > 0);
  for (const word of known) left.add(`word: ${word}`);
  const thesaurus = thesaurusOf(WORD_GROUPS, words);
  for (const { object } of headers) for (const detail of [false, true]) of(object, detail);
  return { lexicon: { of, thesaurus }, left: [...left].toSorted() };
}
