/** Plural and simple inflection off, so that `Companies`, `company` and `Tags`, `tag` meet. */
export function stem(word: string): string {
  if (word === 'ids') return 'id';
  if (word.length <= 3 || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ches|shes|sses|xes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** `clientID(s)`, `client_ids`, `Client-Id` → `client id`; in any alphabet. Words are not yet split where they are glued. */
export function roughWords(text: string): string[] {
  return text
    .replace(/\(s\)/gi, '')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/%/g, ' percent ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
