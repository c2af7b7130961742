import type { Finding } from '@cutover/domain';
import { fitted } from './scan.ts';
import type { SourceRecord, TableSource } from './table.ts';

/** How a file of the export before was laid out. */
export interface KnownLayout {
  readonly file: string;
  readonly header: readonly string[];
}

export interface Aligned {
  readonly tables: readonly TableSource[];
  readonly findings: readonly Finding[];
}

/** Less of the columns in common, and it is another table. */
const SAME_FILE = 0.5;
const RENAMED = 0.75;

const plain = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, ' ');

/** Headers told apart: the second "Mail" is `mail#2`. */
function keysOf(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((name) => {
    const key = plain(name);
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    return `${key}#${n}`;
  });
}

/** Share of all named columns that both have. */
function likeness(a: readonly string[], b: readonly string[]): number {
  const named = (header: readonly string[]) => new Set(keysOf(header).filter((key) => !key.startsWith('#')));
  const [left, right] = [named(a), named(b)];
  const common = [...left].filter((key) => right.has(key)).length;
  const all = left.size + right.size - common;
  return all === 0 ? 0 : common / all;
}

/** What stays of a name without its dates and numbers. */
const nameKey = (file: string): string => file.toLowerCase().replace(/[\d\s_().-]+/g, '');

interface Pair {
  readonly known: KnownLayout;
  readonly table: TableSource;
}

/** Pairs in which each side is the only one for the other. */
function onlyPairs(
  known: readonly KnownLayout[],
  tables: readonly TableSource[],
  fits: (known: KnownLayout, table: TableSource) => boolean,
): Pair[] {
  const pairs = known.flatMap((one) => tables.filter((table) => fits(one, table)).map((table) => ({ known: one, table })));
  return pairs.filter(
    (pair) =>
      pairs.filter((other) => other.known === pair.known).length === 1 && pairs.filter((other) => other.table === pair.table).length === 1,
  );
}

/** Which table is which file of the export before: by name, else by columns and what stays of the name, else by columns alone. */
function pairsOf(known: readonly KnownLayout[], tables: readonly TableSource[]): Pair[] {
  const byName = new Map(known.map((one) => [one.file, one]));
  const found = tables.flatMap((table): Pair[] => {
    const one = byName.get(table.file);
    return one !== undefined && likeness(one.header, table.header) >= SAME_FILE ? [{ known: one, table }] : [];
  });
  const present = new Set(tables.map(({ file }) => file));
  let gone = known.filter(({ file }) => !present.has(file));
  let strange = tables.filter(({ file }) => !byName.has(file));
  for (const sameName of [true, false]) {
    const renamed = onlyPairs(
      gone,
      strange,
      (one, table) => (!sameName || nameKey(one.file) === nameKey(table.file)) && likeness(one.header, table.header) >= RENAMED,
    );
    found.push(...renamed);
    gone = gone.filter((one) => !renamed.some((pair) => pair.known === one));
    strange = strange.filter((table) => !renamed.some((pair) => pair.table === table));
  }
  return found;
}

/** The columns of a table in the order they had, new ones behind them; a column that is gone leaves its place empty. */
function inOrder(known: readonly string[], now: readonly string[]): { header: string[]; from: number[] } {
  const [before, keys] = [keysOf(known), keysOf(now)];
  const kept = before.map((key) => keys.indexOf(key));
  const added = keys.flatMap((key, index) => (before.includes(key) ? [] : [index]));
  const from = [...kept, ...added];
  return { header: from.map((index) => now[index] ?? ''), from };
}

function reordered(table: TableSource, file: string, header: readonly string[], from: readonly number[]): TableSource {
  const width = table.header.length;
  const turned = (record: SourceRecord): SourceRecord => {
    if (record.cells === null) return record;
    const cells = fitted(record.cells, width, table.pads);
    if (cells !== null) return { ...record, cells: from.map((index) => cells[index] ?? '') };
    const { line, raw } = record;
    return { line, raw, cells: null, reason: `${record.cells.length} cells where the header has ${width}` };
  };
  return {
    ...table,
    file,
    header,
    pads: false,
    async *batches() {
      for await (const batch of table.batches()) yield batch.map(turned);
    },
  };
}

function finding(code: string, severity: Finding['severity'], message: string, count: number, advice: string): Finding {
  return { code, severity, object: null, message, count, rows: [], advice };
}

const quoted = (names: readonly string[]): string => names.map((name) => `“${name.trim()}”`).join(', ');

function changesOf({ known, table }: Pair, from: readonly number[]): Finding[] {
  const found: Finding[] = [];
  const { file } = known;
  const place = `${file}${file === table.file ? '' : ` (now ${table.file})`}`;
  if (file !== table.file)
    found.push(
      finding(
        'file-renamed',
        'info',
        `${table.file} has the columns of ${file} and is read as it`,
        1,
        'Answers for it stay; a file of another kind needs other headers.',
      ),
    );
  const added = from.slice(known.header.length).map((index) => table.header[index] ?? '');
  const gone = known.header.filter((name, index) => from[index] === -1 && name.trim() !== '');
  const kept = from.slice(0, known.header.length).filter((index) => index !== -1);
  if (gone.length > 0)
    found.push(
      finding(
        'columns-gone',
        'warning',
        `${place} has no ${quoted(gone)} any more`,
        gone.length,
        'Export with these columns again, or plan without them: their answers are void.',
      ),
    );
  if (added.length > 0)
    found.push(
      finding(
        'columns-new',
        'info',
        `${place} has new columns: ${quoted(added)}`,
        added.length,
        'The next plan asks what they are; all other answers stay.',
      ),
    );
  if (kept.some((index, n) => n > 0 && index < (kept[n - 1] ?? 0)))
    found.push(
      finding(
        'columns-moved',
        'info',
        `${place} has its columns in another order than at first`,
        kept.length,
        'They are told by their headers; answers stay.',
      ),
    );
  return found;
}

/**
 * The tables of a newer export in the layout of the one before: files that were renamed under the names they had, files and columns in the order they had. So ids
 * of decisions and of rows mean what they meant, and a record that only changed its place did not change.
 */
export function alignTables(tables: readonly TableSource[], before: readonly KnownLayout[]): Aligned {
  const pairs = new Map(pairsOf(before, tables).map((pair) => [pair.table, pair]));
  const findings: Finding[] = [];
  const place = (table: TableSource): number => {
    const pair = pairs.get(table);
    return pair === undefined ? before.length : before.indexOf(pair.known);
  };
  const aligned = tables
    .toSorted((a, b) => place(a) - place(b))
    .map((table) => {
      const pair = pairs.get(table);
      if (pair === undefined) return table;
      const { header, from } = inOrder(pair.known.header, table.header);
      findings.push(...changesOf(pair, from));
      const same = from.length === table.header.length && from.every((index, n) => index === n);
      return same && pair.known.file === table.file ? table : reordered(table, pair.known.file, header, from);
    });
  return { tables: aligned, findings };
}
