import { printable } from '../printable.ts';

/** Columns aligned by two blanks; the last column is never padded. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const lines = [head, ...rows.map((row) => row.map((cell) => printable(oneLine(String(cell ?? '—')))))];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i === line.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function oneLine(text: string, max = 80): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > max ? `${flat.slice(0, max - 1)}…` : flat;
}

/** The first few of a list, and how many more there are. */
export function someOf(items: readonly string[], max = 5): string {
  return items.length > max ? `${items.slice(0, max).join(', ')} and ${items.length - max} more` : items.join(', ');
}

/** Lists longer than this end with how many more there are; `--output json` has them all. */
const SHOWN = 100;

/** A table with a title, or nothing when it has no rows. */
export function listed(title: string, head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > SHOWN ? [`… and ${rows.length - SHOWN} more: --output json has them all.`] : [];
  return ['', title, table(head, rows.slice(0, SHOWN)), ...more];
}
