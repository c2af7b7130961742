/** A copy of a text that does not hold on to the row it was cut from: for what outlives the reading of the rows. */
export function kept(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

/** Counts by text; stops taking new texts at its size, so that a column of a million different values costs no memory. */
export interface Tally {
  readonly counts: ReadonlyMap<string, number>;
  add(text: string): void;
}

export function tally(size = 500): Tally {
  const counts = new Map<string, number>();
  return {
    counts,
    add(text) {
      const now = counts.get(text);
      if (now !== undefined) counts.set(text, now + 1);
      else if (counts.size < size) counts.set(kept(text), 1);
    },
  };
}

/** Most frequent first; ties by text. */
export function ranked(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** A count with the keys of the first rows behind it. */
export interface Cases {
  count: number;
  readonly rows: string[];
}

const MOST_ROWS = 20;

export function cases(): Cases {
  return { count: 0, rows: [] };
}

export function note(to: Cases, row: string): void {
  to.count += 1;
  if (to.rows.length < MOST_ROWS) to.rows.push(row);
}

const MOST_REMEMBERED = 200;

/** The same answers, worked out once for each text: a column of statuses has few. */
export function remembered<T>(ask: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const before = answers.get(text);
    if (before !== undefined) return before;
    const now = ask(text);
    if (answers.size < MOST_REMEMBERED) answers.set(kept(text), now);
    return now;
  };
}
