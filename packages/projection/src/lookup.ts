import { normalName, type StagedRow } from '@cutover/domain';
import { type Period, readMails, readPeriod, readPerson, refsIn } from '@cutover/values';
import { createAttachments } from './attachments.ts';
import { cell, columnsAt, filled, firstFilled, personName } from './cells.ts';
import { coachTexts } from './decisions.ts';
import { targetKey } from './draft.ts';
import { createFinder, type Finder, looksLikeId } from './finder.ts';
import { readMemberships, readTags } from './groups.ts';
import type { ClientEntry, CompanyEntry, ContractEntry, Fate, FoldedRow, PackageEntry, SourceIndex, SourceRows } from './index-types.ts';
import { readInvoices } from './invoice-index.ts';
import { linkedTo, linksOf, withClients } from './links.ts';
import type { Column, FileMap, Mapping, Owner } from './mapping-types.ts';
import { clientTitle, companyTitle, dealTitle } from './names.ts';
import { readParents } from './parents.ts';
import { filesOf, type TableRow, tableOf } from './tables.ts';
import { cut, LIMITS, oneLine, shortId } from './text.ts';

/**
 * Reads the small tables of an export (companies, clients, packages, coaches, tags, invoices and their lines, contracts) into memory and links
 * them. Sessions, messages and notes are streamed past at most once, and only where something else points to them.
 */
export function createIndex(mapping: Mapping, source: SourceRows): SourceIndex {
  const fates = new Map<string, Fate>();
  const owner = ownerFinder(mapping, source);
  const companies = readCompanies(mapping, source, fates, owner);
  const clients = readClients(mapping, source, fates, owner);
  const unlistedOf = affiliate(mapping, clients, companies);
  const packages = readPackages(mapping, source, fates, owner, { clients, companies });
  const client = (text: string) => clients.find(text);
  const deal = (text: string) => packages.find(text);
  const tags = readTags(mapping, source);
  const ofClient = Map.groupBy(packages.all, (one) => one.client);
  const packagesOf = (one: ClientEntry) => ofClient.get(one) ?? NO_PACKAGES;
  const shared = { client: clients.several, company: companies.several, package: packages.several };
  const finds = { client, package: deal, shared, packagesOf, order: mapping.order };
  return Object.freeze({
    owner,
    company: (text: string) => companies.find(text),
    ...finds,
    tags,
    fates,
    clients: clients.all,
    companies: companies.all.filter((c) => c.listed),
    packages: packages.all,
    clientOf: byRow(clients.all),
    companyOf: byRow(companies.all.filter((c) => c.listed)),
    packageOf: byRow(packages.all),
    unlistedOf,
    groups: readMemberships(mapping, source, finds, tags),
    contracts: readContracts(mapping, source, finds),
    ...readInvoices(mapping, source),
    ...readParents(mapping, source, finds),
    ...createAttachments(mapping, source),
  });
}

const NONE: readonly never[] = Object.freeze([]);
/** Most clients have none: they share one list. */
const orNone = <T>(list: T[]): readonly T[] => (list.length === 0 ? NONE : Object.freeze(list));

function byRow<E extends { readonly row: StagedRow }>(entries: readonly E[]): Map<string, E> {
  return new Map(entries.map((entry) => [entry.row.key, entry]));
}

/** Texts that mean coaches → owners: those of the decisions, and the other texts that the coach files give the same coach. */
function ownerFinder(mapping: Mapping, source: SourceRows): (text: string) => Owner {
  const known = new Map(mapping.owners);
  for (const file of filesOf(mapping, 'coach')) {
    for (const row of source.rows(file.file)) {
      const keys = [row.sourceId, ...filled(file, row, 'link:coach').map((f) => f.text)].flatMap(coachTexts);
      const owner = keys.map((key) => known.get(key)).find((found) => found !== undefined);
      if (owner === undefined) continue;
      for (const key of keys) if (!known.has(key)) known.set(key, owner);
    }
  }
  const seen = new Map<string, Owner>();
  const find = (text: string): Owner => {
    const direct = coachTexts(text)
      .map((key) => known.get(key))
      .find((found) => found !== undefined);
    if (direct !== undefined) return direct;
    const { full, mail } = readPerson(text);
    const texts = [mail, full].filter((t) => t !== null && t !== '');
    const owner = texts
      .flatMap((t) => coachTexts(t ?? ''))
      .map((key) => known.get(key))
      .find((found) => found !== undefined);
    return owner ?? { ...mapping.fallback, coach: oneLine(text) };
  };
  return (text) => {
    const cached = seen.get(text);
    if (cached !== undefined) return cached;
    const owner = text === '' ? mapping.fallback : find(text);
    seen.set(text, owner);
    return owner;
  };
}

