import { AccountSnapshot, Digest, digestOf, type PlanEnvelope } from '@cutover/domain';
import { z } from 'zod';
import { probedFacts } from '../doctor/facts-file.ts';
import { extractSummary } from '../planning/replan.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Digest over all that decides what a comparison of the export with the ledger finds: the plan and the staged rows, by their own digests; the files of the
 * export; what the projection and its names go by; the known records, by the head of the journal, which holds a digest of each that was written, and by how
 * many there are in which state; and the version of Cutover, since another one may project otherwise.
 */
function standOf(ws: Workspace, { digest: plan, target }: PlanEnvelope, staged: string): Digest {
  const { ledger } = ws;
  return digestOf({
    plan,
    staged,
    attachments: extractSummary(ws).attachments,
    tier: [target.tier, target.tierKnown],
    loadAt: ledger.meta.get(META.loadAt, z.string()),
    account: ledger.meta.get(META.accountNow, AccountSnapshot),
    bindings: ledger.bindings.all(),
    facts: [...probedFacts(ws)],
    journal: ledger.journal.head(),
    records: ledger.ids.counts().map(({ entity, origin, state, count }) => [entity, origin, state, count]),
    version: ws.ports.version,
  });
}

/**
 * At the end of a load: all that these rows want was brought in, or noted as failed.
 * @param left something of them still waits: records that were there before and were not brought up, what gave way to an edit in Pipedrive, what vanished
 * and is there. It depends on the account, and so is looked at again whatever the ledger says.
 */
export function noteBroughtIn(ws: Workspace, envelope: PlanEnvelope, staged: string, left: boolean): void {
  if (left) ws.ledger.meta.remove(META.broughtIn);
  else ws.ledger.meta.set(META.broughtIn, standOf(ws, envelope, staged));
}

/** Whether everything stands as the last load left it, so that projecting the rows again would tell nothing. */
export function standsAsBroughtIn(ws: Workspace, envelope: PlanEnvelope, staged: string): boolean {
  const left = ws.ledger.meta.get(META.broughtIn, Digest);
  return left !== null && left === standOf(ws, envelope, staged);
}
