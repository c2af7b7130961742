import type { SourceObject, StagedRow } from '@cutover/domain';
import { cell, columnsAt } from './cells.ts';
import { targetKey } from './draft.ts';
import type { Parents, SourceRows } from './index-types.ts';
import { type Finds, linksOf, primaryDeal, withClients } from './links.ts';
import type { FileMap, Mapping } from './mapping-types.ts';
import { filesOf, targetId } from './tables.ts';

/**
 * What sessions and notes hang on, for those that files, notes or messages point to. The rows are streamed; only the ones asked for are
 * kept.
 */
export function readParents(mapping: Mapping, source: SourceRows, finds: Finds): { session: Lookup; note: Lookup } {
  return { session: lookup(mapping, source, finds, 'session'), note: lookup(mapping, source, finds, 'note') };
}

type Lookup = (text: string) => Parents | null;

function lookup(mapping: Mapping, source: SourceRows, finds: Finds, object: 'session' | 'note'): Lookup {
  const asked = askedFor(mapping, source, object);
  const found = new Map<string, Parents>();
  if (asked.size > 0) {
    for (const file of filesOf(mapping, object)) {
      for (const row of source.rows(file.file)) {
        if (asked.has(row.sourceId) && !found.has(row.sourceId)) found.set(row.sourceId, parentsOf(file, row, finds, object));
      }
    }
  }
  return (text) => found.get(text) ?? null;
}

/** The ids by which other files point to an object. */
function askedFor(mapping: Mapping, source: SourceRows, object: SourceObject): Set<string> {
  const asked = new Set<string>();
  for (const file of mapping.files.values()) {
    const columns = file.object === object ? [] : columnsAt(file, `link:${object}`);
    if (columns.length === 0) continue;
    for (const row of source.rows(file.file)) {
      for (const column of columns) {
        const text = cell(row, column);
        if (text !== '') asked.add(text);
      }
    }
  }
  return asked;
}

function parentsOf(file: FileMap, row: StagedRow, finds: Finds, object: SourceObject): Parents {
  const links = withClients(linksOf(finds, file, row));
  return { key: targetKey(object, targetId(row)), client: links.clients.found[0] ?? null, deal: primaryDeal(links) };
}
