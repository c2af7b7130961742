import { type AccountSnapshot, type AnswerOf, type Decision, normalName } from '@cutover/domain';
import { draft } from '../decide.ts';
import type { Facts, SessionType } from '../facts/facts.ts';
import { ranked } from '../facts/tally.ts';
import { ACTIVITY_SORTS, type ActivitySort, sortOf } from '../lexicon/activities.ts';

type TypeAnswer = AnswerOf<'activity-type'>;

/** The account's active type of this sort, by its name there. */
function accountType(account: AccountSnapshot, sort: ActivitySort): string | null {
  const active = account.activityTypes.filter((type) => type.active);
  for (const name of sort.accountNames) {
    const found = active.find((type) => normalName(type.name) === normalName(name));
    if (found) return found.name;
  }
  return active.find((type) => type.key === sort.sort)?.name ?? null;
}

function answerFor(account: AccountSnapshot, sort: ActivitySort): TypeAnswer {
  const name = accountType(account, sort);
  return name === null ? { newType: { name: sort.name, icon: sort.icon } } : { type: name };
}

function alternatives(account: AccountSnapshot, value: string, icon: string): TypeAnswer[] {
  const existing = account.activityTypes.filter((type) => type.active).map((type): TypeAnswer => ({ type: type.name }));
  const own = value.trim() === '' ? [] : [{ newType: { name: value.trim().slice(0, 100), icon } }];
  return [...existing.slice(0, 8), ...own];
}

/** An account type that is called exactly as the session type wins over any guess. */
function sameName(account: AccountSnapshot, value: string): string | null {
  const wanted = normalName(value);
  return account.activityTypes.find((type) => type.active && wanted !== '' && normalName(type.name) === wanted)?.name ?? null;
}

function sessionEvidence(type: SessionType, total: number): string[] {
  const evidence = [`${type.count} of ${total} sessions`];
  if (type.timed > 0) evidence.push(`${Math.round(type.minutes / type.timed)} minutes on average`);
  if (type.several > 0) evidence.push(`${type.several} with several clients`);
  if (type.alone > 0) evidence.push(`${type.alone} without any client`);
  return evidence;
}

function sessionType(account: AccountSnapshot, value: string, type: SessionType, total: number): Decision {
  const guess = sortOf(value);
  const [, , , , , meeting] = ACTIVITY_SORTS;
  const [task] = ACTIVITY_SORTS;
  // Nobody meets nobody: an unknown type that never has a client is work at the desk.
  const desk = guess.word === null && type.count >= 3 && type.alone / type.count >= 0.8;
  const group = type.several / type.count >= 0.3 && guess.sort.sort !== 'meeting';
  const sort = desk && task ? task : group && meeting ? meeting : guess.sort;
  const named = sameName(account, value);
  const proposal: TypeAnswer = named === null ? answerFor(account, sort) : { type: named };
  const reason =
    named !== null
      ? 'The account has an activity type of this name.'
      : desk
        ? 'These sessions have no clients: work at the desk.'
        : group
          ? 'These sessions have several clients: they are met.'
          : guess.word === null
            ? 'Its name says nothing certain: sessions are meetings unless something speaks against it.'
            : `"${guess.word}" in its name means ${sort.name.toLowerCase()}.`;
  const confidence = named !== null ? 0.97 : desk ? 0.7 : group ? 0.75 : guess.sure;
  return draft(
    'activity-type',
    `activity-type:session:${value}`,
    { object: 'session', value },
    {
      proposal,
      alternatives: alternatives(account, value, sort.icon),
      confidence,
      evidence: sessionEvidence(type, total),
      reason,
    },
  );
}

function messageType(account: AccountSnapshot, value: string, count: number): Decision {
  const guess = sortOf(value);
  const email = ACTIVITY_SORTS.find((sort) => sort.sort === 'email') ?? guess.sort;
  const sort = guess.sort.sort === 'call' || guess.sort.sort === 'email' ? guess.sort : guess.word === null ? email : guess.sort;
  const named = sameName(account, value);
  return draft(
    'activity-type',
    `activity-type:message:${value}`,
    { object: 'message', value },
    {
      proposal: named === null ? answerFor(account, sort) : { type: named },
      alternatives: alternatives(account, value, 'bubble'),
      confidence: named !== null ? 0.97 : guess.word === null ? 0.55 : 0.9,
      evidence: [`${count} messages`],
      reason: `It counts where messages of this kind become activities${guess.word === null ? '' : `: "${guess.word}" in its name decides`}.`,
    },
  );
}

/** One decision for each session type and each kind of message, and one for payments when some invoice was settled. */
export function proposeActivityTypes(account: AccountSnapshot, facts: Facts): Decision[] {
  const types = [...facts.sessions.types].filter(([value, type]) => value !== '' || type.count === facts.sessions.count);
  const sessions = types
    .sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1))
    .map(([value, type]) => sessionType(account, value, type, facts.sessions.count));
  const messages = ranked(facts.messages.counts).map(([value, count]) => messageType(account, value, count));
  return [...sessions, ...messages, ...payment(account, facts)];
}

function payment(account: AccountSnapshot, facts: Facts): Decision[] {
  if (facts.invoices.count === 0) return [];
  const own = ['payment', 'payment received', 'zahlung'].flatMap((name) => sameName(account, name) ?? []).at(0);
  const proposal: TypeAnswer = own === undefined ? { newType: { name: 'Payment', icon: 'pricetag' } } : { type: own };
  return [
    draft(
      'activity-type',
      'activity-type:invoice:payment',
      { object: 'invoice', value: 'payment' },
      {
        proposal,
        alternatives: [
          ...account.activityTypes
            .filter((type) => type.active)
            .slice(0, 8)
            .map((type): TypeAnswer => ({ type: type.name })),
          { newType: { name: 'Payment', icon: 'pricetag' } },
        ],
        confidence: own === undefined ? 0.85 : 0.95,
        evidence: [`${facts.invoices.settled} of ${facts.invoices.count} invoices are settled`],
        reason:
          own === undefined
            ? 'Payments are told apart from tasks by a type of their own.'
            : 'The account has an activity type for payments.',
      },
    ),
  ];
}
