import { badRequestV2, notFoundV2 } from '../core/errors.ts';
import type { Deal, Follower, Organization, Person } from '../core/model.ts';
import { listAnswer, pageSize, rankCursor, rankOf } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { object, query, whole } from '../core/schema.ts';
import type { Table } from '../core/table.ts';
import type { World } from '../core/world.ts';
import { nowIso } from '../core/world.ts';
import { limits } from '../data/plans.ts';
import { unknownReference } from '../rules/references.ts';
import { readable, writable } from './crud.ts';

const noBody = object({}).optional();
type Base = Person | Organization | Deal;

/** Followers of a record: added by user id, a second time is refused, deleted by user id (api-facts §11 #10). */
function followersOf<T extends Base>(
  path: string,
  noun: string,
  table: (world: World) => Table<T>,
  follow: (row: T, followers: readonly Follower[]) => T,
): readonly Route[] {
  const change = (world: World, row: T, followers: readonly Follower[]) => table(world).replace(follow(row, followers), world.clock.now());
  return [
    route({
      api: 'v2',
      method: 'GET',
      path: `${path}/{id}/followers`,
      query: object({ limit: query.number().optional(), cursor: query.text().optional() }),
      body: noBody,
      run: (call) => {
        const row = readable(call.world, call.user, table(call.world), noun, pathId('v2', call));
        const start = rankOf(call.query.cursor);
        const end = start + pageSize(call.world, call.query.limit, limits.pageMax);
        return listAnswer(row.followers.slice(start, end), row.followers.length > end ? rankCursor(end) : null);
      },
    }),
    route({
      api: 'v2',
      method: 'POST',
      path: `${path}/{id}/followers`,
      query: object({}),
      body: object({ user_id: whole() }),
      run: (call) => {
        const { world, body } = call;
        const row = writable(call, table(world), noun, pathId('v2', call));
        if (!world.users.has(body.user_id)) throw unknownReference(world, 'user_id', body.user_id);
        if (row.followers.some((each) => each.user_id === body.user_id)) throw badRequestV2('User is already following');
        const made = { user_id: body.user_id, add_time: nowIso(world) };
        change(world, row, [...row.followers, made]);
        return { ...ok(made), status: 201 };
      },
    }),
    route({
      api: 'v2',
      method: 'DELETE',
      path: `${path}/{id}/followers/{follower_id}`,
      query: object({}),
      body: noBody,
      run: (call) => {
        const { world } = call;
        const row = writable(call, table(world), noun, pathId('v2', call));
        const user_id = pathId('v2', call, 'follower_id');
        const left = row.followers.filter((each) => each.user_id !== user_id);
        if (left.length === row.followers.length) throw notFoundV2('Follower not found');
        change(world, row, left);
        return ok({ user_id });
      },
    }),
  ];
}

export const followerRoutes: readonly Route[] = [
  ...followersOf(
    '/persons',
    'Person',
    (world) => world.persons,
    (row, followers) => ({ ...row, followers }),
  ),
  ...followersOf(
    '/organizations',
    'Organization',
    (world) => world.organizations,
    (row, followers) => ({ ...row, followers }),
  ),
  ...followersOf(
    '/deals',
    'Deal',
    (world) => world.deals,
    (row, followers) => ({ ...row, followers }),
  ),
];
