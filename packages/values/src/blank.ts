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

/** Whether a cell says nothing: empty, only dashes and dots, or a word for it such as `N/A`, `TBD`, `none`. */
export function isBlank(text: string): boolean {
  if (text.length > 24) return text.trim() === '';
  return ONLY_MARKS.test(text) || NOTHING.has(text.trim().toLowerCase());
}
