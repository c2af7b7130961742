import type { DesiredRecord, RowKey } from '@cutover/domain';
import { draft, made, put, record } from './draft.ts';
import type { CompanyEntry, SourceIndex } from './index-types.ts';
import { RULES } from './rules.ts';

interface Pair {
  readonly primary: CompanyEntry;
  readonly other: CompanyEntry;
  readonly rows: Set<RowKey>;
}

/**
 * Relationships between organizations: from the primary one of a client to each of its others, once however many clients say so and
 * whichever way round (`related` reads the same from both ends).
 */
export function* relationships(index: SourceIndex): Iterable<DesiredRecord> {
  const pairs = new Map<string, Pair>();
  for (const client of index.clients) {
    const [primary, ...others] = client.companies;
    if (primary === undefined) continue;
    for (const other of others) {
      const key = [primary.key, other.key].sort().join('\n');
      const pair = pairs.get(key) ?? { primary, other, rows: new Set() };
      pair.rows.add(client.row.key);
      pairs.set(key, pair);
    }
  }
  for (const { primary, other, rows } of pairs.values()) {
    const to = draft();
    put(to, 'parent', { t: 'ref', v: primary.key }, made(RULES.related, primary.name));
    put(to, 'linked', { t: 'ref', v: other.key }, made(RULES.related, other.name));
    put(to, 'kind', { t: 'text', v: 'related' }, made(RULES.related));
    yield record({ entity: 'relationship', object: 'company', id: `${primary.id}/related/${other.id}`, rows: [...rows] }, to);
  }
}
