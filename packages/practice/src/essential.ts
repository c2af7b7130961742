import type { ColumnProfile, SourceObject } from '@cutover/domain';
import type { ColumnStats } from './column-stats.ts';
import type { Concept } from './concepts.ts';

/** For which objects a row makes no sense without its time, and what that column means there, the best word first. */
const TIMES: Partial<Record<SourceObject, readonly Concept[]>> = {
  session: ['date', 'start'],
  message: ['sent', 'date', 'start'],
};

const MOMENTS: readonly ColumnProfile['type'][] = ['date', 'datetime'];

/** The column that dates a row, without which it cannot become a record; null when the object has none. */
export function essentialTime(object: SourceObject | null, columns: readonly ColumnStats[]): number | null {
  const wanted = object === null ? [] : (TIMES[object] ?? []);
  const dated = columns.filter((column) => MOMENTS.includes(column.profile().type));
  for (const concept of wanted) {
    const ranked = dated
      .map((column) => ({ index: column.index, said: column.meanings.get(concept) ?? 0 }))
      .filter(({ said }) => said >= 0.4)
      .sort((a, b) => b.said - a.said);
    const [best] = ranked;
    if (best !== undefined) return best.index;
  }
  // The only dated column of a file of sessions is when they are, whatever it is called.
  return wanted.length > 0 && dated.length === 1 ? (dated[0]?.index ?? null) : null;
}
