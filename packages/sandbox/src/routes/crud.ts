import { notFoundV2, schemaFailed } from '../core/errors.ts';
import type { CustomEntity, Deal, Organization, Person, User } from '../core/model.ts';
import { listAnswer, pageOf } from '../core/paging.ts';
import type { Answer, Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { object, query } from '../core/schema.ts';
import type { Table } from '../core/table.ts';
import type { World } from '../core/world.ts';
import { isPurged, marked } from '../core/world.ts';
import { limits } from '../data/plans.ts';
import { askedCustomKeys } from '../rules/custom.ts';
import { maySee } from '../rules/visibility.ts';
import type { Wanted } from '../views/records.ts';
import { afterDelete } from './afterDelete.ts';
import type { Counting } from './counts.ts';

type Owned = Person | Organization | Deal;
type Filter = Readonly<Record<string, ReturnType<typeof query.number> | ReturnType<ReturnType<typeof query.number>['optional']>>>;
type Asked = Readonly<Record<string, number | undefined>>;

/** The zone a user's times are in when none is named. */
export const zoneOf = (_user: User): string => 'America/New_York';

export const listShape = {
  limit: query.number().optional(),
  cursor: query.text().optional(),
  sort_by: query.word(['id', 'add_time', 'update_time']).optional(),
  sort_direction: query.word(['asc', 'desc']).optional(),
};
export const sinceShape = {
  ids: query.ids().optional(),
  owner_id: query.number().optional(),
  filter_id: query.number().optional(),
  updated_since: query.wholeSecond().optional(),
  updated_until: query.wholeSecond().optional(),
};
export const readShape = {
  include_fields: query.text().optional(),
  custom_fields: query.text().optional(),
  include_option_labels: query.flag().optional(),
  include_labels: query.flag().optional(),
};

type Since = {
  readonly ids?: readonly number[] | undefined;
  readonly owner_id?: number | undefined;
  readonly filter_id?: number | undefined;
  readonly updated_since?: string | undefined;
  readonly updated_until?: string | undefined;
};

/** The filters every v2 list shares: up to 100 ids, owner, changed since (from) and until (before). */
export function sharedFilter(
  asked: Since,
): (row: { readonly id: number; readonly owner_id: number; readonly update_time: string }) => boolean {
  if (asked.ids !== undefined && asked.ids.length > limits.idsPerRequest)
    throw notFilter('ids', `at most ${limits.idsPerRequest} ids may be asked for`);
  if (asked.filter_id !== undefined) throw notFoundV2(`Filter ${asked.filter_id} not found`);
  const ids = asked.ids === undefined ? null : new Set(asked.ids);
  const { owner_id, updated_since, updated_until } = asked;
  return (row) =>
    (ids === null || ids.has(row.id)) &&
    (owner_id === undefined || row.owner_id === owner_id) &&
    (updated_since === undefined || row.update_time >= updated_since) &&
    (updated_until === undefined || row.update_time < updated_until);
}

const notFilter = (key: string, why: string) => schemaFailed([`${key}: ${why}`]);

/**
 * A record that can be read by its id: purged and merged ones are gone, deleted ones are shown for thirty days
 * (switches `read-deleted`, `read-merged`), invisible ones are not found.
 */
export function readable<T extends Owned>(world: World, user: User, table: Table<T>, noun: string, id: number): T {
  const row = table.get(id);
  const missing = notFoundV2(`${noun} not found`);
  if (row === undefined || !maySee(world, user, row)) throw missing;
  if (row.merged_into !== null) throw notFoundV2(`${noun} not found`, world.switches.number('read-merged'));
  if (row.is_deleted && (world.switches.is('read-deleted', 'not-found') || isPurged(world, row))) throw missing;
  return row;
}

/** A record that can be changed: deleted ones can not. */
export function writable<T extends Owned>(
  call: { readonly world: World; readonly user: User },
  table: Table<T>,
  noun: string,
  id: number,
): T {
  const row = table.get(id);
  if (row?.is_deleted && row.merged_into === null) throw notFoundV2(`${noun} not found`);
  return readable(call.world, call.user, table, noun, id);
}

type Read = {
  readonly include_fields?: string | undefined;
  readonly custom_fields?: string | undefined;
  readonly include_option_labels?: boolean | undefined;
  readonly include_labels?: boolean | undefined;
};

/** What a reader wants beside the plain record; counts are made once for the whole page. */
export function wantedBy<T>(world: World, asked: Read, counting: Counting<T>): (row: T) => Wanted {
  const names = asked.include_fields?.split(',').filter((name) => name !== '') ?? [];
  const unknown = names.filter((name) => !counting.names.includes(name));
  if (unknown.length > 0) throw schemaFailed(['include_fields: The value you selected is not a valid choice.']);
  const count = names.length === 0 ? null : counting.over(world);
  const custom = askedCustomKeys(asked.custom_fields);
  return (row) => ({
    custom,
    optionLabels: asked.include_option_labels,
    labels: asked.include_labels,
    extra: count === null ? undefined : Object.fromEntries(Object.entries(count(row)).filter(([name]) => names.includes(name))),
  });
}

type Crud<T extends Owned> = {
  readonly path: string;
  readonly noun: string;
  readonly entity: CustomEntity;
  readonly table: (world: World) => Table<T>;
  readonly view: (world: World, row: T, wanted?: Wanted) => unknown;
  readonly filters: Filter;
  readonly keep: (world: World, asked: Asked) => (row: T) => boolean;
  readonly counts: Counting<T>;
};

const numbers = (asked: Readonly<Record<string, unknown>>): Asked =>
  Object.fromEntries(Object.entries(asked).flatMap(([key, value]) => (typeof value === 'number' ? [[key, value] as const] : [])));

/** List, read and delete, which persons, organizations and deals share. */
export function crudRoutes<T extends Owned>(crud: Crud<T>): readonly Route[] {
  const { path, noun, table, view } = crud;
  return [
    route({
      api: 'v2',
      method: 'GET',
      path,
      query: object({ ...listShape, ...sinceShape, ...readShape, ...crud.filters }),
      body: object({}).optional(),
      run: ({ world, user, query: asked }): Answer => {
        const fits = sharedFilter(asked);
        const keep = crud.keep(world, numbers(asked));
        const wanted = wantedBy(world, asked, crud.counts);
        const page = pageOf(world, table(world), asked, (row) => !row.is_deleted && fits(row) && keep(row) && maySee(world, user, row));
        return listAnswer(
          page.rows.map((row) => view(world, row, wanted(row))),
          page.next,
        );
      },
    }),
    ...oneRoutes(crud, noun, path),
  ];
}

/** Read one and delete one. */
export function oneRoutes<T extends Owned>(
  crud: Pick<Crud<T>, 'entity' | 'table' | 'view' | 'counts'>,
  noun: string,
  path: string,
): readonly Route[] {
  const { table, view, entity } = crud;
  return [
    route({
      api: 'v2',
      method: 'GET',
      path: `${path}/{id}`,
      query: object(readShape),
      body: object({}).optional(),
      run: (call) => {
        const row = readable(call.world, call.user, table(call.world), noun, pathId('v2', call));
        return ok(view(call.world, row, wantedBy(call.world, call.query, crud.counts)(row)));
      },
    }),
    route({
      api: 'v2',
      method: 'DELETE',
      path: `${path}/{id}`,
      query: object({}),
      body: object({}).optional(),
      run: (call) => {
        const { world } = call;
        const row = writable(call, table(world), noun, pathId('v2', call));
        table(world).replace(marked(world, row), world.clock.now());
        afterDelete(world, entity, row.id);
        return ok({ id: row.id });
      },
    }),
  ];
}
