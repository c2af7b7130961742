import { WORD_GROUPS } from '../lexicon/groups.ts';
import { LEXICONS } from '../lexicon/index.ts';
import { roughWords, stem } from './stems.ts';

/** Words that say nothing about the meaning of a column. */
const EMPTY = new Set([
  'the',
  'of',
  'a',
  'an',
  's',
  'your',
  'you',
  'is',
  'are',
  'in',
  'de',
  'la',
  'el',
  'der',
  'die',
  'das',
  'und',
  'and',
  'or',
  'cf',
  'this',
  'do',
  'did',
  'please',
  'des',
  'du',
  'le',
  'les',
  'au',
  'den',
  'dem',
  'het',
  'di',
  'my',
  'our',
  'their',
  'them',
  'they',
  'we',
  'it',
]);
/** Words that many columns share: they weigh less. */
const GENERIC = new Set([
  'name',
  'date',
  'time',
  'id',
  'number',
  'no',
  'at',
  'on',
  'type',
  'to',
  'for',
  'by',
  'address',
  'total',
  'code',
  'min',
  'url',
  'link',
]);

const VOCABULARY: ReadonlySet<string> = new Set([
  ...LEXICONS.flatMap((lexicon) => [lexicon.own, ...lexicon.concepts.map((concept) => concept.names)]).flatMap((names) =>
    names.split(' | ').flatMap((phrase) => roughWords(phrase)),
  ),
  ...WORD_GROUPS.flatMap((group) => roughWords(group)),
]);

/** Pieces shorter than four letters that glued headers are made of; any other short piece is chance (`cancel` + `led`). */
const SHORT = new Set([
  'id',
  'ids',
  'no',
  'by',
  'on',
  'at',
  'of',
  'url',
  'zip',
  'day',
  'end',
  'tag',
  'age',
  'fee',
  'due',
  'tel',
  'qty',
  'for',
  'tax',
  'vat',
  'art',
  'ort',
  'nr',
  'tm',
  'dt',
]);

function isPiece(text: string): boolean {
  return (text.length >= 4 || SHORT.has(text)) && (VOCABULARY.has(text) || VOCABULARY.has(stem(text)));
}

/** `clientemailaddress` → `client email address`, when known words cover it whole; the fewest words win. */
function unglue(word: string): string[] {
  if (word.length < 6 || VOCABULARY.has(word) || VOCABULARY.has(stem(word))) return [word];
  const best: (string[] | null)[] = [[]];
  for (let end = 1; end <= word.length; end += 1) {
    best[end] = null;
    for (let start = Math.max(0, end - 14); start <= end - 2; start += 1) {
      const before = best[start];
      const piece = word.slice(start, end);
      if (!before || !isPiece(piece)) continue;
      const now = best[end];
      if (!now || before.length + 1 < now.length) best[end] = [...before, piece];
    }
  }
  const pieces = best[word.length];
  return pieces && pieces.length > 0 && pieces.length <= 4 ? pieces : [word];
}

/** Words as they stand, for statuses and types: nothing is left out or taken apart (`in progress`, `inactive`). */
export function plainWords(text: string): string[] {
  return roughWords(text).map(stem);
}

/** The words of a header or phrase: split, unglued, stemmed, without filler. Empty when it has no letter or digit. */
export function wordsOf(text: string): string[] {
  const all = roughWords(text).flatMap(unglue).map(stem);
  const telling = all.filter((word) => !EMPTY.has(word));
  return telling.length > 0 ? telling : all;
}

export function weightOf(word: string): number {
  return GENERIC.has(word) ? 0.55 : 1;
}
