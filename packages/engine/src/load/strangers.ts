import { CutoverError, SOURCE_ID_FIELD, TargetKey } from '@cutover/domain';
import { sourceIn, type WireId } from '@cutover/pipedrive';
import type { Loader } from './loader.ts';
import { newestBefore } from './newest.ts';

const OBJECT = { person: 'client', organization: 'company', deal: 'package' } as const;
const KINDS = ['organization', 'person', 'deal', 'activity', 'note'] as const;
type Kind = (typeof KINDS)[number];

/** Pages of each kind that are looked through at most, of so many records. */
const MOST_PAGES = 2;
const PAGE = 100;

/**
 * The account must not know more than this ledger: newer records that carry the mark of a source record the ledger has no record of were made by a copy of this
 * workspace, or before it was restored from an older one. Going on would make them twice. One page of each kind, as a rule.
 * @throws CutoverError `already-migrated` naming some
 */
export async function refuseStrangers(loader: Loader): Promise<void> {
  const strangers: string[] = [];
  for (const kind of KINDS) {
    const known = newestBefore(loader.ledger, kind, Number.MAX_SAFE_INTEGER);
    let pages = 0;
    for await (const { items } of newest(loader, kind)) {
      for (const record of items) {
        const key = record.id > known ? markOf(loader, kind, record) : null;
        if (key !== null && !isKnown(loader, kind, key, record.id)) strangers.push(`${kind} ${record.id} (${key})`);
      }
      pages += 1;
      if (pages >= MOST_PAGES || items.some(({ id }) => id <= known)) break;
    }
  }
  if (strangers.length === 0) return;
  throw new CutoverError(
    'already-migrated',
    `the account holds ${strangers.length} or more records of this migration that this ledger does not know: ${strangers.slice(0, 3).join(', ')}; they were made by a copy of this workspace, or before it was put back to an older state`,
    { data: { strangers: strangers.length } },
  );
}

function newest({ door }: Loader, kind: Kind): AsyncIterable<{ readonly items: readonly WireId[] }> {
  const v2 = { sort_by: 'id', sort_direction: 'desc', limit: PAGE } as const;
  switch (kind) {
    case 'organization':
      return door.organizations.pages(v2);
    case 'person':
      return door.persons.pages(v2);
    case 'deal':
      return door.deals.pages(v2);
    case 'activity':
      return door.activities.pages(v2);
    case 'note':
      return door.notes.pages({ sort: 'id DESC', limit: PAGE });
  }
}

/** The source record that a record says it was made from. */
function markOf({ names }: Loader, kind: Kind, record: WireId): string | null {
  if (kind === 'activity' || kind === 'note') {
    const text = record[kind === 'activity' ? 'note' : 'content'];
    return typeof text === 'string' ? sourceIn(text) : null;
  }
  const field = names.field(kind, SOURCE_ID_FIELD.slug);
  const custom = record.custom_fields;
  const value = field === null || typeof custom !== 'object' || custom === null ? null : Reflect.get(custom, field.key);
  return typeof value === 'string' && value !== '' ? `${OBJECT[kind]}:${value}` : null;
}

/** Known under its key, where a person copied one of ours; or by its id; or just found to have arrived after all. */
function isKnown({ ledger, found, pipedriveId }: Loader, kind: Kind, mark: string, id: number): boolean {
  const key = TargetKey.safeParse(mark);
  if (!key.success || ledger.ids.get(key.data) !== null || ledger.ids.byId(kind, pipedriveId(id)) !== null) return true;
  return found.get(key.data)?.id === id;
}
