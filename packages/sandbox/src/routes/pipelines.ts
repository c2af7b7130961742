import { badRequestV2, notFoundV2 } from '../core/errors.ts';
import type { Pipeline } from '../core/model.ts';
import { listAnswer, pageOf } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { filledText, flag, object } from '../core/schema.ts';
import type { World } from '../core/world.ts';
import { fresh, live, marked, nowIso } from '../core/world.ts';
import { pipelineV2 } from '../views/records.ts';
import { listShape } from './crud.ts';
import { addStage } from './stages.ts';

const noBody = object({}).optional();

function found(world: World, id: number): Pipeline {
  const row = world.pipelines.get(id);
  if (row === undefined || row.is_deleted) throw notFoundV2('Pipeline not found');
  return row;
}

export function addPipeline(world: World, name: string, probability = false): Pipeline {
  const order = Math.max(0, ...live(world.pipelines.all()).map((row) => row.order_nr)) + 1;
  const row = { ...fresh(world, world.pipelines.takeId()), name, order_nr: order, is_deal_probability_enabled: probability };
  return world.pipelines.insert(row, world.clock.now());
}

const defaultStages = ['Qualified', 'Contact Made', 'Demo Scheduled', 'Proposal Made', 'Negotiations Started'];

export const pipelineRoutes: readonly Route[] = [
  route({
    api: 'v2',
    method: 'GET',
    path: '/pipelines',
    query: object(listShape),
    body: noBody,
    run: ({ world, query: asked }) => {
      const page = pageOf(world, world.pipelines, asked, (row) => !row.is_deleted);
      return listAnswer(page.rows.map(pipelineV2), page.next);
    },
  }),
  route({
    api: 'v2',
    method: 'GET',
    path: '/pipelines/{id}',
    query: object({}),
    body: noBody,
    run: (call) => ok(pipelineV2(found(call.world, pathId('v2', call)))),
  }),
  route({
    api: 'v2',
    method: 'POST',
    path: '/pipelines',
    admin: true,
    query: object({}),
    body: object({ name: filledText(), is_deal_probability_enabled: flag().optional() }),
    run: ({ world, body }) => {
      const row = addPipeline(world, body.name, body.is_deal_probability_enabled);
      if (world.switches.is('new-pipeline', 'default-stages'))
        for (const name of defaultStages) addStage(world, { name, pipeline_id: row.id });
      return ok(pipelineV2(row));
    },
  }),
  route({
    api: 'v2',
    method: 'PATCH',
    path: '/pipelines/{id}',
    admin: true,
    query: object({}),
    body: object({ name: filledText().optional(), is_deal_probability_enabled: flag().optional() }),
    run: (call) => {
      const { world, body } = call;
      const before = found(world, pathId('v2', call));
      const row = {
        ...before,
        name: body.name ?? before.name,
        is_deal_probability_enabled: body.is_deal_probability_enabled ?? before.is_deal_probability_enabled,
        update_time: nowIso(world),
      };
      return ok(pipelineV2(world.pipelines.replace(row, world.clock.now())));
    },
  }),
  route({
    api: 'v2',
    method: 'DELETE',
    path: '/pipelines/{id}',
    admin: true,
    query: object({}),
    body: noBody,
    run: (call) => {
      const { world } = call;
      const row = found(world, pathId('v2', call));
      const deals = live(world.deals.all()).filter((deal) => deal.pipeline_id === row.id);
      if (deals.length > 0 && world.switches.is('delete-pipeline-with-deals', 'refused'))
        throw badRequestV2('The pipeline still holds deals');
      for (const deal of deals) world.deals.replace(marked(world, deal), world.clock.now());
      for (const stage of live(world.stages.all())) {
        if (stage.pipeline_id === row.id) world.stages.replace(marked(world, stage), world.clock.now());
      }
      world.pipelines.replace(marked(world, row), world.clock.now());
      return ok({ id: row.id });
    },
  }),
];
