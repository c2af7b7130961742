import { cells } from '../text/cells.ts';
import { type Line, type Span, span } from '../text/line.ts';

/** `[key, what it does]`, in rows no wider than there is room. */
export function keyRows(keys: readonly (readonly [key: string, does: string])[], width: number): Line[] {
  const rows: Span[][] = [[]];
  let used = 0;
  for (const [key, does] of keys) {
    const room = cells(key) + 1 + cells(does) + 3;
    if (used > 0 && used + room > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(span(key, 'accent'), span(` ${does}   `, 'quiet'));
    used += room;
  }
  return rows;
}
