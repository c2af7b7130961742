import {
  type AccountSnapshot,
  type Answer,
  CutoverError,
  canonicalJson,
  type Decision,
  Decision as DecisionSchema,
  parseAnswer,
} from '@cutover/domain';
import { staleness } from '@cutover/planner';
import type { Workspace } from '../workspace.ts';
import { accountOf } from './refresh.ts';
import { replan } from './replan.ts';

export interface Revision {
  readonly id: string;
  /** An answer of the decision's kind; nobody has said yes to it. */
  readonly proposal: unknown;
  readonly reason: string;
  /** `model:<name>@<prompt id>@<version>` */
  readonly proposedBy: string;
}

export interface Revised {
  readonly decision: Decision;
  /** Whether a person's answer was put back into question, which voids the approvals of the plan. */
  readonly reopened: boolean;
  readonly serial: number;
  readonly digest: string;
}

/**
 * Puts another proposal in the place of a decision's present one and compiles the plan anew; never an answer. What was proposed and answered before
 * stays among the alternatives. All or nothing: a proposal that the plan or the account has no place for changes nothing.
 * @throws CutoverError `no-decision`; `bad-answer` when it is not of the kind's form, does not fit the question, names what the account lacks, or is
 * something that only a person can say; `no-plan`
 */
export function reviseProposal(ws: Workspace, { id, proposal, reason, proposedBy }: Revision): Revised {
  const { ledger } = ws;
  const before = ledger.decisions.get(id);
  if (before === null) throw new CutoverError('no-decision', `there is no decision ${id}`, { place: { id } });
  const wanted = parseAnswer(before.kind, id, proposal);
  if (before.kind === 'side-effects') throw refused(id, 'only a person can say this: nothing is proposed for it');
  const account = accountOf(ws);
  const lacks = lackingIn(account, wanted);
  if (lacks !== null) throw refused(id, lacks);
  return ledger.transaction(() => {
    const stored = ledger.plan.loadEnvelope();
    const lackedBefore = new Set(stored === null ? [] : staleness(stored.plan, account));
    ledger.decisions.put(
      DecisionSchema.parse({
        ...before,
        proposal: wanted,
        alternatives: others(before, wanted),
        confidence: null,
        reason,
        proposedBy,
        status: 'proposed',
        answer: null,
        by: null,
        at: null,
      }),
    );
    const { envelope } = replan(ws);
    const decision = ledger.decisions.get(id);
    if (decision === null || canonicalJson(decision.proposal) !== canonicalJson(wanted))
      throw refused(id, 'it does not fit what this decision is about');
    const lacking = staleness(envelope.plan, account).filter((text) => !lackedBefore.has(text));
    if (lacking.length > 0) throw refused(id, `the account lacks what it names: ${lacking.slice(0, 3).join('; ')}`);
    return { decision, reopened: before.status !== 'proposed', serial: ledger.decisions.serial(), digest: envelope.digest };
  });
}

const refused = (id: string, why: string): CutoverError =>
  new CutoverError('bad-answer', `the proposal for ${id}: ${why}`, { place: { id } });

/** What an answer names that the account does not have: said at once, where the plan would be stale only after a person had agreed. */
function lackingIn(account: AccountSnapshot, wanted: Answer): string | null {
  if ('user' in wanted && !account.users.some((user) => user.active && user.mail.toLowerCase() === wanted.user.toLowerCase()))
    return `the account has no active user ${wanted.user}`;
  if ('code' in wanted && wanted.code.length === 3 && account.currencies.length > 0 && !account.currencies.includes(wanted.code))
    return `the account has no currency ${wanted.code}`;
  return null;
}

/** What a person may choose instead: the answer and proposal there were, then the alternatives there were; each once, the new proposal left out. */
function others(before: Decision, wanted: unknown): unknown[] {
  const seen = new Set([canonicalJson(wanted)]);
  return [before.answer, before.proposal, ...before.alternatives].filter((answer) => {
    if (answer === null || seen.has(canonicalJson(answer))) return false;
    seen.add(canonicalJson(answer));
    return true;
  });
}
