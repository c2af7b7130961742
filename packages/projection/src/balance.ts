import { type CountPart, type Counts, readBalance, readCounts, readMoney } from '@cutover/values';
import { cell, columnsAt, type Filled, filled, firstFilled } from './cells.ts';
import { decimalOf } from './invoice-index.ts';
import type { Column } from './mapping-types.ts';
import { roundTo } from './text.ts';
import { unreadable, type Work } from './work.ts';

/** Sessions (or hours) of a package; null: not known. */
export interface Sessions {
  readonly total: number | null;
  readonly used: number | null;
  readonly remaining: number | null;
}

/** The deal's field that a column goes to, as the record calls it. */
const fieldOf = ({ target }: Column): string => target.replace(/^deal\./, '');

/** What the first filled cell of a part's columns counts; more than the part itself where it holds two counts. */
function figures(work: Work, part: CountPart): Counts {
  for (const column of work.file.columns) {
    if (column.as.part !== `sessions-${part}`) continue;
    const text = cell(work.row, column);
    if (text === '') continue;
    const read = readCounts(text, part, decimalOf(column.as.decimal));
    if (read.ok) return read.value;
    unreadable(work, fieldOf(column), column, text, read.reason);
  }
  return {};
}

/** The cells that hold two figures, such as `3/10`. */
export function balanceCells(work: Work): Filled[] {
  return work.file.columns
    .filter((c) => c.as.split !== undefined)
    .flatMap((c) => filled(work.file, work.row, c.target).filter((f) => f.column === c));
}

/** The three figures of a package: read where a column has them, else from a balance, else the third from the other two. */
export function sessionsOf(work: Work): Sessions {
  const [inTotal, inUsed, inRemaining] = [figures(work, 'total'), figures(work, 'used'), figures(work, 'remaining')];
  // A part's own column goes before a second count in another's.
  const own = {
    total: inTotal.total ?? inUsed.total ?? inRemaining.total ?? null,
    used: inUsed.used ?? inTotal.used ?? null,
    remaining: inRemaining.remaining ?? null,
  };
  for (const { column, text } of balanceCells(work)) {
    const read = readBalance(text);
    if (!read.ok) {
      unreadable(work, fieldOf(column), column, text, read.reason);
      continue;
    }
    const { a, b } = read.value;
    own.total ??= column.as.split === 'total/used' ? a : b;
    if (column.as.split === 'used/total') own.used ??= a;
    else if (column.as.split === 'total/used') own.used ??= b;
    else own.remaining ??= a;
  }
  const { total, used, remaining } = own;
  return {
    total: total ?? sum(used, remaining),
    used: used ?? difference(total, remaining),
    remaining: remaining ?? difference(total, used),
  };
}

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : roundTo(a + b, 4));
/** Never below zero: more sessions may have been used than were included. */
const difference = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(0, roundTo(a - b, 4));

/** What a package costs and what of it is still open, two decimals; null: the export does not say. */
export interface Prices {
  readonly total: number | null;
  readonly remaining: number | null;
  /** The remaining credit rests on total ÷ sessions, not on a price of one session. */
  readonly perTotal: boolean;
  /** Currency written in an amount. */
  readonly currency: string | null;
  readonly cells: readonly Filled[];
}

export function pricesOf(work: Work, sessions: Sessions, currency: string): Prices {
  const unit = amount(work, firstFilled(work.file, work.row, 'deal.value/unit'), currency);
  const totalColumn = columnsAt(work.file, 'deal.value').filter((c) => c.as.part !== 'unit');
  const totalCell = totalColumn.map((column) => ({ column, text: cell(work.row, column) })).find((c) => c.text !== '') ?? null;
  const written = amount(work, totalCell, currency);
  const total = written?.amount ?? (unit !== null && sessions.total !== null ? unit.amount * sessions.total : null);
  const perTotal = unit === null;
  const each = unit?.amount ?? (written !== null && sessions.total !== null && sessions.total > 0 ? written.amount / sessions.total : null);
  const remaining = each !== null && sessions.remaining !== null ? each * sessions.remaining : null;
  return {
    total: total === null ? null : roundTo(total, 2),
    remaining: remaining === null ? null : roundTo(remaining, 2),
    perTotal,
    currency: written?.currency ?? unit?.currency ?? null,
    cells: filled(work.file, work.row, 'deal.value'),
  };
}

interface Amount {
  readonly amount: number;
  readonly currency: string | null;
}

function amount(work: Work, from: Filled | null, currency: string): Amount | null {
  if (from === null) return null;
  const options = decimalOf(from.column.as.decimal);
  const read = readMoney(from.text, { currency, ...options });
  if (read.ok) return read.value;
  unreadable(work, 'value', from.column, from.text, read.reason);
  return null;
}
