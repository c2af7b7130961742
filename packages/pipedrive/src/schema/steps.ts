import {
  type AccountField,
  type AccountSnapshot,
  CutoverError,
  FieldType,
  LABEL_FIELD,
  LABEL_KEYS,
  normalName,
  type PlanField,
  type PlanSchema,
} from '@cutover/domain';
import { type Binding, fieldName, optionName } from '../names/bindings.ts';

/** One thing the schema run sees to. `reuse`: the account has it, with the bindings to note; otherwise it has to be created. */
export interface SchemaStep {
  /** Stable across runs: `field:person/lifecycle`, `options:deal/tier`, `stage:Active` … */
  readonly key: string;
  readonly kind: 'pipeline' | 'stage' | 'activity-type' | 'field' | 'options';
  /** The name its binding has. */
  readonly name: string;
  readonly detail: SchemaDetail;
  readonly reuse?: readonly Binding[];
}

export type SchemaDetail =
  | { readonly kind: 'pipeline'; readonly title: string; readonly stages: readonly string[] }
  | { readonly kind: 'stage'; readonly title: string; readonly pipeline: string }
  | { readonly kind: 'activity-type'; readonly title: string; readonly icon: string }
  | { readonly kind: 'field'; readonly field: PlanField }
  | { readonly kind: 'options'; readonly field: PlanField; readonly fieldKey: string; readonly labels: readonly string[] };

type Account = Pick<AccountSnapshot, 'fields' | 'pipelines' | 'stages' | 'activityTypes'>;

const same = (a: string, b: string): boolean => normalName(a) === normalName(b);

/** The account's custom field of this name and type, the first if there are several; for labels its built-in field. */
export function fieldInAccount(
  fields: readonly AccountField[],
  wanted: Pick<PlanField, 'entity' | 'slug' | 'name' | 'type'>,
): AccountField | null {
  if (wanted.slug === LABEL_FIELD.slug) {
    const builtIn = fields.find((field) => !field.custom && field.entity === wanted.entity && LABEL_KEYS.has(field.key));
    return builtIn === undefined ? null : { ...builtIn, type: wanted.type };
  }
  return (
    fields.find((field) => field.custom && field.entity === wanted.entity && field.type === wanted.type && same(field.name, wanted.name)) ??
    null
  );
}

/** Field and option bindings of an account's field, under the plan's slug. Options are bound by their label as written. */
export function fieldBindings(plan: Pick<PlanField, 'entity' | 'slug'>, field: Pick<AccountField, 'key' | 'type' | 'options'>): Binding[] {
  const type = FieldType.parse(field.type);
  const options = field.options.flatMap(({ id, label }): Binding[] =>
    typeof id === 'number' ? [{ kind: 'option', name: optionName(plan.entity, plan.slug, label), value: { id } }] : [],
  );
  return [{ kind: 'field', name: fieldName(plan.entity, plan.slug), value: { key: field.key, type } }, ...options];
}

function pipelineSteps(schema: PlanSchema, account: Account): SchemaStep[] {
  if (schema.pipeline === null) return [];
  const title = schema.pipeline.name;
  const ordered = schema.stages.toSorted((a, b) => a.order - b.order);
  const names = [...new Set(ordered.map((stage) => stage.name))];
  const found = account.pipelines.find((pipeline) => same(pipeline.name, title));
  const pipeline: SchemaStep = {
    key: `pipeline:${title}`,
    kind: 'pipeline',
    name: title,
    detail: { kind: 'pipeline', title, stages: names },
    ...(found === undefined ? {} : { reuse: [{ kind: 'pipeline', name: title, value: { id: found.id } }] }),
  };
  const stages = names.map((name): SchemaStep => {
    const present = account.stages.find((stage) => stage.pipelineId === found?.id && same(stage.name, name));
    return {
      key: `stage:${name}`,
      kind: 'stage',
      name,
      detail: { kind: 'stage', title: name, pipeline: title },
      ...(present === undefined ? {} : { reuse: [{ kind: 'stage', name, value: { id: present.id, pipelineId: present.pipelineId } }] }),
    };
  });
  return [pipeline, ...stages];
}

function typeStep(type: PlanSchema['activityTypes'][number], account: Account): SchemaStep {
  const found = account.activityTypes.find((each) => each.active && same(each.name, type.name));
  if (found === undefined && type.use === 'existing') {
    throw new CutoverError('plan-stale', `the account has no activity type "${type.name}", which the plan uses`);
  }
  return {
    key: `activity-type:${type.name}`,
    kind: 'activity-type',
    name: type.name,
    detail: { kind: 'activity-type', title: type.name, icon: type.icon },
    ...(found === undefined ? {} : { reuse: [{ kind: 'activity-type', name: type.name, value: { id: found.id, key: found.key } }] }),
  };
}

function fieldSteps(field: PlanField, account: Account): SchemaStep[] {
  const name = fieldName(field.entity, field.slug);
  const found = fieldInAccount(account.fields, field);
  const step = { key: `field:${name}`, kind: 'field', name, detail: { kind: 'field', field } } as const;
  if (found === null) {
    if (field.use === 'existing') {
      throw new CutoverError(
        'plan-stale',
        `the account has no ${field.entity} field "${field.name}" of type ${field.type}, which the plan uses`,
      );
    }
    return [step];
  }
  const reused: SchemaStep = { ...step, reuse: fieldBindings(field, found) };
  const present = new Set(found.options.map((option) => option.label));
  const labels = field.type === 'enum' || field.type === 'set' ? field.options.filter((label) => !present.has(label)) : [];
  if (labels.length === 0) return [reused];
  return [
    reused,
    {
      key: `options:${name}`,
      kind: 'options',
      name,
      detail: { kind: 'options', field, fieldKey: found.key, labels: [...new Set(labels)] },
    },
  ];
}

/**
 * What the schema run does, in order: the pipeline, its stages in their order (a new one always comes last), activity types, fields with their options,
 * options that reused fields lack. What the account has by name and type is reused. Pure.
 * @throws CutoverError `plan-stale` when something the plan only uses is not there
 */
export function planSchemaSteps(schema: PlanSchema, account: Account): readonly SchemaStep[] {
  return [
    ...pipelineSteps(schema, account),
    ...schema.activityTypes.map((type) => typeStep(type, account)),
    ...schema.fields.flatMap((field) => fieldSteps(field, account)),
  ];
}
