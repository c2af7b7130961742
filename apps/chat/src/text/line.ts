import { cells, cut, wrap } from './cells.ts';

/** How a piece of text stands out. Never the only carrier of a meaning: without colour everything still reads. */
export type Look = 'plain' | 'strong' | 'quiet' | 'good' | 'warn' | 'bad' | 'accent' | 'marked';

export interface Span {
  readonly text: string;
  readonly look: Look;
}

/** One row of the screen. */
export type Line = readonly Span[];

export const span = (text: string, look: Look = 'plain'): Span => ({ text, look });
export const row = (...parts: readonly (string | Span)[]): Line => parts.map((part) => (typeof part === 'string' ? span(part) : part));
export const strong = (text: string): Line => [span(text, 'strong')];
export const quiet = (text: string): Line => [span(text, 'quiet')];
export const EMPTY: Line = [];

/** A paragraph in rows of at most `width` cells; rows after the first hang under the text by `hang` cells. */
export function paragraph(text: string, width: number, options: { look?: Look; indent?: number; hang?: number; lead?: Span } = {}): Line[] {
  const { look = 'plain', indent = 0, hang = 0, lead } = options;
  const leading = lead === undefined ? 0 : cells(lead.text);
  const under = indent + Math.max(hang, leading);
  return wrap(text, Math.max(8, width - under)).map((part, i) => {
    const shown = span(part, look);
    if (i > 0) return [span(' '.repeat(under)), shown];
    const gap = span(' '.repeat(indent));
    return lead === undefined ? [gap, shown] : [gap, lead, span(' '.repeat(Math.max(0, under - indent - leading))), shown];
  });
}

/** One thin rule, a cell short of the width: a full one would wrap when the window shrinks. */
export const rule = (width: number): Line => quiet('─'.repeat(Math.max(1, width - 1)));

/** Rows cut to the width, span by span. */
export function clipped(line: Line, width: number): Line {
  let left = width;
  const shown: Span[] = [];
  for (const { text, look } of line) {
    if (left <= 0) break;
    const part = cut(text, left);
    shown.push(span(part, look));
    left -= cells(part);
  }
  return shown;
}

export const textOf = (line: Line): string => line.map(({ text }) => text).join('');

/** `label` quiet in a column of its own, the text beside it. */
export function labelled(label: string, text: string, width: number, options: { column?: number; look?: Look } = {}): Line[] {
  const { column = 14, look = 'plain' } = options;
  return paragraph(text, width, { look, hang: column, lead: span(label.padEnd(column), 'quiet') });
}
