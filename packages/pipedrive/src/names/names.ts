import {
  type AccountSnapshot,
  type CustomEntity,
  type Entity,
  type FieldType,
  LABEL_KEYS,
  normalName,
  type TargetKey,
} from '@cutover/domain';
import { type Binding, splitName } from './bindings.ts';

/** A custom field (or `labels`) in one account. */
export interface NamedField {
  readonly key: string;
  readonly type: FieldType;
  optionId(label: string): number | null;
  optionLabel(id: number): string | null;
}

/** The plan's vocabulary against one account's ids and keys. null: this account has no such thing, or nobody bound it. */
export interface Names {
  /** Active users only. */
  userId(mail: string): number | null;
  userMail(id: number): string | null;
  /** Bound fields by slug; `labels` is the entity's built-in label field. */
  field(entity: CustomEntity, slug: string): NamedField | null;
  slugOfKey(entity: CustomEntity, key: string): string | null;
  stage(name: string): { readonly id: number; readonly pipelineId: number } | null;
  /** A stage nobody bound is called `<pipeline> / <stage>`, so that it is never taken for one of the plan. */
  stageName(id: number): string | null;
  typeKey(name: string): string | null;
  typeName(key: string): string | null;
  recordId(key: TargetKey): number | null;
  keyOfRecord(entity: Entity, id: number): TargetKey | null;
  /** What a probe found out about this account (`custom-null` → `refused`); undefined where nobody asked. */
  fact(question: string): string | undefined;
}

/** Answers of a probe by the name of the question. */
export type AccountFacts = ReadonlyMap<string, string>;

export interface RecordIds {
  recordId(key: TargetKey): number | null;
  keyOf(entity: Entity, id: number): TargetKey | null;
}

interface NamesInput {
  readonly snapshot: Pick<AccountSnapshot, 'users' | 'fields' | 'pipelines' | 'stages' | 'activityTypes'>;
  readonly bindings: Iterable<Binding>;
  readonly ids: RecordIds;
  readonly facts?: AccountFacts;
}

const STAGE_SEPARATOR = ' / ';

interface OptionTable {
  readonly ids: Map<string, number>;
  readonly labels: Map<number, string>;
}

const emptyTable = (): OptionTable => ({ ids: new Map(), labels: new Map() });

function addOption(table: OptionTable, label: string, id: number): void {
  table.ids.set(label, id);
  table.labels.set(id, label);
}

function accountOptions(snapshot: NamesInput['snapshot'], entity: CustomEntity, matches: (key: string) => boolean): OptionTable {
  const table = emptyTable();
  for (const field of snapshot.fields) {
    if (field.entity !== entity || !matches(field.key)) continue;
    for (const { id, label } of field.options) if (typeof id === 'number' && !table.ids.has(label)) addOption(table, label, id);
  }
  return table;
}

const fieldOf = (key: string, type: FieldType, options: OptionTable): NamedField => ({
  key,
  type,
  optionId: (label) => options.ids.get(label) ?? null,
  optionLabel: (id) => options.labels.get(id) ?? null,
});

function fieldTables(input: NamesInput): { fields: Map<string, NamedField>; slugs: Map<string, string> } {
  const bindings = [...input.bindings];
  const bound = new Map<string, Map<string, number>>();
  for (const binding of bindings) {
    const parts = binding.kind === 'option' ? splitName(binding.name) : null;
    if (binding.kind !== 'option' || parts === null || parts.label === null) continue;
    const key = `${parts.entity}/${parts.slug}`;
    const labels = bound.get(key) ?? new Map<string, number>();
    labels.set(parts.label, binding.value.id);
    bound.set(key, labels);
  }
  const fields = new Map<string, NamedField>();
  const slugs = new Map<string, string>();
  for (const entity of ['person', 'organization', 'deal'] as const) {
    const options = accountOptions(input.snapshot, entity, (key) => LABEL_KEYS.has(key));
    const label = input.snapshot.fields.find((field) => field.entity === entity && LABEL_KEYS.has(field.key));
    if (label !== undefined) fields.set(`${entity}/labels`, fieldOf('label_ids', 'set', options));
  }
  for (const binding of bindings) {
    const parts = binding.kind === 'field' ? splitName(binding.name) : null;
    if (binding.kind !== 'field' || parts === null) continue;
    const { key, type } = binding.value;
    const options = accountOptions(input.snapshot, parts.entity, (each) => each === key);
    for (const [label, id] of bound.get(binding.name) ?? []) addOption(options, label, id);
    fields.set(binding.name, fieldOf(key, type, options));
    slugs.set(`${parts.entity}/${key}`, parts.slug);
  }
  return { fields, slugs };
}

