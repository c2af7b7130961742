import { type Held, isBlank, lengthUnit, readBoolean, readDate, readDuration, readMoney } from '@cutover/values';
import type { PlannerRow } from '../input.ts';
import { type Column, cellOf, columnFor, columnsFor, partsOf, type Table } from '../layout.ts';
import { isCancelled } from '../lexicon/statuses.ts';
import type { InvoiceFacts, SessionFacts } from './facts.ts';
import type { PackageFact } from './packages.ts';
import type { ClientFact } from './people.ts';
import { ownKeyOf, type Registry } from './registry.ts';
import { kept, note, remembered, type Tally } from './tally.ts';
import type { Visitor } from './visit-links.ts';
import type { WhichPackage } from './which-package.ts';

const MOST_TYPES = 500;
/** Sessions that are still to come are not used yet. */
const AHEAD = /schedul|planned|upcoming|booked|confirmed|pending|requested/i;

function countType(facts: SessionFacts, kind: string, people: number, minutes: number | null): void {
  let entry = facts.types.get(kind);
  if (entry === undefined) {
    if (facts.types.size >= MOST_TYPES) return;
    entry = { count: 0, minutes: 0, timed: 0, several: 0, alone: 0 };
    facts.types.set(kept(kind), entry);
  }
  entry.count += 1;
  if (people > 1) entry.several += 1;
  if (people === 0) entry.alone += 1;
  if (minutes === null) return;
  entry.minutes += minutes;
  entry.timed += 1;
}

/** Notes what the dates of a session say, and gives the packages that they say. */
function onDay(facts: SessionFacts, row: PlannerRow, held: readonly Held<PackageFact>[]): string[] {
  if (held.some(({ kind }) => kind === 'several')) note(facts.onDay.several, row.key);
  else if (held.some(({ kind }) => kind === 'none')) note(facts.onDay.none, row.key);
  else if (held.length > 0) note(facts.onDay.found, row.key);
  return held.flatMap((one) => (one.kind === 'one' ? [one.item.id] : []));
}

function countOn(one: PackageFact | null): void {
  if (one !== null) one.sessions += 1;
}

export function sessionVisitors(
  table: Table,
  facts: SessionFacts,
  clients: Registry<ClientFact>,
  packages: Registry<PackageFact>,
  which: WhichPackage,
): Visitor[] {
  if (table.detail) return [];
  const who = columnsFor(table, 'link:client');
  const what = columnsFor(table, 'link:package');
  const type = columnFor(table, 'activity.type');
  const status = columnFor(table, 'activity.done');
  const length =
    table.columns.find((column) => column.answer.target === 'activity.duration' && column.answer.as?.from === undefined) ?? null;
  const unit = length === null ? undefined : lengthUnit(length.header);
  const isClient = (text: string) => clients.find(text) !== null;
  /** Clients of the export, each once: who is not in it, or named twice, takes no seat. Where it holds no clients at all, every name is one. */
  const seatsOf = (people: readonly string[]): number => {
    if (people.length < 2) return people.length;
    if (clients.all.length === 0) return new Set(people).size;
    return new Set(people.flatMap((text) => clients.find(text)?.id ?? [])).size;
  };
  const isPackage = (text: string) => packages.byId(text) !== null;
  const minutesOf = remembered((cell) => {
    const read = readDuration(cell, { unit });
    return read.ok ? read.value : null;
  });
  const isUnused = remembered((state) => isCancelled(state) || AHEAD.test(state));
  return [
    (row) => {
      facts.count += 1;
      const people = who.flatMap((column) => partsOf(cellOf(row, column), column, isClient));
      const named = what.flatMap((column) => partsOf(cellOf(row, column), column, isPackage));
      const meant = named.flatMap((text) => (isPackage(text) ? [text] : which.named(row, text).map(({ id }) => id)));
      const deals = which.onDay === null ? meant : onDay(facts, row, which.onDay(row));
      const state = cellOf(row, status);
      const kind = isBlank(cellOf(row, type)) ? '' : cellOf(row, type);
      if (!isBlank(state)) facts.statuses.add(state);
      const seats = seatsOf(people);
      if (seats > 1) {
        note(facts.groups, row.key);
        facts.groupMembers += seats;
      }
      if (who.length > 0 && people.length === 0) note(facts.withoutClient, row.key);
      if (what.length > 0 && named.length === 0) note(facts.withoutPackage, row.key);
      if (!isUnused(state)) for (const deal of deals) countOn(packages.byId(deal));
      countType(facts, kind, people.length === 0 ? 0 : Math.max(1, seats), minutesOf(cellOf(row, length)));
    },
  ];
}

export function messageVisitors(table: Table, kinds: Tally): Visitor[] {
  const type = columnFor(table, 'activity.type');
  return [
    (row) => {
      const kind = cellOf(row, type);
      kinds.add(isBlank(kind) ? '' : kind);
    },
  ];
}

function amountOf(cell: string, column: Column | null): number | null {
  if (column === null || isBlank(cell)) return null;
  const decimal = column.answer.as?.decimal ?? column.profile.reading.decimal;
  const read = readMoney(cell, decimal === undefined ? {} : { decimal });
  return read.ok ? read.value.amount : null;
}

const SETTLED = /^(paid|settled|paid in full|fully paid|bezahlt|pagado|payee?|closed)$/i;
const VOID = /void|cancel|storn|written off/i;

export function invoiceVisitors(table: Table, facts: InvoiceFacts, packages: Registry<PackageFact>): Visitor[] {
  const of = (part: Parameters<typeof columnFor>[2]) => columnFor(table, 'note.content', part);
  if (table.detail) {
    const parent = columnFor(table, 'link:invoice');
    const amount = of('line-amount');
    return [
      (row) => {
        facts.lineRows += 1;
        const id = cellOf(row, parent);
        const value = amountOf(cellOf(row, amount), amount);
        if (value === null || id === '') return;
        const before = facts.lines.get(id);
        facts.lines.set(before === undefined ? kept(id) : id, (before ?? 0) + value);
      },
    ];
  }
  const amount = of('amount');
  const status = of('status');
  const paid = columnFor(table, 'activity.due_date', 'paid');
  const deal = columnFor(table, 'link:package');
  return [
    (row) => {
      facts.count += 1;
      const state = cellOf(row, status);
      const on = cellOf(row, paid);
      const said = readBoolean(state);
      const settled = SETTLED.test(state) || (said.ok && said.value) || (isBlank(state) && !isBlank(on) && readDate(on).ok);
      if (settled && !VOID.test(state)) facts.settled += 1;
      const on1 = packages.byId(cellOf(row, deal));
      if (on1 === null) facts.withoutDeal += 1;
      else facts.deals.add(on1.id);
      facts.amounts.set(row.sourceId, {
        id: row.sourceId,
        file: table.file,
        ownKey: ownKeyOf(row, table.file),
        amount: amountOf(cellOf(row, amount), amount),
      });
    },
  ];
}
