import type { Decision, Finding } from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';
import type { Facts, OwnerText } from '../facts/facts.ts';
import { type CoachUse, coachesInUse, recordsText } from '../proposals/owners.ts';
import { counted } from '../words.ts';
import { finding, listed, shown } from './finding.ts';

const total = (counts: ReadonlyMap<unknown, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
const notesOf = (texts: readonly OwnerText[]) => ({
  count: texts.reduce((sum, one) => sum + one.authored.count, 0),
  rows: texts.flatMap((one) => one.authored.rows),
});

/** Whether a user owns what is the coach's: by the decision in force, else by mail. */
function hasUser(coach: CoachUse, userMails: ReadonlySet<string>, decisions: readonly Decision[]): boolean {
  const decision = ofKind(decisions, 'owner').find((one) => one.subject.value === coach.value);
  const answer = decision === undefined ? null : inForce(decision);
  if (answer !== null) return 'user' in answer && userMails.has(answer.user.toLowerCase());
  return coach.mail !== null && userMails.has(coach.mail.toLowerCase());
}

/** Coaches without a user, and notes whose author cannot be their owner: by a coach without a user, or by nobody the export knows. */
export function coachFindings(facts: Facts, userMails: ReadonlySet<string>, decisions: readonly Decision[]): Finding[] {
  const coaches = coachesInUse(facts);
  const unmatched = coaches.filter((coach) => !hasUser(coach, userMails, decisions));
  const textsOf = (coach: CoachUse) => coach.aliases.flatMap((text) => facts.owners.get(text) ?? []);
  const missing = unmatched.flatMap((coach) => {
    const named = textsOf(coach).flatMap((one) => [...one.named.rows, ...one.authored.rows]);
    return finding(
      {
        code: 'coach-without-user',
        severity: 'warning',
        object: 'coach',
        message: `${shown(coach.name ?? coach.value)} has no user in Pipedrive (${recordsText(coach.records)})`,
        advice: 'Name a user for this coach, or accept the fallback owner; users are created in Pipedrive by an admin.',
      },
      { count: Math.max(1, total(coach.records)), rows: coach.key === null ? named : [coach.key] },
    );
  });
  const writers = unmatched.filter((coach) => textsOf(coach).some((one) => one.authored.count > 0));
  const theirs = notesOf(writers.flatMap(textsOf));
  const known = new Set(coaches.flatMap((coach) => coach.aliases));
  const strangers = [...facts.owners.values()].filter((one) => one.onlyAuthor && !known.has(one.text));
  const others = notesOf(strangers);
  return [
    ...missing,
    ...finding(
      {
        code: 'author-without-user',
        severity: 'info',
        object: 'note',
        message: `${counted(theirs.count, 'note')} ${theirs.count === 1 ? 'was' : 'were'} written by a coach without a user in Pipedrive: ${listed(writers.map((coach) => shown(coach.name ?? coach.value)))}`,
        advice: 'The name of the author is written into the text of these notes; name a user for the coach to make that user the author.',
      },
      theirs,
    ),
    ...finding(
      {
        code: 'author-unknown',
        severity: 'info',
        object: 'note',
        message: `${counted(others.count, 'note')} ${others.count === 1 ? 'was' : 'were'} written by an author who is no coach of the export: ${listed(strangers.map((one) => shown(one.text)))}`,
        advice: 'The name of the author is written into the text of the note.',
      },
      others,
    ),
  ];
}
