import { CustomEntity, FieldType } from '@cutover/domain';
import { z } from 'zod';

const id = z.number().int().positive();

/**
 * What a plan's own name became in one account. Names: field `person/<slug>`, option `person/<slug>/<label>`, pipeline and stage `<name>`, activity type
 * `<name>`, user `<mail>`. Rows of the ledger; one per kind and name.
 */
export const Binding = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('field'), name: z.string(), value: z.strictObject({ key: z.string().min(1), type: FieldType }) }),
  z.strictObject({ kind: z.literal('option'), name: z.string(), value: z.strictObject({ id }) }),
  z.strictObject({ kind: z.literal('pipeline'), name: z.string(), value: z.strictObject({ id }) }),
  z.strictObject({ kind: z.literal('stage'), name: z.string(), value: z.strictObject({ id, pipelineId: id }) }),
  z.strictObject({ kind: z.literal('activity-type'), name: z.string(), value: z.strictObject({ id, key: z.string().min(1) }) }),
  z.strictObject({ kind: z.literal('user'), name: z.string(), value: z.strictObject({ id }) }),
]);
export type Binding = z.infer<typeof Binding>;
export type BindingKind = Binding['kind'];
export type BindingOf<K extends BindingKind> = Extract<Binding, { kind: K }>;

export const fieldName = (entity: CustomEntity, slug: string): string => `${entity}/${slug}`;
export const optionName = (entity: CustomEntity, slug: string, label: string): string => `${entity}/${slug}/${label}`;

/** The parts of a field's or option's name; a label may hold `/` itself. null when it is no such name. */
export function splitName(name: string): { entity: CustomEntity; slug: string; label: string | null } | null {
  const [entity, slug, ...label] = name.split('/');
  const known = CustomEntity.safeParse(entity);
  if (!known.success || slug === undefined || slug === '') return null;
  return { entity: known.data, slug, label: label.length === 0 ? null : label.join('/') };
}
