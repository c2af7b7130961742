import { z } from 'zod';
import { v1Error } from '../core/errors.ts';
import type { CustomEntity, Field, FieldEntity, Option } from '../core/model.ts';
import { v1List, v1Page } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { v1 } from '../core/v1.ts';
import type { World } from '../core/world.ts';
import { nowIso } from '../core/world.ts';
import { createField, isLabelField, isShown, takeOptionId } from '../rules/fields.ts';
import { fieldV1 } from '../views/v1.ts';
import { checkName, checkOptions, deleteField, fieldTypes } from './fieldsV2.ts';
import { removeOptions } from './options.ts';

const name = () => z.string({ error: 'Name must be given.' }).min(1, 'Name must be given.').max(255, 'Name is too long.');
const colors = ['green', 'red', 'yellow', 'blue', 'purple', 'gray', 'brown', 'orange', 'pink', 'dark-gray'] as const;
const option = z.looseObject({
  id: z.union([z.int(), z.string()]).optional(),
  label: z.string().min(1, 'Option label must be given.').max(255, 'Option label is too long.'),
  color: z.enum(colors).nullish(),
});

const liveFields = (world: World, entity: FieldEntity): readonly Field[] =>
  world.fields[entity].all().filter((field) => !field.is_deleted && isShown(world, field));

function found(world: World, entity: FieldEntity, id: number): Field {
  const field = world.fields[entity].get(id);
  if (field === undefined || field.is_deleted) throw v1Error(404, 'Field not found');
  return field;
}

const listOf = (entity: FieldEntity, path: string): Route =>
  route({
    api: 'v1',
    method: 'GET',
    path,
    query: z.looseObject(v1.page),
    body: v1.none(),
    run: ({ world, query }) => {
      const page = v1Page(world, liveFields(world, entity), query);
      const { next_start: _, ...plain } = page.pagination;
      return v1List(page.rows.map(fieldV1), plain);
    },
  });

type Sent = z.output<typeof option>;

/** The complete list of options: known ids stay, new ones get an id, missing ones are removed (api-facts §2.3, §4.2). */
function writeOptions(world: World, entity: CustomEntity, field: Field, sent: readonly Sent[]): Field {
  if (field.options === null || (!field.custom && !isLabelField(field))) throw v1Error(400, 'Options of this field cannot be changed.');
  checkOptions(world, sent);
  const known = field.options;
  const gone = new Set(known.map((each) => each.id).filter((id) => !sent.some((each) => String(each.id) === String(id))));
  if (gone.size > 0) removeOptions(world, entity, field, gone);
  const options = sent.map((each): Option => {
    const before = known.find((one) => each.id !== undefined && String(one.id) === String(each.id));
    if (each.id !== undefined && before === undefined) throw v1Error(400, `Option ${each.id} does not exist.`);
    const color = each.color ?? before?.color;
    return { id: before?.id ?? takeOptionId(world), label: each.label, ...(color === undefined ? {} : { color }) };
  });
  const now = world.fields[entity].get(field.id) ?? field;
  return world.fields[entity].replace({ ...now, options, update_time: nowIso(world) }, world.clock.now());
}

const routesOf = (entity: CustomEntity, path: string): readonly Route[] => [
  listOf(entity, path),
  route({
    api: 'v1',
    method: 'GET',
    path: `${path}/{id}`,
    query: v1.none(),
    body: v1.none(),
    run: (call) => ok(fieldV1(found(call.world, entity, pathId('v1', call)))),
  }),
  route({
    api: 'v1',
    method: 'POST',
    path,
    admin: true,
    query: v1.none(),
    body: z.looseObject({
      name: name(),
      field_type: z.enum([...fieldTypes, 'visible_to'], { error: 'Field type is not valid.' }),
      options: z.array(option).optional(),
      add_visible_flag: v1.flag().optional(),
    }),
    run: ({ world, user, body }) => {
      const optioned = body.field_type === 'enum' || body.field_type === 'set';
      if (optioned && (body.options ?? []).length === 0) throw v1Error(400, 'Options must be given.');
      checkName(world, entity, body.name);
      checkOptions(world, body.options ?? []);
      const labels = optioned ? (body.options ?? []).map(({ label, color }) => ({ label, ...(color ? { color } : {}) })) : null;
      const ui_visibility = { add_visible_flag: body.add_visible_flag ?? true };
      return ok(fieldV1(createField(world, { entity, name: body.name, type: body.field_type, labels, ui_visibility, by: user.id })));
    },
  }),
  route({
    api: 'v1',
    method: 'PUT',
    path: `${path}/{id}`,
    admin: true,
    query: v1.none(),
    body: z.looseObject({ name: name().optional(), options: z.array(option).optional(), add_visible_flag: v1.flag().optional() }),
    run: (call) => {
      const { world, body } = call;
      const before = found(world, entity, pathId('v1', call));
      if (body.name !== undefined && body.name !== before.name && !before.custom) throw v1Error(400, 'Built-in fields cannot be renamed.');
      const after = body.options === undefined ? before : writeOptions(world, entity, before, body.options);
      const ui_visibility =
        body.add_visible_flag === undefined ? after.ui_visibility : { ...after.ui_visibility, add_visible_flag: body.add_visible_flag };
      const row = { ...after, name: body.name ?? after.name, ui_visibility, update_time: nowIso(world) };
      return ok(fieldV1(world.fields[entity].replace(row, world.clock.now())));
    },
  }),
  route({
    api: 'v1',
    method: 'DELETE',
    path: `${path}/{id}`,
    admin: true,
    query: v1.none(),
    body: v1.none(),
    run: (call) => ok({ id: deleteV1(call.world, entity, pathId('v1', call)) }),
  }),
  route({
    api: 'v1',
    method: 'DELETE',
    path,
    admin: true,
    query: z.looseObject({ ids: z.string({ error: 'ids must be given.' }).regex(/^\d+(,\d+)*$/, 'ids must be given.') }),
    body: v1.none(),
    run: ({ world, query }) => {
      const ids = query.ids.split(',').map(Number);
      return ok({ id: ids.map((id) => deleteV1(world, entity, id)) });
    },
  }),
];

function deleteV1(world: World, entity: CustomEntity, id: number): number {
  const field = found(world, entity, id);
  if (!field.custom) throw v1Error(400, 'Built-in fields cannot be deleted.');
  return deleteField(world, entity, field).id;
}

export const fieldV1Routes: readonly Route[] = [
  ...routesOf('person', '/personFields'),
  ...routesOf('organization', '/organizationFields'),
  ...routesOf('deal', '/dealFields'),
  listOf('activity', '/activityFields'),
];
