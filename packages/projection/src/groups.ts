import type { RowKey, StagedRow } from '@cutover/domain';
import { refsIn, splitList } from '@cutover/values';
import { cell, columnsAt, firstFilled } from './cells.ts';
import type { ClientEntry, GroupLabels, SourceRows } from './index-types.ts';
import type { Finds } from './links.ts';
import type { FileMap, Mapping } from './mapping-types.ts';
import { filesOf } from './tables.ts';
import { cut, LIMITS, oneLine } from './text.ts';

interface Node {
  name: string;
  parent: string | null;
}

const fold = (text: string): string => text.trim().toLowerCase();

/** The tag files' tree, and a text's label with the labels above it, the nearest first. */
export function readTags(mapping: Mapping, source: SourceRows): (text: string) => readonly string[] {
  const nodes = new Map<string, Node>();
  for (const file of filesOf(mapping, 'tag')) {
    for (const row of source.rows(file.file)) {
      const { id, name } = tagOf(file, row);
      const parent = firstFilled(file, row, 'link:tag/parent')?.text ?? null;
      const key = fold(id ?? name ?? '');
      if (key === '') continue;
      const node = nodes.get(key) ?? (name === null ? undefined : nodes.get(fold(name))) ?? { name: id ?? name ?? '', parent: null };
      if (name !== null) node.name = name;
      node.parent ??= parent;
      nodes.set(key, node);
      if (name !== null && !nodes.has(fold(name))) nodes.set(fold(name), node);
    }
  }
  const climb = (text: string, labels: Set<string>, seen: Set<string>): void => {
    const key = fold(text);
    if (key === '' || seen.has(key)) return;
    seen.add(key);
    const node = nodes.get(key);
    if (node === undefined && text.includes(' > ')) {
      for (const step of text.split(' > ').reverse()) climb(step, labels, seen);
      return;
    }
    labels.add(cut(oneLine(node?.name ?? text.trim()), LIMITS.varchar));
    if (node?.parent) climb(node.parent, labels, seen);
  };
  return (text) => {
    const labels = new Set<string>();
    climb(text, labels, new Set());
    return [...labels];
  };
}

function tagOf(file: FileMap, row: StagedRow): { id: string | null; name: string | null } {
  const id = firstFilled(file, row, 'link:tag/id')?.text ?? null;
  const named = firstFilled(file, row, 'link:tag/name')?.text ?? null;
  if (id !== null || named !== null) return { id, name: named };
  // A column that does not say what it is refers to a tag, by id or by name.
  const plain = columnsAt(file, 'link:tag').filter((c) => c.as.part === undefined);
  return { id: plain.map((c) => cell(row, c)).find((text) => text !== '') ?? null, name: null };
}

/** The tags that a row of a tag file is about: its own, or those of a membership list. */
export function tagsOfRow(file: FileMap, row: StagedRow): string[] {
  const { id, name } = tagOf(file, row);
  const ref = id ?? name;
  return ref === null ? [] : name === null ? splitList(ref) : [ref];
}

type Members = Pick<Finds, 'client' | 'shared'>;

/** The clients that a row of a tag file names as members. */
export function membersOf(file: FileMap, row: StagedRow, { client, shared }: Members): ClientEntry[] {
  const members = new Set<ClientEntry>();
  for (const column of columnsAt(file, 'link:client')) {
    const text = cell(row, column);
    if (text === '') continue;
    for (const ref of refsIn(text, column.as.separator, (t) => client(t) !== null || shared.client(t))) {
      const found = client(ref);
      if (found !== null) members.add(found);
    }
  }
  return [...members];
}

/** Labels each client has through groups, inheritance written out; by client key. */
export function readMemberships(
  mapping: Mapping,
  source: SourceRows,
  finds: Members,
  labelsOf: (text: string) => readonly string[],
): Map<string, GroupLabels> {
  const found = new Map<string, { labels: Set<string>; rows: Set<RowKey> }>();
  for (const file of filesOf(mapping, 'tag')) {
    if (columnsAt(file, 'link:client').length === 0) continue;
    for (const row of source.rows(file.file)) {
      const labels = tagsOfRow(file, row).flatMap(labelsOf);
      if (labels.length === 0) continue;
      for (const { key } of membersOf(file, row, finds)) {
        const of = found.get(key) ?? { labels: new Set(), rows: new Set() };
        for (const label of labels) of.labels.add(label);
        of.rows.add(row.key);
        found.set(key, of);
      }
    }
  }
  return new Map([...found].map(([key, { labels, rows }]) => [key, { labels: [...labels], rows: [...rows] }]));
}
