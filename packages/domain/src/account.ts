import { z } from 'zod';
import { CustomEntity } from './target.ts';

const Option = z.strictObject({ id: z.union([z.number(), z.string()]), label: z.string() });

export const AccountUser = z.strictObject({
  id: z.number().int(),
  name: z.string(),
  mail: z.string(),
  active: z.boolean(),
  admin: z.boolean(),
});
export type AccountUser = z.infer<typeof AccountUser>;

export const AccountField = z.strictObject({
  entity: CustomEntity,
  key: z.string(),
  name: z.string(),
  type: z.string(),
  custom: z.boolean(),
  options: z.array(Option),
});
export type AccountField = z.infer<typeof AccountField>;

/** What the destination holds before the first write: the planner matches against it, rollback is proved against it. */
export const AccountSnapshot = z.strictObject({
  company: z.strictObject({ id: z.number().int(), domain: z.string(), name: z.string() }),
  me: z.strictObject({ id: z.number().int(), mail: z.string(), admin: z.boolean(), defaultCurrency: z.string(), timezone: z.string() }),
  users: z.array(AccountUser),
  fields: z.array(AccountField),
  pipelines: z.array(z.strictObject({ id: z.number().int(), name: z.string() })),
  stages: z.array(z.strictObject({ id: z.number().int(), pipelineId: z.number().int(), name: z.string(), order: z.number() })),
  activityTypes: z.array(
    z.strictObject({ id: z.number().int(), name: z.string(), key: z.string(), icon: z.string(), active: z.boolean() }),
  ),
  currencies: z.array(z.string()),
  /** Compact: enough to match mails, names and source ids. `sourceId` is the value of a field named "Source System ID", if any. */
  persons: z.array(
    z.strictObject({
      id: z.number().int(),
      name: z.string(),
      mails: z.array(z.string()),
      phones: z.array(z.string()),
      orgId: z.number().int().nullable(),
      sourceId: z.string().nullable(),
    }),
  ),
  organizations: z.array(z.strictObject({ id: z.number().int(), name: z.string(), sourceId: z.string().nullable() })),
  deals: z.array(z.strictObject({ id: z.number().int(), title: z.string(), status: z.string(), sourceId: z.string().nullable() })),
});
export type AccountSnapshot = z.infer<typeof AccountSnapshot>;
