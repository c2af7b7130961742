import {
  AccountSnapshot,
  CutoverError,
  canonicalJson,
  type Decision,
  type ExtractSummary,
  PlanEnvelope,
  PlanMeta,
  planDigest,
  TargetInfo,
} from '@cutover/domain';
import { compilePlan, type PlannerInput, propose } from '@cutover/planner';
import { instant } from '../ports.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { tokenFindings } from './token-findings.ts';

/** What extract found. @throws CutoverError `not-extracted` */
export function extractSummary(ws: Workspace): ExtractSummary {
  const summary = ws.ledger.staging.summary();
  if (summary === null) throw new CutoverError('not-extracted', 'nothing has been read from the export yet');
  return summary;
}

/**
 * Proposes again from what is known (staged rows, the account as it was seen last, the answers so far) and compiles the plan. No request.
 * Answers that still apply stay; the serial rises when anything inside the plan changed.
 * @throws CutoverError `not-extracted`, `no-plan` when the account was never seen
 */
export function replan(ws: Workspace): { envelope: PlanEnvelope; decisions: readonly Decision[] } {
  const { ledger, ports } = ws;
  const account = ledger.meta.get(META.account, AccountSnapshot);
  const target = ledger.meta.get(META.tier, TargetInfo);
  if (account === null || target === null) throw new CutoverError('no-plan', 'the account has not been looked at yet');
  const input: PlannerInput = {
    extract: extractSummary(ws),
    rows: (file) => ledger.staging.scan(file),
    account,
    target,
    existing: ledger.decisions.all(),
    now: instant(ports.clock),
  };
  const proposed = propose(input);
  // Only a list that really changed replaces the old one.
  if (canonicalJson(proposed.decisions) !== canonicalJson(input.existing)) ledger.decisions.replaceAll(proposed.decisions);
  const ofToken = tokenFindings(account);
  ledger.decisions.setFindings([...ofToken, ...proposed.findings]);
  const decisions = ledger.decisions.all();
  const stagedDigest = ledger.staging.digest();
  const { plan, meta } = compilePlan({
    ...input,
    decisions,
    lineage: ws.settings.lineage,
    serial: ledger.decisions.serial(),
    stagedDigest,
    reading: proposed.reading,
  });
  const envelope = PlanEnvelope.parse({
    format: 1,
    plan,
    digest: planDigest(plan),
    approvals: ledger.approvals.list(),
    target,
    meta: PlanMeta.parse({ ...meta, findings: [...ofToken, ...meta.findings], tool: ports.version }),
  });
  ledger.plan.saveEnvelope(envelope);
  return { envelope, decisions };
}
