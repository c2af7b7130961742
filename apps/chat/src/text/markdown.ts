import { type Line, paragraph, type Span, span } from './line.ts';
import { printable } from './printable.ts';

/** What an answer looks like: headings and **bold** stand out, `code` is accented, lists hang. Anything else is shown as written. */
export function marked(text: string, width: number, indent: number): Line[] {
  return printable(text)
    .split('\n')
    .flatMap((line) => markedLine(line, width, indent));
}

function markedLine(line: string, width: number, indent: number): Line[] {
  const heading = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
  if (heading !== undefined) return paragraph(heading.replaceAll('**', ''), width, { indent, look: 'strong' });
  const [, space = '', bullet = '', rest = line] = /^(\s*)([-*•]|\d+[.)])\s+(.*)$/.exec(line) ?? [];
  const lead = bullet === '' ? {} : { lead: span(`${bullet === '*' || bullet === '-' ? '·' : bullet} `) };
  const rows = paragraph(bullet === '' ? line : rest, width, { indent: indent + space.length, ...lead });
  return rows.map((row) => row.flatMap((part) => (part.look === 'plain' ? inline(part.text) : [part])));
}

/** Marks that begin and end within one row; a pair that was torn apart stays as written. */
function inline(text: string): Span[] {
  return text
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/g)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('**') && part.endsWith('**') && part.length > 4
        ? span(part.slice(2, -2), 'strong')
        : part.startsWith('`') && part.endsWith('`') && part.length > 2
          ? span(part.slice(1, -1), 'accent')
          : span(part),
    );
}
