/** How a file writes its cells. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: '"' | "'";
  /** What stands before a quote inside a quoted cell: the quote itself, or a backslash. */
  readonly escape: '"' | "'" | '\\';
}

/**
 * The cells of one record whose quotes stand where they should; null when any of them does not, and the text needs a closer look. Only
 * for dialects that double their quotes.
 */
export function splitCells(text: string, { delimiter, quote }: Dialect): string[] | null {
  if (!text.includes(quote)) return text.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; ; at += delimiter.length) {
    const isQuoted = text.startsWith(quote, at);
    const end = isQuoted ? closingQuote(text, quote, at) : text.indexOf(delimiter, at);
    if (isQuoted && end < 0) return null;
    const cell = text.slice(isQuoted ? at + 1 : at, end < 0 ? text.length : end);
    if (!cell.includes(quote)) cells.push(cell);
    else if (isQuoted) cells.push(cell.replaceAll(quote + quote, quote));
    else return null;
    if (end < 0) return cells;
    at = isQuoted ? end + 1 : end;
    if (at === text.length && isQuoted) return cells;
    if (isQuoted && !text.startsWith(delimiter, at)) return null;
  }
}

/** Where the quoted cell that begins here ends; -1 when it does not. */
function closingQuote(text: string, quote: string, at: number): number {
  let end = text.indexOf(quote, at + 1);
  while (end >= 0 && text.startsWith(quote, end + 1)) end = text.indexOf(quote, end + 2);
  return end;
}
