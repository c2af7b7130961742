import { type DesiredRecord, ENTITIES, type RecordDiff } from '@cutover/domain';

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
  readonly sessionsPerClient: { readonly clients: number; readonly sessions: number };
}

/** Counts and sums over the records compared. Deal values are summed per currency; `equal` sums those whose value was read back the same. */
export function sumsOf(wanted: readonly DesiredRecord[], diffs: readonly RecordDiff[]): Sums {
  const byKey = new Map(diffs.map((diff) => [`${diff.entity}\n${diff.sourceId}`, diff]));
  const diffOf = (record: DesiredRecord): RecordDiff | undefined => byKey.get(`${record.entity}\n${record.sourceId}`);
  const records = ENTITIES.flatMap((entity) => {
    const own = wanted.filter((record) => record.entity === entity);
    return own.length === 0 ? [] : [{ entity, wanted: own.length, found: own.filter((record) => diffOf(record)?.id != null).length }];
  });
  return { records, dealValues: dealValues(wanted, diffOf), sessionsPerClient: sessions(wanted) };
}

function dealValues(wanted: readonly DesiredRecord[], diffOf: (record: DesiredRecord) => RecordDiff | undefined): Sums['dealValues'] {
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

function sessions(wanted: readonly DesiredRecord[]): Sums['sessionsPerClient'] {
  const clients = new Set<string>();
  let count = 0;
  for (const record of wanted) {
    const people = record.fields.participants;
    if (record.object !== 'session' || people?.t !== 'participants') continue;
    count += people.v.length;
    for (const { person } of people.v) clients.add(person);
  }
  return { clients: clients.size, sessions: count };
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;
const textOf = (value: DesiredRecord['fields'][string] | undefined): string => (value?.t === 'text' ? value.v : '');
