import { z } from 'zod';
import { v1Error } from '../core/errors.ts';
import type { Relationship } from '../core/model.ts';
import { lagged, v1List, v1Page } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { v1 } from '../core/v1.ts';
import type { World } from '../core/world.ts';
import { fresh, marked, nowIso } from '../core/world.ts';
import { readLink } from '../rules/references.ts';
import { listedRelationshipV1, relatedOrganizations, relationshipV1 } from '../views/v1.ts';

const kind = () => z.enum(['parent', 'related'], { error: 'Type must be parent or related.' });
const side = (key: string) =>
  z.preprocess((value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value), z.int(`${key} must be given.`));

function found(world: World, id: number): Relationship {
  const row = world.relationships.get(id);
  if (row === undefined || row.is_deleted) throw v1Error(404, 'Organization relationship not found');
  return row;
}

const shown = (world: World, row: Relationship, from: number | undefined) =>
  ok(relationshipV1(world, row, from), { related_objects: relatedOrganizations(world, [row]) });

/** Relations between organizations, v1 only; the list needs the organization it is asked for (api-facts §3.8). */
export const relationshipRoutes: readonly Route[] = [
  route({
    api: 'v1',
    method: 'GET',
    path: '/organizationRelationships',
    query: z.looseObject({ org_id: side('org_id'), ...v1.page }),
    body: v1.none(),
    run: ({ world, query }) => {
      const rows = lagged(world, world.relationships).filter(
        (row) => !row.is_deleted && (row.owner_org === query.org_id || row.linked_org === query.org_id),
      );
      const page = v1Page(world, rows, query);
      const answer = v1List(
        page.rows.map((row) => listedRelationshipV1(world, row, query.org_id)),
        { pagination: page.pagination },
      );
      return { body: { ...answerBody(answer.body), related_objects: relatedOrganizations(world, page.rows) } };
    },
  }),
  route({
    api: 'v1',
    method: 'GET',
    path: '/organizationRelationships/{id}',
    query: z.looseObject({ org_id: v1.number().optional() }),
    body: v1.none(),
    run: (call) => shown(call.world, found(call.world, pathId('v1', call)), call.query.org_id),
  }),
  route({
    api: 'v1',
    method: 'POST',
    path: '/organizationRelationships',
    query: v1.none(),
    body: z.looseObject({
      type: kind(),
      rel_owner_org_id: side('rel_owner_org_id'),
      rel_linked_org_id: side('rel_linked_org_id'),
      org_id: v1.number().optional(),
    }),
    run: ({ world, user, body }) => {
      const owner = readLink(world, user, 'organization', 'rel_owner_org_id', body.rel_owner_org_id, 'v1');
      const linked = readLink(world, user, 'organization', 'rel_linked_org_id', body.rel_linked_org_id, 'v1');
      if (owner === linked) throw v1Error(400, 'An organization cannot be related to itself.');
      const row: Relationship = { ...fresh(world, world.relationships.takeId()), type: body.type, owner_org: owner, linked_org: linked };
      return shown(world, world.relationships.insert(row, world.clock.now()), body.org_id);
    },
  }),
  route({
    api: 'v1',
    method: 'PUT',
    path: '/organizationRelationships/{id}',
    query: v1.none(),
    body: z.looseObject({
      type: kind().optional(),
      rel_owner_org_id: v1.number().optional(),
      rel_linked_org_id: v1.number().optional(),
      org_id: v1.number().optional(),
    }),
    run: (call) => {
      const { world, user, body } = call;
      const before = found(world, pathId('v1', call));
      const owner = readLink(world, user, 'organization', 'rel_owner_org_id', body.rel_owner_org_id, 'v1') ?? before.owner_org;
      const linked = readLink(world, user, 'organization', 'rel_linked_org_id', body.rel_linked_org_id, 'v1') ?? before.linked_org;
      const row = { ...before, type: body.type ?? before.type, owner_org: owner, linked_org: linked, update_time: nowIso(world) };
      return shown(world, world.relationships.replace(row, world.clock.now()), body.org_id);
    },
  }),
  route({
    api: 'v1',
    method: 'DELETE',
    path: '/organizationRelationships/{id}',
    query: v1.none(),
    body: v1.none(),
    run: (call) => {
      const { world } = call;
      const row = found(world, pathId('v1', call));
      world.relationships.replace(marked(world, row), world.clock.now());
      return ok({ id: row.id });
    },
  }),
];

const answerBody = (body: unknown): object => (typeof body === 'object' && body !== null ? body : {});
