/** A line that is being typed. `at` counts code units, and never stands inside a pair. */
export interface Draft {
  readonly text: string;
  readonly at: number;
}

export const NO_TEXT: Draft = Object.freeze({ text: '', at: 0 });
export const draftOf = (text: string): Draft => ({ text, at: text.length });

export type Edit = { readonly insert: string } | 'left' | 'right' | 'home' | 'end' | 'back' | 'delete' | 'clear-before' | 'word-back';

const SEGMENTS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Where the character before (or after) the cursor begins (or ends). */
function before({ text, at }: Draft): number {
  let start = 0;
  for (const { index } of SEGMENTS.segment(text.slice(0, at))) start = index;
  return start;
}

function after({ text, at }: Draft): number {
  for (const { segment } of SEGMENTS.segment(text.slice(at))) return at + segment.length;
  return at;
}

const without = (draft: Draft, from: number, to: number): Draft => ({
  text: draft.text.slice(0, from) + draft.text.slice(to),
  at: from,
});

/** The line after one key press. */
export function edited(draft: Draft, edit: Edit): Draft {
  const { text, at } = draft;
  if (typeof edit === 'object') return { text: text.slice(0, at) + edit.insert + text.slice(at), at: at + edit.insert.length };
  switch (edit) {
    case 'left':
      return { text, at: before(draft) };
    case 'right':
      return { text, at: after(draft) };
    case 'home':
      return { text, at: 0 };
    case 'end':
      return draftOf(text);
    case 'back':
      return without(draft, before(draft), at);
    case 'delete':
      return without(draft, at, after(draft));
    case 'clear-before':
      return without(draft, 0, at);
    case 'word-back':
      return without(draft, text.slice(0, at).trimEnd().lastIndexOf(' ') + 1, at);
  }
}
