import {
  ANSWERS,
  type AnswerOf,
  CutoverError,
  type DecisionKind,
  Mail,
  normalName,
  type Plan,
  type PlanDecision,
  SourceObject,
} from '@cutover/domain';
import type { Duplicate, Owner, TypeChoice, ValueTable } from './mapping-types.ts';

/** One decision of the plan with its answer in force. */
export interface Decided<K extends DecisionKind> {
  readonly id: string;
  readonly subject: Readonly<Record<string, unknown>>;
  readonly answer: AnswerOf<K>;
}

/**
 * All decisions of one kind that have an answer in force; a rejected field or object reads as `ignore`.
 * @throws CutoverError `plan-invalid` when an answer has not the form of its kind
 */
export function decided<K extends DecisionKind>(plan: Plan, kind: K): Decided<K>[] {
  return plan.decisions.filter((d) => d.kind === kind).flatMap((d) => one(d, kind));
}

function one<K extends DecisionKind>(decision: PlanDecision, kind: K): Decided<K>[] {
  const ignore = kind === 'object' ? { object: 'ignore' } : { target: 'ignore' };
  const raw = decision.status === 'rejected' ? ignore : decision.answer;
  if (raw === null) return [];
  const schema: { safeParse(value: unknown): { success: boolean; data?: unknown } } = ANSWERS[kind];
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new CutoverError('plan-invalid', `the answer of ${decision.id} has not the form of a ${kind} decision`);
  // The schema was picked by the kind, which the type checker cannot follow through the union.
  return [{ id: decision.id, subject: decision.subject, answer: parsed.data as AnswerOf<K> }];
}

/** The answer of a decision that there is once; `other` when it was never asked. */
export function single<K extends DecisionKind, T>(plan: Plan, kind: K, read: (answer: AnswerOf<K>) => T, other: T): T {
  const first = decided(plan, kind)[0];
  return first === undefined ? other : read(first.answer);
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string' && v !== '') : [];
}

const loose = (text: string): string => text.trim().toLowerCase();

/** Exact spelling first, then without regard to case and blanks around. */
export function valueTable<T>(pairs: Iterable<readonly [string, T]>): ValueTable<T> {
  const exact = new Map<string, T>();
  const folded = new Map<string, T>();
  for (const [text, value] of pairs) {
    if (!exact.has(text)) exact.set(text, value);
    if (!folded.has(loose(text))) folded.set(loose(text), value);
  }
  return Object.freeze({ get: (text: string) => exact.get(text) ?? folded.get(loose(text)), all: Object.freeze([...exact.values()]) });
}

/** Decisions about one value each, by that value as written. */
export function byValue<K extends DecisionKind, T>(
  plan: Plan,
  kind: K,
  object: SourceObject,
  read: (answer: AnswerOf<K>, value: string) => T,
): ValueTable<T> {
  const ours = decided(plan, kind).filter((d) => d.subject.object === object);
  return valueTable(
    ours.map((d) => {
      const value = typeof d.subject.value === 'string' ? d.subject.value : '';
      return [value, read(d.answer, value)] as const;
    }),
  );
}

export function typeChoice(answer: AnswerOf<'activity-type'>): TypeChoice {
  return Object.freeze({ type: 'newType' in answer ? answer.newType.name : answer.type, done: answer.done ?? null });
}

/** Texts that mean a coach, as they are looked up: as written without case, and as a bare name. */
export function coachTexts(text: string): string[] {
  const name = normalName(text);
  return name === '' ? [loose(text)] : [loose(text), name];
}

function fallbackOf(plan: Plan): Owner['mail'] {
  const mail = decided(plan, 'owner-fallback')[0]?.answer.user;
  if (mail !== undefined) return mail;
  if (plan.decisions.some(({ kind, answer }) => kind === 'owner-fallback' && answer === null))
    throw new CutoverError('not-ready', 'the decision owner-fallback waits for an answer: cutover decide owner-fallback');
  throw new CutoverError('plan-invalid', 'the plan names no fallback owner (decision owner-fallback)');
}

/**
 * Owners by every text that means the coach.
 * @throws CutoverError `not-ready` while nobody has decided the fallback owner, `plan-invalid` when the plan does not ask for one
 */
export function ownersOf(plan: Plan): { owners: Map<string, Owner>; fallback: Owner } {
  const mail = fallbackOf(plan);
  const fallback: Owner = Object.freeze({ mail, resolved: false, coach: null });
  const owners = new Map<string, Owner>();
  for (const { subject, answer } of decided(plan, 'owner')) {
    const name = textOf(subject.name);
    const coach = name ?? textOf(subject.mail) ?? textsOf(subject.aliases)[0] ?? null;
    const owner: Owner = Object.freeze('user' in answer ? { mail: answer.user, resolved: true, coach } : { mail, resolved: false, coach });
    const texts = [name, textOf(subject.mail), textOf(subject.value), ...textsOf(subject.aliases)];
    for (const text of texts) {
      if (text === null) continue;
      for (const key of coachTexts(text)) if (!owners.has(key)) owners.set(key, owner);
    }
  }
  for (const [text, user] of Object.entries(plan.ownerMap)) {
    const parsed = Mail.safeParse(user);
    if (!parsed.success) continue;
    const resolved = parsed.data !== fallback.mail;
    for (const key of coachTexts(text)) if (!owners.has(key)) owners.set(key, Object.freeze({ mail: parsed.data, resolved, coach: text }));
  }
  return { owners, fallback };
}

/** Duplicate decisions, account matches and pairs alike. */
export function duplicatesOf(plan: Plan): Duplicate[] {
  return decided(plan, 'duplicate').flatMap(({ subject, answer }) => {
    const object = SourceObject.safeParse(subject.object);
    if (!object.success) return [];
    const pair = textsOf(subject.keys);
    const own = [textOf(subject.key), textOf(subject.sourceId)].filter((key) => key !== null);
    const match = pair.length >= 2 ? 'pair' : 'account';
    const keys = Object.freeze(match === 'pair' ? pair.slice(0, 2) : own);
    if (keys.length === 0) return [];
    const mail = answer.mail ?? textOf(subject.mail);
    return [Object.freeze({ object: object.data, match, use: answer.use, keys, name: textOf(subject.name), mail } as const)];
  });
}
