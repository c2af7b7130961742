import type { StagedRow } from '@cutover/domain';
import { refsIn } from '@cutover/values';
import { cell, columnsAt } from './cells.ts';
import type { ClientEntry, PackageEntry, SharedNames } from './index-types.ts';
import type { FileMap } from './mapping-types.ts';
import { RULES } from './rules.ts';
import { cut, LIMITS, oneLine } from './text.ts';
import { boughtAgain, type PackagesOf, packagesNamed, packagesOnDay } from './which-package.ts';

/** The records a row points to, and the texts that point to none. */
export interface Linked<E> {
  readonly found: readonly E[];
  readonly lost: readonly string[];
  /** Names that several have, and that therefore point to none. */
  readonly several: readonly string[];
  /** Headers of the columns looked at. */
  readonly columns: string;
  readonly source: string;
  /** How they were found, where no text names them. */
  readonly rule?: string;
}

export function linkedTo<E>(
  file: FileMap,
  row: StagedRow,
  target: string,
  find: (text: string) => E | null,
  isShared: (text: string) => boolean = () => false,
): Linked<E> {
  const found: E[] = [];
  const lost: string[] = [];
  const several: string[] = [];
  const columns: string[] = [];
  const texts: string[] = [];
  for (const column of columnsAt(file, target)) {
    const text = cell(row, column);
    if (text === '') continue;
    columns.push(column.header);
    texts.push(text);
    for (const ref of refsIn(text, column.as.separator, (one) => find(one) !== null || isShared(one))) {
      const entry = find(ref);
      if (entry === null) (isShared(ref) ? several : lost).push(ref);
      else if (!found.includes(entry)) found.push(entry);
    }
  }
  return { found, lost, several, columns: columns.join(', '), source: texts.join(' · ') };
}

export interface Finds extends PackagesOf {
  client(text: string): ClientEntry | null;
  package(text: string): PackageEntry | null;
  readonly shared: SharedNames;
}

export interface RowLinks {
  readonly clients: Linked<ClientEntry>;
  readonly packages: Linked<PackageEntry>;
}

/** The clients and packages of a row: packages by id, by name among the clients' own, and of sessions that cannot name any by their date. */
export function linksOf(index: Finds, file: FileMap, row: StagedRow): RowLinks {
  const clients = linkedTo(file, row, 'link:client', index.client, index.shared.client);
  const packages = linkedTo(file, row, 'link:package', index.package, index.shared.package);
  if (packages.lost.length + packages.several.length > 0) return { clients, packages: amongOwn(index, file, row, clients.found, packages) };
  if (file.object !== 'session' || clients.found.length === 0 || columnsAt(file, 'link:package').length > 0) return { clients, packages };
  const dated = packagesOnDay(index, file, row, clients.found);
  if (dated === null) return { clients, packages };
  const { found, date } = dated;
  return { clients, packages: { found, lost: [], several: [], columns: date.column.header, source: date.text, rule: RULES.dealByDate } };
}

/** Looks for the texts that name no package by themselves among the packages of the row's clients. */
function amongOwn(
  index: Finds,
  file: FileMap,
  row: StagedRow,
  clients: readonly ClientEntry[],
  packages: Linked<PackageEntry>,
): Linked<PackageEntry> {
  const found = [...packages.found];
  const lost: string[] = [];
  const several: string[] = [];
  for (const text of [...packages.lost, ...packages.several]) {
    const named = packagesNamed(index, file, row, clients, text);
    for (const one of named) if (!found.includes(one)) found.push(one);
    if (named.length > 0) continue;
    const isShared = packages.several.includes(text) || boughtAgain(index, clients, text);
    (isShared ? several : lost).push(text);
  }
  return { ...packages, found, lost, several };
}

/** References of a row that lead to nothing, in words for a person: what the export lacks, and names that several have. */
export function unlinked(links: Readonly<Partial<Record<keyof SharedNames, Linked<unknown>>>>): {
  readonly lost: string[];
  readonly several: string[];
} {
  const each = Object.values(links);
  const named = (Object.keys(links) as (keyof SharedNames)[]).filter((what) => (links[what]?.several.length ?? 0) > 0);
  return {
    lost: each.flatMap(({ lost }) => lost),
    several: named.map((what) => cut(oneLine(`${SEVERAL[what]}: ${links[what]?.several.join(', ')}`), LIMITS.varchar)),
  };
}

const SEVERAL: Readonly<Record<keyof SharedNames, string>> = Object.freeze({
  client: 'several clients',
  company: 'several companies',
  package: 'several packages',
});

/** Where a row names packages and no client at all, their clients are meant. */
export function withClients(links: RowLinks): RowLinks {
  const { clients, packages } = links;
  if (clients.source !== '' || packages.found.length === 0) return links;
  const found = [...new Set(packages.found.map((p) => p.client).filter((client) => client !== null))];
  return { packages, clients: { found, lost: [], several: [], columns: packages.columns, source: packages.source } };
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
