import type { Decision, Finding } from '@cutover/domain';
import type { Facts } from '../facts/facts.ts';
import { anyOf, counted, plural } from '../words.ts';
import { coachFindings } from './coaches.ts';
import { finding, times } from './finding.ts';

/** Links that lead nowhere, records without a coach, coaches without a user. */
export function linkFindings(facts: Facts, userMails: ReadonlySet<string>, decisions: readonly Decision[]): Finding[] {
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
            message: `${times(cases.count, 'cell', 'cells')} of ${column.header} in ${column.file} ${cases.count === 1 ? 'names' : 'name'} ${anyOf(to)} that is not in the export`,
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
  return [...dangling, ...ownerless, ...coachFindings(facts, userMails, decisions)];
}