function ownerOfRow(mapping: Mapping, file: FileMap, row: StagedRow, target: string, owner: (text: string) => Owner): Owner {
  const text = firstFilled(file, row, target)?.text ?? '';
  return text === '' ? mapping.fallback : owner(text);
}

function readCompanies(
  mapping: Mapping,
  source: SourceRows,
  fates: Map<string, Fate>,
  owner: (text: string) => Owner,
): Finder<CompanyEntry> {
  const finder = createFinder<CompanyEntry>();
  for (const { id, row, file, folded, standIns } of tableOf(mapping, 'company', source, fates)) {
    const entry: CompanyEntry = {
      id,
      key: targetKey('company', id),
      name: companyTitle(file, row, id).name,
      owner: ownerOfRow(mapping, file, row, 'organization.owner', owner),
      row,
      file,
      listed: true,
      folded,
    };
    const rows = [{ row, file }, ...folded, ...standIns];
    const names = rows.flatMap((r) => filled(r.file, r.row, 'organization.name').map((f) => f.text));
    finder.add(entry, { ids: [id, ...rows.map((r) => r.row.sourceId)], names });
  }
  return finder;
}

function mailsOf({ row, file }: FoldedRow): string[] {
  return filled(file, row, 'person.emails').flatMap(({ text }) => {
    const read = readMails(text);
    return read.ok ? read.value : [];
  });
}

function readClients(mapping: Mapping, source: SourceRows, fates: Map<string, Fate>, owner: (text: string) => Owner): Finder<ClientEntry> {
  const finder = createFinder<ClientEntry>();
  for (const table of tableOf(mapping, 'client', source, fates)) {
    const { id, row, file, folded, standIns } = table;
    const entry: ClientEntry = {
      id,
      key: targetKey('client', id),
      name: clientTitle(file, row, id).name,
      owner: ownerOfTable(mapping, table, owner),
      row,
      file,
      folded,
      companies: NONE,
      lostCompanies: NONE,
    };
    const rows = [{ row, file }, ...folded, ...standIns];
    const names = rows.map((r) => personName(r.file, r.row)?.name ?? '');
    finder.add(entry, { ids: [id, ...rows.map((r) => r.row.sourceId)], mails: rows.flatMap(mailsOf), names });
  }
  return finder;
}

/** The owner of a client: its own, else that of a card folded into it. */
function ownerOfTable(mapping: Mapping, table: TableRow, owner: (text: string) => Owner): Owner {
  for (const { row, file } of [table, ...table.folded]) {
    const text = firstFilled(file, row, 'person.owner')?.text ?? '';
    if (text !== '') return owner(text);
  }
  return mapping.fallback;
}

/**
 * Gives each client its companies. A name that no company file holds becomes an organization of its own, told by the row that first
 * names it; texts that look like ids stay lost.
 */
function affiliate(mapping: Mapping, clients: Finder<ClientEntry>, companies: Finder<CompanyEntry>): Map<string, CompanyEntry[]> {
  const unlisted = new Map<string, CompanyEntry[]>();
  const known = (text: string) => companies.find(text) !== null || companies.several(text);
  for (const client of clients.all) {
    const found: CompanyEntry[] = [];
    const lost: string[] = [];
    for (const { row, file } of [client, ...client.folded]) {
      for (const column of columnsAt(file, 'link:company')) {
        const text = cell(row, column);
        if (text === '') continue;
        for (const ref of refsIn(text, column.as.separator, known)) {
          const company = companies.find(ref) ?? fromName(mapping, ref, client, companies, unlisted);
          if (company === null) lost.push(ref);
          else if (!found.includes(company)) found.push(company);
        }
      }
    }
    client.companies = orNone(found);
    client.lostCompanies = orNone(lost);
  }
  return unlisted;
}

