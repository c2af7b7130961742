import { type DesiredRecord, ENTITIES, type RecordDiff } from '@cutover/domain';
import type { InvoiceAmount } from '@cutover/projection';

type DiffOf = (record: DesiredRecord) => RecordDiff | undefined;

/** Sums that must reconcile: what was wanted, and what was read back. */
export interface Sums {
  readonly records: readonly { readonly entity: string; readonly wanted: number; readonly found: number }[];
  readonly dealValues: readonly {
    readonly currency: string;
    readonly wanted: number;
    readonly equal: number;
    readonly deals: number;
    readonly differing: number;
  }[];
  readonly sessionsPerClient: {
    readonly clients: number;
    readonly sessions: number;
    /** Read back with the same people. */
    readonly found: number;
    /** Clients of whom not all sessions were. */
    readonly differing: readonly { readonly client: string; readonly wanted: number; readonly found: number }[];
  };
  /** Per currency: the invoices' amounts in the export, and of those whose note was read back with them. */
  readonly invoices: readonly {
    readonly currency: string;
    readonly invoices: number;
    readonly wanted: number;
    readonly equal: number;
    readonly differing: number;
  }[];
}

/** Counts and sums over the records compared. Deal values are summed per currency; `equal` sums those whose value was read back the same. */
export function sumsOf(wanted: readonly DesiredRecord[], diffs: readonly RecordDiff[], amounts: Iterable<InvoiceAmount>): Sums {
  const byRecord = new Map(wanted.map((record, i) => [record.key, diffs[i]]));
  const diffOf: DiffOf = (record) => byRecord.get(record.key);
  const records = ENTITIES.flatMap((entity) => {
    const own = wanted.filter((record) => record.entity === entity);
    return own.length === 0 ? [] : [{ entity, wanted: own.length, found: own.filter((record) => diffOf(record)?.id != null).length }];
  });
  return {
    records,
    dealValues: dealValues(wanted, diffOf),
    sessionsPerClient: sessions(wanted, diffOf),
    invoices: invoices(wanted, diffOf, amounts),
  };
}

function dealValues(wanted: readonly DesiredRecord[], diffOf: DiffOf): Sums['dealValues'] {
  const sums = new Map<string, { wanted: number; equal: number; deals: number; differing: number }>();
  for (const record of wanted) {
    const value = record.fields.value;
    if (record.entity !== 'deal' || value === undefined || (value.t !== 'money' && value.t !== 'number')) continue;
    const currency = value.t === 'money' ? value.currency : textOf(record.fields.currency);
    const sum = sums.get(currency) ?? { wanted: 0, equal: 0, deals: 0, differing: 0 };
    const same = diffOf(record)?.fields.find((field) => field.field === 'value')?.verdict !== 'different';
    sums.set(currency, {
      wanted: cents(sum.wanted + value.v),
      equal: cents(sum.equal + (same ? value.v : 0)),
      deals: sum.deals + 1,
      differing: sum.differing + (same ? 0 : 1),
    });
  }
  return [...sums].map(([currency, sum]) => ({ currency, ...sum }));
}

/** Whether a field came back as wanted, known transformations included. */
const cameBack = (diff: RecordDiff | undefined, field: string): boolean =>
  diff !== undefined && diff.id !== null && diff.fields.find((each) => each.field === field)?.verdict !== 'different';

function sessions(wanted: readonly DesiredRecord[], diffOf: DiffOf): Sums['sessionsPerClient'] {
  const clients = new Map<string, { wanted: number; found: number }>();
  for (const record of wanted) {
    const people = record.fields.participants;
    if (record.object !== 'session' || people?.t !== 'participants') continue;
    const found = cameBack(diffOf(record), 'participants') ? 1 : 0;
    for (const { person } of people.v) {
      const sum = clients.get(person) ?? { wanted: 0, found: 0 };
      clients.set(person, { wanted: sum.wanted + 1, found: sum.found + found });
    }
  }
  const all = [...clients].map(([client, sum]) => ({ client, ...sum }));
  return {
    clients: all.length,
    sessions: all.reduce((sum, each) => sum + each.wanted, 0),
    found: all.reduce((sum, each) => sum + each.found, 0),
    differing: all.filter((each) => each.found !== each.wanted),
  };
}

/** An invoice stands in a note, whose text holds its amount: it reconciles when the note that its row made came back. */
function invoices(wanted: readonly DesiredRecord[], diffOf: DiffOf, amounts: Iterable<InvoiceAmount>): Sums['invoices'] {
  const notes = new Map<string, DesiredRecord[]>();
  for (const record of wanted) {
    if (record.entity !== 'note' || record.object !== 'invoice') continue;
    for (const row of record.rows) notes.set(row, [...(notes.get(row) ?? []), record]);
  }
  const sums = new Map<string, { invoices: number; wanted: number; equal: number; differing: number }>();
  for (const { row, amount, currency } of amounts) {
    const own = notes.get(row);
    if (own === undefined || amount === null) continue;
    const same = own.every((record) => cameBack(diffOf(record), 'content'));
    const sum = sums.get(currency) ?? { invoices: 0, wanted: 0, equal: 0, differing: 0 };
    sums.set(currency, {
      invoices: sum.invoices + 1,
      wanted: cents(sum.wanted + amount),
      equal: cents(sum.equal + (same ? amount : 0)),
      differing: sum.differing + (same ? 0 : 1),
    });
  }
  return [...sums].map(([currency, sum]) => ({ currency, ...sum }));
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;
const textOf = (value: DesiredRecord['fields'][string] | undefined): string => (value?.t === 'text' ? value.v : '');
