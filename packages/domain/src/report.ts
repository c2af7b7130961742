import { z } from 'zod';
import { SourceObject } from './source.ts';
import { Entity } from './target.ts';

/** One object's rows: source = rejected + skipped + planned and planned = created + reused + failed, once everything ran. */
export const ObjectCounts = z.strictObject({
  object: SourceObject,
  source: z.number().int(),
  rejected: z.number().int(),
  skipped: z.number().int(),
  planned: z.number().int(),
  created: z.number().int(),
  reused: z.number().int(),
  updated: z.number().int(),
  failed: z.number().int(),
});
export type ObjectCounts = z.infer<typeof ObjectCounts>;

export const Failure = z.strictObject({
  object: SourceObject,
  sourceId: z.string(),
  entity: Entity.nullable(),
  code: z.string(),
  reason: z.string(),
  file: z.string().nullable(),
  line: z.number().int().nullable(),
});
export type Failure = z.infer<typeof Failure>;

/** The migration report (contract §4, `report`); Markdown and ids.csv are made from it. */
export const Report = z.strictObject({
  lineage: z.string(),
  company: z.string(),
  madeAt: z.string(),
  planDigest: z.string(),
  runs: z.array(
    z.strictObject({
      run: z.string(),
      kind: z.string(),
      state: z.string(),
      started: z.string(),
      ended: z.string().nullable(),
      tokens: z.number().int(),
    }),
  ),
  counts: z.array(ObjectCounts),
  failures: z.array(Failure),
  rejects: z.array(
    z.strictObject({
      outcome: z.string(),
      file: z.string(),
      line: z.number().int(),
      column: z.string().nullable(),
      value: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  owners: z.array(z.strictObject({ coach: z.string(), user: z.string().nullable(), how: z.string(), records: z.number().int() })),
  fields: z.array(
    z.strictObject({ decision: z.string(), entity: z.string(), name: z.string(), key: z.string().nullable(), type: z.string() }),
  ),
  valueMaps: z.record(z.string(), z.record(z.string(), z.string())),
  tokens: z.strictObject({ estimated: z.number().int(), spent: z.number().int() }),
  notMigrated: z.array(z.strictObject({ object: z.string(), what: z.string(), why: z.string(), todo: z.string() })),
  discrepancies: z.number().int().nullable(),
  journalHead: z.string().nullable(),
  ids: z.array(z.strictObject({ object: SourceObject, source_id: z.string(), entity: Entity, pipedrive_id: z.number().int() })),
});
export type Report = z.infer<typeof Report>;
