import { badRequestV2 } from '../core/errors.ts';
import type { Deal, Stage } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { live, nowIso } from '../core/world.ts';
import { unknownReference } from '../rules/references.ts';
import type { DealUpdate } from './dealBody.ts';

const inOrder = <T extends { readonly order_nr: number; readonly id: number }>(rows: readonly T[]): T | undefined =>
  rows.toSorted((a, b) => a.order_nr - b.order_nr || a.id - b.id)[0];

function firstStage(world: World, pipelineId: number): Stage {
  const stage = inOrder(live(world.stages.all()).filter((row) => row.pipeline_id === pipelineId));
  if (stage === undefined) throw badRequestV2(`Pipeline ${pipelineId} has no stages`);
  return stage;
}

function chosenStage(world: World, body: DealUpdate, before: Deal | null): Stage | null {
  if (body.stage_id !== undefined) {
    const stage = world.stages.get(body.stage_id);
    if (stage === undefined || stage.is_deleted) throw unknownReference(world, 'stage_id', body.stage_id);
    return stage;
  }
  if (body.pipeline_id !== undefined) return body.pipeline_id === before?.pipeline_id ? null : firstStage(world, body.pipeline_id);
  if (before !== null) return null;
  const first = inOrder(live(world.pipelines.all()));
  if (first === undefined) throw badRequestV2('The company has no pipeline');
  return firstStage(world, first.id);
}

/**
 * Where a deal stands after a write. The stage decides the pipeline; a pipeline alone means its first stage; neither means the first
 * stage of the first pipeline (api-facts §3.3). A pair that does not fit together: switch `stage-pipeline-mismatch`.
 */
export function readStage(world: World, body: DealUpdate, before: Deal | null) {
  if (body.pipeline_id !== undefined) {
    const pipeline = world.pipelines.get(body.pipeline_id);
    if (pipeline === undefined || pipeline.is_deleted) throw unknownReference(world, 'pipeline_id', body.pipeline_id);
  }
  const stage = chosenStage(world, body, before);
  if (
    stage !== null &&
    body.pipeline_id !== undefined &&
    stage.pipeline_id !== body.pipeline_id &&
    world.switches.is('stage-pipeline-mismatch', 'refused')
  ) {
    throw badRequestV2(`Stage ${stage.id} does not belong to pipeline ${body.pipeline_id}`);
  }
  const stageId = stage?.id ?? before?.stage_id ?? 0;
  const changed = before !== null && before.stage_id !== stageId;
  return {
    stage_id: stageId,
    pipeline_id: stage?.pipeline_id ?? before?.pipeline_id ?? 0,
    stage_change_time: changed ? nowIso(world) : (before?.stage_change_time ?? null),
  };
}
