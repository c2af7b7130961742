import type { StagedRow } from '@cutover/domain';
import { splitList } from '@cutover/values';
import { cell, columnsAt } from './cells.ts';
import type { ClientEntry, PackageEntry } from './index-types.ts';
import type { FileMap } from './mapping-types.ts';

/** The records a row points to, and the texts that point to none. */
export interface Linked<E> {
  readonly found: readonly E[];
  readonly lost: readonly string[];
  /** Headers of the columns looked at. */
  readonly columns: string;
  readonly source: string;
}

export function linkedTo<E>(file: FileMap, row: StagedRow, target: string, find: (text: string) => E | null): Linked<E> {
  const found: E[] = [];
  const lost: string[] = [];
  const columns: string[] = [];
  const texts: string[] = [];
  for (const column of columnsAt(file, target)) {
    const text = cell(row, column);
    if (text === '') continue;
    columns.push(column.header);
    texts.push(text);
    const whole = find(text);
    for (const ref of whole === null ? splitList(text, column.as.separator) : [text]) {
      const entry = whole ?? find(ref);
      if (entry === null) lost.push(ref);
      else if (!found.includes(entry)) found.push(entry);
    }
  }
  return { found, lost, columns: columns.join(', '), source: texts.join(' · ') };
}

interface Finds {
  client(text: string): ClientEntry | null;
  package(text: string): PackageEntry | null;
}

export interface RowLinks {
  readonly clients: Linked<ClientEntry>;
  readonly packages: Linked<PackageEntry>;
}

export function linksOf(index: Finds, file: FileMap, row: StagedRow): RowLinks {
  return {
    clients: linkedTo(file, row, 'link:client', index.client),
    packages: linkedTo(file, row, 'link:package', index.package),
  };
}

/** Where a row names packages and no client at all, their clients are meant. */
export function withClients(links: RowLinks): RowLinks {
  const { clients, packages } = links;
  if (clients.source !== '' || packages.found.length === 0) return links;
  const found = [...new Set(packages.found.map((p) => p.client).filter((client) => client !== null))];
  return { packages, clients: { found, lost: [], columns: packages.columns, source: packages.source } };
}

/** The package of a client among several; without one of its own, the first that belongs to nobody else here. */
export function packageOf(
  client: ClientEntry | null,
  packages: readonly PackageEntry[],
  others: readonly ClientEntry[],
): PackageEntry | null {
  if (client === null) return packages[0] ?? null;
  const own = packages.find((p) => p.client === client);
  if (own !== undefined) return own;
  return packages.find((p) => p.client === null || !others.includes(p.client)) ?? null;
}

/** The deal of a record about several clients: the primary one's, else the first that is named at all. */
export function primaryDeal({ clients, packages }: RowLinks): PackageEntry | null {
  return packageOf(clients.found[0] ?? null, packages.found, clients.found) ?? packages.found[0] ?? null;
}
