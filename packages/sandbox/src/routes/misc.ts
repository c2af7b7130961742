import { z } from 'zod';
import { ApiError, v1Error } from '../core/errors.ts';
import type { Webhook } from '../core/model.ts';
import { v1List } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { pathId, route } from '../core/route.ts';
import { v1 } from '../core/v1.ts';
import { fresh, live, marked } from '../core/world.ts';
import { currencyV1, webhookV1 } from '../views/v1.ts';

const actions = ['create', 'change', 'delete', '*'] as const;
const objects = ['activity', 'deal', 'lead', 'note', 'organization', 'person', 'pipeline', 'product', 'stage', 'user', '*'] as const;
const webhookBody = z.looseObject({
  subscription_url: z.url(),
  event_action: z.enum(actions),
  event_object: z.enum(objects),
  name: z.string().min(1).max(255),
  user_id: v1.number().optional(),
  http_auth_user: z.string().optional(),
  http_auth_password: z.string().optional(),
  version: z.enum(['1.0', '2.0']).optional(),
});

/** Webhooks answer errors in a shape of their own (api-facts §1.4). */
const webhookRefusal = (error: z.ZodError): ApiError => {
  const errors = Object.fromEntries(error.issues.map((issue) => [String(issue.path[0] ?? 'body'), [issue.message]] as const));
  return new ApiError(400, { status: 'error', success: false, errors });
};

const noteFieldRows = [
  ['id', 'ID', 'int'],
  ['content', 'Content', 'text'],
  ['user_id', 'Author', 'user'],
  ['deal_id', 'Deal', 'deal'],
  ['person_id', 'Person', 'people'],
  ['org_id', 'Organization', 'org'],
  ['add_time', 'Add time', 'date'],
  ['update_time', 'Update time', 'date'],
] as const;

export const miscRoutes: readonly Route[] = [
  route({
    api: 'v1',
    method: 'GET',
    path: '/currencies',
    query: z.looseObject({ term: z.string().optional() }),
    body: v1.none(),
    run: ({ world, query }) => {
      const term = query.term?.toLowerCase() ?? '';
      const hits = world.currencies.filter((row) => row.code.toLowerCase().includes(term) || row.name.toLowerCase().includes(term));
      return v1List(hits.map(currencyV1));
    },
  }),
  route({
    api: 'v1',
    method: 'GET',
    path: '/noteFields',
    query: v1.none(),
    body: v1.none(),
    run: () =>
      v1List(
        noteFieldRows.map(([key, name, field_type], at) => ({
          id: at + 1,
          key,
          name,
          field_type,
          active_flag: true,
          edit_flag: false,
          bulk_edit_allowed: false,
          mandatory_flag: key === 'content',
        })),
        { start: 0, limit: 100, more_items_in_collection: false },
      ),
  }),
  route({
    api: 'v1',
    method: 'GET',
    path: '/webhooks',
    admin: true,
    query: v1.none(),
    body: v1.none(),
    run: ({ world }) => ({ body: { status: 'ok', success: true, data: live(world.webhooks.all()).map((row) => webhookV1(world, row)) } }),
  }),
  route({
    api: 'v1',
    method: 'POST',
    path: '/webhooks',
    admin: true,
    query: v1.none(),
    body: v1.none(),
    run: ({ world, user, body }) => {
      const read = webhookBody.safeParse(body);
      if (!read.success) throw webhookRefusal(read.error);
      const row: Webhook = {
        ...fresh(world, world.webhooks.takeId()),
        name: read.data.name,
        owner_id: user.id,
        user_id: read.data.user_id ?? user.id,
        event_action: read.data.event_action,
        event_object: read.data.event_object,
        subscription_url: read.data.subscription_url,
        version: read.data.version ?? '2.0',
        http_auth_user: read.data.http_auth_user ?? null,
        http_auth_password: read.data.http_auth_password ?? null,
      };
      return { status: 201, body: { status: 'ok', success: true, data: webhookV1(world, world.webhooks.insert(row, world.clock.now())) } };
    },
  }),
  route({
    api: 'v1',
    method: 'DELETE',
    path: '/webhooks/{id}',
    admin: true,
    query: v1.none(),
    body: v1.none(),
    run: (call) => {
      const { world } = call;
      const row = world.webhooks.get(pathId('v1', call));
      if (row === undefined || row.is_deleted) throw v1Error(404, 'Webhook not found');
      world.webhooks.replace(marked(world, row), world.clock.now());
      return { body: { success: true, status: 'ok' } };
    },
  }),
];
