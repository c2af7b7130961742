import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, looksHtml, paragraphs, plainText, toHtml } from './html.ts';
import { splitHtml } from './split-html.ts';
import { clean, cut, roundTo, shortId } from './text.ts';

describe('toHtml', () => {
  it('keeps the safe subset and the text of everything else', () => {
    expect(toHtml('<div><h1>Plan</h1><span style="color:red">red</span> <u>u</u></div>')).toBe('<p>Plan</p><p>red <u>u</u></p>');
    expect(toHtml('<ol><li>a</li><li>b</li></ol>')).toBe('<ol><li>a</li><li>b</li></ol>');
    expect(toHtml('a<br/>b')).toBe('<p>a<br>b</p>');
    expect(toHtml('<table><tr><td>x</td><td>y</td></tr></table>')).not.toContain('<t');
  });

  it('puts broken markup in order', () => {
    expect(toHtml('<b>bold<p>still</p></b> after')).toBe('<p><b>bold</b></p><p><b>still</b></p><p>after</p>');
    expect(toHtml('<li>a<li>b')).toBe('<ul><li>a</li><li>b</li></ul>');
    expect(toHtml('<ul><li><p>a</p><p>b</p></li></ul>')).toBe('<ul><li>a<br>b</li></ul>');
    expect(toHtml('<ul><li>a<ol><li>b</li></ol></li></ul>')).toBe('<ul><li>a<ol><li>b</li></ol></li></ul>');
    expect(toHtml('<p></p><p><br></p><p>x</p></p></ul>')).toBe('<p>x</p>');
    expect(toHtml('one <i>two<p>three</i> four')).toBe('<p>one <i>two</i></p><p><i>three</i></p><p>four</p>');
  });

  it('drops scripts, styles, handlers and addresses that run', () => {
    const made = toHtml(
      '<p onclick="x()">ok</p><script>alert(1)</script><style>p{}</style><a href="javascript:x()">link</a><iframe src="https://x.example.com"></iframe>',
    );
    expect(made).toBe('<p>ok</p><p>link</p>');
    expect(toHtml('<script>alert(1)</script>')).toBe('');
  });

  it('keeps links to the web and to mail', () => {
    expect(toHtml('<a href="https://x.example.com/a?b=1&c=2">x</a>')).toBe('<p><a href="https://x.example.com/a?b=1&amp;c=2">x</a></p>');
    expect(toHtml('<p><a href="mailto:a@example.com">a</a></p>')).toBe('<p><a href="mailto:a@example.com">a</a></p>');
  });

  it('escapes plain text and keeps its lines', () => {
    expect(toHtml('1 < 2 & "3"\r\nnext\r\n\r\nnew')).toBe('<p>1 &lt; 2 &amp; "3"<br>next</p><p>new</p>');
    expect(looksHtml('a <3 b, x<y>z')).toBe(false);
  });

  it('says the same when it reads its own result', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const once = toHtml(`<p>${text}</p>`);
        expect(toHtml(once)).toBe(once);
      }),
    );
  });

  it('never leaves a tag outside the subset', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<b>',
      '</b>',
      '<script>',
      '</script>',
      '<img src=x onerror=y>',
      '<a href="javascript:1">',
      '</a>',
      '<ul>',
      '<li>',
      '</ul>',
      'text',
      '<',
      '>',
      '&',
      '&lt;',
      '"',
      '<!--',
      '-->',
      '<svg/onload=1>',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const made = toHtml(pieces.join(''));
        if (looksHtml(made)) expect(toHtml(made)).toBe(made);
        for (const tag of ['p', 'b', 'ul', 'li', 'a'])
          expect(made.split(new RegExp(`<${tag}[ >]`)).length).toBe(made.split(`</${tag}>`).length);
        for (const [tag] of made.matchAll(/<[^>]*>/g))
          expect(tag).toMatch(/^<\/?(?:p|br|b|strong|i|em|u|ul|ol|li|a)(?: href="(?:https?:|mailto:)[^"]*")?>$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('plainText', () => {
  it('turns markup into lines and entities into characters', () => {
    expect(plainText('<p>A &amp; B</p><p>C<br>D</p>')).toBe('A & B\nC\nD');
    expect(plainText('no markup\n\nhere')).toBe('no markup\n\nhere');
    expect(plainText('<p>&lt;tag&gt; &amp;lt;</p>')).toBe('<tag> &lt;');
  });
});

describe('splitHtml', () => {
  const readable = (html: string): string => html.replace(/<[^>]+>/g, '').replace(/\s+/g, '');

  it('closes and opens tags at the border and loses no text', () => {
    const html = `<p>${'one two three '.repeat(4000)}<strong>${'four &amp; five '.repeat(4000)}</strong></p>`;
    const parts = splitHtml(html, 30_000);
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(30_000);
      for (const tag of ['p', 'strong']) expect(part.split(`<${tag}>`).length).toBe(part.split(`</${tag}>`).length);
      expect(part).not.toMatch(/&(?!amp;)/);
    }
    expect(parts.map(readable).join('')).toBe(readable(html));
  });

  it('cuts no character in half and no entity apart', () => {
    const limit = 30_000;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.constantFrom('😀', '&amp;', '&lt;'), (shift, unit) => {
        const html = `<p>${'x'.repeat(shift)}${unit.repeat(20_000)}</p>`;
        const parts = splitHtml(html, limit);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit);
          expect(part.isWellFormed()).toBe(true);
          expect(part.replaceAll(unit, '').replaceAll('x', '')).toBe('<p></p>');
        }
        expect(parts.map(readable).join('')).toBe(readable(html));
      }),
      { numRuns: 30 },
    );
  });
});

describe('texts', () => {
  it('are cleaned of what cannot be sent', () => {
    expect(clean(' a\u0000b\u0007\r\nc\ud800 ')).toBe('ab\nc\ufffd');
    expect(clean('\ufeffid')).toBe('id');
  });

  it('are cut between characters', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('ab😀cd', 4)).toBe('ab…');
    expect(cut('abcd', 4)).toBe('abcd');
    expect(cut('one two', 5)).toBe('one…');
  });

  it('serve as ids, short and never empty', () => {
    expect(shortId(' C 1\n2 ')).toBe('C 1 2');
    expect(shortId('x'.repeat(500))).toHaveLength(193);
    expect(shortId('x'.repeat(500))).not.toBe(shortId(`${'x'.repeat(499)}y`));
    expect(shortId('\u0000')).toMatch(/^id-[0-9a-f]{12}$/);
  });

  it('are escaped and parted', () => {
    expect(escapeHtml('<a> & "b"')).toBe('&lt;a&gt; &amp; "b"');
    expect(paragraphs('a\n \n\nb')).toBe('<p>a</p><p>b</p>');
  });

  it('are rounded half away from zero', () => {
    expect([1.005, 2.675, -1.005, 333.3333, 0].map((n) => roundTo(n, 2))).toEqual([1.01, 2.68, -1.01, 333.33, 0]);
  });
});
