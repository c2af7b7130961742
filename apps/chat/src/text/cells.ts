const SEGMENTS = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** East Asian wide forms and emoji: what terminals draw over two cells. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|\uFE0F/u;
const MARK = /^\p{M}+$/u;
const ASCII = /^[\x20-\x7E]*$/;

const widthOf = (segment: string): number => (MARK.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1);

/** Cells a text takes in a terminal, as near as can be known without one. */
export function cells(text: string): number {
  if (ASCII.test(text)) return text.length;
  let sum = 0;
  for (const { segment } of SEGMENTS.segment(text)) sum += widthOf(segment);
  return sum;
}

/** The longest beginning that fits, and the rest. */
function splitAt(text: string, width: number): [string, string] {
  let used = 0;
  for (const { segment, index } of SEGMENTS.segment(text)) {
    const next = used + widthOf(segment);
    if (next > width) return [text.slice(0, index), text.slice(index)];
    used = next;
  }
  return [text, ''];
}

/** Cut to a width, with `…` for what was left out. */
export function cut(text: string, width: number): string {
  if (cells(text) <= width) return text;
  return width < 1 ? '' : `${splitAt(text, width - 1)[0].trimEnd()}…`;
}

/** Filled up with blanks, or cut. */
export function fit(text: string, width: number): string {
  const shown = cut(text, width);
  return shown + ' '.repeat(Math.max(0, width - cells(shown)));
}

/** Lines of at most `width` cells, broken between words where there are any. Breaks in the text stay. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(1, width);
  return text.split('\n').flatMap((line) => wrapLine(line, room));
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (cells(rest) > width) {
    const [fits, over] = splitAt(rest, width);
    const blank = over.startsWith(' ') ? fits.length : fits.lastIndexOf(' ');
    const at = blank > 0 && fits.slice(0, blank).trim() !== '' ? blank : Math.max(1, fits.length);
    lines.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
