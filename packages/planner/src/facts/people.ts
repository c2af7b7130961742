import { isBlank, readMails, readPerson } from '@cutover/values';
import type { PlannerRow } from '../input.ts';
import { type Column, cellOf, columnFor, columnsFor, type Layout, partsOf, type Table, tablesOf } from '../layout.ts';
import { type Origin, ownKeyOf, type Registry, registry } from './registry.ts';
import { kept } from './tally.ts';

export interface ClientFact extends Origin {
  readonly name: string;
  readonly mails: readonly string[];
  /** The last ten digits of each number: enough to see that two cards share one. */
  readonly phones: readonly string[];
  /** Affiliations as written, the main one first. */
  readonly companies: readonly string[];
}

export interface CompanyFact extends Origin {
  readonly name: string;
}

export interface CoachFact {
  readonly id: string;
  readonly key: string;
  readonly name: string | null;
  readonly mail: string | null;
}

export type Rows = (file: string) => Iterable<PlannerRow>;

function text(row: PlannerRow, table: Table, target: string): string {
  for (const column of columnsFor(table, target)) {
    const cell = cellOf(row, column);
    if (!isBlank(cell)) return cell;
  }
  return '';
}

function clientName(row: PlannerRow, table: Table): string {
  const joined = [text(row, table, 'person.first_name'), text(row, table, 'person.last_name')].filter((part) => part !== '').join(' ');
  return joined === '' ? readPerson(text(row, table, 'person.name')).full : joined;
}

function mailsIn(cell: string): string[] {
  const read = readMails(cell);
  return read.ok ? read.value.map((mail) => mail.toLowerCase()) : [];
}

function phonesIn(cell: string): string[] {
  return cell
    .split(/[;,/|\n]/)
    .map((part) => part.replace(/\D/g, '').slice(-10))
    .filter((digits) => digits.length >= 7);
}

const NONE: readonly string[] = Object.freeze([]);

/** Each text once, to be kept: there are as many such lists as clients, and most are empty or hold one. */
function each(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? NONE : [...new Set(texts)].map(kept);
}

export function companiesOf(layout: Layout, rows: Rows): Registry<CompanyFact> {
  const found: CompanyFact[] = [];
  for (const table of tablesOf(layout, 'company')) {
    for (const row of rows(table.file))
      found.push({
        id: row.sourceId,
        file: table.file,
        ownKey: ownKeyOf(row, table.file),
        name: kept(text(row, table, 'organization.name')),
      });
  }
  return registry(found, (one) => ({ id: one.id, names: [one.name], mails: [] }));
}

export function clientsOf(layout: Layout, rows: Rows, companies: Registry<CompanyFact>): Registry<ClientFact> {
  const found: ClientFact[] = [];
  for (const table of tablesOf(layout, 'client')) {
    if (table.detail) continue;
    const [links, mails, phones] = [
      columnsFor(table, 'link:company'),
      columnsFor(table, 'person.emails'),
      columnsFor(table, 'person.phones'),
    ];
    for (const row of rows(table.file)) {
      const all = (columns: readonly Column[], read: (cell: string) => string[]) =>
        each(columns.flatMap((column) => read(cellOf(row, column))));
      found.push({
        id: row.sourceId,
        file: table.file,
        ownKey: ownKeyOf(row, table.file),
        name: kept(clientName(row, table)),
        mails: all(mails, mailsIn),
        phones: all(phones, phonesIn),
        companies: each(links.flatMap((column) => partsOf(cellOf(row, column), column, (one) => companies.find(one) !== null))),
      });
    }
  }
  return registry(found, (one) => ({ id: one.id, names: [one.name], mails: one.mails }));
}

export function coachesOf(layout: Layout, rows: Rows): Registry<CoachFact> {
  const found: CoachFact[] = [];
  for (const table of tablesOf(layout, 'coach')) {
    const id = columnFor(table, 'link:coach', 'id');
    const name = columnFor(table, 'link:coach', 'name');
    const mail = columnFor(table, 'link:coach', 'mail');
    for (const row of rows(table.file)) {
      const written = cellOf(row, name);
      found.push({
        id: isBlank(cellOf(row, id)) ? row.sourceId : cellOf(row, id),
        key: row.key,
        name: isBlank(written) ? null : readPerson(written).full,
        mail: mailsIn(cellOf(row, mail))[0] ?? null,
      });
    }
  }
  return registry(found, (one) => ({ id: one.id, names: one.name === null ? [] : [one.name], mails: one.mail === null ? [] : [one.mail] }));
}
