import type { SourceObject } from '@cutover/domain';
import { fileName, filePath, isBlank, readCurrency, readZone } from '@cutover/values';
import type { PlannerInput, PlannerRow } from '../input.ts';
import { type Column, cellOf, columnFor, columnsFor, holdsLists, type Layout, partsOf, type Table, tablesOf } from '../layout.ts';
import type { Facts, InvoiceFacts, OwnerText, SessionFacts } from './facts.ts';
import { overdueVisitors } from './overdue.ts';
import { packagesOf } from './packages.ts';
import { type CoachFact, type CompanyFact, clientsOf, coachesOf, companiesOf } from './people.ts';
import { keyOf, type Registry } from './registry.ts';
import { type Bearers, sharedCoachVisitors } from './shared-names.ts';
import { type Cases, cases, note, remembered, type Tally, tally } from './tally.ts';
import { type Known, type LinkSink, lengthVisitors, linkVisitors, missingVisitors, ownerVisitors, type Visitor } from './visit-links.ts';
import { type NightTimes, nightVisitors, pairVisitors, type Unfit, unfitVisitors } from './visit-values.ts';
import { invoiceVisitors, messageVisitors, sessionVisitors } from './visit-work.ts';
import { whichPackage } from './which-package.ts';

type Input = Pick<PlannerInput, 'extract' | 'rows' | 'now'>;

/** Ids of the rows of an object that others link to; only built where some column does, as sessions may be a million. */
function idsOf(layout: Layout, input: Input, object: SourceObject): ((text: string) => boolean) | null {
  const target = `link:${object}`;
  if (!layout.tables.some((table) => columnsFor(table, target).length > 0)) return null;
  const ids = new Set<string>();
  for (const table of tablesOf(layout, object)) {
    if (table.detail) continue;
    const names = object === 'tag' ? columnFor(table, target, 'name') : null;
    for (const row of input.rows(table.file)) {
      ids.add(row.sourceId);
      const name = cellOf(row, names);
      if (name !== '') ids.add(name);
    }
  }
  return (text) => ids.has(text);
}

/** `A > B` is a tag inside another: both are options. */
function addTag(tags: Set<string>, text: string): void {
  for (const step of text.split(' > ')) if (!isBlank(step)) tags.add(step.trim());
}

function tagsOf(layout: Layout, input: Input): string[] {
  const tags = new Set<string>();
  const columns = layout.tables.flatMap((table) =>
    table.columns.filter((column) => column.answer.as?.part === 'tags').map((column) => ({ table, column })),
  );
  const take = (table: Table, column: Column) => {
    for (const row of input.rows(table.file)) for (const part of partsOf(cellOf(row, column), column)) addTag(tags, part);
  };
  for (const { table, column } of columns) {
    if (column.profile.values === null) take(table, column);
    else for (const { value } of column.profile.values) for (const part of partsOf(value, column)) addTag(tags, part);
  }
  for (const table of tablesOf(layout, 'tag')) {
    const name = columnFor(table, 'link:tag', 'name') ?? columnFor(table, 'link:tag', 'id');
    if (name === null) continue;
    const above = columnFor(table, 'link:tag', 'parent');
    const ids = columnFor(table, 'link:tag', 'id');
    const rows = [...input.rows(table.file)];
    const names = new Map(rows.map((row) => [cellOf(row, ids), cellOf(row, name)]));
    for (const row of rows) {
      for (const written of [cellOf(row, name), cellOf(row, above)]) if (!isBlank(written)) tags.add(names.get(written) ?? written);
    }
  }
  return [...tags];
}

function pairsOf(companies: Registry<CompanyFact>, affiliations: Iterable<readonly string[]>): Set<string> {
  const pairs = new Set<string>();
  for (const written of affiliations) {
    const [first, ...others] = written.flatMap((text) => companies.find(text) ?? []);
    if (first === undefined) continue;
    for (const other of others) if (other.id !== first.id) pairs.add([first.id, other.id].join('\u0000'));
  }
  return pairs;
}

interface FilesNamed {
  rows: number;
  /** Paths of files of the export that some row names, each once: a list and a note may name the same. */
  readonly found: Set<string>;
  readonly lost: Set<string>;
  readonly missing: Cases;
}

