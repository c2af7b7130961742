import { CutoverError, type PlanEnvelope } from '@cutover/domain';
import { type Door, readSnapshot, tierOfLimits } from '@cutover/pipedrive';
import { staleness } from '@cutover/planner';
import { openLog } from '../log.ts';
import { instant } from '../ports.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { carried } from './carried.ts';
import { withoutOurs } from './ours.ts';
import { knownAccount } from './refresh.ts';
import { extractSummary, replan } from './replan.ts';
import { holdCompany, openTarget, targetInfo } from './target.ts';

/**
 * Looks at the account once (who it is, users, fields, stages, types, persons, organizations, deals), proposes every decision and compiles the plan.
 * Reads only.
 * @throws CutoverError `not-extracted`, `no-token`, `unauthorized`, `unreachable`, `other-target`, `blocked`
 */
export async function makePlan(ws: Workspace): Promise<PlanEnvelope> {
  extractSummary(ws);
  const log = openLog(ws.dir, ws.ports.clock.now);
  let tokens = 0;
  let windowLimit: number | null = null;
  const door = openTarget(ws, {
    onCall: (call) => {
      log.call(call);
      tokens += call.tokens;
      windowLimit ??= call.windowLimit;
    },
  });
  try {
    const account = await readSnapshot(door);
    const company = holdCompany(ws, account.company);
    ws.ledger.transaction(() => {
      ws.ledger.meta.set(META.account, withoutOurs(ws.ledger, account));
      ws.ledger.meta.set(META.tier, targetInfo(ws, company, windowLimit === null ? null : tierOfLimits(windowLimit, observedDay(door))));
      ws.ledger.meta.set(META.planTokens, tokens);
    });
  } finally {
    await door.close();
  }
  const before = ws.ledger.decisions.all();
  const { envelope, decisions } = replan(ws);
  const message = carried(before, decisions);
  if (message !== null) ws.ports.emit({ type: 'notice', level: 'info', code: 'answers-kept', message, at: instant(ws.ports.clock) });
  return envelope;
}

/** The plan as it stands, with today's approvals, and what about it is stale. Never asks the target. @throws CutoverError `no-plan` */
export function showPlan(ws: Workspace): { envelope: PlanEnvelope; stale: string[] } {
  const stored = ws.ledger.plan.loadEnvelope();
  if (stored === null) throw new CutoverError('no-plan', 'there is no plan yet');
  const envelope = { ...stored, approvals: ws.ledger.approvals.list() };
  const account = knownAccount(ws);
  return { envelope, stale: [...stagedFault(ws, envelope), ...(account === null ? [] : staleness(envelope.plan, account))] };
}

function stagedFault(ws: Workspace, envelope: PlanEnvelope): string[] {
  const staged = ws.ledger.staging.digest();
  return staged === envelope.plan.stagedDigest ? [] : ['the staged rows are not those the plan was made for'];
}

/** Tokens a day as the account told them, not as we assumed them. */
function observedDay(door: Door): number | null {
  const { limit, observed } = door.budget();
  return observed ? limit : null;
}
