import type { Finding } from '@cutover/domain';
import type { Facts } from '../facts/facts.ts';
import { coachesInUse, recordsText } from '../proposals/owners.ts';
import { counted, plural } from '../words.ts';
import { finding, times } from './finding.ts';

/** Links that lead nowhere, records that hang on nothing, coaches without a user. */
export function linkFindings(facts: Facts, userMails: ReadonlySet<string>): Finding[] {
  const dangling = facts.dangling.flatMap(({ column, to, cases }) =>
    to === 'company' && facts.companies.all.length === 0
      ? finding(
          {
            code: 'companies-only-named',
            severity: 'info',
            object: column.object,
            message: `no file holds companies: ${column.header} in ${column.file} names them ${times(cases.count, 'time', 'times')}`,
            advice: 'Organizations can only be made from their names; export the companies for addresses and owners.',
          },
          cases,
        )
      : finding(
          {
            code: `dangling-${to}`,
            severity: 'warning',
            object: column.object,
            message: `${times(cases.count, 'value', 'values')} of ${column.header} in ${column.file} ${cases.count === 1 ? 'names' : 'name'} no ${to} of the export`,
            advice: `Export the missing ${plural(to)}, or accept that these links are left out.`,
          },
          cases,
        ),
  );
  const ownerless = [...facts.ownerless].flatMap(([object, cases]) =>
    finding(
      {
        code: 'no-coach',
        severity: 'info',
        object,
        message: `${counted(cases.count, object)} ${cases.count === 1 ? 'names' : 'name'} no coach`,
        advice: 'They go to the fallback owner.',
      },
      cases,
    ),
  );
  const coaches = coachesInUse(facts);
  const unmatched = coaches
    .filter((coach) => coach.mail === null || !userMails.has(coach.mail))
    .flatMap((coach) =>
      finding(
        {
          code: 'coach-without-user',
          severity: 'warning',
          object: 'coach',
          message: `${coach.name ?? coach.value} has no user in Pipedrive (${recordsText(coach.records)})`,
          advice: 'Name a user for this coach, or accept the fallback owner; users are created in Pipedrive by an admin.',
        },
        {
          count: Math.max(
            1,
            [...coach.records.values()].reduce((sum, count) => sum + count, 0),
          ),
          rows: [coach.value],
        },
      ),
    );
  const known = new Set(coaches.flatMap((coach) => coach.aliases));
  const authors = [...facts.owners.values()].filter((one) => one.onlyAuthor && !known.has(one.text));
  const strangers = finding(
    {
      code: 'author-unknown',
      severity: 'info',
      object: 'note',
      message: `${times(authors.length, 'author of notes is', 'authors of notes are')} no coach of the export: ${authors
        .slice(0, 5)
        .map((one) => one.text)
        .join(', ')}`,
      advice: 'Their names are written into the text of the notes.',
    },
    {
      count: authors.reduce((sum, one) => sum + [...one.records.values()].reduce((all, count) => all + count, 0), 0),
      rows: authors.map((one) => one.text),
    },
  );
  const loose = [
    ...finding(
      {
        code: 'session-without-client',
        severity: 'info',
        object: 'session',
        message: `${times(facts.sessions.withoutClient.count, 'session has', 'sessions have')} no client`,
        advice: 'They become activities without a participant.',
      },
      facts.sessions.withoutClient,
    ),
    ...finding(
      {
        code: 'session-without-package',
        severity: 'info',
        object: 'session',
        message: `${times(facts.sessions.withoutPackage.count, 'session is', 'sessions are')} outside any package`,
        advice: 'They become activities of the person without a deal.',
      },
      facts.sessions.withoutPackage,
    ),
  ];
  return [...dangling, ...ownerless, ...unmatched, ...strangers, ...loose];
}
