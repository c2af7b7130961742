import type { SourceObject } from '@cutover/domain';
import { isBlank } from '@cutover/values';
import type { PlannerRow } from '../input.ts';
import { type Column, cellOf, partsOf, type Table } from '../layout.ts';
import type { Dangling, OwnerText } from './facts.ts';
import { type Bearers, noteShared, type SharedNames } from './shared-names.ts';
import { type Cases, cases, kept, note } from './tally.ts';
import type { WhichPackage } from './which-package.ts';

export type Visitor = (row: PlannerRow) => void;

/** What the values of link columns are looked up in; an object that is not there cannot be checked. */
export type Known = ReadonlyMap<SourceObject, (text: string) => boolean>;

interface LinkTargets {
  readonly known: Known;
  /** Of the objects that others refer to by name. */
  readonly bearers: ReadonlyMap<SourceObject, Bearers>;
  readonly which: WhichPackage;
}

export interface LinkSink {
  readonly dangling: Dangling[];
  readonly shared: SharedNames[];
}

const NONE: Bearers = () => [];

/** Counts the cells of link columns that name something the table they refer to lacks, and those that name what several in it are called. */
export function linkVisitors(table: Table, { known, bearers, which }: LinkTargets, sink: LinkSink): Visitor[] {
  return table.columns.flatMap((column): Visitor[] => {
    const to = column.answer.target.startsWith('link:') ? (column.answer.target.slice(5) as SourceObject) : null;
    if (to === null || (to === table.object && !table.detail) || to === 'coach') return [];
    const has = known.get(to);
    if (has === undefined) return [];
    const entry: Dangling = { column, to, cases: cases() };
    sink.dangling.push(entry);
    const shared: SharedNames = { column, to, found: new Map() };
    sink.shared.push(shared);
    const bearersOf = bearers.get(to) ?? NONE;
    const packageOf = (row: PlannerRow, text: string): Meaning => {
      if (which.named(row, text).length > 0) return 'one';
      const several = which.several(row, text);
      return several.length > 0 ? several : 'lost';
    };
    const meaningOf = (row: PlannerRow, text: string): Meaning => {
      if (!has(text)) return to === 'package' ? packageOf(row, text) : 'lost';
      const several = bearersOf(text);
      return several.length > 0 ? several : 'one';
    };
    return [
      (row) => {
        const cell = cellOf(row, column);
        if (cell === '' || (has(cell) && bearersOf(cell).length === 0)) return;
        const parts = partsOf(cell, column, has).map((text) => ({ text, means: meaningOf(row, text) }));
        // A cell once: `Frost, Ida` may be one who is not there, or two.
        if (parts.some(({ means }) => means === 'lost')) note(entry.cases, row.key);
        noteShared(
          shared,
          row,
          parts.flatMap(({ text, means }) => (typeof means === 'string' ? [] : [{ text, bearers: means }])),
        );
      },
    ];
  });
}

/** What a text refers to: one, the rows of several, or none that is there. */
type Meaning = 'one' | 'lost' | readonly string[];

export interface OwnerSink {
  readonly texts: Map<string, OwnerText>;
  readonly ownerless: Map<SourceObject, Cases>;
}

const OWNED: ReadonlySet<SourceObject> = new Set(['client', 'company', 'package', 'session']);

/** Texts beyond these are counted, but without the rows behind them: a column of a million names is no column of coaches. */
const MOST_WITH_ROWS = 2000;

function noteOwner(sink: OwnerSink, text: string, row: PlannerRow, object: SourceObject, author: boolean): void {
  const known = sink.texts.get(text);
  const entry = known ?? {
    ...{ text: kept(text), named: cases(), authored: cases(), onlyAuthor: author },
    records: new Map<SourceObject, number>(),
  };
  if (known === undefined) sink.texts.set(entry.text, entry);
  entry.records.set(object, (entry.records.get(object) ?? 0) + 1);
  if (!author) entry.onlyAuthor = false;
  const to = author ? entry.authored : entry.named;
  if (known === undefined && sink.texts.size > MOST_WITH_ROWS) to.count += 1;
  else note(to, row.key);
}

/** Counts by whom records are owned, and which have no owner. */
export function ownerVisitors(table: Table, sink: OwnerSink): Visitor[] {
  const columns = table.columns.filter((column) => column.answer.target.endsWith('.owner'));
  return columns.map((column, nth) => {
    const author = column.answer.target === 'note.owner';
    const missing = sink.ownerless.get(table.object) ?? cases();
    sink.ownerless.set(table.object, missing);
    return (row) => {
      const cell = cellOf(row, column);
      if (isBlank(cell)) {
        if (nth === 0 && OWNED.has(table.object)) note(missing, row.key);
        return;
      }
      noteOwner(sink, cell, row, table.object, author);
    };
  });
}

/** Built-in fields of one line. */
const LINES: ReadonlySet<string> = new Set(['subject', 'title', 'name', 'location', 'address', 'postal_address', 'lost_reason']);

/** Longest text that each kind of field takes (api-facts §3.4, §3.5, §4.3). */
function limitOf(column: Column): number | null {
  const { target, as } = column.answer;
  if (target === 'note.content' || target === 'activity.note') return 100_000;
  if (target.includes('.custom.')) {
    if (as?.type === 'text') return 65_000;
    return as?.type === 'varchar' || as?.type === 'enum' || as?.type === 'set' || as?.type === 'phone' || as?.type === 'address'
      ? 255
      : null;
  }
  if (LINES.has(target.slice(target.indexOf('.') + 1))) return 255;
  return null;
}

export function lengthVisitors(table: Table, tooLong: Map<string, Cases & { limit: number; column: Column }>): Visitor[] {
  return table.columns.flatMap((column): Visitor[] => {
    const limit = limitOf(column);
    if (limit === null || column.profile.length.max <= limit) return [];
    const entry = { ...cases(), limit, column };
    tooLong.set(`${table.file}#${column.index}`, entry);
    return [
      (row) => {
        if (cellOf(row, column).length > limit) note(entry, row.key);
      },
    ];
  });
}

const MANDATORY: Readonly<Partial<Record<SourceObject, readonly { what: string; targets: readonly string[] }[]>>> = Object.freeze({
  client: [{ what: 'a name', targets: ['person.name', 'person.first_name', 'person.last_name'] }],
  company: [{ what: 'a name', targets: ['organization.name'] }],
  package: [
    { what: 'a title', targets: ['deal.title'] },
    { what: 'a client', targets: ['link:client'] },
    { what: 'a status', targets: ['deal.stage'] },
  ],
  session: [{ what: 'a date', targets: ['activity.due_date'] }],
  message: [{ what: 'a client', targets: ['link:client'] }],
  note: [
    { what: 'a text', targets: ['note.content'] },
    { what: 'a client', targets: ['link:client', 'link:package', 'link:session'] },
  ],
  intake: [{ what: 'a client', targets: ['link:client'] }],
  invoice: [{ what: 'a client', targets: ['link:client', 'link:package'] }],
});

/** Counts rows that lack what their record cannot do without. Details of other rows need nothing. */
export function missingVisitors(table: Table, missing: Map<string, Cases>): Visitor[] {
  if (table.detail) return [];
  return (MANDATORY[table.object] ?? []).map(({ what, targets }) => {
    const columns = table.columns.filter((column) => targets.includes(column.answer.target));
    const id = `${table.object}:${what}`;
    const entry = missing.get(id) ?? cases();
    missing.set(id, entry);
    return (row) => {
      if (columns.every((column) => isBlank(cellOf(row, column)))) note(entry, row.key);
    };
  });
}
