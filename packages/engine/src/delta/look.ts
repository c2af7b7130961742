import { type Entity, PipedriveId, type TargetKey } from '@cutover/domain';
import type { IdRow } from '@cutover/ledger';
import { type Door, getRecord, type WireId } from '@cutover/pipedrive';
import type { Loader } from '../load/loader.ts';

/** A known record as it stands: `archived` deals refuse edits; null: it cannot be read any more. */
export type Standing = { readonly wire: WireId; readonly archived: boolean } | null;

/** `ids=` takes at most so many (api-facts §6). */
const MOST_IDS = 100;

/**
 * Known records as they stand now, before they are written: by `ids=`, notes one by one; deals also among the archived ones. What is in no list is gone, or
 * hidden from this token.
 */
export async function lookAt(loader: Loader, rows: readonly IdRow[]): Promise<Map<TargetKey, Standing>> {
  const seen = new Map<TargetKey, Standing>();
  for (const entity of ['organization', 'person', 'deal', 'activity'] as const) {
    const own = rows.filter((row) => row.entity === entity);
    const found = await byIds(loader.door, entity, [...new Set(own.map((row) => row.pipedriveId as number))]);
    for (const row of own) seen.set(row.key, found.get(row.pipedriveId) ?? null);
  }
  for (const entity of ['note', 'file'] as const) {
    for (const row of rows.filter((each) => each.entity === entity)) {
      const wire = await getRecord(loader.door, entity, row.pipedriveId);
      seen.set(row.key, wire === null || wire.active_flag === false ? null : { wire, archived: false });
    }
  }
  return seen;
}

async function byIds(
  door: Door,
  entity: 'organization' | 'person' | 'deal' | 'activity',
  ids: readonly number[],
): Promise<Map<number, Standing>> {
  const found = new Map<number, Standing>();
  for (let from = 0; from < ids.length; from += MOST_IDS) {
    const some = ids.slice(from, from + MOST_IDS);
    for await (const page of pagesOf(door, entity, some)) for (const wire of page.items) found.set(wire.id, { wire, archived: false });
    const missing = some.filter((id) => !found.has(id));
    if (entity !== 'deal' || missing.length === 0) continue;
    for await (const page of door.deals.archivedPages({ ids: missing }))
      for (const wire of page.items) if (wire.is_deleted !== true) found.set(wire.id, { wire, archived: true });
  }
  return found;
}

function pagesOf(door: Door, entity: 'organization' | 'person' | 'deal' | 'activity', ids: readonly number[]) {
  const query = { ids: [...ids] };
  switch (entity) {
    case 'organization':
      return door.organizations.pages(query);
    case 'person':
      return door.persons.pages(query);
    case 'deal':
      return door.deals.pages(query);
    case 'activity':
      return door.activities.pages(query);
  }
}

/** What somebody touched in the account since an instant: by `updated_since` pages, files from the newest on; `gone` are deals among the deleted. */
export async function* touchedSince(
  door: Door,
  entity: Exclude<Entity, 'relationship'>,
  since: string,
): AsyncGenerator<{ readonly wire: WireId; readonly state: 'live' | 'archived' | 'gone' }, void, void> {
  const query = { updated_since: since };
  switch (entity) {
    case 'organization':
      yield* each(door.organizations.pages(query), 'live');
      return;
    case 'person':
      yield* each(door.persons.pages(query), 'live');
      return;
    case 'activity':
      yield* each(door.activities.pages(query), 'live');
      return;
    case 'note':
      yield* each(door.notes.pages(query), 'live');
      return;
    case 'deal':
      yield* each(door.deals.pages(query), 'live');
      yield* each(door.deals.archivedPages(query), 'archived');
      yield* each(door.deals.pages({ ...query, status: ['deleted'] }), 'gone');
      return;
    case 'file':
      for await (const page of door.files.pages({ sort: 'update_time DESC' })) {
        for (const wire of page.items) {
          if (timeOf(wire.update_time) < Date.parse(since)) return;
          yield { wire, state: 'live' };
        }
      }
  }
}

async function* each<S extends 'live' | 'archived' | 'gone'>(pages: AsyncIterable<{ readonly items: readonly WireId[] }>, state: S) {
  for await (const page of pages) for (const wire of page.items) yield { wire, state };
}

/** v1 times are UTC without saying so (api-facts §1.3). One that is missing counts as new. */
function timeOf(text: string | null | undefined): number {
  const time = Date.parse(`${(text ?? '').replace(' ', 'T').replace(/Z$/, '')}Z`);
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}

/**
 * Relationships that are not there any more, organization by organization; only those that have one of ours are asked (20 tokens each).
 * @param after organizations up to this id have been asked already
 */
export async function* goneRelationships(
  loader: Loader,
  after: number,
): AsyncGenerator<{ readonly organization: number; readonly gone: readonly IdRow[] }, void, void> {
  const { ids } = loader.ledger;
  const ours = new Map<number, IdRow[]>();
  for (const row of ids.iterate('relationship')) {
    const parent = row.state === 'live' && row.written.parent?.t === 'ref' ? ids.get(row.written.parent.v) : null;
    if (parent != null) ours.set(parent.pipedriveId, [...(ours.get(parent.pipedriveId) ?? []), row]);
  }
  for (const [organization, rows] of [...ours].toSorted(([a], [b]) => a - b)) {
    if (organization <= after) continue;
    const seen = new Set<number>();
    for await (const page of loader.door.relationships.pages(organization)) for (const wire of page.items) seen.add(wire.id);
    yield { organization, gone: rows.filter((row) => !seen.has(row.pipedriveId)) };
  }
}

/** Records that hang on this one and are not taken back with it. */
export async function hangingOn(loader: Loader, row: IdRow, isLeaving: (key: TargetKey) => boolean): Promise<string[]> {
  const { door, ledger } = loader;
  const id = row.pipedriveId;
  const others: string[] = [];
  const add = async (entity: Entity, pages: AsyncIterable<{ readonly items: readonly WireId[] }>): Promise<void> => {
    for await (const page of pages) {
      for (const wire of page.items) {
        const own = ledger.ids.byId(entity, PipedriveId.parse(wire.id));
        if (own === null || own.state === 'kept' || (own.state === 'live' && !isLeaving(own.key))) others.push(`${entity} ${wire.id}`);
      }
    }
  };
  if (row.entity === 'person') {
    await add('deal', door.deals.pages({ person_id: id }));
    await add('activity', door.activities.pages({ person_id: id }));
    await add('note', door.notes.pages({ person_id: id }));
  }
  if (row.entity === 'organization') {
    await add('person', door.persons.pages({ org_id: id }));
    await add('deal', door.deals.pages({ org_id: id }));
    await add('note', door.notes.pages({ org_id: id }));
  }
  if (row.entity === 'deal') {
    await add('activity', door.activities.pages({ deal_id: id }));
    await add('note', door.notes.pages({ deal_id: id }));
  }
  return others;
}
