import { type DateOrder, normalName } from '@cutover/domain';
import {
  type CountPart,
  type Counts as CountsRead,
  isBlank,
  type Period,
  readBalance,
  readCounts,
  readMoney,
  readPeriod,
} from '@cutover/values';
import type { PlannerRow } from '../input.ts';
import { type Column, cellOf, columnFor, type Layout, type Table, tablesOf } from '../layout.ts';
import type { ClientFact, Rows } from './people.ts';
import { type Origin, ownKeyOf, type Registry, registry } from './registry.ts';
import { kept, remembered } from './tally.ts';

export interface PackageFact extends Origin {
  readonly client: string | null;
  /** The title as names compare. */
  readonly name: string;
  /** From when until when it ran, where columns were taken for that; null also where that hangs on an answer not given yet. */
  readonly period: Period | null;
  readonly status: string;
  readonly currency: string | null;
  /** null: not given, which is not 0. */
  readonly total: number | null;
  readonly unit: number | null;
  readonly included: number | null;
  readonly used: number | null;
  readonly remaining: number | null;
  /** Sessions that hang on it, cancelled ones and those to come not counted. */
  sessions: number;
}

function amount(row: PlannerRow, column: Column | null): { value: number | null; currency: string | null } {
  const cell = cellOf(row, column);
  if (column === null || isBlank(cell)) return { value: null, currency: null };
  const decimal = column.answer.as?.decimal ?? column.profile.reading.decimal;
  const read = readMoney(cell, decimal === undefined ? {} : { decimal });
  return read.ok ? { value: read.value.amount, currency: read.value.currency } : { value: null, currency: null };
}

function countsIn(row: PlannerRow, column: Column | null, part: CountPart): CountsRead {
  const cell = cellOf(row, column);
  if (column === null || isBlank(cell)) return {};
  const decimal = column.answer.as?.decimal ?? column.profile.reading.decimal;
  const read = readCounts(cell, part, decimal === undefined ? {} : { decimal });
  return read.ok ? read.value : {};
}

interface Counts {
  included: number | null;
  used: number | null;
  remaining: number | null;
}

function balanceOf(row: PlannerRow, table: Table): Counts {
  const counts: Counts = { included: null, used: null, remaining: null };
  for (const column of table.columns) {
    const split = column.answer.as?.split;
    if (split === undefined) continue;
    const read = readBalance(cellOf(row, column));
    if (!read.ok) continue;
    const [first, second] = split.split('/');
    const set = (what: string | undefined, value: number) => {
      if (what === 'used') counts.used = value;
      if (what === 'total') counts.included = value;
      if (what === 'remaining') counts.remaining = value;
    };
    set(first, read.value.a);
    set(second, read.value.b);
  }
  return counts;
}

function firstPart(table: Table, part: 'sessions-total' | 'sessions-used' | 'sessions-remaining'): Column | null {
  return table.columns.find((column) => column.answer.as?.part === part) ?? null;
}

/** How the dates of a column are read; null where that is not decided yet. */
export function orderIn(column: Column): { readonly order: DateOrder | undefined } | null {
  const order = column.answer.as?.order ?? column.profile.reading.order;
  return order === 'ambiguous' ? null : { order };
}

function periodOf(row: PlannerRow, table: Table): Period | null {
  const [start, end] = (['period-start', 'period-end'] as const).map((part) => table.columns.find((one) => one.answer.as?.part === part));
  if (start === undefined || end === undefined) return null;
  const written = (column: Column) => {
    const cell = cellOf(row, column);
    return { text: isBlank(cell) ? '' : cell, ...orderIn(column) };
  };
  return readPeriod({ order: undefined, ...written(start) }, { order: undefined, ...written(end) });
}

/** Every package with its numbers; what one column leaves out is worked out from the others where they allow it. */
export function packagesOf(layout: Layout, rows: Rows, clients: Registry<ClientFact>): Registry<PackageFact> {
  const found: PackageFact[] = [];
  const shared = remembered(kept);
  const nameOf = remembered((title) => kept(normalName(title)));
  for (const table of tablesOf(layout, 'package')) {
    if (table.detail) continue;
    const totals =
      columnFor(table, 'deal.value', 'total') ??
      table.columns.find((one) => one.answer.target === 'deal.value' && one.answer.as?.part === undefined) ??
      null;
    const [unit, currency, status, title, client] = [
      columnFor(table, 'deal.value', 'unit'),
      columnFor(table, 'deal.currency'),
      columnFor(table, 'deal.stage'),
      columnFor(table, 'deal.title'),
      columnFor(table, 'link:client'),
    ];
    const parts = (['sessions-total', 'sessions-used', 'sessions-remaining'] as const).map((part) => firstPart(table, part));
    for (const row of rows(table.file)) {
      const total = amount(row, totals);
      const balance = balanceOf(row, table);
      const inTotal = countsIn(row, parts[0] ?? null, 'total');
      const inUsed = countsIn(row, parts[1] ?? null, 'used');
      const inLeft = countsIn(row, parts[2] ?? null, 'remaining');
      const included = inTotal.total ?? inUsed.total ?? inLeft.total ?? balance.included;
      const used = inUsed.used ?? inTotal.used ?? balance.used;
      const left = inLeft.remaining ?? balance.remaining;
      const code = cellOf(row, currency).toUpperCase();
      found.push({
        id: row.sourceId,
        file: table.file,
        ownKey: ownKeyOf(row, table.file),
        client: clients.find(cellOf(row, client))?.id ?? null,
        name: nameOf(cellOf(row, title)),
        period: periodOf(row, table),
        status: isBlank(cellOf(row, status)) ? '' : shared(cellOf(row, status)),
        currency: /^[A-Z]{3}$/.test(code) ? shared(code) : total.currency,
        total: total.value,
        unit: amount(row, unit).value,
        included,
        used,
        remaining: left ?? (included !== null && used !== null ? Math.max(0, included - used) : null),
        sessions: 0,
      });
    }
  }
  return registry(found, (one) => ({ id: one.id, names: [], mails: [] }));
}

const cents = (value: number): number => Math.round(value * 100) / 100;

/** What the remaining sessions of a package are worth, two decimals; null when the export does not say. */
export function remainingValue(one: PackageFact): number | null {
  if (one.remaining === null) return null;
  if (one.unit !== null) return cents(one.remaining * one.unit);
  if (one.total !== null && one.included !== null && one.included > 0) return cents((one.remaining * one.total) / one.included);
  return null;
}

export function totalValue(one: PackageFact): number | null {
  if (one.total !== null) return one.total;
  return one.unit !== null && one.included !== null ? cents(one.unit * one.included) : null;
}

/** `25,925.00 USD`, one sum for each currency. */
export function sumsBy(packages: readonly PackageFact[], value: (one: PackageFact) => number | null, fallback: string): string {
  const sums = new Map<string, number>();
  for (const one of packages) {
    const amountOf = value(one);
    const code = one.currency ?? fallback;
    if (amountOf !== null) sums.set(code, (sums.get(code) ?? 0) + amountOf);
  }
  const shown = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, sum]) => `${money(sum)} ${code}`);
  return shown.length === 0 ? 'nothing' : shown.join(' and ');
}

export function money(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
