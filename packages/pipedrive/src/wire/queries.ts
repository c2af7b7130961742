import { CutoverError } from '@cutover/domain';
import { z } from 'zod';

const id = z.number().int().positive();
/** Whole seconds: fractions are refused (api-facts §6). */
const since = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);

const paging = {
  /** Page size, at most 500; the most by default. */
  limit: z.number().int().min(1).max(500).optional(),
  sort_direction: z.enum(['asc', 'desc']).optional(),
};
const common = {
  ...paging,
  /** At most 100; missing and invisible ones are left out silently. */
  ids: z.array(id).min(1).max(100).optional(),
  owner_id: id.optional(),
  updated_since: since.optional(),
  updated_until: since.optional(),
  sort_by: z.enum(['id', 'add_time', 'update_time']).optional(),
};
/** At most 15 field keys: narrows the answer. */
const customFields = { custom_fields: z.array(z.string().min(1)).min(1).max(15).optional() };

export const PersonQuery = z.strictObject({ ...common, ...customFields, org_id: id.optional(), deal_id: id.optional() });
export type PersonQuery = z.infer<typeof PersonQuery>;
export const OrganizationQuery = z.strictObject({ ...common, ...customFields });
export type OrganizationQuery = z.infer<typeof OrganizationQuery>;
export const DealQuery = z.strictObject({
  ...common,
  ...customFields,
  person_id: id.optional(),
  org_id: id.optional(),
  pipeline_id: id.optional(),
  stage_id: id.optional(),
  status: z
    .array(z.enum(['open', 'won', 'lost', 'deleted']))
    .min(1)
    .optional(),
});
export type DealQuery = z.infer<typeof DealQuery>;
export const ActivityQuery = z.strictObject({
  ...common,
  sort_by: z.enum(['id', 'add_time', 'update_time', 'due_date']).optional(),
  deal_id: id.optional(),
  /** The primary participant only. */
  person_id: id.optional(),
  org_id: id.optional(),
  done: z.boolean().optional(),
});
export type ActivityQuery = z.infer<typeof ActivityQuery>;
export const StageQuery = z.strictObject({ ...paging, pipeline_id: id.optional() });
export type StageQuery = z.infer<typeof StageQuery>;

export const NoteQuery = z.strictObject({
  limit: paging.limit,
  /** `id DESC` and the like. */
  sort: z
    .string()
    .regex(/^[a-z_]+ (ASC|DESC)$/)
    .optional(),
  deal_id: id.optional(),
  person_id: id.optional(),
  org_id: id.optional(),
  user_id: id.optional(),
  updated_since: since.optional(),
});
export type NoteQuery = z.infer<typeof NoteQuery>;
export const FileQuery = z.strictObject({
  limit: z.number().int().min(1).max(100).optional(),
  sort: z
    .string()
    .regex(/^(id|update_time) (ASC|DESC)$/)
    .optional(),
});
export type FileQuery = z.infer<typeof FileQuery>;

const Parameters = z.record(z.string(), z.unknown());

/** A checked query as request parameters; lists are joined by commas. @throws CutoverError `internal` when it is not of the endpoint's form */
export function parametersOf(schema: z.ZodType, query: unknown): Record<string, string> {
  const parsed = schema.safeParse(query);
  if (!parsed.success) throw new CutoverError('internal', `a query Pipedrive does not know: ${z.prettifyError(parsed.error)}`);
  return Object.fromEntries(
    Object.entries(Parameters.parse(parsed.data)).flatMap(([key, value]): [string, string][] =>
      value === undefined ? [] : [[key, String(value)]],
    ),
  );
}
