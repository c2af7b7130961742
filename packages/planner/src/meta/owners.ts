import type { AccountSnapshot, Decision, PlanMeta } from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { coachesInUse } from '../proposals/owners.ts';

type OwnerRow = PlanMeta['owners'][number];

/** The owner report before the plan gate: every coach, how many records are his or hers, and whose they will be. */
export function ownerReport(account: AccountSnapshot, facts: Facts, decisions: readonly Decision[]): OwnerRow[] {
  const [last] = ofKind(decisions, 'owner-fallback');
  const fallback = last === undefined ? null : (inForce(last)?.user ?? null);
  const answers = new Map(ofKind(decisions, 'owner').map((decision) => [decision.subject.value, inForce(decision)]));
  const active = new Set(account.users.filter((user) => user.active).map((user) => user.mail.toLowerCase()));
  const rows = coachesInUse(facts).map((coach): OwnerRow => {
    const answer = answers.get(coach.value) ?? null;
    const records = [...coach.records.values()].reduce((sum, count) => sum + count, 0);
    const named = answer !== null && 'user' in answer ? answer.user : null;
    const user = named ?? fallback;
    const how = named !== null ? (named === coach.mail ? 'mail' : 'decision') : fallback !== null ? 'fallback' : 'unresolved';
    return {
      coach: coach.name ?? coach.value,
      mail: coach.mail,
      records,
      user,
      how: user !== null && !active.has(user) ? 'unresolved' : how,
    };
  });
  const none = [...facts.ownerless.values()].reduce((sum, cases) => sum + cases.count, 0);
  const nobody: OwnerRow[] =
    none === 0
      ? []
      : [{ coach: '(no coach given)', mail: null, records: none, user: fallback, how: fallback === null ? 'unresolved' : 'fallback' }];
  return [...rows, ...nobody];
}
