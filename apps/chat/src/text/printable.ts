/** Controls, bidi marks and invisible joiners: what a text from an export could use to look like something else. */
const UNSEEN = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\u200B-\u200D\u2060\uFEFF]/gu;

/** Data from an export may hold terminal escapes and bidi controls; whatever is shown has them made visible. Line breaks stay. */
export function printable(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/\t/g, ' ')
    .replace(UNSEEN, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

/** The same on one line: breaks become blanks. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).trim();
}
