import { z } from 'zod';
import { ApiError, v1Error } from '../core/errors.ts';
import type { StoredFile, User } from '../core/model.ts';
import { lagged, v1List, v1Page } from '../core/paging.ts';
import { hex40 } from '../core/random.ts';
import type { Route, Upload } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { sortV1, v1 } from '../core/v1.ts';
import type { World } from '../core/world.ts';
import { fresh, marked, nowIso } from '../core/world.ts';
import { limits } from '../data/plans.ts';
import { readLink } from '../rules/references.ts';
import { maySeeLinked } from '../rules/visibility.ts';
import { fileV1 } from '../views/v1.ts';

function found(world: World, user: User, id: number): StoredFile {
  const row = world.files.get(id);
  if (row === undefined || row.is_deleted || !maySeeLinked(world, user, row, row.user_id)) throw v1Error(404, 'File not found');
  return row;
}

/** The cap on a file is not published: a switch, and so is the status (api-facts §10). */
function checkSize(world: World, upload: Upload): void {
  const megabytes = world.switches.number('file-cap-mb');
  if (upload.bytes.byteLength <= megabytes * 1_000_000) return;
  const error = `File size exceeds the limit of ${megabytes} MB`;
  throw world.switches.is('oversized-file', '400') ? v1Error(400, error) : new ApiError(413, { success: false, error, errorCode: 413 });
}

/** `report.pdf` is kept as `report_<digits>.pdf`, as the real service does. */
function storedName(world: World, name: string, id: number): string {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  return `${stem.replace(/[^\w-]+/g, '_')}_${hex40(world.seed, 'file', id)}${ending}`;
}

const links = z.looseObject({
  deal_id: v1.link(),
  person_id: v1.link(),
  org_id: v1.link(),
  activity_id: v1.link(),
  product_id: v1.link(),
  project_id: v1.link(),
  lead_id: z.string().optional(),
});

function readActivity(world: World, sent: number | null | undefined): number | null {
  if (sent === null || sent === undefined) return null;
  if (world.activities.get(sent)?.is_deleted === false) return sent;
  throw v1Error(400, `'activity_id' ${sent} does not exist or is not visible`);
}

function checkElsewhere(body: z.output<typeof links>): void {
  if (typeof body.product_id === 'number') throw v1Error(400, 'Product not found.');
  if (typeof body.project_id === 'number') throw v1Error(400, 'Project not found.');
  if ((body.lead_id ?? '') !== '') throw v1Error(400, 'Lead not found.');
}

const listOf = (path: string, keep: (row: StoredFile, id: number) => boolean): Route =>
  route({
    api: 'v1',
    method: 'GET',
    path,
    query: z.looseObject(v1.page),
    body: v1.none(),
    run: (call) => {
      const { world, user, query } = call;
      const id = path.includes('{id}') ? pathId('v1', call) : 0;
      const rows = lagged(world, world.files).filter(
        (row) => !row.is_deleted && keep(row, id) && maySeeLinked(world, user, row, row.user_id),
      );
      const page = v1Page(world, rows, query, limits.filePageMax);
      if (query.sort === undefined) {
        return v1List(
          page.rows.map((row) => fileV1(world, row)),
          { pagination: page.pagination },
        );
      }
      const sorted = sortV1(
        rows.map((row) => fileV1(world, row)),
        query.sort,
      );
      return v1List(v1Page(world, sorted, query, limits.filePageMax).rows, { pagination: page.pagination });
    },
  });

export const fileRoutes: readonly Route[] = [
  listOf('/files', () => true),
  listOf('/persons/{id}/files', (row, id) => row.person_id === id),
  listOf('/organizations/{id}/files', (row, id) => row.org_id === id),
  listOf('/deals/{id}/files', (row, id) => row.deal_id === id),
  route({
    api: 'v1',
    method: 'GET',
    path: '/files/{id}',
    query: v1.none(),
    body: v1.none(),
    run: (call) => ok(fileV1(call.world, found(call.world, call.user, pathId('v1', call)))),
  }),
  route({
    api: 'v1',
    method: 'GET',
    path: '/files/{id}/download',
    query: v1.none(),
    body: v1.none(),
    run: (call) => {
      const row = found(call.world, call.user, pathId('v1', call));
      return { body: null, bytes: { type: 'application/octet-stream', name: row.name, data: row.bytes } };
    },
  }),
  route({
    api: 'v1',
    method: 'POST',
    path: '/files',
    query: v1.none(),
    body: links,
    run: ({ world, user, body, upload }) => {
      if (upload === null) throw v1Error(400, 'File must be given.');
      checkSize(world, upload);
      checkElsewhere(body);
      const made = {
        deal_id: readLink(world, user, 'deal', 'deal_id', body.deal_id, 'v1') ?? null,
        person_id: readLink(world, user, 'person', 'person_id', body.person_id, 'v1') ?? null,
        org_id: readLink(world, user, 'organization', 'org_id', body.org_id, 'v1') ?? null,
        activity_id: readActivity(world, body.activity_id),
      };
      const id = world.files.takeId();
      const named = { file_name: storedName(world, upload.name, id), name: upload.name, description: '' };
      const row: StoredFile = {
        ...fresh(world, id),
        ...made,
        ...named,
        user_id: user.id,
        media_type: upload.mediaType,
        bytes: upload.bytes,
      };
      return ok(fileV1(world, world.files.insert(row, world.clock.now())));
    },
  }),
  route({
    api: 'v1',
    method: 'PUT',
    path: '/files/{id}',
    query: v1.none(),
    body: z.looseObject({ name: z.string().optional(), description: z.string().optional() }),
    run: (call) => {
      const { world, user, body } = call;
      const before = found(world, user, pathId('v1', call));
      const row = {
        ...before,
        name: body.name ?? before.name,
        description: body.description ?? before.description,
        update_time: nowIso(world),
      };
      return ok(fileV1(world, world.files.replace(row, world.clock.now())));
    },
  }),
  route({
    api: 'v1',
    method: 'DELETE',
    path: '/files/{id}',
    query: v1.none(),
    body: v1.none(),
    run: (call) => {
      const { world, user } = call;
      const row = found(world, user, pathId('v1', call));
      world.files.replace(marked(world, row), world.clock.now());
      return ok({ id: row.id });
    },
  }),
];
