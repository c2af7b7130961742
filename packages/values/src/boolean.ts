import { isBlank } from './blank.ts';
import { BLANK, no, type Read, yes } from './read.ts';

const TRUE: ReadonlySet<string> = new Set([
  'yes',
  'y',
  'true',
  't',
  '1',
  'on',
  'x',
  '✓',
  '✔',
  '☑',
  '✅',
  'checked',
  'ja',
  'wahr',
  'si',
  'sí',
  'oui',
  'vrai',
  'sim',
]);
const FALSE: ReadonlySet<string> = new Set([
  'no',
  'n',
  'false',
  'f',
  '0',
  'off',
  '☐',
  '✗',
  '✘',
  '❌',
  'unchecked',
  'nein',
  'falsch',
  'non',
  'faux',
  'não',
  'nao',
]);

/** Yes or no, in the words and signs of exports (English, German, Spanish, French, Portuguese). */
export function readBoolean(text: string): Read<boolean> {
  const word = text.length > 12 ? '' : text.trim().toLowerCase();
  if (TRUE.has(word)) return yes(true);
  if (FALSE.has(word)) return yes(false);
  return isBlank(text) ? BLANK : no('neither yes nor no');
}
