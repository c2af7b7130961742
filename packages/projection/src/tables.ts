import type { SourceObject, StagedRow } from '@cutover/domain';
import { targetKey } from './draft.ts';
import { holdRow } from './held-row.ts';
import type { Fate, FoldedRow, SourceRows } from './index-types.ts';
import { filesInOrder } from './mapping.ts';
import type { FileMap, Mapping } from './mapping-types.ts';
import { shortId } from './text.ts';

/** The id a row's records are known by: its source id, with `~2` … when other rows of the file claim the same one. */
export function targetId(row: StagedRow): string {
  const plain = `${row.file}#${row.sourceId}`;
  const claim = row.key !== plain && row.key.startsWith(plain) ? row.key.slice(plain.length) : '';
  return shortId(row.sourceId) + claim;
}

/** The files of one object, details left out. */
export function filesOf(mapping: Mapping, object: SourceObject): FileMap[] {
  return filesInOrder(mapping)
    .map((name) => mapping.files.get(name))
    .filter((f) => f !== undefined)
    .filter((f) => f.object === object && !f.detail);
}

/** A row that makes a record, with the rows that duplicate decisions folded into it or left to it. */
export interface TableRow {
  readonly id: string;
  readonly row: StagedRow;
  readonly file: FileMap;
  /** Folded in: their values are added to this record. */
  readonly folded: FoldedRow[];
  /** Left out: only what pointed to them points here. */
  readonly standIns: FoldedRow[];
}

interface Item extends FoldedRow {
  readonly id: string;
}

/** All rows of an object after the duplicate decisions; the fate of rows that make no record of their own is noted in `fates`. */
export function tableOf(mapping: Mapping, object: SourceObject, source: SourceRows, fates: Map<string, Fate>): TableRow[] {
  const items: Item[] = [];
  for (const file of filesOf(mapping, object))
    for (const row of source.rows(file.file)) items.push({ id: targetId(row), row: holdRow(row, file.file), file });
  const { parents, skipped } = decidedPairs(mapping, object, items);
  const rootOf = (at: number): number => {
    let root = at;
    for (let step = 0; step < items.length; step += 1) {
      const up = parents.get(root);
      if (up === undefined) return root;
      root = up.to;
    }
    return root;
  };
  const table = new Map<number, TableRow>();
  items.forEach((item, at) => {
    if (parents.has(at)) return;
    if (skipped.has(at))
      fates.set(item.row.key, { kind: 'skipped', reason: 'left out: it is in the account already (duplicate decision)' });
    else table.set(at, { ...item, folded: [], standIns: [] });
  });
  for (const [at, { use }] of parents) {
    const item = items[at];
    const root = table.get(rootOf(at));
    if (item === undefined) continue;
    if (root === undefined || use === 'skip') {
      fates.set(item.row.key, { kind: 'skipped', reason: 'left out: the same as another record of the export (duplicate decision)' });
      root?.standIns.push({ row: item.row, file: item.file });
    } else {
      fates.set(item.row.key, { kind: 'folded', into: targetKey(object, root.id) });
      root.folded.push({ row: item.row, file: item.file });
    }
  }
  return [...table.values()];
}

interface Pairs {
  /** Index of a second → index of its first. */
  readonly parents: Map<number, { to: number; use: 'merge' | 'skip' }>;
  readonly skipped: Set<number>;
}

function decidedPairs(mapping: Mapping, object: SourceObject, items: readonly Item[]): Pairs {
  const parents: Pairs['parents'] = new Map();
  const skipped = new Set<number>();
  const ours = mapping.duplicates.filter((d) => d.object === object);
  if (ours.length === 0) return { parents, skipped };
  const byKey = new Map<string, number>();
  items.forEach(({ row, id }, at) => {
    for (const key of [row.key, `${object}:${id}`, row.sourceId]) if (!byKey.has(key)) byKey.set(key, at);
  });
  const find = (key: string | undefined): number | undefined => (key === undefined ? undefined : byKey.get(key));
  for (const { match, use, keys } of ours) {
    if (match === 'account') {
      const at = keys.map(find).find((found) => found !== undefined);
      if (at !== undefined && use === 'skip') skipped.add(at);
      continue;
    }
    const [first, second] = [find(keys[0]), find(keys[1])];
    if (first === undefined || second === undefined || use === 'create') continue;
    if (!leadsTo(parents, first, second)) parents.set(second, { to: first, use: use === 'skip' ? 'skip' : 'merge' });
  }
  return { parents, skipped };
}

/** Whether folding would close a circle. */
function leadsTo(parents: Pairs['parents'], from: number, to: number): boolean {
  let at: number | undefined = from;
  while (at !== undefined) {
    if (at === to) return true;
    at = parents.get(at)?.to;
  }
  return false;
}
