import { badRequestV2, notFoundV2 } from '../core/errors.ts';
import type { Stage } from '../core/model.ts';
import { listAnswer, pageOf } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { filledText, flag, object, query, whole } from '../core/schema.ts';
import type { World } from '../core/world.ts';
import { fresh, live, marked, nowIso } from '../core/world.ts';
import { unknownReference } from '../rules/references.ts';
import { stageV2 } from '../views/records.ts';
import { listShape } from './crud.ts';

const noBody = object({}).optional();
const between = 'This value should be between 0 and 100.';
const shape = {
  deal_probability: whole().min(0, between).max(100, between).optional(),
  is_deal_rot_enabled: flag().optional(),
  days_to_rotten: whole().nullable().optional(),
};

function found(world: World, id: number): Stage {
  const row = world.stages.get(id);
  if (row === undefined || row.is_deleted) throw notFoundV2('Stage not found');
  return row;
}

function checkPipeline(world: World, id: number): number {
  const pipeline = world.pipelines.get(id);
  if (pipeline === undefined || pipeline.is_deleted) throw unknownReference(world, 'pipeline_id', id);
  return id;
}

const nextOrder = (world: World, pipelineId: number): number =>
  Math.max(
    0,
    ...live(world.stages.all())
      .filter((row) => row.pipeline_id === pipelineId)
      .map((row) => row.order_nr),
  ) + 1;

type NewStage = {
  readonly name: string;
  readonly pipeline_id: number;
  readonly deal_probability?: number | undefined;
  readonly is_deal_rot_enabled?: boolean | undefined;
  readonly days_to_rotten?: number | null | undefined;
};

/** A stage goes last in its pipeline; its place cannot be chosen (api-facts §3.6). */
export function addStage(world: World, given: NewStage): Stage {
  const row: Stage = {
    ...fresh(world, world.stages.takeId()),
    name: given.name,
    pipeline_id: given.pipeline_id,
    order_nr: nextOrder(world, given.pipeline_id),
    deal_probability: given.deal_probability ?? 100,
    is_deal_rot_enabled: given.is_deal_rot_enabled ?? false,
    days_to_rotten: given.days_to_rotten ?? null,
  };
  return world.stages.insert(row, world.clock.now());
}

function emptyStage(world: World, row: Stage): void {
  const deals = live(world.deals.all()).filter((deal) => deal.stage_id === row.id);
  if (deals.length === 0) return;
  const others = live(world.stages.all()).filter((each) => each.pipeline_id === row.pipeline_id && each.id !== row.id);
  const next = others.toSorted((a, b) => a.order_nr - b.order_nr)[0];
  if (world.switches.is('delete-stage-with-deals', 'hides')) {
    for (const deal of deals) world.deals.replace(marked(world, deal), world.clock.now());
  } else if (world.switches.is('delete-stage-with-deals', 'moves') && next !== undefined) {
    for (const deal of deals) world.deals.replace({ ...deal, stage_id: next.id, update_time: nowIso(world) }, world.clock.now());
  } else throw badRequestV2('The stage still holds deals');
}

export const stageRoutes: readonly Route[] = [
  route({
    api: 'v2',
    method: 'GET',
    path: '/stages',
    query: object({
      ...listShape,
      sort_by: query.word(['id', 'add_time', 'update_time', 'order_nr']).optional(),
      pipeline_id: query.number().optional(),
    }),
    body: noBody,
    run: ({ world, query: asked }) => {
      const keep = (row: Stage) => !row.is_deleted && (asked.pipeline_id === undefined || row.pipeline_id === asked.pipeline_id);
      const page = pageOf(world, world.stages, asked, keep);
      return listAnswer(page.rows.map(stageV2), page.next);
    },
  }),
  route({
    api: 'v2',
    method: 'GET',
    path: '/stages/{id}',
    query: object({}),
    body: noBody,
    run: (call) => ok(stageV2(found(call.world, pathId('v2', call)))),
  }),
  route({
    api: 'v2',
    method: 'POST',
    path: '/stages',
    admin: true,
    query: object({}),
    body: object({ name: filledText(), pipeline_id: whole(), ...shape }),
    run: ({ world, body }) => {
      checkPipeline(world, body.pipeline_id);
      return ok(stageV2(addStage(world, body)));
    },
  }),
  route({
    api: 'v2',
    method: 'PATCH',
    path: '/stages/{id}',
    admin: true,
    query: object({}),
    body: object({ name: filledText().optional(), pipeline_id: whole().optional(), ...shape }),
    run: (call) => {
      const { world, body } = call;
      const before = found(world, pathId('v2', call));
      const pipelineId = checkPipeline(world, body.pipeline_id ?? before.pipeline_id);
      const row: Stage = {
        ...before,
        name: body.name ?? before.name,
        pipeline_id: pipelineId,
        order_nr: pipelineId === before.pipeline_id ? before.order_nr : nextOrder(world, pipelineId),
        deal_probability: body.deal_probability ?? before.deal_probability,
        is_deal_rot_enabled: body.is_deal_rot_enabled ?? before.is_deal_rot_enabled,
        days_to_rotten: body.days_to_rotten === undefined ? before.days_to_rotten : body.days_to_rotten,
        update_time: nowIso(world),
      };
      return ok(stageV2(world.stages.replace(row, world.clock.now())));
    },
  }),
  route({
    api: 'v2',
    method: 'DELETE',
    path: '/stages/{id}',
    admin: true,
    query: object({}),
    body: noBody,
    run: (call) => {
      const { world } = call;
      const row = found(world, pathId('v2', call));
      emptyStage(world, row);
      world.stages.replace(marked(world, row), world.clock.now());
      return ok({ id: row.id });
    },
  }),
];
