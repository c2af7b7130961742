import { stripVTControlCharacters } from 'node:util';

/**
 * The words of a header, folded to lower-case ASCII: `messageId` → message id, `Client ID(s)` → client id, `INVOICE NO` → invoice no,
 * `¿Teléfono?` → telefono. `#` and `?` stay as words of their own.
 */
export function headerWords(header: string): string[] {
  return header
    .replace(/\(s\)/gi, '')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/\be-?mail/g, 'email')
    .split(/[^\p{L}\p{N}#?]+|(?=[#?])|(?<=[#?])/u)
    .filter((word) => word !== '')
    .map(singular);
}

/** English plurals only: enough to make `clients` and `client` one word. */
function singular(word: string): string {
  if (word.length < 4 || /(ss|us|is|ous|news|notes?)$/.test(word)) return word === 'notes' ? 'note' : word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

const UNSEEN = /(?![\t\r\n])[\p{Cc}\p{Bidi_Control}\ufeff]/gu;

/** A header without what cannot be seen and would only be obeyed by a terminal: it becomes the name of a field. */
export const visible = (header: string): string => stripVTControlCharacters(header).replace(UNSEEN, '');

/** How well a header says a phrase: 1 word for word, less with further words around it, 0 when a word of the phrase is missing. */
export function phraseMatch(words: readonly string[], phrase: readonly string[]): number {
  if (phrase.length === 0 || phrase.length > words.length) return 0;
  for (let at = 0; at + phrase.length <= words.length; at += 1) {
    if (phrase.every((word, index) => words[at + index] === word)) {
      const spare = words.length - phrase.length;
      // The last word of a header carries its meaning: `client id` is an id, `id type` is a type.
      const atEnd = at + phrase.length === words.length;
      return spare === 0 ? 1 : Math.max(0.3, (atEnd ? 0.85 : 0.7) - 0.1 * (spare - 1));
    }
  }
  return 0;
}

/** Takes a glued word apart when both halves are known: `clientid` → client id, `kundennr` → kunden nr. */
export function unglued(words: readonly string[], vocabulary: ReadonlySet<string>): string[] {
  return words.flatMap((word) => {
    if (word.length < 5 || vocabulary.has(word)) return [word];
    for (let at = word.length - 2; at >= 2; at -= 1) {
      const halves = [singular(word.slice(0, at)), word.slice(at)];
      if (halves.every((half) => vocabulary.has(half))) return halves;
    }
    return [word];
  });
}