function fromName(
  mapping: Mapping,
  text: string,
  client: ClientEntry,
  companies: Finder<CompanyEntry>,
  unlisted: Map<string, CompanyEntry[]>,
): CompanyEntry | null {
  const name = cut(oneLine(text), LIMITS.varchar);
  if (mapping.unlistedCompanies === 'leave' || looksLikeId(name) || !/\p{L}/u.test(name) || companies.ambiguous(name)) return null;
  const id = shortId(`name:${name.toLowerCase()}`);
  const entry: CompanyEntry = {
    id,
    key: targetKey('company', id),
    name,
    owner: client.owner,
    row: client.row,
    file: client.file,
    listed: false,
    folded: [],
  };
  companies.add(entry, { ids: [], names: [name] });
  unlisted.set(client.row.key, [...(unlisted.get(client.row.key) ?? []), entry]);
  return entry;
}

const NO_PACKAGES: readonly PackageEntry[] = Object.freeze([]);

interface Links {
  readonly clients: Finder<ClientEntry>;
  readonly companies: Finder<CompanyEntry>;
}

function readPackages(
  mapping: Mapping,
  source: SourceRows,
  fates: Map<string, Fate>,
  owner: (text: string) => Owner,
  { clients, companies }: Links,
): Finder<PackageEntry> {
  const finder = createFinder<PackageEntry>();
  for (const { id, row, file, folded, standIns } of tableOf(mapping, 'package', source, fates)) {
    const client = linkedTo(file, row, 'link:client', (t) => clients.find(t)).found[0] ?? null;
    const company = linkedTo(file, row, 'link:company', (t) => companies.find(t)).found[0] ?? client?.companies[0] ?? null;
    const text = firstFilled(file, row, 'deal.owner')?.text ?? '';
    const entry: PackageEntry = {
      id,
      key: targetKey('package', id),
      title: dealTitle(file, row, id, client?.name ?? null).name,
      name: normalName(
        filled(file, row, 'deal.title')
          .map((one) => one.text)
          .join(' '),
      ),
      period: periodOf(mapping, file, row),
      client,
      company,
      owner: text === '' ? (client?.owner ?? mapping.fallback) : owner(text),
      row,
      file,
    };
    finder.add(entry, { ids: [id, ...[{ row }, ...folded, ...standIns].map((r) => r.row.sourceId)], names: [entry.title] });
  }
  return finder;
}

/** When a package ran, by the columns that were taken for its start and end; an end that is not written is still to come. */
function periodOf(mapping: Mapping, file: FileMap, row: StagedRow): Period | null {
  const [start, end] = (['period-start', 'period-end'] as const).map((part) => file.columns.find((column) => column.as.part === part));
  if (start === undefined || end === undefined) return null;
  const written = (column: Column) => ({ text: cell(row, column), order: column.as.order ?? mapping.order });
  return readPeriod(written(start), written(end));
}

/** Contracts of each client that name a document's address, in the order of the file; by client key. */
function readContracts(mapping: Mapping, source: SourceRows, finds: Parameters<typeof linksOf>[0]): Map<string, ContractEntry[]> {
  const contracts = new Map<string, ContractEntry[]>();
  for (const file of filesOf(mapping, 'contract')) {
    for (const row of source.rows(file.file)) {
      const address =
        firstFilled(file, row, 'person.custom.contract-documents') ?? contractPart(file, row) ?? firstFilled(file, row, 'file');
      if (address === null) continue;
      const entry = { rowKey: row.key, address: oneLine(address.text), column: address.column.header, row, file };
      for (const { key } of withClients(linksOf(finds, file, row)).clients.found) {
        contracts.set(key, [...(contracts.get(key) ?? []), entry]);
      }
    }
  }
  return contracts;
}

function contractPart(file: FileMap, row: StagedRow) {
  for (const column of file.columns) {
    const text = column.as.part === 'contract' ? cell(row, column) : '';
    if (text !== '') return { column, text };
  }
  return null;
}
