import type { Entity } from '@cutover/domain';

/** API tokens of one write (api-facts §2.2): v2 for persons, organizations, deals and activities, v1 for the rest. */
const V2: ReadonlySet<Entity> = new Set(['person', 'organization', 'deal', 'activity']);

export function costOf(entity: Entity, op: 'create' | 'update' | 'delete'): number {
  if (op === 'delete') return V2.has(entity) ? 3 : 6;
  return V2.has(entity) ? 5 : 10;
}
