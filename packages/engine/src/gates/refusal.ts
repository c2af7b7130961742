import { CutoverError, type Gate, isOpen, type PlanEnvelope, Refusal } from '@cutover/domain';
import type { Workspace } from '../workspace.ts';

/** The error of a run that no approval lets through: it carries the approval_required object of contract §3. */
export function refusal(ws: Workspace, gate: Gate, envelope: PlanEnvelope, reason: Refusal['reason']): CutoverError {
  const open = ws.ledger.decisions.all().filter(isOpen);
  const data = Refusal.parse({
    status: 'approval_required',
    gate,
    digest: envelope.digest,
    reason,
    ask: `cutover approve ${gate} --workspace ${ws.dir}`,
    ...(open.length > 0 ? { open: open.map((decision) => decision.id) } : {}),
  });
  return new CutoverError('approval-required', `the ${gate} gate is closed: ${WORDS[reason]}`, { data });
}

const WORDS: Readonly<Record<Refusal['reason'], string>> = {
  missing: 'nobody has approved it',
  expired: 'its approval has expired',
  used: 'its approval was used up by an earlier run',
  untrusted: 'its approval was signed with a key this workspace does not trust',
  forged: "its approval's signature does not fit what it says",
  digest: 'its approval is for another state of the plan',
  diff: 'its approval is for another sample, or for other operations',
  'other-target': 'its approval names another company or another migration',
};
