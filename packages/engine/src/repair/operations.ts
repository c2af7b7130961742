import { type Digest, digestOf, ENTITIES } from '@cutover/domain';
import { z } from 'zod';

/** One step of a repair. Its fields say what is to be written over what, so that a yes to it is a yes to these values. */
export const RepairOperation = z.strictObject({
  op: z.enum(['update', 'create']),
  entity: z.enum(ENTITIES),
  /** null: it is to be made. */
  id: z.number().int().nullable(),
  key: z.string(),
  fields: z.array(z.strictObject({ field: z.string(), wanted: z.string().nullable(), got: z.string().nullable() })),
});
export type RepairOperation = z.infer<typeof RepairOperation>;

/** A discrepancy that no request can mend. */
export const Beyond = z.strictObject({
  entity: z.enum(ENTITIES),
  id: z.number().int(),
  key: z.string(),
  fields: z.array(z.string()),
  why: z.string(),
});
export type Beyond = z.infer<typeof Beyond>;

export const RepairPlan = z.strictObject({
  operations: z.array(RepairOperation),
  beyond: z.array(Beyond),
});
export type RepairPlan = z.infer<typeof RepairPlan>;

/** What an approval of a repair is signed over. */
export function repairDigest(plan: RepairPlan): Digest {
  return digestOf({ operations: plan.operations });
}
