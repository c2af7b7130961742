import type { Dialect } from './split-cells.ts';

const DELIMITERS = [',', ';', '\t', '|', '^', '~', '\x1f', '\x01'] as const;

/** How often the delimiter stands outside of quotes in a line; the state of quotes is carried over to the next line. */
function count(line: string, dialect: Dialect, quoted: boolean): { found: number; quoted: boolean } {
  let found = 0;
  let inside = quoted;
  let begins = !quoted;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (inside && dialect.escape === '\\' && char === '\\') at += 1;
    // An apostrophe is a quote only where a cell begins or a quoted one ends.
    else if (char === dialect.quote && (dialect.quote === '"' || inside || begins)) inside = !inside;
    else if (!inside && char === dialect.delimiter) found += 1;
    begins = !inside && char === dialect.delimiter;
  }
  return { found, quoted: inside };
}

/** Cells of each record of the sample under one dialect. */
function widths(lines: readonly string[], dialect: Dialect): number[] {
  const result: number[] = [];
  let quoted = false;
  let cells = 1;
  for (const line of lines) {
    const here = count(line, dialect, quoted);
    cells += here.found;
    quoted = here.quoted;
    if (quoted) continue;
    if (line.trim() !== '') result.push(cells);
    cells = 1;
  }
  return result;
}

export interface DialectGuess extends Dialect {
  /** Cells that most records have. */
  readonly columns: number;
  /** Share of the records that have so many. */
  readonly agreement: number;
}

function quoteOf(sample: string): '"' | "'" {
  const cells = (quote: string): number =>
    sample.match(new RegExp(`(?:^|[,;\\t|^~])${quote}[^${quote}\\n]*${quote}(?=$|[,;\\t|^~])`, 'gm'))?.length ?? 0;
  return cells("'") > 2 && cells('"') === 0 ? "'" : '"';
}

/** The delimiter under which the first lines of a file agree best, the wider table winning a draw; and the manner of its quotes. */
export function guessDialect(lines: readonly string[], told?: string): DialectGuess {
  const sample = lines.join('\n');
  const quote = quoteOf(sample);
  // `\"` inside a quoted cell: a backslash before a quote that does not end the cell.
  const mark = new RegExp(`\\\\${quote}(?!\\s*(?:$|[,;\\t|^~]))`, 'm').test(sample) ? '\\' : quote;
  const guesses = (told === undefined ? DELIMITERS : [told]).map((delimiter) => {
    const dialect = { delimiter, quote, escape: mark } as const;
    const all = widths(lines, dialect);
    const counts = new Map<number, number>();
    for (const width of all) counts.set(width, (counts.get(width) ?? 0) + 1);
    let columns = all[0] ?? 1;
    const worth = (width: number): number => (width < 2 ? 0 : (counts.get(width) ?? 0) * Math.log2(1 + width));
    for (const width of counts.keys()) if (worth(width) > worth(columns)) columns = width;
    return { ...dialect, columns, agreement: all.length === 0 ? 0 : (counts.get(columns) ?? 0) / all.length };
  });
  const worth = (guess: DialectGuess): number => (guess.columns < 2 ? 0 : guess.agreement * Math.log2(1 + guess.columns));
  return guesses.reduce((best, guess) => (worth(guess) > worth(best) ? guess : best));
}
