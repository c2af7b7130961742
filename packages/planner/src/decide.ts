import { ANSWERS, type AnswerOf, answerOf, type Decision, type DecisionKind, type DecisionOf, type Subject } from '@cutover/domain';

export interface Draft<K extends DecisionKind> {
  readonly proposal: AnswerOf<K> | null;
  readonly alternatives: readonly AnswerOf<K>[];
  /** 0..1; left out when nothing is proposed. */
  readonly confidence?: number;
  readonly evidence: readonly string[];
  readonly reason: string;
}

const MOST_EVIDENCE = 6;
const LONGEST_EVIDENCE = 160;

function short(text: string): string {
  return text.length <= LONGEST_EVIDENCE ? text : `${text.slice(0, LONGEST_EVIDENCE - 1)}…`;
}

/** A new, open decision. Alternatives equal to the proposal or to one another are left out. */
export function draft<K extends DecisionKind>(kind: K, id: string, subject: Subject, made: Draft<K>): Decision {
  const seen = new Set(made.proposal === null ? [] : [JSON.stringify(made.proposal)]);
  const alternatives: AnswerOf<K>[] = [];
  for (const answer of made.alternatives) {
    const text = JSON.stringify(answer);
    if (seen.has(text)) continue;
    seen.add(text);
    alternatives.push(answer);
  }
  // Contract §2: every kind but these two has an alternative, even where the account leaves only one choice.
  const only = alternatives.length === 0 && kind !== 'field' && kind !== 'object' ? made.proposal : null;
  if (only !== null) alternatives.push(only);
  const decision: DecisionOf<K> = {
    id,
    kind,
    subject,
    proposal: made.proposal,
    alternatives,
    confidence: made.proposal === null ? null : Math.round(Math.min(0.99, Math.max(0.01, made.confidence ?? 0.5)) * 100) / 100,
    evidence: made.evidence.slice(0, MOST_EVIDENCE).map(short),
    reason: made.reason,
    proposedBy: 'built-in',
    status: 'proposed',
    answer: null,
    by: null,
    at: null,
  };
  return decision as Decision;
}

/** What counts until a person says otherwise: the answer, else the proposal; null when there is neither. */
export function inForce<K extends DecisionKind>(decision: DecisionOf<K>): AnswerOf<K> | null {
  return decision.status === 'proposed' ? decision.proposal : answerOf(decision);
}

/** Decisions of one kind, with their type. */
export function ofKind<K extends DecisionKind>(decisions: readonly Decision[], kind: K): DecisionOf<K>[] {
  return decisions.filter((decision): decision is Extract<Decision, { kind: K }> => decision.kind === kind) as unknown as DecisionOf<K>[];
}

/** The decision with this id, when it is of this kind. */
export function theOne<K extends DecisionKind>(decisions: readonly Decision[], kind: K, id: string): DecisionOf<K> | null {
  return ofKind(decisions, kind).find((decision) => decision.id === id) ?? null;
}

function sameSubject(a: Subject, b: Subject): boolean {
  // The same id may come to mean another column when a newer export has other headers.
  return a.column === b.column && a.file === b.file;
}

/** Whether an answer that was given for an earlier proposal is still one for this question. */
export type StillApplies = (fresh: Decision, answer: unknown) => boolean;

/**
 * Carries over what people (and models) said before: an answer that still applies stays with its author and time, a proposal of a model stays
 * while the question is open. Everything else is new. Decisions that are no longer asked are not in the result.
 */
export function carryOver(fresh: readonly Decision[], existing: readonly Decision[], stillApplies: StillApplies): Decision[] {
  const before = new Map(existing.map((decision) => [decision.id, decision]));
  return fresh.map((decision) => {
    const old = before.get(decision.id);
    if (!old || old.kind !== decision.kind || !sameSubject(old.subject, decision.subject)) return decision;
    const valid = (answer: unknown) => ANSWERS[decision.kind].safeParse(answer).success && stillApplies(decision, answer);
    const keepsProposal = old.proposedBy !== 'built-in' && old.proposal !== null && valid(old.proposal);
    const base = keepsProposal
      ? {
          ...decision,
          proposal: old.proposal,
          alternatives: old.alternatives,
          confidence: old.confidence,
          evidence: old.evidence,
          reason: old.reason,
          proposedBy: old.proposedBy,
        }
      : decision;
    const rejected = old.status === 'rejected';
    const keepsAnswer = old.status !== 'proposed' && (rejected || valid(old.answer));
    return (keepsAnswer ? { ...base, status: old.status, answer: old.answer, by: old.by, at: old.at } : base) as Decision;
  });
}
