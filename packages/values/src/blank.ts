/** Texts that stand for "nothing here" in exports (lower case, trimmed). */
const NOTHING: ReadonlySet<string> = new Set([
  'n/a',
  'n.a.',
  'n. a.',
  'na',
  '#n/a',
  'nan',
  'tbd',
  't.b.d.',
  'tba',
  'to be determined',
  'to be decided',
  'to be announced',
  'none',
  '(none)',
  'null',
  '(null)',
  'nil',
  'undefined',
  'blank',
  '(blank)',
  'empty',
  '(empty)',
  'not set',
  '(not set)',
  'not available',
  'not applicable',
  'not specified',
  'no value',
  'k.a.',
  'k. a.',
  'keine angabe',
]);

const ONLY_MARKS = /^[\s\p{Cf}\-\u2010-\u2015\u2212_.…?]*$/u;

/** Letters that a word for nothing begins with, and the longest such word: most texts need no closer look. */
const BEGINS_NOTHING: ReadonlySet<number> = new Set([...NOTHING].map((word) => word.charCodeAt(0)));
const LONGEST_NOTHING = Math.max(...[...NOTHING].map((word) => word.length));

/** Whether a text begins with an ASCII letter or digit and cannot be one of the words for nothing. */
function plainlyFilled(text: string): boolean {
  const code = text.charCodeAt(0);
  if (code >= 48 && code <= 57) return true;
  const lower = code | 0x20;
  return lower >= 97 && lower <= 122 && (!BEGINS_NOTHING.has(lower) || text.trimEnd().length > LONGEST_NOTHING);
}

/** Whether a cell says nothing: empty, only dashes and dots, or a word for it such as `N/A`, `TBD`, `none`. */
export function isBlank(text: string): boolean {
  if (plainlyFilled(text)) return false;
  if (text.length > 24) return text.trim() === '';
  return ONLY_MARKS.test(text) || NOTHING.has(text.trim().toLowerCase());
}
