import { type Decision, type Finding, normalName } from '@cutover/domain';
import { isBlank } from '@cutover/values';
import { mergesOf, optionsOf } from '../compile/options.ts';
import type { Facts } from '../facts/facts.ts';
import { cases, note } from '../facts/tally.ts';
import type { PlannerInput } from '../input.ts';
import { type Column, headerOf, holdsLists, type Layout, partsOf, tablesOf } from '../layout.ts';
import { saysReferral } from '../lexicon/referral.ts';
import { finding, listed, shown, times } from './finding.ts';

/** How a value of a column is told apart from those that become options: null where every value does. */
type Unmapped = (cell: string) => string[];

const filled = (cell: string): string[] => (isBlank(cell) ? [] : [cell]);

/** What of a cell becomes no option of its field, under the decisions in force. */
function unmappedIn(column: Column, facts: Facts, decisions: readonly Decision[]): Unmapped {
  const { type } = column.answer.as ?? {};
  if (type !== 'enum' && type !== 'set') return filled;
  const merges = mergesOf(decisions, column);
  const options = new Set(optionsOf(column, facts, decisions).map(normalName));
  return (cell) =>
    (holdsLists(column) ? partsOf(cell, column) : filled(cell)).filter((value) => !options.has(normalName(merges[value] ?? value)));
}

interface Source {
  readonly file: string;
  readonly header: string;
  readonly index: number;
  /** What becomes of the column. */
  readonly fate: 'options' | 'text' | 'left out';
  readonly unmapped: Unmapped;
}

/** The columns of clients that say how they came to the practice, those left out as well. */
function sourcesOf(layout: Layout, facts: Facts, decisions: readonly Decision[]): Source[] {
  return tablesOf(layout, 'client').flatMap((table) =>
    table.profile.columns
      .filter((profile) => profile.filled > 0 && saysReferral(profile.name))
      .map((profile): Source => {
        const column = table.columns.find((one) => one.index === profile.index);
        const type = column?.answer.as?.type;
        return {
          file: table.file,
          header: headerOf(profile),
          index: profile.index,
          fate: column === undefined ? 'left out' : type === 'enum' || type === 'set' ? 'options' : 'text',
          unmapped: column === undefined ? filled : unmappedIn(column, facts, decisions),
        };
      }),
  );
}

const SAID: Readonly<Record<Source['fate'], { readonly message: string; readonly advice: string }>> = Object.freeze({
  options: {
    message: 'none of the options of their field',
    advice: 'Add them to the options in the field decision, or merge them into one in the picklist decision; else they are left out.',
  },
  text: {
    message: 'kept as text, not as an option',
    advice: 'Make it a single-select in the field decision if reports are to group by it.',
  },
  'left out': { message: 'left out with their column', advice: 'Give the column a target in its field decision to carry them over.' },
});

/** Referral sources that become no option: counted by value, with the clients that name them. */
export function referralFindings(
  input: Pick<PlannerInput, 'rows'>,
  layout: Layout,
  facts: Facts,
  decisions: readonly Decision[],
): Finding[] {
  return sourcesOf(layout, facts, decisions).flatMap(({ file, header, index, fate, unmapped }) => {
    const found = cases();
    const counts = new Map<string, number>();
    for (const row of input.rows(file)) {
      const values = unmapped((row.cells[index] ?? '').trim());
      if (values.length > 0) note(found, row.key);
      for (const value of values) {
        const text = shown(value);
        if (counts.has(text) || counts.size < MOST_VALUES) counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    }
    const values = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value, count]) => `${value} (${count})`);
    return finding(
      {
        code: 'referral-source-unmapped',
        severity: fate === 'text' ? 'info' : 'warning',
        object: 'client',
        message: `${times(found.count, 'client has a referral source', 'clients have referral sources')} in ${header} (${file}) that ${found.count === 1 ? 'is' : 'are'} ${SAID[fate].message}: ${listed(values)}`,
        advice: SAID[fate].advice,
      },
      found,
    );
  });
}

const MOST_VALUES = 1000;
