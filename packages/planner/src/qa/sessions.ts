import type { Finding } from '@cutover/domain';
import type { Facts } from '../facts/facts.ts';
import { type Layout, tablesOf } from '../layout.ts';
import { finding, times } from './finding.ts';

/** Sessions that hang on nothing, or that nobody closed. */
export function sessionFindings(layout: Layout, facts: Facts): Finding[] {
  const files = tablesOf(layout, 'session').flatMap((table) => (table.detail ? [] : [table.file]));
  const where = files.join(', ');
  const { onDay } = facts.sessions;
  return [
    ...finding(
      {
        code: 'session-without-client',
        severity: 'info',
        object: 'session',
        message: `${times(facts.sessions.withoutClient.count, 'session', 'sessions')} of ${where} ${facts.sessions.withoutClient.count === 1 ? 'has' : 'have'} no client`,
        advice: 'They become activities without a participant.',
      },
      facts.sessions.withoutClient,
    ),
    ...finding(
      {
        code: 'session-without-package',
        severity: 'info',
        object: 'session',
        message: `${times(facts.sessions.withoutPackage.count, 'session', 'sessions')} of ${where} ${facts.sessions.withoutPackage.count === 1 ? 'is' : 'are'} outside any package`,
        advice: 'They become activities of the person without a deal.',
      },
      facts.sessions.withoutPackage,
    ),
    ...finding(
      {
        code: 'session-package-by-date',
        severity: 'info',
        object: 'session',
        message: `${times(onDay.found.count, 'session', 'sessions')} of ${where} ${onDay.found.count === 1 ? 'names' : 'name'} no package and ${onDay.found.count === 1 ? 'goes' : 'go'} to the one package of the client whose dates hold ${onDay.found.count === 1 ? 'it' : 'them'}`,
        advice: 'Where that is wrong, choose the alternative for the columns of the start and end of the packages.',
      },
      onDay.found,
    ),
    ...finding(
      {
        code: 'session-in-several-packages',
        severity: 'warning',
        object: 'session',
        message: `${times(onDay.several.count, 'session', 'sessions')} of ${where} ${onDay.several.count === 1 ? 'falls' : 'fall'} into several packages of the client`,
        advice: 'They stay without a deal: name their package in the export, or mend the dates of the packages.',
      },
      onDay.several,
    ),
    ...finding(
      {
        code: 'session-in-no-package',
        severity: 'warning',
        object: 'session',
        message: `${times(onDay.none.count, 'session', 'sessions')} of ${where} ${onDay.none.count === 1 ? 'falls' : 'fall'} into no package of the client`,
        advice: 'They stay without a deal: name their package in the export, or mend the dates of the packages.',
      },
      onDay.none,
    ),
    ...finding(
      {
        code: 'session-overdue',
        severity: 'warning',
        object: 'session',
        message: `${times(facts.sessions.overdue.count, 'session', 'sessions')} of ${where} ${facts.sessions.overdue.count === 1 ? 'is' : 'are'} in the past, but still scheduled or without an outcome`,
        advice:
          'They are loaded as done, because their time is over: set their status in The Practice and export again where that is wrong.',
      },
      facts.sessions.overdue,
    ),
  ];
}
