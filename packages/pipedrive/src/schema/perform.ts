import { CutoverError, LABEL_FIELD, normalName } from '@cutover/domain';
import type { Refused, Unknown } from '../call.ts';
import type { Door } from '../door.ts';
import { type Binding, type BindingKind, type BindingOf, optionName } from '../names/bindings.ts';
import type { WireField } from '../wire/account.ts';
import { fieldBindings, fieldInAccount, type SchemaStep } from './steps.ts';

/** `created`: made by this request, so that a rollback may remove it; otherwise it was found. `notice`: what else came of it, for a person to know. */
export type StepResult =
  | { readonly outcome: 'done'; readonly created: boolean; readonly bindings: readonly Binding[]; readonly notice?: string }
  | Refused
  | Unknown;

/** Bindings noted so far. */
export type Bound = <K extends BindingKind>(kind: K, name: string) => BindingOf<K> | null;

const asAccountField = (field: WireField) => ({
  key: field.field_code,
  type: field.field_type,
  options: (field.options ?? []).map(({ id, label }) => ({ id, label })),
});

function pipelineId(step: SchemaStep, bound: Bound): number {
  const binding = step.detail.kind === 'stage' ? bound('pipeline', step.detail.pipeline) : null;
  if (binding === null) throw new CutoverError('internal', `${step.key} comes before its pipeline`);
  return binding.value.id;
}

const same = (a: string, b: string): boolean => normalName(a) === normalName(b);

/** A new pipeline may come with stages of its own (api-facts §3.6: not known); those the plan names are taken. */
async function createPipeline(door: Door, step: SchemaStep, title: string, planned: readonly string[]): Promise<StepResult> {
  const result = await door.pipelines.create({ name: title });
  if (result.outcome !== 'done') return result;
  const { items } = await door.stages.list(result.id);
  const stages = planned.flatMap((name): Binding[] => {
    const found = items.find((each) => each.pipeline_id === result.id && same(each.name, name));
    return found === undefined ? [] : [{ kind: 'stage', name, value: { id: found.id, pipelineId: result.id } }];
  });
  const made = done(true, [{ kind: 'pipeline', name: step.name, value: { id: result.id } }, ...stages]);
  const extra = items.filter(({ pipeline_id, name }) => pipeline_id === result.id && !planned.some((each) => same(each, name)));
  if (extra.length === 0) return made;
  const names = extra.map(({ name }) => name).join(', ');
  return {
    ...made,
    notice: `the new pipeline ${title} came with stages that the plan does not name: ${names}; remove them by hand if nobody wants them`,
  };
}

async function createStage(door: Door, step: SchemaStep, bound: Bound, title: string): Promise<StepResult> {
  const pipeline = pipelineId(step, bound);
  const present = bound('stage', step.name);
  if (present !== null && present.value.pipelineId === pipeline) return done(false, [present]);
  const result = await door.stages.create({ name: title, pipeline_id: pipeline });
  if (result.outcome !== 'done') return result;
  return done(true, [{ kind: 'stage', name: step.name, value: { id: result.id, pipelineId: pipeline } }]);
}

const done = (created: boolean, bindings: readonly Binding[]): Extract<StepResult, { outcome: 'done' }> => ({
  outcome: 'done',
  created,
  bindings,
});

async function addOptions(door: Door, detail: Extract<SchemaStep['detail'], { kind: 'options' }>): Promise<StepResult> {
  const { entity, slug } = detail.field;
  const result = await (slug === LABEL_FIELD.slug
    ? door.labels.add(entity, detail.labels)
    : door.fields.addOptions(entity, detail.fieldKey, detail.labels));
  if (result.outcome !== 'done') return result;
  const bindings = result.value.flatMap(({ id, label }): Binding[] =>
    typeof id === 'number' ? [{ kind: 'option', name: optionName(entity, slug, label), value: { id } }] : [],
  );
  return done(true, bindings);
}

