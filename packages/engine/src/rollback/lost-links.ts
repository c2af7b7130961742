import type { Entity } from '@cutover/domain';
import { z } from 'zod';

const LINKS: Readonly<Record<string, Entity>> = { person_id: 'person', org_id: 'organization', deal_id: 'deal', activity_id: 'activity' };
const People = z.array(z.looseObject({ person_id: z.number() }));

/** Whether a record of ours that there was is in the account no more. */
type IsGone = (entity: Entity, id: number) => boolean;

/**
 * Whether a key differs only because what it led to was deleted: some accounts empty the links to a deleted record (api-facts §7: not known), and that is no edit
 * of the record that held them. The first person of an activity then is the next of its people.
 */
export function lostItsTarget(key: string, before: unknown, now: unknown, isGone: IsGone): boolean {
  const target = LINKS[key];
  if (target !== undefined)
    return typeof before === 'number' && isGone(target, before) && !(typeof now === 'number' && key !== 'person_id');
  if (key !== 'participants') return false;
  const [had, has] = [People.safeParse(before ?? []), People.safeParse(now ?? [])];
  if (!had.success || !has.success) return false;
  const left = had.data.filter(({ person_id }) => !isGone('person', person_id)).map(({ person_id }) => person_id);
  return left.length < had.data.length && left.join() === has.data.map(({ person_id }) => person_id).join();
}
