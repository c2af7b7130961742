import { z } from 'zod';
import { forbidden, v1Error } from '../core/errors.ts';
import type { ActivityType } from '../core/model.ts';
import { v1List } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { v1 } from '../core/v1.ts';
import type { World } from '../core/world.ts';
import { fresh, live, marked, nowIso } from '../core/world.ts';
import { icons } from '../data/icons.ts';
import { activityTypeV1 } from '../views/v1.ts';

const name = () => z.string({ error: 'Name must be given.' }).trim().min(1, 'Name must be given.');
const icon = () => z.enum(icons, { error: 'Icon key is not valid.' });
const color = () => z.string().regex(/^[0-9A-Fa-f]{6}$/, 'Color is not valid.');

function found(world: World, id: number): ActivityType {
  const row = world.activityTypes.get(id);
  if (row === undefined || row.is_deleted) throw v1Error(404, 'Activity type not found');
  return row;
}

/** `key_string` comes from the name ("Video call" → video_call) and never changes (api-facts §3.6). */
function keyFor(world: World, label: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const base = plain === '' ? 'type' : plain;
  const rows = world.switches.is('type-name-reuse', 'new-key') ? world.activityTypes.all() : live(world.activityTypes.all());
  const taken = new Set(rows.map((row) => row.key_string));
  let key = base;
  for (let at = 1; taken.has(key); at++) key = `${base}_${at}`;
  return key;
}

type NewType = { readonly name: string; readonly icon_key: string; readonly color?: string | undefined };

export function addActivityType(world: World, given: NewType, custom = true): ActivityType {
  const order = Math.max(0, ...live(world.activityTypes.all()).map((row) => row.order_nr)) + 1;
  const row: ActivityType = {
    ...fresh(world, world.activityTypes.takeId()),
    name: given.name,
    icon_key: given.icon_key,
    color: given.color ?? 'FFFFFF',
    order_nr: order,
    key_string: keyFor(world, given.name),
    is_custom_flag: custom,
  };
  return world.activityTypes.insert(row, world.clock.now());
}

export const activityTypeRoutes: readonly Route[] = [
  route({
    api: 'v1',
    method: 'GET',
    path: '/activityTypes',
    query: v1.none(),
    body: v1.none(),
    run: ({ world }) =>
      v1List(
        live(world.activityTypes.all())
          .toSorted((a, b) => a.order_nr - b.order_nr || a.id - b.id)
          .map(activityTypeV1),
      ),
  }),
  route({
    api: 'v1',
    method: 'POST',
    path: '/activityTypes',
    admin: true,
    query: v1.none(),
    body: z.looseObject({ name: name(), icon_key: icon(), color: color().optional() }),
    run: ({ world, body }) => {
      if (live(world.activityTypes.all()).length >= world.switches.number('activity-type-cap')) {
        throw forbidden("Couldn't add activity type. You've reached the activity type per company limit.");
      }
      return ok(activityTypeV1(addActivityType(world, body)));
    },
  }),
  route({
    api: 'v1',
    method: 'PUT',
    path: '/activityTypes/{id}',
    admin: true,
    query: v1.none(),
    body: z.looseObject({
      name: name().optional(),
      icon_key: icon().optional(),
      color: color().optional(),
      order_nr: v1.number().optional(),
    }),
    run: (call) => {
      const { world, body } = call;
      const before = found(world, pathId('v1', call));
      const row: ActivityType = {
        ...before,
        name: body.name ?? before.name,
        icon_key: body.icon_key ?? before.icon_key,
        color: body.color ?? before.color,
        order_nr: body.order_nr ?? before.order_nr,
        update_time: nowIso(world),
      };
      return ok(activityTypeV1(world.activityTypes.replace(row, world.clock.now())));
    },
  }),
  route({
    api: 'v1',
    method: 'DELETE',
    path: '/activityTypes/{id}',
    admin: true,
    query: v1.none(),
    body: v1.none(),
    run: (call) => {
      const { world } = call;
      const row = marked(world, found(world, pathId('v1', call)));
      return ok(activityTypeV1(world.activityTypes.replace(row, world.clock.now())));
    },
  }),
];
