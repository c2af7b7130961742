import { forbidden } from '../core/errors.ts';
import type { CustomEntity, CustomValues, Field, FieldEntity, Json, Option } from '../core/model.ts';
import { hex40 } from '../core/random.ts';
import type { World } from '../core/world.ts';
import { fresh } from '../core/world.ts';

export const customEntities = ['person', 'organization', 'deal'] as const;

type Registry = { readonly version: number; readonly byCode: ReadonlyMap<string, Field>; readonly codes: readonly string[] };
const registries = new WeakMap<object, Registry>();

/** The live custom fields of an entity by their 40-digit code. Kept until a field changes. */
export function customFields(world: World, entity: CustomEntity): Registry {
  const table = world.fields[entity];
  const known = registries.get(table);
  if (known?.version === table.version) return known;
  const fields = table.all().filter((field) => field.custom && !field.is_deleted);
  const made = {
    version: table.version,
    byCode: new Map(fields.map((field) => [field.code, field])),
    codes: fields.map((field) => field.code),
  };
  registries.set(table, made);
  return made;
}

/** The code a built-in or custom field is known by in v2 (switches `builtin-field-codes`, `label-field-code`). */
export function v2Code(world: World, field: Field): string {
  if (field.custom) return field.code;
  if (field.v1_key === 'label') return world.switches.text('label-field-code');
  return world.switches.is('builtin-field-codes', 'v1') ? field.v1_key : field.code;
}

export const isLabelField = (field: Field): boolean => !field.custom && field.v1_key === 'label';

export function findField(world: World, entity: FieldEntity, code: string): Field | undefined {
  return world.fields[entity].all().find((field) => !field.is_deleted && v2Code(world, field) === code);
}

export const labelOptions = (world: World, entity: CustomEntity): readonly Option[] =>
  world.fields[entity].all().find(isLabelField)?.options ?? [];

export const takeOptionId = (world: World): number => world.counters.option++;

/** Every custom key of the entity, null when unset; `only` narrows (api-facts §4.4). */
export function shownCustom(
  world: World,
  entity: CustomEntity,
  values: CustomValues,
  only: readonly string[] | undefined,
  withLabels: boolean,
): Record<string, Json> {
  const { codes, byCode } = customFields(world, entity);
  const shown: Record<string, Json> = {};
  for (const code of only === undefined ? codes : codes.filter((each) => only.includes(each))) {
    const value = values[code] ?? null;
    const field = byCode.get(code);
    shown[code] = withLabels && field?.options ? labelled(field.options, value) : value;
  }
  return shown;
}

function labelled(options: readonly Option[], value: Json): Json {
  const one = (id: Json): Json => ({ id, label: options.find((option) => option.id === id)?.label ?? '' });
  if (Array.isArray(value)) return value.map(one);
  return value === null ? null : one(value);
}

export type NewField = {
  readonly entity: CustomEntity;
  readonly name: string;
  readonly type: string;
  readonly labels: readonly { readonly label: string; readonly color?: string }[] | null;
  readonly description?: string | null;
  readonly ui_visibility?: Readonly<Record<string, Json>>;
  readonly important_fields?: Readonly<Record<string, Json>>;
  readonly required_fields?: Readonly<Record<string, Json>>;
  readonly by: number;
};

const defaultUi = (entity: CustomEntity): Record<string, Json> =>
  entity === 'deal'
    ? {
        add_visible_flag: false,
        details_visible_flag: true,
        projects_detail_visible_flag: false,
        show_in_pipelines: { show_in_all: true, pipeline_ids: [] },
      }
    : { add_visible_flag: false, details_visible_flag: true, show_in_add_deal_dialog: { show: false, order: null } };

const defaultRequired = (entity: CustomEntity): Record<string, Json> =>
  entity === 'deal' ? { enabled: false, stage_ids: [], statuses: {} } : { enabled: false };

/** How many custom fields the whole company holds, which is what its plan caps (api-facts §4.5). */
export const customFieldCount = (world: World): number =>
  customEntities.reduce((sum, entity) => sum + customFields(world, entity).codes.length, 0);

/**
 * Makes a custom field with a key that was never used before.
 * @throws ApiError 403 when the plan's cap is reached.
 */
export function createField(world: World, given: NewField): Field {
  if (customFieldCount(world) >= world.plan.customFields) {
    const code = world.switches.is('field-cap-code', 'present') ? 'feature_capping_custom_fields_limit' : undefined;
    throw forbidden(`Couldn't add the field. You've reached the custom fields limit of your plan.`, code);
  }
  const table = world.fields[given.entity];
  const order =
    Math.max(
      0,
      ...table
        .all()
        .filter((field) => !field.is_deleted)
        .map((field) => field.order_nr),
    ) + 1;
  const code = hex40(world.seed, 'field', given.entity, world.counters.fieldKey++);
  const field: Field = {
    ...fresh(world, table.takeId()),
    code,
    v1_key: code,
    name: given.name,
    type: given.type,
    options: given.labels === null ? null : given.labels.map((each) => ({ id: takeOptionId(world), ...each })),
    options_deleted: [],
    custom: true,
    optional: false,
    mandatory: false,
    order_nr: order,
    description: given.description ?? null,
    ui_visibility: { ...defaultUi(given.entity), ...given.ui_visibility },
    important_fields: { enabled: false, stage_ids: [], ...given.important_fields },
    required_fields: { ...defaultRequired(given.entity), ...given.required_fields },
    created_by: given.by,
  };
  return table.insert(field, world.clock.now());
}

const contactSync = ['postal_address', 'notes', 'im', 'birthday', 'job_title'];
const details = ['website', 'linkedin', 'industry', 'annual_revenue', 'employee_count'];

/** Built-in fields that come with a feature are only there when the feature is on. */
export function isShown(world: World, field: Field): boolean {
  if (field.custom) return true;
  if (contactSync.includes(field.code)) return world.switches.is('contact-sync', 'on');
  return !details.includes(field.code) || world.switches.is('organization-details', 'on');
}
