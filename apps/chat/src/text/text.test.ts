import { describe, expect, it } from 'vitest';
import { cells, cut, fit, wrap } from './cells.ts';
import { clipped, paragraph, row, span, textOf } from './line.ts';
import { marked } from './markdown.ts';
import { oneLine, printable } from './printable.ts';

describe('printable', () => {
  it('makes escapes, bidi marks and invisible characters visible', () => {
    expect(printable('a\u001b[31mred')).toBe('a\\u001b[31mred');
    expect(printable('pay\u202Etxt\u2066')).toBe('pay\\u202etxt\\u2066');
    expect(printable('a\u200Bb\uFEFF\u0085')).toBe('a\\u200bb\\ufeff\\u0085');
    expect(printable('bell\u0007, back\u0008, del\u007f')).toBe('bell\\u0007, back\\u0008, del\\u007f');
  });

  it('keeps breaks, and turns them into blanks on one line', () => {
    expect(printable('a\r\nb\tc')).toBe('a\nb c');
    expect(oneLine(' a\r\n\n b\u001b ')).toBe('a b\\u001b');
  });
});

describe('cells', () => {
  it('knows wide characters and marks', () => {
    expect(cells('abc')).toBe(3);
    expect(cells('日本')).toBe(4);
    expect(cells('e\u0301')).toBe(1);
    expect(cells('🙂')).toBe(2);
  });

  it('cuts with an ellipsis and never through a character', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('日本語', 4)).toBe('日…');
    expect(fit('日', 4)).toBe('日  ');
  });

  it('wraps between words, and inside words that are too long', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(wrap('a\nb', 10)).toEqual(['a', 'b']);
    expect(wrap('', 10)).toEqual(['']);
    for (const line of wrap('Lorem ipsum 日本語日本語 dolor sit', 9)) expect(cells(line)).toBeLessThanOrEqual(9);
  });
});

describe('rows', () => {
  it('hang under their lead', () => {
    expect(paragraph('one two three', 12, { lead: span('1  ') }).map(textOf)).toEqual(['1  one two', '   three']);
  });

  it('are cut to the window span by span', () => {
    expect(textOf(clipped(row('abc', span('defgh', 'good')), 5))).toBe('abcd…');
  });
});

describe('an answer', () => {
  it('shows emphasis, code, headings and lists, and hides no character of anything else', () => {
    const shown = marked('# Title\n- a **bold** and `code`\n2 * 3 * 4', 40, 2);
    expect(shown.map(textOf)).toEqual(['  Title', '  · a bold and code', '  2 * 3 * 4']);
    expect(shown[1]?.find(({ text }) => text === 'bold')?.look).toBe('strong');
  });

  it('never passes an escape on', () => {
    expect(marked('a\u001b]0;x\u0007', 40, 0).map(textOf).join('')).not.toMatch(/\p{Cc}/u);
  });
});
