import type { Gate } from '@cutover/domain';
import { dryRun, irreversibleOf, readDiff, rollbackDryRun, type SampleDiff, type Workspace } from '@cutover/engine';
import { gateSubject, readyFor } from '@cutover/engine/desk';
import type { GateFacts } from './facts.ts';

/**
 * Everything a person reads before a gate, worked out from the ledger; for a rollback the account is read.
 * @throws CutoverError `decisions-open`, `not-ready`, and what makes a plan unsound
 */
export async function gateFacts(ws: Workspace, gate: Gate, reason: GateFacts['reason']): Promise<GateFacts> {
  const rollback = gate === 'rollback' ? await rollbackDryRun(ws, {}) : null;
  const envelope = readyFor(ws, gate);
  const diff = gate === 'full' ? sampleOf(ws) : null;
  const shown = { diffDigest: diff?.diffDigest ?? null, operationsDigest: rollback?.operationsDigest ?? null };
  return {
    gate,
    reason,
    envelope,
    subject: { ...gateSubject(ws, gate, envelope), ...shown },
    create: await creates(ws, gate),
    irreversible: rollback?.irreversible ?? irreversibleOf(envelope),
    findings: gate === 'rollback' ? [] : envelope.meta.findings.filter(({ severity }) => severity !== 'info'),
    caps: envelope.meta.caps,
    diff,
    rollback,
    over: overOf(diff, rollback?.operationsDigest ?? null),
  };
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
