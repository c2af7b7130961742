import { CutoverError, Digest, digestOf, type Gate, type PlanEnvelope, planDigest, type RecordDiff, type RunKind } from '@cutover/domain';
import { isCompiledFrom } from '@cutover/planner';
import { z } from 'zod';
import { RepairPlan, repairDigest } from '../repair/operations.ts';
import { operationsDigest, RollbackPlan } from '../rollback/operations.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import type { GateFacts } from './judge.ts';

/**
 * Which staged rows a plan may stand beside: those it was made for (`planned`); or also those a delta brought in since (`loaded`); or whatever was read
 * last and nobody edited by hand (`read`).
 */
export type Staged = 'planned' | 'loaded' | 'read';

/**
 * The plan as it is stored, held against itself and against the staged rows, so that an edited ledger is noticed.
 * @throws CutoverError `no-plan`; `ledger-edited`; `plan-stale` when the export was read again since, or answers are not in it yet
 */
export function soundPlan(ws: Workspace, accepts: Staged = 'planned'): PlanEnvelope {
  return soundPlanAndRows(ws, accepts).envelope;
}

/** `soundPlan`, with the digest of the rows that are staged now. @throws CutoverError as `soundPlan` */
export function soundPlanAndRows(ws: Workspace, accepts: Staged): { envelope: PlanEnvelope; staged: Digest } {
  const envelope = ws.ledger.plan.loadEnvelope();
  if (envelope === null) throw new CutoverError('no-plan', 'there is no plan yet');
  if (planDigest(envelope.plan) !== envelope.digest) {
    throw new CutoverError('ledger-edited', 'the stored plan does not match its own digest', {
      found: planDigest(envelope.plan),
      expected: envelope.digest,
    });
  }
  if (envelope.plan.lineage !== ws.settings.lineage) {
    throw new CutoverError('ledger-foreign', 'the stored plan belongs to another migration', {
      found: envelope.plan.lineage,
      expected: ws.settings.lineage,
    });
  }
  if (!isCompiledFrom(envelope.plan, ws.ledger.decisions.all()))
    throw new CutoverError('plan-stale', 'answers were given that the plan does not know of yet');
  const staged = ws.ledger.staging.digest();
  const known = [
    envelope.plan.stagedDigest,
    ...(accepts === 'planned' ? [] : [loadedRows(ws)]),
    ...(accepts === 'read' ? [readRows(ws)] : []),
  ];
  if (!known.includes(staged)) {
    const why =
      accepts === 'loaded' && staged === readRows(ws)
        ? 'the export was read again and what is new in it is not loaded yet: run cutover delta first'
        : 'the staged rows are not those the plan was made for';
    throw new CutoverError('plan-stale', why, { found: staged, expected: envelope.plan.stagedDigest });
  }
  return { envelope: { ...envelope, approvals: ws.ledger.approvals.list() }, staged };
}

/** The rows that `extract` or `delta` read last. */
const readRows = (ws: Workspace): Digest | null => ws.ledger.meta.get(META.readRows, Digest);

/** The rows that the last delta brought in. */
export function loadedRows(ws: Workspace): Digest | null {
  const params = DeltaParams.safeParse(ws.ledger.runs.latest('delta')?.params);
  return params.success ? params.data.stagedDigest : null;
}

/** What a delta was opened for. */
export const DeltaParams = z.looseObject({ stagedDigest: Digest });

/** Nothing in the diff but equal and declared. */
export function isClean(diff: readonly RecordDiff[]): boolean {
  return diff.every((record) => record.fields.every((field) => field.verdict !== 'different'));
}

/** What was shown to a person and signed by its digest is still what its digest says. @throws CutoverError `ledger-edited` */
function soundSubject(ws: Workspace, gate: Gate): void {
  const sample = gate === 'full' ? ws.ledger.samples.latest() : null;
  if (sample !== null && sample.diff !== null && digestOf(sample.diff) !== sample.diffDigest)
    throw new CutoverError('ledger-edited', 'the stored diff of the sample does not match its own digest');
  const shown = gate === 'rollback' || gate === 'repair' ? ws.ledger.operations.load(gate) : null;
  if (shown === null) return;
  const digest =
    gate === 'repair' ? repairDigest(RepairPlan.parse(shown.operations)) : operationsDigest(RollbackPlan.parse(shown.operations));
  if (digest !== shown.digest)
    throw new CutoverError('ledger-edited', `the stored operations of the ${gate} do not match their own digest`);
}

/** What an approval of this gate is judged by, as the ledger stands now. @throws CutoverError `ledger-edited` */
export function gateFacts(
  ws: Workspace,
  gate: Gate,
  envelope: PlanEnvelope,
  use: { runKind: Exclude<RunKind, 'verify'>; operationsDigest: string | null; resuming: boolean; stagedDigest?: string },
): GateFacts {
  soundSubject(ws, gate);
  const sample = ws.ledger.samples.latest();
  return {
    gate,
    lineage: ws.settings.lineage,
    company: ws.company()?.domain ?? null,
    digest: envelope.digest,
    trust: ws.settings.trust,
    now: ws.ports.clock.now(),
    sample:
      sample === null || sample.diff === null || sample.diffDigest === null
        ? null
        : { diffDigest: sample.diffDigest, clean: isClean(sample.diff) },
    operationsDigest: use.operationsDigest,
    stagedDigest: use.stagedDigest ?? envelope.plan.stagedDigest,
    // A full approval opens deltas as often as its bounds allow (contract §3).
    isUsed: (nonce) =>
      !(gate === 'full' && use.runKind === 'delta') && ws.ledger.approvals.uses(nonce).some((used) => used.kind === use.runKind),
    resuming: use.resuming,
  };
}
