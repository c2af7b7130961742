import { CutoverError, type Gate } from '@cutover/domain';
import { type DetachedKind, dryRun, irreversibleOf, readDiff, rollbackDryRun, type SampleDiff, type Workspace } from '@cutover/engine';
import { gateSubject, readyFor } from '@cutover/engine/desk';
import { aheadOf, type LaterKind } from './ahead.ts';
import type { GateFacts } from './facts.ts';

/**
 * Everything a person reads before a gate, worked out from the ledger; for a rollback the account is read.
 * @throws CutoverError `decisions-open`, `not-ready`, and what makes a plan unsound
 */
export async function gateFacts(ws: Workspace, gate: Gate, reason: GateFacts['reason']): Promise<GateFacts> {
  const rollback = gate === 'rollback' ? await rollbackDryRun(ws, {}) : null;
  if (isLater(gate)) needFull(ws, gate);
  const ahead = isLater(gate) ? await aheadOf(ws, gate) : null;
  const envelope = readyFor(ws, gate);
  const diff = gate === 'full' ? sampleOf(ws) : null;
  const operationsDigest = rollback?.operationsDigest ?? (gate === 'repair' ? (ahead?.digest ?? null) : null);
  const shown = { diffDigest: diff?.diffDigest ?? null, operationsDigest };
  return {
    gate,
    reason,
    envelope,
    subject: { ...gateSubject(ws, gate, envelope), ...shown },
    create: await creates(ws, gate),
    irreversible: rollback?.irreversible ?? irreversibleOf(envelope),
    findings: gate !== 'plan' && gate !== 'full' ? [] : envelope.meta.findings.filter(({ severity }) => severity !== 'info'),
    caps: envelope.meta.caps,
    diff,
    rollback,
    ahead,
    over: gate === 'delta' && ahead !== null ? { what: 'Rows', digest: ahead.digest ?? '' } : overOf(diff, operationsDigest),
  };
}

const isLater = (gate: Gate): gate is LaterKind => gate === 'delta' || gate === 'repair' || gate === 'files';

/** @throws CutoverError `not-ready` before everything was loaded */
function needFull(ws: Workspace, gate: LaterKind): void {
  if (!finishedSinceRollback(ws, 'full')) throw new CutoverError('not-ready', `${gate} comes after a finished full run: /full`);
}

/** Whether a run of this kind has ended well and was not taken back. */
export function finishedSinceRollback(ws: Workspace, kind: DetachedKind): boolean {
  const runs = ws.ledger.runs.list().filter(({ state }) => state === 'finished');
  return runs.slice(runs.findLastIndex((run) => run.kind === 'rollback') + 1).some((run) => run.kind === kind);
}

async function creates(ws: Workspace, gate: Gate): Promise<GateFacts['create']> {
  const step = async (name: string, kind: 'schema' | 'sample' | 'full'): Promise<GateFacts['create'][number]> => {
    const { create, reuse } = await dryRun(ws, kind);
    return { step: name, counts: create, reuse };
  };
  if (gate === 'plan') return [await step('Schema', 'schema'), await step('Sample', 'sample')];
  return gate === 'full' ? [await step('Creates', 'full')] : [];
}

/** @throws CutoverError `not-ready` before a sample: nobody can say yes to what they have not seen */
function sampleOf(ws: Workspace): SampleDiff {
  return readDiff(ws);
}

const overOf = (diff: SampleDiff | null, operations: string | null): GateFacts['over'] =>
  diff !== null ? { what: 'Sample', digest: diff.diffDigest } : operations !== null ? { what: 'Operations', digest: operations } : null;
