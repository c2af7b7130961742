import { z } from 'zod';

/** The id a record has in The Practice, as written there (or derived from the row when the file has no id column). */
export const SourceId = z.string().min(1).brand('SourceId');
export type SourceId = z.infer<typeof SourceId>;

/** One staged row: `<file>#<source id>`, with `~2`, `~3` … when different rows of one file claim the same id. */
export const RowKey = z.string().min(3).brand('RowKey');
export type RowKey = z.infer<typeof RowKey>;

/** One record the plan wants in Pipedrive: `<object>:<source id>`, with a part (`/payment`, `/2`) when one source record becomes several. */
export const TargetKey = z.string().min(3).brand('TargetKey');
export type TargetKey = z.infer<typeof TargetKey>;

/** A record's integer id in one Pipedrive account. */
export const PipedriveId = z.number().int().positive().brand('PipedriveId');
export type PipedriveId = z.infer<typeof PipedriveId>;

/** A custom field's 40-character key in one account. Never inside a plan. */
export const FieldKey = z
  .string()
  .regex(/^[0-9a-f]{40}$/)
  .brand('FieldKey');
export type FieldKey = z.infer<typeof FieldKey>;

/** `sha256:` and 64 hex digits. */
export const Digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/)
  .brand('Digest');
export type Digest = z.infer<typeof Digest>;

export const RunId = z.string().min(1).brand('RunId');
export type RunId = z.infer<typeof RunId>;

/** A mail address in lower case: how coaches and users are named across accounts. */
export const Mail = z.string().trim().toLowerCase().pipe(z.email()).brand('Mail');
export type Mail = z.infer<typeof Mail>;

/** An instant in UTC with whole seconds: `2026-03-08T14:00:00Z`. */
export const Instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/, 'an instant in UTC, like 2026-03-08T14:00:00Z');
