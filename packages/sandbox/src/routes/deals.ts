import { badRequestV2, forbidden, schemaFailed } from '../core/errors.ts';
import type { Deal, DealStatus, User } from '../core/model.ts';
import { listAnswer, pageOf } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { object, query } from '../core/schema.ts';
import type { World } from '../core/world.ts';
import { fresh, isPurged, nowIso } from '../core/world.ts';
import { limits } from '../data/plans.ts';
import { checkRequired, writeCustom } from '../rules/custom.ts';
import { readCurrency, readLabels, readLink, readOwner } from '../rules/references.ts';
import { maySee, readVisibility } from '../rules/visibility.ts';
import { dealV2 } from '../views/records.ts';
import { nullRefused } from './bodies.ts';
import { dealCountsOf } from './counts.ts';
import { listShape, oneRoutes, readable, readShape, sharedFilter, sinceShape, wantedBy, zoneOf } from './crud.ts';
import type { DealUpdate } from './dealBody.ts';
import { dealCreateBody, dealUpdateBody } from './dealBody.ts';
import { readStage } from './dealStage.ts';
import { readTimes } from './dealTimes.ts';

function checkNulls(world: World, body: DealUpdate): void {
  if (world.switches.is('deal-link-null', 'accepted')) return;
  if (body.person_id === null) throw nullRefused('person_id', 'integer');
  if (body.org_id === null) throw nullRefused('org_id', 'integer');
}

function checkUndocumented(world: World, body: DealUpdate): void {
  if (body.channel_id === undefined || world.switches.is('channel-id', 'accepted')) return;
  throw schemaFailed(["channel_id: Parameter 'channel_id' is not allowed for this request"]);
}

function change(world: World, user: User, body: DealUpdate, before: Deal | null) {
  checkUndocumented(world, body);
  checkNulls(world, body);
  const person = readLink(world, user, 'person', 'person_id', body.person_id);
  const org = readLink(world, user, 'organization', 'org_id', body.org_id);
  const status: DealStatus = body.status ?? before?.status ?? 'open';
  return {
    ...readStage(world, body, before),
    ...readTimes(world, body, status, before),
    owner_id: readOwner(world, body.owner_id, before?.owner_id ?? user.id),
    person_id: person === undefined ? (before?.person_id ?? null) : person,
    org_id: org === undefined ? (before?.org_id ?? null) : org,
    value: body.value ?? before?.value ?? 0,
    currency: readCurrency(world, body.currency, before?.currency ?? 'USD'),
    status,
    probability: body.probability === undefined ? (before?.probability ?? null) : body.probability,
    expected_close_date:
      body.expected_close_date === undefined ? (before?.expected_close_date ?? null) : body.expected_close_date || '0000-00-00',
    visible_to: readVisibility(world, body.visible_to, before?.visible_to),
    label_ids: readLabels(world, 'deal', body.label_ids, before?.label_ids ?? []),
    channel_id: body.channel_id === undefined ? (before?.channel_id ?? null) : body.channel_id,
    custom: writeCustom(world, 'deal', before?.custom ?? {}, body.custom_fields, zoneOf(user)),
  };
}

/** Plans cap open deals (api-facts §1.4, §4.5). */
function checkCap(world: World): void {
  const cap = Math.min(world.plan.dealsPerSeat * world.seats, limits.dealsPerCompany);
  if (world.deals.all().length < cap) return;
  const open = world.deals.all().filter((row) => row.status === 'open' && !row.is_deleted).length;
  if (open >= cap) throw forbidden("Couldn't add the deal. Open deals limit reached.", 'feature_capping_deals_limit');
}

/** A deal that PATCH may touch: archived ones only to be un-archived, deleted ones by the switch `deal-undelete`. */
function patchable(world: World, user: User, id: number, body: DealUpdate): Deal {
  const row = readable(world, user, world.deals, 'Deal', id);
  if (row.is_deleted && !(body.is_deleted === false && world.switches.is('deal-undelete', 'restores')))
    throw badRequestV2('The deal is deleted');
  if (body.is_deleted === true) throw badRequestV2("'is_deleted' cannot be set; use DELETE");
  if (body.is_deleted === false && world.switches.is('deal-undelete', 'refused')) throw badRequestV2("'is_deleted' is a read-only field");
  if (row.is_archived && body.is_archived !== false) throw forbidden();
  return row;
}

const filters = {
  person_id: query.number().optional(),
  org_id: query.number().optional(),
  pipeline_id: query.number().optional(),
  stage_id: query.number().optional(),
  status: query.words(['open', 'won', 'lost', 'deleted']).optional(),
};

function listDeals(path: string, archived: boolean): Route {
  return route({
    api: 'v2',
    method: 'GET',
    path,
    query: object({ ...listShape, ...sinceShape, ...readShape, ...filters }),
    body: object({}).optional(),
    run: ({ world, user, query: asked }) => {
      const fits = sharedFilter(asked);
      const wanted = wantedBy(world, asked, dealCountsOf);
      const { status } = asked;
      const inStatus = (row: Deal): boolean => {
        if (row.is_deleted) return status?.includes('deleted') === true && row.merged_into === null && !isPurged(world, row);
        return status === undefined || status.includes(row.status);
      };
      const links = (row: Deal): boolean =>
        (asked.person_id === undefined || row.person_id === asked.person_id) &&
        (asked.org_id === undefined || row.org_id === asked.org_id) &&
        (asked.pipeline_id === undefined || row.pipeline_id === asked.pipeline_id) &&
        (asked.stage_id === undefined || row.stage_id === asked.stage_id);
      const keep = (row: Deal) => row.is_archived === archived && inStatus(row) && fits(row) && links(row) && maySee(world, user, row);
      const page = pageOf(world, world.deals, asked, keep);
      return listAnswer(
        page.rows.map((row) => dealV2(world, row, wanted(row))),
        page.next,
      );
    },
  });
}

export const dealRoutes: readonly Route[] = [
  listDeals('/deals', false),
  listDeals('/deals/archived', true),
  ...oneRoutes({ entity: 'deal', table: (world) => world.deals, view: dealV2, counts: dealCountsOf }, 'Deal', '/deals'),
  route({
    api: 'v2',
    method: 'POST',
    path: '/deals',
    query: object({}),
    body: dealCreateBody,
    run: ({ world, user, body }) => {
      if (body.is_deleted === true) throw badRequestV2("'is_deleted' cannot be set when creating a deal");
      checkCap(world);
      const made = change(world, user, body, null);
      checkRequired(world, 'deal', made.custom);
      const base = fresh(world, world.deals.takeId());
      const row: Deal = { ...base, ...made, title: body.title, creator_user_id: user.id, followers: [], merged_into: null };
      return ok(dealV2(world, world.deals.insert(row, world.clock.now())));
    },
  }),
  route({
    api: 'v2',
    method: 'PATCH',
    path: '/deals/{id}',
    query: object({}),
    body: dealUpdateBody,
    run: (call) => {
      const { world, user, body } = call;
      const before = patchable(world, user, pathId('v2', call), body);
      const restored = before.is_deleted ? { is_deleted: false, deleted_at: null } : {};
      const row = {
        ...before,
        ...restored,
        ...change(world, user, body, before),
        title: body.title ?? before.title,
        update_time: nowIso(world),
      };
      return ok(dealV2(world, world.deals.replace(row, world.clock.now())));
    },
  }),
];
