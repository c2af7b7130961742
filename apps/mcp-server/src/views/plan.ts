import { isOpen, type PlanEnvelope } from '@cutover/domain';
import { statusOf, type Workspace } from '@cutover/engine';
import { z } from 'zod';

/** The plan in figures: what a reader wants first. */
export const PlanSummary = z.object({
  digest: z.string(),
  serial: z.number(),
  company: z.string(),
  decisions: z.object({ total: z.number(), open: z.number(), withoutProposal: z.number() }),
  findings: z.object({ error: z.number(), warning: z.number(), info: z.number() }),
  grade: z.string(),
  tokens: z.number(),
  stale: z.array(z.string()),
  next: z.string(),
});

export function summaryOf(
  ws: Workspace,
  { plan, digest, target, meta }: PlanEnvelope,
  stale: readonly string[],
): z.infer<typeof PlanSummary> {
  const decisions = ws.ledger.decisions.all();
  const count = (severity: 'error' | 'warning' | 'info'): number => meta.findings.filter((finding) => finding.severity === severity).length;
  return {
    digest,
    serial: plan.serial,
    company: target.company.domain,
    decisions: {
      total: decisions.length,
      open: decisions.filter(isOpen).length,
      withoutProposal: decisions.filter((decision) => isOpen(decision) && decision.proposal === null).length,
    },
    findings: { error: count('error'), warning: count('warning'), info: count('info') },
    grade: `${meta.grade.letter}: ${meta.grade.timeline}`,
    tokens: meta.estimate.tokens,
    stale: stale.slice(0, 10),
    next: nextOf(ws),
  };
}

/** The step that comes next, as a person would start it. */
export const nextOf = (ws: Workspace): string => statusOf(ws).next;