function stageTables(input: NamesInput): { ids: Map<string, { id: number; pipelineId: number }>; names: Map<number, string> } {
  const ids = new Map<string, { id: number; pipelineId: number }>();
  const names = new Map<number, string>();
  const pipelines = new Map(input.snapshot.pipelines.map((pipeline) => [pipeline.id, pipeline.name]));
  for (const stage of input.snapshot.stages) {
    const name = `${pipelines.get(stage.pipelineId) ?? stage.pipelineId}${STAGE_SEPARATOR}${stage.name}`;
    ids.set(name, { id: stage.id, pipelineId: stage.pipelineId });
    names.set(stage.id, name);
  }
  for (const binding of input.bindings) {
    if (binding.kind !== 'stage') continue;
    ids.set(binding.name, binding.value);
    names.set(binding.value.id, binding.name);
  }
  return { ids, names };
}

function typeTables(input: NamesInput): { keys: Map<string, string>; names: Map<string, string> } {
  const keys = new Map<string, string>();
  const names = new Map<string, string>();
  for (const type of input.snapshot.activityTypes) {
    if (type.active) keys.set(normalName(type.name), type.key);
    if (type.active || !names.has(type.key)) names.set(type.key, type.name);
  }
  for (const binding of input.bindings) {
    if (binding.kind !== 'activity-type') continue;
    keys.set(normalName(binding.name), binding.value.key);
    names.set(binding.value.key, binding.name);
  }
  return { keys, names };
}

/** Bindings win over the snapshot; users, labels, existing stages and types are known from the snapshot alone. Reads its input once. */
export function namesFrom(input: NamesInput): Names {
  const once = { ...input, bindings: [...input.bindings] };
  const { fields, slugs } = fieldTables(once);
  const stages = stageTables(once);
  const types = typeTables(once);
  const userIds = new Map<string, number>();
  const userMails = new Map<number, string>();
  for (const user of input.snapshot.users) {
    const mail = user.mail.trim().toLowerCase();
    if (user.active) userIds.set(mail, user.id);
    userMails.set(user.id, mail);
  }
  for (const binding of once.bindings) {
    if (binding.kind !== 'user') continue;
    userIds.set(binding.name.toLowerCase(), binding.value.id);
    userMails.set(binding.value.id, binding.name.toLowerCase());
  }
  return Object.freeze({
    userId: (mail: string) => userIds.get(mail.trim().toLowerCase()) ?? null,
    userMail: (id: number) => userMails.get(id) ?? null,
    field: (entity: CustomEntity, slug: string) => fields.get(`${entity}/${slug}`) ?? null,
    slugOfKey: (entity: CustomEntity, key: string) => slugs.get(`${entity}/${key}`) ?? null,
    stage: (name: string) => stages.ids.get(name) ?? null,
    stageName: (id: number) => stages.names.get(id) ?? null,
    typeKey: (name: string) => types.keys.get(normalName(name)) ?? null,
    typeName: (key: string) => types.names.get(key) ?? null,
    recordId: (key: TargetKey) => input.ids.recordId(key),
    keyOfRecord: (entity: Entity, id: number) => input.ids.keyOf(entity, id),
    fact: (question: string) => input.facts?.get(question),
  });
}
