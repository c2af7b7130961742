export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How often each delimiter stands outside of quotes in a line; the state of quotes is carried over to the next line. */
function count(line: string, delimiter: string, quoted: boolean): { found: number; quoted: boolean } {
  let found = 0;
  let inside = quoted;
  for (const char of line) {
    if (char === '"') inside = !inside;
    else if (!inside && char === delimiter) found += 1;
  }
  return { found, quoted: inside };
}

/** Cells of each record of the sample under one delimiter. */
function widths(lines: readonly string[], delimiter: string): number[] {
  const result: number[] = [];
  let quoted = false;
  let cells = 1;
  for (const line of lines) {
    const here = count(line, delimiter, quoted);
    cells += here.found;
    quoted = here.quoted;
    if (quoted) continue;
    if (line.trim() !== '') result.push(cells);
    cells = 1;
  }
  return result;
}

export interface DelimiterGuess {
  readonly delimiter: Delimiter;
  /** Cells of the first record. */
  readonly columns: number;
  /** Share of the records that have as many cells as the first. */
  readonly agreement: number;
}

/** The delimiter under which the first lines of a file agree best; the wider table wins a draw. */
export function guessDelimiter(lines: readonly string[]): DelimiterGuess {
  const guesses = DELIMITERS.map((delimiter) => {
    const all = widths(lines, delimiter);
    const columns = all[0] ?? 1;
    const agreement = all.length === 0 ? 0 : all.filter((width) => width === columns).length / all.length;
    return { delimiter, columns, agreement };
  });
  const worth = (guess: DelimiterGuess): number => (guess.columns < 2 ? 0 : guess.agreement * Math.log2(1 + guess.columns));
  return guesses.reduce((best, guess) => (worth(guess) > worth(best) ? guess : best));
}
