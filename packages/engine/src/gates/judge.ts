import type { Approval, Gate, Refusal } from '@cutover/domain';
import { isTrusted, signatureHolds } from './signature.ts';

/** What an approval is held against. */
export interface GateFacts {
  readonly gate: Gate;
  readonly lineage: string;
  readonly company: string | null;
  readonly digest: string;
  readonly trust: readonly string[];
  readonly now: number;
  /** full: the last sample's diff and whether it holds nothing but equal and declared; null before a sample. */
  readonly sample: { readonly diffDigest: string; readonly clean: boolean } | null;
  /** repair, rollback: the operations the run would perform. */
  readonly operationsDigest: string | null;
  /** delta gate: the staged rows of now. */
  readonly stagedDigest: string | null;
  readonly isUsed: (nonce: string) => boolean;
  /** A run that goes on does so under the approval that opened it: expiry and use no longer matter. */
  readonly resuming: boolean;
}

type Reason = Refusal['reason'];

/** Why this approval does not open the gate; null when it does. The first reason that applies, in the order a forger would meet them. */
export function faultOf(approval: Approval, facts: GateFacts): Reason | null {
  if (!isTrusted(approval, facts.trust)) return 'untrusted';
  if (!signatureHolds(approval)) return 'forged';
  if (approval.lineage !== facts.lineage || approval.company !== facts.company) return 'other-target';
  if (approval.digest !== facts.digest) return 'digest';
  const subject = subjectFault(approval, facts);
  if (subject !== null) return subject;
  if (facts.resuming) return null;
  if (Date.parse(approval.expires) <= facts.now || Date.parse(approval.at) > facts.now + CLOCK_SKEW) return 'expired';
  return facts.isUsed(approval.nonce) ? 'used' : null;
}

/** An approval from a machine whose clock runs a little ahead still counts. */
const CLOCK_SKEW = 5 * 60_000;

function subjectFault(approval: Approval, facts: GateFacts): Reason | null {
  switch (approval.gate) {
    case 'full': {
      if (facts.sample === null) return 'diff';
      if (approval.diffDigest !== undefined) return approval.diffDigest === facts.sample.diffDigest ? null : 'diff';
      return approval.onlyIf === 'clean' && facts.sample.clean ? null : 'diff';
    }
    case 'repair':
    case 'rollback':
      return approval.operationsDigest !== undefined && approval.operationsDigest === facts.operationsDigest ? null : 'diff';
    case 'delta':
      return approval.stagedDigest !== undefined && approval.stagedDigest === facts.stagedDigest ? null : 'diff';
    case 'plan':
    case 'files':
      return null;
  }
}

/** The approval that opens the gate, or why none does: the reason of the one that came nearest, else the newest. */
export function judge(approvals: readonly Approval[], facts: GateFacts): { approval: Approval } | { reason: Reason } {
  const own = approvals.filter((approval) => approval.gate === facts.gate);
  let reason: Reason = 'missing';
  for (const approval of own) {
    const fault = faultOf(approval, facts);
    if (fault === null) return { approval };
    reason = nearer(reason, fault);
  }
  return { reason };
}

/** From farthest to nearest: the report should speak of the approval that almost counted. */
const DISTANCE: readonly Reason[] = ['missing', 'untrusted', 'forged', 'other-target', 'digest', 'diff', 'expired', 'used'];
const nearer = (a: Reason, b: Reason): Reason => (DISTANCE.indexOf(b) > DISTANCE.indexOf(a) ? b : a);
