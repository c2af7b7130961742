import { z } from 'zod';
import { Digest, Instant, Mail, RowKey, SourceId, TargetKey } from './brand.ts';
import { SourceObject } from './source.ts';

/** What Cutover writes, in the order in which it must exist. */
export const ENTITIES = ['organization', 'relationship', 'person', 'deal', 'activity', 'note', 'file'] as const;
export const Entity = z.enum(ENTITIES);
export type Entity = z.infer<typeof Entity>;

/** Entities that can carry custom fields, and so the source id (api-facts §3, §4). */
export const CUSTOM_ENTITIES = ['person', 'organization', 'deal'] as const;
export const CustomEntity = z.enum(CUSTOM_ENTITIES);
export type CustomEntity = z.infer<typeof CustomEntity>;

/** Custom field types we create (api-facts §4.3). */
export const FIELD_TYPES = ['varchar', 'text', 'double', 'monetary', 'date', 'time', 'enum', 'set', 'phone', 'address'] as const;
export const FieldType = z.enum(FIELD_TYPES);
export type FieldType = z.infer<typeof FieldType>;

/** Name and slug of the field that carries the source id on persons, organizations and deals. */
export const SOURCE_ID_FIELD = Object.freeze({ name: 'Source System ID', slug: 'source-system-id' });

/**
 * The built-in labels of persons, organizations and deals, where the plan speaks of them as of a field: its options are the labels (api-facts §2.3).
 */
export const LABEL_FIELD = Object.freeze({ name: 'Labels', slug: 'labels' });
/** Codes under which accounts show the built-in label field. */
export const LABEL_KEYS: ReadonlySet<string> = new Set(['label_ids', 'label', 'labels']);

export const Contact = z.strictObject({ value: z.string().min(1), label: z.string().min(1), primary: z.boolean() });
export type Contact = z.infer<typeof Contact>;

/**
 * One value in the plan's vocabulary: users by mail, options, stages and activity types by name, other records by target key.
 * What the account calls them is known to the bindings alone.
 */
export const Value = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('text'), v: z.string().min(1) }),
  z.strictObject({ t: z.literal('html'), v: z.string().min(1) }),
  z.strictObject({ t: z.literal('number'), v: z.number() }),
  z.strictObject({ t: z.literal('bool'), v: z.boolean() }),
  /** `YYYY-MM-DD` */
  z.strictObject({ t: z.literal('date'), v: z.string() }),
  /** `HH:MM`; for `due_time` in UTC */
  z.strictObject({ t: z.literal('time'), v: z.string() }),
  z.strictObject({ t: z.literal('instant'), v: Instant }),
  /** `HH:MM` */
  z.strictObject({ t: z.literal('duration'), v: z.string() }),
  z.strictObject({ t: z.literal('money'), v: z.number(), currency: z.string().length(3) }),
  z.strictObject({ t: z.literal('contacts'), v: z.array(Contact).min(1) }),
  z.strictObject({ t: z.literal('address'), v: z.string().min(1) }),
  z.strictObject({ t: z.literal('user'), v: Mail }),
  z.strictObject({ t: z.literal('ref'), v: TargetKey }),
  z.strictObject({ t: z.literal('participants'), v: z.array(z.strictObject({ person: TargetKey, primary: z.boolean() })).min(1) }),
  z.strictObject({ t: z.literal('option'), v: z.string().min(1) }),
  z.strictObject({ t: z.literal('options'), v: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ t: z.literal('stage'), v: z.string() }),
  /** Name of an activity type. */
  z.strictObject({ t: z.literal('type'), v: z.string() }),
  /** A file of the export, by its path there and its bytes' digest. */
  z.strictObject({
    t: z.literal('file'),
    path: z.string(),
    name: z.string(),
    size: z.number().int(),
    sha256: Digest,
    mediaType: z.string(),
  }),
]);
export type Value = z.infer<typeof Value>;
export type ValueOf<T extends Value['t']> = Extract<Value, { t: T }>;

/** Where a wanted value came from, for the field-level diff. */
export const Provenance = z.strictObject({
  /** Header(s) it was made from; null for values the plan adds. */
  column: z.string().nullable(),
  /** The text(s) in the export. */
  source: z.string(),
  /** The declared transformation that made the value differ from the text, such as `local time → UTC`; null when it is the text. */
  rule: z.string().nullable(),
});
export type Provenance = z.infer<typeof Provenance>;

/**
 * One record that Pipedrive should hold. Field names:
 * - person: `name emails phones owner org add_time labels visible_to birthday job_title postal_address custom.<slug>`
 * - organization: `name owner address website add_time labels visible_to custom.<slug>`; relationship: `parent linked kind`
 * - deal: `title value currency owner person org stage status won_time lost_time lost_reason expected_close_date probability labels visible_to custom.<slug>`
 * - activity: `subject type due_date due_time duration done owner participants org deal location note`
 * - note: `content add_time author person org deal`; file: `file person org deal`
 */
export const DesiredRecord = z.strictObject({
  entity: Entity,
  key: TargetKey,
  object: SourceObject,
  /** With its part, as in ids.csv: `I001/payment`. */
  sourceId: SourceId,
  rows: z.array(RowKey).min(1),
  fields: z.record(z.string(), Value),
  provenance: z.record(z.string(), Provenance),
  /** Fields sent on create only; they never produce an update. */
  createOnly: z.array(z.string()),
  /** Target keys that must exist before. */
  dependsOn: z.array(TargetKey),
});
export type DesiredRecord = z.infer<typeof DesiredRecord>;

/** A record as it stands in the account, in the same vocabulary; fields it does not hold are absent. */
export const ObservedRecord = z.strictObject({
  entity: Entity,
  id: z.number().int(),
  fields: z.record(z.string(), Value),
  updatedAt: z.string().nullable(),
});
export type ObservedRecord = z.infer<typeof ObservedRecord>;

/** A field's values in the wanted and the observed record, compared (contract §4, `diff`). */
export const FieldDiff = z.strictObject({
  field: z.string(),
  source: z.string(),
  wanted: z.string().nullable(),
  got: z.string().nullable(),
  verdict: z.enum(['equal', 'declared', 'different']),
  rule: z.string().nullable(),
});
export type FieldDiff = z.infer<typeof FieldDiff>;

export const RecordDiff = z.strictObject({
  entity: Entity,
  sourceId: SourceId,
  /** null: the record was not found in the account. */
  id: z.number().int().nullable(),
  fields: z.array(FieldDiff),
});
export type RecordDiff = z.infer<typeof RecordDiff>;
