import { schemaFailed } from '../core/errors.ts';
import type { Follower, User } from '../core/model.ts';
import type { World } from '../core/world.ts';

type Seen = { readonly owner_id: number; readonly visible_to: number; readonly followers: readonly Follower[] };

/**
 * Whether a user may see a person, organization or deal (api-facts §9). Admins see everything. On small plans 1 is owner and followers,
 * 3 everyone; on large ones 1 is the owner only, 3 and 5 the owner's group, 7 everyone.
 */
export function maySee(world: World, user: User, row: Seen): boolean {
  if (user.admin || row.owner_id === user.id) return true;
  if (row.followers.some((follower) => follower.user_id === user.id)) return true;
  if (row.visible_to === 7) return true;
  if (row.visible_to === 1) return false;
  return !world.plan.groups || world.users.get(row.owner_id)?.group === user.group;
}

type Linked = { readonly deal_id: number | null; readonly person_id?: number | null; readonly org_id: number | null };

/** An activity, note or file is hidden with any record it hangs on, unless it is the user's own. */
export function maySeeLinked(world: World, user: User, row: Linked, ownerId: number): boolean {
  if (user.admin || ownerId === user.id) return true;
  const parents: readonly (Seen | undefined)[] = [
    row.deal_id === null ? undefined : world.deals.get(row.deal_id),
    row.person_id === null || row.person_id === undefined ? undefined : world.persons.get(row.person_id),
    row.org_id === null ? undefined : world.organizations.get(row.org_id),
  ];
  return parents.every((parent) => parent === undefined || maySee(world, user, parent));
}

/** The `visible_to` of a record: 1 and 3 everywhere, 5 and 7 on large plans (switch `large-visibility`). Not sent → 3. */
export function readVisibility(world: World, sent: number | undefined, before = 3): number {
  if (sent === undefined) return before;
  const large = world.plan.groups || world.switches.is('large-visibility', 'accepted');
  if (sent === 1 || sent === 3 || (large && (sent === 5 || sent === 7))) return sent;
  throw schemaFailed(['visible_to: The value you selected is not a valid choice.']);
}
