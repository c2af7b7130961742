import type { Concept, ObjectLexicon } from '../lexicon/concept.ts';
import { SENSE } from './similarity.ts';
import type { Thesaurus } from './thesaurus.ts';
import { weightOf, wordsOf } from './words.ts';

/** How much each word, and each sense, speaks for one meaning: 1 for a word that is a name by itself, less for a part of longer names. */
interface Speech {
  readonly words: ReadonlyMap<string, number>;
  readonly senses: ReadonlyMap<number, number>;
}

function speechOf(concept: Concept, thesaurus: Thesaurus): Speech {
  const words = new Map<string, number>();
  const senses = new Map<number, number>();
  for (const phrase of concept.names.split(' | ')) {
    const parts = wordsOf(phrase);
    for (const word of new Set(parts)) {
      words.set(word, Math.min(1, (words.get(word) ?? 0) + 1 / parts.length));
      for (const sense of thesaurus.sensesOf(word)) senses.set(sense, Math.max(senses.get(sense) ?? 0, words.get(word) ?? 0));
    }
  }
  return { words, senses };
}

const known = new WeakMap<ObjectLexicon, { thesaurus: Thesaurus; speeches: readonly Speech[] }>();

function speechesOf(lexicon: ObjectLexicon, thesaurus: Thesaurus): readonly Speech[] {
  const before = known.get(lexicon);
  if (before?.thesaurus === thesaurus) return before.speeches;
  const speeches = lexicon.concepts.map((concept) => speechOf(concept, thesaurus));
  known.set(lexicon, { thesaurus, speeches });
  return speeches;
}

/** A word that no meaning of this table knows tells nothing, but leaves the header less clear. */
const STRANGE = 0.4;

/**
 * What the single words of a header say for each meaning of a lexicon (0..1, in its order): a word that many meanings share says little for each
 * of them, so `Correspondence email` is a mail although nobody ever called it that.
 */
export function votes(header: readonly string[], lexicon: ObjectLexicon, thesaurus: Thesaurus): number[] {
  const speeches = speechesOf(lexicon, thesaurus);
  const sums = speeches.map(() => 0);
  let all = 0;
  for (const word of header) {
    const senses = thesaurus.sensesOf(word);
    const said = speeches.map((speech) =>
      Math.max(speech.words.get(word) ?? 0, ...senses.map((sense) => SENSE * (speech.senses.get(sense) ?? 0))),
    );
    const total = said.reduce((sum, one) => sum + one, 0);
    const weight = total === 0 ? STRANGE : weightOf(word);
    all += weight;
    const clear = 1 / Math.sqrt(Math.max(1, total));
    for (const [place, one] of said.entries()) sums[place] = (sums[place] ?? 0) + weight * one * clear;
  }
  return sums.map((sum) => (all === 0 ? 0 : sum / all));
}