function attachmentVisitors(table: Table, byName: ReadonlyMap<string, string>, sink: FilesNamed): Visitor[] {
  const columns = columnsFor(table, 'file');
  if (columns.length === 0 || table.object === 'contract') return [];
  const here = (text: string) => byName.get(filePath(text).toLowerCase()) ?? byName.get(fileName(text).toLowerCase());
  return [
    (row) => {
      const named = columns.map((column) => cellOf(row, column)).filter((text) => !isBlank(text));
      if (named.length === 0) return;
      sink.rows += 1;
      const path = named.flatMap((text) => here(text) ?? []).at(0);
      if (path !== undefined) {
        sink.found.add(path);
        return;
      }
      const names = named.map((text) => fileName(text).toLowerCase());
      if (names.some((name) => sink.lost.has(name))) return;
      for (const name of names) sink.lost.add(name);
      note(sink.missing, row.key);
    },
  ];
}

function tallyVisitors(table: Table, sinks: { currencies: Tally; zones: Tally; phones: Tally; values: Map<Column, Tally> }): Visitor[] {
  return table.columns.flatMap((column): Visitor[] => {
    const { target, as } = column.answer;
    const each =
      (use: (text: string) => void): Visitor =>
      (row) => {
        const cell = cellOf(row, column);
        if (!isBlank(cell)) use(cell);
      };
    if (target === 'deal.currency' || as?.part === 'currency')
      return [
        each((cell) => {
          const read = readCurrency(cell);
          if (read.ok) sinks.currencies.add(read.value);
        }),
      ];
    if (as?.part === 'zone') {
      const zoneOf = remembered((text) => {
        const read = readZone(text);
        return read.ok ? read.value : null;
      });
      return [
        each((cell) => {
          const zone = zoneOf(cell);
          if (zone !== null) sinks.zones.add(zone);
        }),
      ];
    }
    if (target === 'person.phones')
      return [
        each((cell) => {
          const code = /\+\s?(\d{1,3})/.exec(cell)?.[1];
          if (code !== undefined) sinks.phones.add(code);
        }),
      ];
    const picks = as?.type === 'enum' || holdsLists(column) || target === 'deal.stage';
    if (!picks || column.profile.values !== null) return [];
    const values = tally(10_001);
    sinks.values.set(column, values);
    return [
      each((cell) => {
        if (holdsLists(column)) for (const part of partsOf(cell, column)) values.add(part);
        else values.add(cell);
      }),
    ];
  });
}

