import { normalName } from '@cutover/domain';
import { daysOf, type Held, heldBy, isBlank } from '@cutover/values';
import type { PlannerRow } from '../input.ts';
import { type Column, cellOf, columnsFor, partsOf, type Table } from '../layout.ts';
import { orderIn, type PackageFact } from './packages.ts';
import type { ClientFact } from './people.ts';
import { keyOf, type Registry } from './registry.ts';

/** Which packages the rows of a table mean, as the projection finds them: by id, by name among their clients' own, sessions also by date. */
export interface WhichPackage {
  /** The packages of the row's clients that a text names, one for each client. */
  named(row: PlannerRow, text: string): readonly PackageFact[];
  /** Keys of the packages that a text may mean, where the row's clients have none by that name that can be told from another. */
  several(row: PlannerRow, text: string): readonly string[];
  /** For each client of a session that cannot name a package: the one whose dates hold it, several or none. Null: not asked here. */
  onDay: ((row: PlannerRow) => readonly Held<PackageFact>[]) | null;
}

/** Not the zone of a time, nor when something was paid. */
const saysWhen = ({ answer: { as } }: Column): boolean => as?.part !== 'zone' && as?.part !== 'paid';

export function whichPackage(table: Table, clients: Registry<ClientFact>, packages: Registry<PackageFact>): WhichPackage {
  const who = columnsFor(table, 'link:client');
  // Most exports name packages by their ids, and never ask.
  let byClient: Map<string | null, PackageFact[]> | null = null;
  const ownOf = (client: ClientFact): readonly PackageFact[] => {
    byClient ??= Map.groupBy(packages.all, (one) => one.client);
    return byClient.get(client.id) ?? [];
  };
  const isClient = (text: string): boolean => clients.find(text) !== null;
  const clientsOf = (row: PlannerRow): ClientFact[] => [
    ...new Set(who.flatMap((column) => partsOf(cellOf(row, column), column, isClient)).flatMap((text) => clients.find(text) ?? [])),
  ];
  const dates = ['activity.due_date', 'activity.due_time'].flatMap((target) => columnsFor(table, target).filter(saysWhen));
  const days = (row: PlannerRow): string[] => {
    const date = dates.find((column) => !isBlank(cellOf(row, column)));
    const read = date === undefined ? null : orderIn(date);
    return date === undefined || read === null ? [] : daysOf({ text: cellOf(row, date), order: read.order });
  };
  const isSession = table.object === 'session' && !table.detail;
  const dated = dates.some((column) => orderIn(column) !== null);
  const byDate = isSession && who.length > 0 && dated && columnsFor(table, 'link:package').length === 0;
  /** For each client of the row: the packages of this name. */
  const called = (row: PlannerRow, text: string): PackageFact[][] => {
    const name = normalName(text);
    return clientsOf(row).map((client) => ownOf(client).filter((one) => one.name === name && name !== ''));
  };
  const meant = (row: PlannerRow, all: readonly PackageFact[]): readonly PackageFact[] => {
    if (all.length < 2) return all;
    const held: Held<PackageFact> = isSession ? heldBy(all, days(row)) : { kind: 'none' };
    return held.kind === 'one' ? [held.item] : [];
  };
  return {
    named: (row, text) => called(row, text).flatMap((all) => meant(row, all)),
    several(row, text) {
      const each = called(row, text);
      return each.some((all) => meant(row, all).length > 0) ? [] : each.flat().map(keyOf);
    },
    onDay:
      byDate && packages.all.some(({ period }) => period !== null)
        ? (row) => clientsOf(row).map((client) => heldBy(ownOf(client), days(row)))
        : null,
  };
}
