import { z } from 'zod';
import { v1Error } from '../core/errors.ts';
import type { CustomValues, Deal, Organization, Person, User } from '../core/model.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import type { Table } from '../core/table.ts';
import { v1 } from '../core/v1.ts';
import type { World } from '../core/world.ts';
import { marked, nowIso } from '../core/world.ts';
import { maySee } from '../rules/visibility.ts';
import { mergedDealV1, mergedPersonV1 } from '../views/merged.ts';

const body = z.looseObject({ merge_with_id: v1.number() });

function pair<T extends Person | Organization | Deal>(
  world: World,
  user: User,
  table: Table<T>,
  fromId: number,
  intoId: number,
): readonly [T, T] {
  const [from, into] = [table.get(fromId), table.get(intoId)];
  const usable = (row: T | undefined): row is T => row !== undefined && !row.is_deleted && maySee(world, user, row);
  if (!usable(from) || !usable(into)) throw v1Error(404, 'Item not found');
  if (from.id === into.id) throw v1Error(400, 'Cannot merge an item with itself.');
  return [from, into];
}

const union = <T>(first: readonly T[], second: readonly T[], key: (each: T) => unknown): readonly T[] => {
  const have = new Set(first.map(key));
  return [...first, ...second.filter((each) => !have.has(key(each)))];
};
const custom = (winner: CustomValues, other: CustomValues): CustomValues => ({ ...other, ...winner });
const shared = <T extends Person | Organization | Deal>(world: World, from: T, into: T) => ({
  label_ids: union(into.label_ids, from.label_ids, (id) => id),
  followers: union(into.followers, from.followers, (each) => each.user_id),
  custom: custom(into.custom, from.custom),
  update_time: nowIso(world),
});

type Key = 'person_id' | 'org_id' | 'deal_id';

/** Everything that hung on the one hangs on the other afterwards. */
function moveLinks(world: World, key: Key, from: number, into: number): void {
  const at = world.clock.now();
  for (const row of world.notes.all()) if (row[key] === from) world.notes.replace({ ...row, [key]: into }, at);
  for (const row of world.files.all()) if (row[key] === from) world.files.replace({ ...row, [key]: into }, at);
  for (const row of world.activities.all()) {
    if (key === 'person_id') {
      if (!row.participants.some((each) => each.person_id === from)) continue;
      const renamed = row.participants.map((each) => (each.person_id === from ? { ...each, person_id: into } : each));
      const participants = renamed.filter((each, place) => renamed.findIndex((one) => one.person_id === each.person_id) === place);
      world.activities.replace({ ...row, participants }, at);
    } else if (row[key] === from) world.activities.replace({ ...row, [key]: into }, at);
  }
  if (key === 'deal_id') return;
  for (const row of world.deals.all()) if (row[key] === from) world.deals.replace({ ...row, [key]: into }, at);
  if (key === 'org_id') for (const row of world.persons.all()) if (row.org_id === from) world.persons.replace({ ...row, org_id: into }, at);
}

const gone = <T extends Person | Organization | Deal>(world: World, row: T, into: number) => ({ ...marked(world, row), merged_into: into });

/** `merge_with_id` wins where both have a value; the other id then answers 404 or 410. It cannot be undone (api-facts §8). */
export const mergeRoutes: readonly Route[] = [
  route({
    api: 'v1',
    method: 'PUT',
    path: '/persons/{id}/merge',
    query: v1.none(),
    body,
    run: (call) => {
      const { world, user } = call;
      const [from, into] = pair(world, user, world.persons, pathId('v1', call), call.body.merge_with_id);
      const extra = <T extends { readonly value: string; readonly primary: boolean }>(first: readonly T[], second: readonly T[]) =>
        union(first, first.length === 0 ? second : second.map((each) => ({ ...each, primary: false })), (each) => each.value.toLowerCase());
      const row: Person = {
        ...into,
        ...shared(world, from, into),
        emails: extra(into.emails, from.emails),
        phones: extra(into.phones, from.phones),
        im: extra(into.im, from.im),
        org_id: into.org_id ?? from.org_id,
        postal_address: into.postal_address ?? from.postal_address,
        notes: into.notes ?? from.notes,
        birthday: into.birthday ?? from.birthday,
        job_title: into.job_title ?? from.job_title,
      };
      world.persons.replace(gone(world, from, into.id), world.clock.now());
      world.persons.replace(row, world.clock.now());
      moveLinks(world, 'person_id', from.id, into.id);
      return ok(mergedPersonV1(world, row, from.id));
    },
  }),
  route({
    api: 'v1',
    method: 'PUT',
    path: '/organizations/{id}/merge',
    query: v1.none(),
    body,
    run: (call) => {
      const { world, user } = call;
      const [from, into] = pair(world, user, world.organizations, pathId('v1', call), call.body.merge_with_id);
      const row: Organization = {
        ...into,
        ...shared(world, from, into),
        address: into.address ?? from.address,
        website: into.website ?? from.website,
        linkedin: into.linkedin ?? from.linkedin,
        industry: into.industry ?? from.industry,
        annual_revenue: into.annual_revenue ?? from.annual_revenue,
        employee_count: into.employee_count ?? from.employee_count,
      };
      world.organizations.replace(gone(world, from, into.id), world.clock.now());
      world.organizations.replace(row, world.clock.now());
      moveLinks(world, 'org_id', from.id, into.id);
      return ok({ id: row.id });
    },
  }),
  route({
    api: 'v1',
    method: 'PUT',
    path: '/deals/{id}/merge',
    query: v1.none(),
    body,
    run: (call) => {
      const { world, user } = call;
      const [from, into] = pair(world, user, world.deals, pathId('v1', call), call.body.merge_with_id);
      const row: Deal = {
        ...into,
        ...shared(world, from, into),
        person_id: into.person_id ?? from.person_id,
        org_id: into.org_id ?? from.org_id,
        expected_close_date: into.expected_close_date ?? from.expected_close_date,
      };
      world.deals.replace(gone(world, from, into.id), world.clock.now());
      world.deals.replace(row, world.clock.now());
      moveLinks(world, 'deal_id', from.id, into.id);
      return ok(mergedDealV1(world, row, from.id));
    },
  }),
];
