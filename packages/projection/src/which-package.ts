import type { StagedRow } from '@cutover/domain';
import { type DateOrder, normalName } from '@cutover/domain';
import { daysOf, heldBy } from '@cutover/values';
import { cell, columnsAt, type Filled } from './cells.ts';
import type { ClientEntry, PackageEntry } from './index-types.ts';
import type { FileMap } from './mapping-types.ts';

export interface PackagesOf {
  packagesOf(client: ClientEntry): readonly PackageEntry[];
  /** How a session's date is read where its column does not say. */
  readonly order: DateOrder | undefined;
}

/** When a session was, as written; null without a date. */
function dateOf(file: FileMap, row: StagedRow): Filled | null {
  for (const target of ['activity.due_date', 'activity.due_time']) {
    for (const column of columnsAt(file, target)) {
      if (column.as.part === 'zone' || column.as.part === 'paid') continue;
      const text = cell(row, column);
      if (text !== '') return { column, text };
    }
  }
  return null;
}

function held(own: readonly PackageEntry[], date: Filled | null, { order }: PackagesOf): PackageEntry | null {
  if (date === null) return null;
  const found = heldBy(own, daysOf({ text: date.text, order: date.column.as.order ?? order }));
  return found.kind === 'one' ? found.item : null;
}

/**
 * The packages of a row's clients that go by this name, one for each client: many clients buy a package of the same name, so the name alone means
 * none. Where a client bought it again, the one whose dates hold the session.
 */
export function packagesNamed(
  index: PackagesOf,
  file: FileMap,
  row: StagedRow,
  clients: readonly ClientEntry[],
  text: string,
): PackageEntry[] {
  const name = normalName(text);
  if (name === '') return [];
  return clients.flatMap((client) => {
    const own = index.packagesOf(client).filter((one) => one.name === name);
    if (own.length < 2) return own;
    const one = file.object === 'session' ? held(own, dateOf(file, row), index) : null;
    return one === null ? [] : [one];
  });
}

/** A name that several packages of one of these clients have. */
export function boughtAgain(index: PackagesOf, clients: readonly ClientEntry[], text: string): boolean {
  const name = normalName(text);
  return name !== '' && clients.some((client) => index.packagesOf(client).filter((one) => one.name === name).length > 1);
}

/** The package of each client whose dates hold the session, where exactly one does; and the date that says so. */
export function packagesOnDay(
  index: PackagesOf,
  file: FileMap,
  row: StagedRow,
  clients: readonly ClientEntry[],
): { readonly found: readonly PackageEntry[]; readonly date: Filled } | null {
  const date = dateOf(file, row);
  if (date === null) return null;
  const found = clients.flatMap((client) => held(index.packagesOf(client), date, index) ?? []);
  return found.length === 0 ? null : { found, date };
}
