import type { Gate, PlanEnvelope } from '@cutover/domain';
import { irreversibleOf, readDiff, type Workspace } from '@cutover/engine';
import { diffText } from './diff.ts';
import { planText } from './plan.ts';
import { table } from './table.ts';

const MEANING: Readonly<Record<Gate, string>> = {
  plan: 'Creates the schema below and loads a sample of 50–200 records.',
  full: 'Loads everything else, and later changes within the bounds of the delta policy.',
  delta: 'Loads a delta beyond the bounds that were approved.',
  repair: 'Performs the repair operations of the dry run you were shown.',
  rollback: 'Performs the rollback operations of the dry run you were shown.',
  files: 'Transfers the contract documents.',
};

/** What a person reads before they sign: what will be written, what it costs, what cannot be undone. */
export function approvalText(ws: Workspace, gate: Gate, envelope: PlanEnvelope): string {
  const { plan, digest } = envelope;
  const parts = [
    `THE ${gate.toUpperCase()} GATE — ${MEANING[gate]}`,
    `Account: ${envelope.target.company.domain} at ${envelope.target.host}`,
    `Plan: ${digest}`,
    table(['rows of the export', 'count'], Object.entries(plan.counts)),
  ];
  if (gate === 'plan')
    parts.push(
      planText(envelope, []),
      `Cannot be undone:\n${irreversibleOf(envelope)
        .map((line) => `  ${line}`)
        .join('\n')}`,
    );
  if (gate === 'full' && ws.ledger.samples.latest() !== null) parts.push(diffText(readDiff(ws)));
  return parts.join('\n\n');
}
