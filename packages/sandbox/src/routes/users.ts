import { z } from 'zod';
import { v1Error } from '../core/errors.ts';
import type { User } from '../core/model.ts';
import { v1List } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { v1 } from '../core/v1.ts';
import type { World } from '../core/world.ts';
import { meV1, userV1 } from '../views/v1.ts';

const listed = (world: World): readonly User[] =>
  [...world.users.values()].filter((user) => user.active || world.switches.is('deactivated-users', 'listed'));

function found(world: World, id: number): User {
  const user = world.users.get(id);
  if (user === undefined) throw v1Error(404, 'User not found');
  return user;
}

/** Users, v1 only: the whole list at once, no paging (api-facts §2.2, §9). */
export const userRoutes: readonly Route[] = [
  route({
    api: 'v1',
    method: 'GET',
    path: '/users/me',
    query: v1.none(),
    body: v1.none(),
    run: ({ world, user }) => ok(meV1(world, user)),
  }),
  route({
    api: 'v1',
    method: 'GET',
    path: '/users/find',
    query: z.looseObject({ term: z.string().min(1, 'term must be given.'), search_by_email: v1.flag().optional() }),
    body: v1.none(),
    run: ({ world, user, query }) => {
      const term = query.term.toLowerCase();
      const hits = listed(world).filter((each) => (query.search_by_email ? each.email : each.name).toLowerCase().includes(term));
      return v1List(hits.map((each) => userV1(world, each, user)));
    },
  }),
  route({
    api: 'v1',
    method: 'GET',
    path: '/users',
    query: v1.none(),
    body: v1.none(),
    run: ({ world, user }) => v1List(listed(world).map((each) => userV1(world, each, user))),
  }),
  route({
    api: 'v1',
    method: 'GET',
    path: '/users/{id}',
    query: v1.none(),
    body: v1.none(),
    run: (call) => ok(userV1(call.world, found(call.world, pathId('v1', call)), call.user)),
  }),
  route({
    api: 'v1',
    method: 'PUT',
    path: '/users/{id}',
    admin: true,
    query: v1.none(),
    body: z.looseObject({ active_flag: v1.flag() }),
    run: (call) => {
      const { world, user, body } = call;
      const changed = { ...found(world, pathId('v1', call)), active: body.active_flag };
      world.users.set(changed.id, changed);
      return ok(userV1(world, changed, user));
    },
  }),
  route({
    api: 'v1',
    method: 'GET',
    path: '/userSettings',
    query: v1.none(),
    body: v1.none(),
    run: () =>
      ok({
        marketplace_team: false,
        list_limit: 100,
        beta_app: false,
        prevent_salesphone_callto_override: false,
        file_upload_destination: 's3',
        callto_link_syntax: 'callto:[number]',
        autofill_deal_expected_close_date: false,
        person_duplicate_condition: 'name && (org_id || email || phone)',
      }),
  }),
];
