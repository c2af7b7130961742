import { Decision, isOpen, type PlanEnvelope } from '@cutover/domain';
import { refusal } from '../gates/refusal.ts';
import { openLog } from '../log.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { holdCompany, openTarget, targetInfo } from './target.ts';

/**
 * Takes a plan made elsewhere into this workspace: its decisions, the plan itself, and those of its approvals that name this account's company.
 * Asks the target once who it is, so that a person can approve for it.
 * @throws CutoverError `approval-required` with the open ids when a decision is open; what the door throws
 */
export async function adoptPlan(ws: Workspace, given: PlanEnvelope): Promise<void> {
  const { ledger } = ws;
  if (ws.company() === null) {
    const door = openTarget(ws, { onCall: openLog(ws.dir, ws.ports.clock.now).call });
    try {
      const me = await door.me();
      holdCompany(ws, { id: me.company_id, domain: me.company_domain, name: me.company_name });
    } finally {
      await door.close();
    }
  }
  const company = ws.company();
  if (company === null) return;
  const target = targetInfo(ws, company, null);
  if (ledger.plan.loadEnvelope()?.digest !== given.digest) {
    const decisions = given.plan.decisions.map((decision) => decisionOf(decision, given));
    ledger.transaction(() => {
      ledger.meta.set(META.tier, target);
      ledger.decisions.replaceAll(decisions);
      ledger.plan.saveEnvelope({ ...given, approvals: [], target });
    });
  }
  for (const approval of given.approvals) if (approval.company === company.domain) ledger.approvals.add(approval);
  if (ledger.decisions.all().some(isOpen)) throw refusal(ws, 'plan', given, 'missing');
}

/** A decision as a plan carries it: what it was chosen from stayed behind. */
function decisionOf({ id, kind, subject, status, answer }: PlanEnvelope['plan']['decisions'][number], { meta }: PlanEnvelope): Decision {
  const about = meta.decisions[id];
  return Decision.parse({
    id,
    kind,
    subject,
    status,
    answer,
    proposal: answer,
    alternatives: answer === null ? [] : [answer],
    confidence: answer === null ? null : (about?.confidence ?? null),
    evidence: about?.evidence ?? [],
    reason: about?.reason ?? '',
    proposedBy: about?.proposedBy ?? 'built-in',
    by: about?.by ?? null,
    at: about?.at ?? null,
  });
}
