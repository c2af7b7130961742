import type { Decision, Finding } from '@cutover/domain';
import { ofKind } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { cases, note } from '../facts/tally.ts';
import type { PlannerInput } from '../input.ts';
import { cellOf, type Layout, partsOf } from '../layout.ts';
import { optionCounts, pickColumns } from '../proposals/picklists.ts';
import { finding, listed, shown, times } from './finding.ts';

/** Values that are written in several ways, with how often each is; the rows are those with a spelling that is not the usual one. */
export function variantFindings(
  input: Pick<PlannerInput, 'rows'>,
  layout: Layout,
  facts: Facts,
  decisions: readonly Decision[],
): Finding[] {
  const columns = pickColumns(layout);
  return ofKind(decisions, 'picklist').flatMap(({ subject, proposal }) => {
    const column = columns.find((one) => one.file === subject.file && one.index === subject.index);
    const merge = new Map(Object.entries(proposal?.merge ?? {}));
    if (column === undefined || merge.size === 0) return [];
    const counts = new Map(optionCounts(column, facts));
    const spelling = (value: string) => `${shown(value)} (${counts.get(value) ?? 0})`;
    const kept = [...new Set(merge.values())];
    const groups = kept.map((value) =>
      [value, ...[...merge].flatMap(([from, to]) => (to === value ? [from] : []))].map(spelling).join(' / '),
    );
    const found = cases();
    for (const row of input.rows(column.file)) {
      const cell = cellOf(row, column);
      const values = column.answer.as?.type === 'set' ? partsOf(cell, column) : [cell];
      if (values.some((value) => merge.has(value))) note(found, row.key);
    }
    return finding(
      {
        code: 'spelled-several-ways',
        severity: 'info',
        object: column.object,
        message: `${times(kept.length, 'value', 'values')} of ${column.header} (${column.file}) ${kept.length === 1 ? 'is' : 'are'} spelled in several ways: ${listed(groups)}`,
        advice: 'The picklist decision of the column says which spellings become one option.',
      },
      found,
    );
  });
}