/** Reads all rows once under the decisions in force (tables that others refer to twice). Memory grows with clients and packages, not with sessions. */
export function collect(input: Input, layout: Layout): Facts {
  const { rows, extract } = input;
  const companies = companiesOf(layout, rows);
  const clients = clientsOf(layout, rows, companies);
  const coaches = coachesOf(layout, rows);
  const packages = packagesOf(layout, rows, clients);
  const sessions: SessionFacts = {
    count: 0,
    types: new Map(),
    statuses: tally(),
    groups: cases(),
    groupMembers: 0,
    withoutClient: cases(),
    withoutPackage: cases(),
    onDay: { found: cases(), several: cases(), none: cases() },
    overdue: cases(),
  };
  const invoices: InvoiceFacts = {
    count: 0,
    settled: 0,
    deals: new Set(),
    withoutDeal: 0,
    amounts: new Map(),
    lines: new Map(),
    lineRows: 0,
  };
  const known: Known = new Map<SourceObject, (text: string) => boolean>([
    ['client', (text) => clients.find(text) !== null],
    ['company', (text) => companies.find(text) !== null],
    ['package', (text) => packages.byId(text) !== null],
    ...(['session', 'note', 'invoice', 'tag'] as const).flatMap((object) => {
      const has = idsOf(layout, input, object);
      return has === null ? [] : [[object, has] as const];
    }),
  ]);
  const bearers: ReadonlyMap<SourceObject, Bearers> = new Map<SourceObject, Bearers>([
    ['client', (text) => clients.several(text).map(keyOf)],
    ['company', (text) => companies.several(text).map(keyOf)],
  ]);
  const coachesCalled = coachBearers(coaches);
  const links: LinkSink = { dangling: [], shared: [] };
  const owners = { texts: new Map<string, OwnerText>(), ownerless: new Map<SourceObject, Cases>() };
  const tooLong = new Map<string, Cases & { limit: number; column: Column }>();
  const missing = new Map<string, Cases>();
  const sinks = { currencies: tally(), zones: tally(), phones: tally(), values: new Map<Column, Tally>() };
  const messages = tally();
  const attachments: FilesNamed = { rows: 0, found: new Set(), lost: new Set(), missing: cases() };
  const names = new Map(
    extract.attachments.flatMap((one) => [fileName(one.name), filePath(one.path)].map((text) => [text.toLowerCase(), one.path] as const)),
  );
  const unfit: Unfit = new Map();
  const pairs = new Map<Column, Cases>();
  const night: NightTimes = new Map();
  const staged: Partial<Record<SourceObject, number>> = {};
  let privateNotes = 0;
  let contracts = 0;
  for (const table of layout.tables) {
    const which = whichPackage(table, clients, packages);
    const visitors: Visitor[] = [
      ...linkVisitors(table, { known, bearers, which }, links),
      ...ownerVisitors(table, owners),
      ...sharedCoachVisitors(table, coachesCalled, links.shared),
      ...lengthVisitors(table, tooLong),
      ...missingVisitors(table, missing),
      ...unfitVisitors(table, unfit),
      ...pairVisitors(table, pairs),
      ...nightVisitors(table, night),
      ...tallyVisitors(table, sinks),
      ...attachmentVisitors(table, names, attachments),
      ...(table.object === 'session'
        ? [...sessionVisitors(table, sessions, clients, packages, which), ...overdueVisitors(table, sessions.overdue, input.now)]
        : []),
      ...(table.object === 'message' ? messageVisitors(table, messages) : []),
      ...(table.object === 'invoice' ? invoiceVisitors(table, invoices, packages) : []),
    ];
    let count = 0;
    const visit = (row: PlannerRow) => {
      count += 1;
      for (const visitor of visitors) visitor(row);
    };
    for (const row of rows(table.file)) visit(row);
    staged[table.object] = (staged[table.object] ?? 0) + count;
    if (table.object === 'contract') contracts += count;
    for (const column of table.columns) if (column.answer.as?.part === 'private-note') privateNotes += column.profile.filled;
  }
  const several = cases();
  for (const client of clients.all) if (client.companies.length > 1) note(several, keyOf(client));
  const contractNames = contractFiles(layout, input, names);
  return {
    staged,
    clients,
    companies,
    coaches,
    packages,
    sessions,
    messages,
    invoices,
    owners: owners.texts,
    ownerless: owners.ownerless,
    dangling: links.dangling.filter((one) => one.cases.count > 0),
    sharedNames: links.shared.filter((one) => one.found.size > 0),
    tags: tagsOf(layout, input),
    privateNotes,
    missing,
    tooLong,
    unfit,
    pairs,
    night,
    currencies: sinks.currencies,
    zones: sinks.zones,
    severalCompanies: several,
    relationships: pairsOf(
      companies,
      clients.all.map((client) => client.companies),
    ),
    attachments: { rows: attachments.rows, found: attachments.found.size, missing: attachments.missing },
    contracts: { rows: contracts, files: contractNames },
    phones: sinks.phones,
    values: sinks.values,
  };
}

/** Rows of one coach, told by the mail or else the id, are no several. */
function coachBearers(coaches: Registry<CoachFact>): Bearers {
  return remembered((text) => {
    const each = new Map(coaches.several(text).map((one) => [one.mail ?? one.id, one.key]));
    return each.size < 2 ? [] : [...each.values()];
  });
}

function contractFiles(layout: Layout, input: Input, names: ReadonlyMap<string, string>): number {
  let files = 0;
  for (const table of tablesOf(layout, 'contract')) {
    const columns = columnsFor(table, 'file');
    if (columns.length === 0) continue;
    for (const row of input.rows(table.file)) {
      if (columns.some((column) => names.has(fileName(cellOf(row, column)).toLowerCase()))) files += 1;
    }
  }
  return files;
}
