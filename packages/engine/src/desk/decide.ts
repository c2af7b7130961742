import { CutoverError, canReject, type Decision, type DecisionKind, digestOf, isOpen, parseAnswer } from '@cutover/domain';
import { isCompiledFrom } from '@cutover/planner';
import { z } from 'zod';
import { replan } from '../planning/replan.ts';
import { instant } from '../ports.ts';
import type { Workspace } from '../workspace.ts';

/** What a person may say to one decision (contract §4, ANSWERS.json). */
export const Verdict = z.union([
  z.strictObject({ accept: z.literal(true) }),
  z.strictObject({ choose: z.number().int().positive() }),
  z.strictObject({ set: z.unknown() }),
  z.strictObject({ reject: z.literal(true) }),
]);
export type Verdict = z.infer<typeof Verdict>;

export const Answers = z.record(z.string(), Verdict);

export interface DecideResult {
  readonly open: readonly string[];
  readonly listDigest: string;
}

/** The digest of the list as it is shown: answering all at once is only for a list that was on screen. */
export function listDigestOf(decisions: readonly Decision[]): string {
  return digestOf(
    decisions.map(({ id, kind, subject, proposal, alternatives, status, answer }) => ({
      id,
      kind,
      subject,
      proposal,
      alternatives,
      status,
      answer,
    })),
  );
}

/** All decisions in the order of asking, with the digest of the list. @throws CutoverError `no-plan` */
export function listDecisions(ws: Workspace): { listDigest: string; decisions: readonly Decision[] } {
  const decisions = ws.ledger.decisions.all();
  if (decisions.length === 0) throw new CutoverError('no-plan', 'there are no decisions yet');
  return { listDigest: listDigestOf(decisions), decisions };
}

/** One person's answer to one decision. @throws CutoverError `no-decision`, `bad-answer` */
export function decide(ws: Workspace, id: string, verdict: Verdict): DecideResult {
  return decideMany(ws, { [id]: verdict });
}

/** Answers to several decisions, all or none. @throws CutoverError `no-decision`, `bad-answer` */
export function decideMany(ws: Workspace, answers: Readonly<Record<string, Verdict>>): DecideResult {
  return save(ws, changedBy(ws, answers));
}

/**
 * The same, saved at once and no more, for a door that must not keep a person waiting: until `catchUp` the plan does not know of it, and every gate
 * refuses such a plan.
 * @throws CutoverError `no-decision`, `bad-answer`
 */
export function saveAnswers(ws: Workspace, answers: Readonly<Record<string, Verdict>>): void {
  ws.ledger.decisions.put(...changedBy(ws, answers));
}

/** Proposes and compiles anew where answers were saved since. @returns whether there was anything to do */
export function catchUp(ws: Workspace): boolean {
  const envelope = ws.ledger.plan.loadEnvelope();
  if (envelope === null || isCompiledFrom(envelope.plan, ws.ledger.decisions.all())) return false;
  replan(ws);
  return true;
}

function changedBy(ws: Workspace, answers: Readonly<Record<string, Verdict>>): Decision[] {
  const decisions = listDecisions(ws).decisions;
  const known = new Map(decisions.map((decision) => [decision.id, decision]));
  return Object.entries(answers).map(([id, verdict]) => {
    const decision = known.get(id);
    if (decision === undefined) throw new CutoverError('no-decision', `there is no decision ${id}`, { place: { id } });
    return answered(decision, verdict, ws);
  });
}

/**
 * Accepts every open decision that has a proposal, provided the list is still the one that was shown.
 * @throws CutoverError `stale-list`
 */
export function acceptAll(ws: Workspace, listDigest: string): DecideResult {
  const list = listDecisions(ws);
  if (list.listDigest !== listDigest) {
    throw new CutoverError('stale-list', 'the list of decisions is not the one this digest was shown with', {
      found: listDigest,
      expected: list.listDigest,
    });
  }
  const changed = list.decisions
    .filter((decision) => isOpen(decision) && decision.proposal !== null)
    .map((decision) => answered(decision, { accept: true }, ws));
  return save(ws, changed);
}

/**
 * Takes back what a person answered last: one answer, or those that were given together. What was proposed meanwhile stays proposed.
 * @returns with the ids of the decisions whose answers were taken back
 * @throws CutoverError `no-decision` when there is none to take back
 */
export function undoLast(ws: Workspace): DecideResult & { readonly undone: readonly string[] } {
  const undone = ws.ledger.decisions.undo().map(({ id }) => id);
  if (undone.length === 0) throw new CutoverError('no-decision', 'there is no answer that could be taken back');
  return { ...save(ws, []), undone };
}

function save(ws: Workspace, changed: readonly Decision[]): DecideResult {
  ws.ledger.decisions.put(...changed);
  const { decisions } = replan(ws);
  return { open: decisions.filter(isOpen).map((decision) => decision.id), listDigest: listDigestOf(decisions) };
}

function answered(decision: Decision, verdict: Verdict, ws: Workspace): Decision {
  const stamp = { by: ws.ports.user, at: instant(ws.ports.clock) };
  if ('reject' in verdict) {
    if (!canReject(decision.kind)) {
      throw new CutoverError('bad-answer', `${decision.id} needs an answer; only a field or an object can be rejected`, {
        place: { id: decision.id },
      });
    }
    return { ...decision, ...stamp, status: 'rejected', answer: null };
  }
  const { answer, own } = answerFor(decision, verdict);
  return withAnswer(decision, answer, own ? 'amended' : 'accepted', stamp);
}

function answerFor(decision: Decision, verdict: Exclude<Verdict, { reject: true }>): { answer: unknown; own: boolean } {
  if ('accept' in verdict) {
    if (decision.proposal !== null) return { answer: decision.proposal, own: false };
    throw new CutoverError('bad-answer', `${decision.id} has no proposal to accept`, {
      place: { id: decision.id },
      expected: `one of its ${decision.alternatives.length} alternatives (--choose N) or an answer of your own (--set JSON)`,
    });
  }
  if ('choose' in verdict) {
    const answer = decision.alternatives[verdict.choose - 1];
    if (answer !== undefined) return { answer, own: true };
    throw new CutoverError(
      'bad-answer',
      `${decision.id} has ${decision.alternatives.length} alternatives, and ${verdict.choose} was chosen`,
      { place: { id: decision.id } },
    );
  }
  return { answer: verdict.set, own: true };
}

function withAnswer(decision: Decision, answer: unknown, status: 'accepted' | 'amended', stamp: { by: string; at: string }): Decision {
  const kind: DecisionKind = decision.kind;
  return { ...decision, ...stamp, status, answer: parseAnswer(kind, decision.id, answer) } as Decision;
}
