import { z } from 'zod';
import { ANSWERS, DECISION_KINDS } from './answer.ts';
import { Approval } from './approval.ts';
import { Digest, Instant, Mail } from './brand.ts';
import { digestOf } from './canonical.ts';
import { DecisionStatus } from './decision.ts';
import { Finding, SourceObject } from './source.ts';
import { CustomEntity, Entity, FieldType } from './target.ts';

/** The part of a decision that the plan's digest covers. */
export const PlanDecision = z.strictObject({
  id: z.string(),
  kind: z.enum(DECISION_KINDS),
  subject: z.record(z.string(), z.unknown()),
  status: DecisionStatus,
  answer: z.record(z.string(), z.unknown()).nullable(),
});
export type PlanDecision = z.infer<typeof PlanDecision>;

export const PlanField = z.strictObject({
  entity: CustomEntity,
  slug: z.string(),
  name: z.string().min(1).max(255),
  type: FieldType,
  /** Labels in the order in which they are created; empty unless enum or set. */
  options: z.array(z.string()),
  /** `existing`: the account must have it already (else the plan is stale); `create`: made, or reused when name and type agree. */
  use: z.enum(['create', 'existing']),
});
export type PlanField = z.infer<typeof PlanField>;

export const PlanStage = z.strictObject({ name: z.string(), order: z.number().int(), status: z.enum(['open', 'won', 'lost']) });
export const PlanActivityType = z.strictObject({ name: z.string(), icon: z.string(), use: z.enum(['create', 'existing']) });

export const PlanSchema = z.strictObject({
  fields: z.array(PlanField),
  pipeline: z.strictObject({ name: z.string() }).nullable(),
  stages: z.array(PlanStage),
  activityTypes: z.array(PlanActivityType),
});
export type PlanSchema = z.infer<typeof PlanSchema>;

export const Policies = z.strictObject({
  sample: ANSWERS.sample,
  delta: ANSWERS.delta,
  notes: z.strictObject({ overLimit: z.enum(['split', 'cut']), privateNotes: z.enum(['field', 'note', 'ignore']) }),
});
export type Policies = z.infer<typeof Policies>;

export const Plan = z.strictObject({
  lineage: z.uuid(),
  serial: z.number().int().nonnegative(),
  stagedDigest: Digest,
  decisions: z.array(PlanDecision),
  schema: PlanSchema,
  /** What each value becomes: `stage`, `activity-type`, `picklist:<column>` … → from → to. Derived from the decisions, for reading. */
  valueMaps: z.record(z.string(), z.record(z.string(), z.string())),
  /** Coach (mail, else name) → user's mail. */
  ownerMap: z.record(z.string(), Mail),
  order: z.array(Entity),
  policies: Policies,
  /** Rows staged by object. */
  counts: z.partialRecord(SourceObject, z.number().int()),
});
export type Plan = z.infer<typeof Plan>;

export const PLAN_TIERS = ['lite', 'growth', 'premium', 'ultimate'] as const;
export const PlanTier = z.enum(PLAN_TIERS);
export type PlanTier = z.infer<typeof PlanTier>;

export const TargetInfo = z.strictObject({
  host: z.string(),
  company: z.strictObject({ id: z.number().int(), domain: z.string() }),
  tier: PlanTier,
  seats: z.number().int().positive(),
  /** How the tier is known. */
  tierKnown: z.enum(['given', 'observed', 'assumed']),
});
export type TargetInfo = z.infer<typeof TargetInfo>;

/** What the load will cost, in API tokens (api-facts §5.2). */
export const Estimate = z.strictObject({
  tokens: z.number().int(),
  requests: z.number().int(),
  /** At the account's daily budget, with the reserve left to others. */
  days: z.number(),
  minutesAtFullRate: z.number(),
  lines: z.array(z.strictObject({ what: z.string(), count: z.number().int(), tokens: z.number().int() })),
  /** The same load on each plan and seat count. */
  table: z.array(z.strictObject({ tier: PlanTier, seats: z.number().int(), days: z.number() })),
  /** Answers that would make it cheaper, with the tokens each alone would save; plans of before do not say. */
  cheaper: z.array(z.strictObject({ decision: z.string(), what: z.string(), tokens: z.number().int() })).optional(),
});
export type Estimate = z.infer<typeof Estimate>;

export const CapUse = z.strictObject({
  what: z.string(),
  planned: z.number().int(),
  present: z.number().int(),
  cap: z.number().int().nullable(),
  advice: z.array(z.string()),
});
export type CapUse = z.infer<typeof CapUse>;

export const PlanMeta = z.strictObject({
  tool: z.string(),
  prompts: z.record(z.string(), z.string()),
  madeAt: Instant,
  estimate: Estimate,
  caps: z.array(CapUse),
  grade: z.strictObject({
    letter: z.enum(['A', 'B', 'C', 'D']),
    parts: z.record(z.enum(['compatibility', 'clarity', 'constraints', 'volume']), z.strictObject({ score: z.number(), why: z.string() })),
    timeline: z.string(),
  }),
  findings: z.array(Finding),
  owners: z.array(
    z.strictObject({
      coach: z.string(),
      mail: z.string().nullable(),
      records: z.number().int(),
      user: z.string().nullable(),
      how: z.enum(['mail', 'decision', 'fallback', 'unresolved']),
    }),
  ),
  /** By decision id: what is not covered by the digest. */
  decisions: z.record(
    z.string(),
    z.strictObject({
      evidence: z.array(z.string()),
      reason: z.string(),
      confidence: z.number().nullable(),
      proposedBy: z.string(),
      by: z.string().nullable(),
      at: z.string().nullable(),
    }),
  ),
});
export type PlanMeta = z.infer<typeof PlanMeta>;

/** `plan.json` (contract §1). */
export const PlanEnvelope = z.strictObject({
  format: z.literal(1),
  plan: Plan,
  digest: Digest,
  approvals: z.array(Approval),
  target: TargetInfo,
  meta: PlanMeta,
});
export type PlanEnvelope = z.infer<typeof PlanEnvelope>;

/** The digest that approvals are signed over. */
export function planDigest(plan: Plan): Digest {
  return digestOf(plan);
}
