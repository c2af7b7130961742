import type { DesiredRecord, Entity } from '@cutover/domain';

/** API tokens of one write (api-facts §2.2): v2 for persons, organizations, deals and activities, v1 for the rest. */
const V2: ReadonlySet<Entity> = new Set(['person', 'organization', 'deal', 'activity']);

export function costOf(entity: Entity, op: 'create' | 'update' | 'delete'): number {
  if (op === 'delete') return V2.has(entity) ? 3 : 6;
  return V2.has(entity) ? 5 : 10;
}

/** API tokens of one list page and how many records it holds at most (api-facts §2.2, §6). Relationships are listed by organization. */
const LISTS: Readonly<Record<Entity, { readonly tokens: number; readonly page: number }>> = {
  organization: { tokens: 10, page: 500 },
  person: { tokens: 10, page: 500 },
  deal: { tokens: 10, page: 500 },
  activity: { tokens: 10, page: 500 },
  note: { tokens: 20, page: 500 },
  file: { tokens: 20, page: 100 },
  relationship: { tokens: 20, page: 1 },
};

/** What reading all of a list costs. */
export function costOfList(entity: Entity, records: number): number {
  const { tokens, page } = LISTS[entity];
  return records === 0 ? 0 : Math.max(1, Math.ceil(records / page)) * tokens;
}

/** What reading so many by their ids costs: a hundred at a time, notes and files one by one. */
export function costOfIds(entity: Entity, records: number): number {
  return entity === 'note' || entity === 'file' ? records * 2 : Math.ceil(records / 100) * 10;
}

/** What looking once for records whose create got no answer costs: those of a kind share a list, relationships that of their organization. */
export function costOfLook(records: readonly Pick<DesiredRecord, 'entity' | 'fields'>[]): number {
  const lists = new Map(
    records.map(({ entity, fields: { parent } }) => [
      entity === 'relationship' && parent?.t === 'ref' ? parent.v : entity,
      LISTS[entity].tokens,
    ]),
  );
  return [...lists.values()].reduce((sum, tokens) => sum + tokens, 0);
}
