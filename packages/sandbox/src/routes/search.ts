import type { Deal, Person } from '../core/model.ts';
import { listAnswer, pageSize, rankCursor, rankOf } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, route } from '../core/route.ts';
import { object, query } from '../core/schema.ts';
import type { World } from '../core/world.ts';
import { limits } from '../data/plans.ts';
import type { Hit, Match } from '../rules/searchIndex.ts';
import { byField, deals, files, organizations, persons, searchTerm } from '../rules/searchIndex.ts';

function ranked(
  world: World,
  found: readonly Hit[],
  asked: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  most: number,
) {
  const size = pageSize(world, asked.limit, most);
  const start = rankOf(asked.cursor);
  const order = found.toSorted((a, b) => b.score - a.score || a.id - b.id);
  const next = order.length > start + size ? rankCursor(start + size) : null;
  return { items: order.slice(start, start + size).map((hit) => ({ result_score: hit.score, item: hit.item })), next };
}

const noBody = object({}).optional();
const shape = {
  term: query.text(),
  exact_match: query.flag().optional(),
  limit: query.number().optional(),
  cursor: query.text().optional(),
};
const answer = ({ items, next }: ReturnType<typeof ranked>) => ok({ items }, { additional_data: { next_cursor: next } });

export const searchRoutes: readonly Route[] = [
  route({
    api: 'v2',
    method: 'GET',
    path: '/persons/search',
    search: true,
    query: object({
      ...shape,
      fields: query.words(['custom_fields', 'email', 'notes', 'phone', 'name']).optional(),
      organization_id: query.number().optional(),
      include_fields: query.words(['person.picture']).optional(),
    }),
    body: noBody,
    run: ({ world, user, query: asked }) => {
      const keep = (row: Person) => asked.organization_id === undefined || row.org_id === asked.organization_id;
      return answer(ranked(world, persons(world, user, asked, keep), asked, limits.pageMax));
    },
  }),
  route({
    api: 'v2',
    method: 'GET',
    path: '/organizations/search',
    search: true,
    query: object({ ...shape, fields: query.words(['address', 'custom_fields', 'notes', 'name']).optional() }),
    body: noBody,
    run: ({ world, user, query: asked }) => answer(ranked(world, organizations(world, user, asked), asked, limits.pageMax)),
  }),
  route({
    api: 'v2',
    method: 'GET',
    path: '/deals/search',
    search: true,
    query: object({
      ...shape,
      fields: query.words(['custom_fields', 'notes', 'title']).optional(),
      person_id: query.number().optional(),
      organization_id: query.number().optional(),
      status: query.word(['open', 'won', 'lost']).optional(),
      include_fields: query.words(['deal.cc_email']).optional(),
    }),
    body: noBody,
    run: ({ world, user, query: asked }) => {
      const keep = (row: Deal) =>
        (asked.person_id === undefined || row.person_id === asked.person_id) &&
        (asked.organization_id === undefined || row.org_id === asked.organization_id) &&
        (asked.status === undefined || row.status === asked.status);
      return answer(ranked(world, deals(world, user, asked, keep), asked, limits.pageMax));
    },
  }),
  route({
    api: 'v2',
    method: 'GET',
    path: '/itemSearch',
    search: true,
    query: object({
      ...shape,
      item_types: query.words(['deal', 'person', 'organization', 'product', 'lead', 'file', 'mail_attachment', 'project']).optional(),
      fields: query.words(['address', 'code', 'custom_fields', 'email', 'name', 'notes', 'phone', 'title', 'description']).optional(),
      search_for_related_items: query.flag().optional(),
      include_fields: query.words(['deal.cc_email', 'person.picture', 'product.price']).optional(),
    }),
    body: noBody,
    run: ({ world, user, query: asked }) => {
      const wants = (type: 'deal' | 'person' | 'organization' | 'file') =>
        asked.item_types === undefined || asked.item_types.includes(type);
      const found = [
        ...(wants('deal') ? deals(world, user, asked) : []),
        ...(wants('person') ? persons(world, user, asked) : []),
        ...(wants('organization') ? organizations(world, user, asked) : []),
        ...(wants('file') ? files(world, asked) : []),
      ];
      const { items, next } = ranked(world, found, asked, limits.searchPageMax);
      return ok({ items, related_items: [] }, { additional_data: { next_cursor: next } });
    },
  }),
  route({
    api: 'v2',
    method: 'GET',
    path: '/itemSearch/field',
    search: true,
    query: object({
      term: query.text(),
      entity_type: query.word(['deal', 'lead', 'person', 'organization', 'product', 'project']),
      match: query.word(['exact', 'beginning', 'middle']).optional(),
      field: query.text(),
      limit: query.number().optional(),
      cursor: query.text().optional(),
    }),
    body: noBody,
    run: ({ world, user, query: asked }) => {
      const match: Match = asked.match ?? 'exact';
      searchTerm(asked, match === 'exact');
      const found = byField(world, user, asked.entity_type, asked.field, asked.term, match);
      const { items, next } = ranked(world, found, asked, limits.pageMax);
      return listAnswer(world.switches.is('field-search-shape', 'plain') ? items.map((hit) => hit.item) : items, next);
    },
  }),
];
