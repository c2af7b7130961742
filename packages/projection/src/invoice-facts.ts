import { readCurrency, readDate, readMoney } from '@cutover/values';
import { cell, columnsAt, type Filled, filled, firstFilled } from './cells.ts';
import type { ClientEntry, PackageEntry } from './index-types.ts';
import { decimalOf } from './invoice-index.ts';
import { linksOf, type RowLinks } from './links.ts';
import { targetId } from './tables.ts';
import { oneLine } from './text.ts';
import { unreadable, type Work } from './work.ts';

/** What an invoice row says, read once for its note, its billing note and its payment. */
export interface InvoiceFacts {
  readonly id: string;
  readonly number: string;
  /** Invoiced amount: for a void invoice the original one. */
  readonly amount: number | null;
  readonly currency: string;
  readonly status: string;
  readonly balance: number | null;
  readonly isVoid: boolean;
  /** Paid in full, or with a payment date; never void. */
  readonly settled: boolean;
  readonly paid: Filled | null;
  /** Dates as header and day, in column order. */
  readonly dates: readonly { readonly header: string; readonly day: string | null; readonly cell: Filled }[];
  /** The earliest of them. */
  readonly day: string | null;
  readonly client: ClientEntry | null;
  readonly deal: PackageEntry | null;
  readonly links: RowLinks;
}

const VOID = /\b(?:void(?:ed)?|cancel(?:l?ed)?|written[ -]off|refunded|storno|storniert)\b/i;
const PAID = /^(?:paid|paid in full|fully paid|settled|marked (?:as )?paid|paid manually|closed|succeeded|complete[d]?|bezahlt)\b/i;
const NOT_PAID = /\b(?:partial(?:ly)?|part|un ?paid|not paid|over ?due|open|draft|failed|sent|viewed)\b/i;

export function invoiceFacts(work: Work): InvoiceFacts {
  const { file, row } = work;
  const links = linksOf(work.index, file, row);
  const client = links.clients.found[0] ?? null;
  const deal = links.packages.found[0] ?? null;
  const status = firstFilled(file, row, 'note.content/status')?.text ?? '';
  const hint = currencyIn(work, null);
  const amount = moneyIn(work, 'amount', hint) ?? moneyIn(work, 'total', hint);
  const balance = moneyIn(work, 'balance', hint)?.amount ?? null;
  const paid = firstFilled(file, row, 'activity.due_date/paid');
  const isVoid = VOID.test(status);
  const dates = datesIn(work);
  const days = dates.map((d) => d.day).filter((d) => d !== null);
  return {
    id: targetId(row),
    number: oneLine(filled(file, row, 'note.content/number')[0]?.text ?? targetId(row)),
    amount: amount?.amount ?? null,
    currency: currencyIn(work, amount?.currency ?? null),
    status: oneLine(status),
    balance,
    isVoid,
    settled: !isVoid && isSettled(status, balance, amount?.amount ?? null, paid),
    paid,
    dates,
    day: days.toSorted()[0] ?? null,
    client: client ?? deal?.client ?? null,
    deal,
    links,
  };
}

/** Settled: a payment date, or a status that says paid, or, without any status, an amount of which nothing is left to pay. */
function isSettled(status: string, balance: number | null, amount: number | null, paid: Filled | null): boolean {
  if (paid !== null) return true;
  if (status !== '') return PAID.test(status) && !NOT_PAID.test(status);
  return balance === 0 && amount !== null && amount > 0;
}

function currencyIn(work: Work, written: string | null): string {
  const own = firstFilled(work.file, work.row, 'note.content/currency');
  const read = own === null ? null : readCurrency(own.text, work.mapping.currency);
  return read?.ok ? read.value : (written ?? work.mapping.currency);
}

function moneyIn(work: Work, part: 'amount' | 'total' | 'balance', currency: string): { amount: number; currency: string | null } | null {
  const own = firstFilled(work.file, work.row, `note.content/${part}`);
  if (own === null) return null;
  const read = readMoney(own.text, { currency, ...decimalOf(own.column.as.decimal) });
  if (read.ok) return read.value;
  unreadable(work, 'content', own.column, own.text, read.reason);
  return null;
}

function datesIn(work: Work): InvoiceFacts['dates'] {
  return columnsAt(work.file, 'note.content/date').flatMap((column) => {
    const text = cell(work.row, column);
    if (text === '') return [];
    const read = readDate(text, { order: column.as.order ?? work.mapping.order });
    return [{ header: column.header === '' ? 'Date' : column.header, day: read.ok ? read.value : null, cell: { column, text } }];
  });
}
