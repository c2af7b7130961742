import { Digest, isOpen, type PlanEnvelope, type RunId } from '@cutover/domain';
import { z } from 'zod';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { DeltaParams, gateFacts, soundPlanAndRows } from './facts.ts';
import { judge } from './judge.ts';
import { refusal } from './refusal.ts';

/** How much the rows that were read last would change, as far as the export and the ledger tell. Kept so that a person sees it before they approve. */
export const DeltaScope = z.strictObject({
  staged: Digest,
  creates: z.number().int(),
  updates: z.number().int(),
  /** Records that the export no longer makes, where they are to be deleted. */
  deletes: z.number().int(),
});
export type DeltaScope = z.infer<typeof DeltaScope>;

const HOUR = 3_600_000;

/** When the deltas that the full approval covers end: so many hours after the full run, or when a closing report was made. Null: no full run has ended. */
export function deltaWindow(ws: Workspace, envelope: PlanEnvelope): { readonly until: number; readonly closed: boolean } | null {
  const full = lastFull(ws);
  if (full === null) return null;
  const ended = Date.parse(full.endedAt ?? full.startedAt);
  const closed = ws.ledger.meta.get(META.deltaClosed, z.string());
  const until = ended + envelope.plan.policies.delta.hours * HOUR;
  return closed !== null && Date.parse(closed) >= ended
    ? { until: Math.min(until, Date.parse(closed)), closed: true }
    : { until, closed: false };
}

/** The newest full run that ended and that no rollback took back. */
function lastFull(ws: Workspace) {
  const runs = ws.ledger.runs.list();
  const undone = runs.findLastIndex((run) => run.kind === 'rollback' && run.state === 'finished');
  return runs.slice(undone + 1).findLast((run) => run.kind === 'full' && run.state === 'finished') ?? null;
}

export interface DeltaGate {
  readonly envelope: PlanEnvelope;
  readonly staged: Digest;
  readonly approval: PlanEnvelope['approvals'][number];
  readonly resumes: RunId | null;
}

/**
 * Whether a delta over the rows that are staged now may be opened: under the full approval within its hours and bounds, else under one of its own that was
 * signed over these rows; or the one that did not finish goes on under the approval that opened it.
 * @throws CutoverError `approval-required` and what `soundPlan` throws
 */
export function checkDelta(ws: Workspace): DeltaGate {
  const { envelope, staged } = soundPlanAndRows(ws, 'read');
  if (ws.ledger.decisions.all().some(isOpen)) throw refusal(ws, 'delta', envelope, 'digest');
  const facts = (gate: 'full' | 'delta', resuming: boolean) =>
    gateFacts(ws, gate, envelope, { runKind: 'delta', operationsDigest: null, resuming, stagedDigest: staged });
  const left = ws.ledger.runs.resumable('delta');
  const params = DeltaParams.safeParse(left?.params);
  if (left !== null && params.success && params.data.stagedDigest === staged) {
    const own = envelope.approvals.filter(({ nonce }) => nonce === left.nonce);
    for (const gate of ['full', 'delta'] as const) {
      const verdict = judge(own, facts(gate, true));
      if ('approval' in verdict) return { envelope, staged, approval: verdict.approval, resumes: left.run };
    }
  }
  const window = deltaWindow(ws, envelope);
  const full = judge(envelope.approvals, facts('full', false));
  if ('approval' in full && window !== null && ws.ports.clock.now() < window.until && withinBounds(ws, envelope, staged))
    return { envelope, staged, approval: full.approval, resumes: null };
  const delta = judge(envelope.approvals, facts('delta', false));
  if ('approval' in delta) return { envelope, staged, approval: delta.approval, resumes: null };
  // Before anything was loaded there is nothing that a delta could be approved for.
  if (window === null) throw refusal(ws, 'full', envelope, 'reason' in full ? full.reason : 'missing');
  throw refusal(ws, 'delta', envelope, delta.reason === 'missing' && 'approval' in full ? beyond(ws, window.until) : delta.reason);
}

const beyond = (ws: Workspace, until: number): 'expired' | 'missing' => (ws.ports.clock.now() >= until ? 'expired' : 'missing');

function withinBounds(ws: Workspace, { plan }: PlanEnvelope, staged: Digest): boolean {
  const scope = ws.ledger.meta.get(META.deltaScope, DeltaScope);
  const { maxCreates, maxUpdates } = plan.policies.delta;
  return scope !== null && scope.staged === staged && scope.creates <= maxCreates && scope.updates + scope.deletes <= maxUpdates;
}