/** Creates what a step names. Call it for steps without `reuse`. @throws CutoverError when the run has to stop */
export async function performSchemaStep(door: Door, step: SchemaStep, bound: Bound): Promise<StepResult> {
  const { detail } = step;
  switch (detail.kind) {
    case 'pipeline':
      return createPipeline(door, step, detail.title, detail.stages);
    case 'stage':
      return createStage(door, step, bound, detail.title);
    case 'activity-type': {
      const result = await door.activityTypes.create({ name: detail.title, icon_key: detail.icon });
      if (result.outcome !== 'done') return result;
      return done(true, [{ kind: 'activity-type', name: step.name, value: { id: result.id, key: result.record.key_string } }]);
    }
    case 'field': {
      const { field } = detail;
      const options = [...new Set(field.options)].map((label) => ({ label }));
      const result = await door.fields.create(field.entity, {
        field_name: field.name,
        field_type: field.type,
        ...(field.type === 'enum' || field.type === 'set' ? { options } : {}),
      });
      return result.outcome === 'done' ? done(true, fieldBindings(field, asAccountField(result.value))) : result;
    }
    case 'options':
      return addOptions(door, detail);
  }
}

/**
 * Looks in the account, by name and type, for what a step creates: after an unknown outcome, and for stages that may have come with a new pipeline.
 * null: it is not there (for options: not all of them are).
 */
export async function findSchemaStep(door: Door, step: SchemaStep, bound: Bound): Promise<readonly Binding[] | null> {
  const { detail } = step;
  switch (detail.kind) {
    case 'pipeline': {
      const { items } = await door.pipelines.list();
      const found = items.find((each) => each.is_deleted !== true && same(each.name, detail.title));
      return found === undefined ? null : [{ kind: 'pipeline', name: step.name, value: { id: found.id } }];
    }
    case 'stage': {
      const pipeline = pipelineId(step, bound);
      const { items } = await door.stages.list(pipeline);
      const found = items.find((each) => each.is_deleted !== true && each.pipeline_id === pipeline && same(each.name, detail.title));
      return found === undefined ? null : [{ kind: 'stage', name: step.name, value: { id: found.id, pipelineId: pipeline } }];
    }
    case 'activity-type': {
      const { items } = await door.activityTypes.list();
      const found = items.find((each) => each.active_flag !== false && same(each.name, detail.title));
      return found === undefined ? null : [{ kind: 'activity-type', name: step.name, value: { id: found.id, key: found.key_string } }];
    }
    case 'field':
    case 'options': {
      const { entity } = detail.field;
      const { items } = await door.fields.list(entity);
      const fields = items.map((each) => ({ ...asAccountField(each), entity, name: each.field_name, custom: each.is_custom_field }));
      const found = fieldInAccount(fields, detail.field);
      if (found === null) return null;
      const present = new Set(found.options.map((option) => option.label));
      const missing = detail.kind === 'options' && detail.labels.some((label) => !present.has(label));
      return missing ? null : fieldBindings(detail.field, found);
    }
  }
}

/**
 * Takes back what the schema run made. A field is removed with its options; options of a reused field alone. Activities keep the key of a removed type;
 * empty pipeline and stages first (api-facts §7).
 */
export async function removeBinding(door: Door, binding: Binding, fieldKey: (optionName: string) => string | null): Promise<StepResult> {
  const result = await removal(door, binding, fieldKey);
  return result.outcome === 'done' ? done(false, []) : result;
}

async function removal(
  door: Door,
  binding: Binding,
  fieldKey: (optionName: string) => string | null,
): Promise<{ outcome: 'done' } | Refused | Unknown> {
  const entity = binding.name.split('/')[0];
  const owner = entity === 'person' || entity === 'organization' || entity === 'deal' ? entity : null;
  switch (binding.kind) {
    case 'pipeline':
      return door.pipelines.remove(binding.value.id);
    case 'stage':
      return door.stages.remove(binding.value.id);
    case 'activity-type':
      return door.activityTypes.remove(binding.value.id);
    case 'user':
      throw new CutoverError('internal', 'users are never removed');
    case 'field':
      if (owner === null) throw new CutoverError('internal', `${binding.name} names no field`);
      return door.fields.remove(owner, binding.value.key);
    case 'option': {
      const key = fieldKey(binding.name);
      if (owner === null || key === null) throw new CutoverError('internal', `${binding.name} names no option of a known field`);
      if (binding.name.split('/')[1] === LABEL_FIELD.slug) return door.labels.remove(owner, [binding.value.id]);
      return door.fields.removeOptions(owner, key, [binding.value.id]);
    }
  }
}
