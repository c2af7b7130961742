import type { SourceObject } from '@cutover/domain';
import type { PlannerRow } from '../input.ts';
import { type Column, cellOf, type Table } from '../layout.ts';
import { type Cases, cases, kept, note } from './tally.ts';
import type { Visitor } from './visit-links.ts';

/** A name that several rows have, as one that refers to it writes it. */
export interface SharedName {
  readonly text: string;
  /** Keys of the rows that have it. */
  readonly bearers: readonly string[];
}

/** Where the values of a link column are names that several have: the rows behind each name, or several names that stand together in a cell. */
export interface SharedNames {
  readonly column: Column;
  readonly to: SourceObject;
  readonly found: Map<string, { readonly names: readonly SharedName[]; readonly cases: Cases }>;
}

/** The rows that have a name, by key, where there are several: else none. */
export type Bearers = (text: string) => readonly string[];

/** Names beyond these are counted, but without the rows behind them. */
const MOST_WITH_ROWS = 2000;

/** Which of the rows a name means is for the duplicate decisions to say, and those come after the reading: here it is only noted. */
export function noteShared({ found }: SharedNames, row: PlannerRow, names: readonly SharedName[]): void {
  if (names.length === 0) return;
  const id = names.map(({ bearers }) => bearers[0]).join('\u0000');
  const known = found.get(id);
  const entry = known ?? { names: names.map(({ text, bearers }) => ({ text: kept(text), bearers })), cases: cases() };
  if (known === undefined) found.set(id, entry);
  if (known === undefined && found.size > MOST_WITH_ROWS) entry.cases.count += 1;
  else note(entry.cases, row.key);
}

/** Notes the columns of coaches that name them by a name that several have. */
export function sharedCoachVisitors(table: Table, bearersOf: Bearers, shared: SharedNames[]): Visitor[] {
  if (table.object === 'coach') return [];
  return table.columns
    .filter((column) => column.answer.target.endsWith('.owner'))
    .map((column) => {
      const entry: SharedNames = { column, to: 'coach', found: new Map() };
      shared.push(entry);
      return (row) => {
        const text = cellOf(row, column);
        const bearers = bearersOf(text);
        if (bearers.length > 0) noteShared(entry, row, [{ text, bearers }]);
      };
    });
}
