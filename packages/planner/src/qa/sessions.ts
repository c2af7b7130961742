import type { Finding } from '@cutover/domain';
import type { Facts } from '../facts/facts.ts';
import { type Layout, tablesOf } from '../layout.ts';
import { finding, times } from './finding.ts';

/** Sessions that hang on nothing, or that nobody closed. */
export function sessionFindings(layout: Layout, facts: Facts): Finding[] {
  const files = tablesOf(layout, 'session').flatMap((table) => (table.detail ? [] : [table.file]));
  const where = files.join(', ');
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
