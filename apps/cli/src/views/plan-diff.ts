import { canonicalJson, type PlanDecision, type PlanEnvelope } from '@cutover/domain';

type Standing = Pick<PlanDecision, 'status' | 'answer'>;

export interface PlanDifference {
  readonly same: boolean;
  readonly decisions: readonly { readonly id: string; readonly before: Standing | null; readonly after: Standing | null }[];
  readonly other: readonly { readonly part: string; readonly before: unknown; readonly after: unknown }[];
  /** What the load costs by each of them. */
  readonly tokens: { readonly before: number; readonly after: number };
}

const PARTS = ['lineage', 'stagedDigest', 'schema', 'valueMaps', 'ownerMap', 'order', 'policies', 'counts'] as const;

/** What changed between two plans: each decision whose standing or answer differs, and the other parts as wholes. */
export function diffPlans(old: PlanEnvelope, now: PlanEnvelope): PlanDifference {
  const standing = (envelope: PlanEnvelope): Map<string, Standing> =>
    new Map(envelope.plan.decisions.map(({ id, status, answer }) => [id, { status, answer }]));
  const [before, after] = [standing(old), standing(now)];
  const decisions = [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((id) => {
    const pair = { id, before: before.get(id) ?? null, after: after.get(id) ?? null };
    return canonicalJson(pair.before) === canonicalJson(pair.after) ? [] : [pair];
  });
  const other = PARTS.flatMap((part) => {
    const pair = { part, before: old.plan[part], after: now.plan[part] };
    return canonicalJson(pair.before) === canonicalJson(pair.after) ? [] : [pair];
  });
  const tokens = { before: old.meta.estimate.tokens, after: now.meta.estimate.tokens };
  return { same: decisions.length + other.length === 0, decisions, other, tokens };
}
