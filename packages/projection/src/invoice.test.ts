import { describe, expect, it } from 'vitest';
import { type DecisionSpec, FALLBACK, first, html, ownerDecision, type Spec, valueIn, world } from '../testing/kit.ts';
import { extraRecords } from './index.ts';

const DECISIONS: DecisionSpec[] = [
  ownerDecision('Dana Reyes', 'dana@example.com', ['K1'], 'dana@example.com'),
  ownerDecision('Sam Okafor', 'sam@example.com', ['K2'], 'sam@example.com'),
  ['activity-type', { object: 'invoice', value: 'payment' }, { newType: { name: 'Payment', icon: 'finance' } }],
];
const clients = {
  object: 'client',
  id: 'Id',
  columns: { Id: 'person.source_id', Name: 'person.name', Coach: 'person.owner' },
  rows: [
    ['C1', 'Maya Chen', 'K1'],
    ['C2', 'Raj Patel', ''],
  ],
} as const;
const packages = {
  object: 'package',
  id: 'Id',
  columns: { Id: 'deal.source_id', Client: 'link:client', Name: 'deal.title', Coach: 'deal.owner' },
  rows: [['P1', 'C1', 'Compass', 'K2']],
} as const;
const part = (name: 'amount' | 'currency' | 'status' | 'date' | 'balance' | 'number') =>
  ({ target: 'note.content', as: { part: name } }) as const;
const columns = {
  No: 'note.source_id',
  Client: 'link:client',
  Package: 'link:package',
  Issued: part('date'),
  Due: part('date'),
  Amount: part('amount'),
  Cur: part('currency'),
  Status: part('status'),
  Open: part('balance'),
  Paid: { target: 'activity.due_date', as: { part: 'paid' } },
} as const;
const items = {
  object: 'invoice',
  columns: {
    Invoice: 'link:invoice',
    What: { target: 'note.content', as: { part: 'line-description' } },
    Qty: { target: 'note.content', as: { part: 'line-quantity' } },
    Sum: { target: 'note.content', as: { part: 'line-amount' } },
  },
} as const;

type Cells = Partial<Record<keyof typeof columns, string>>;

function invoices(list: readonly Cells[], lines: readonly (readonly string[])[] = [], more: Partial<Spec> = {}) {
  const headers = Object.keys(columns) as (keyof typeof columns)[];
  const rows = list.map((cells, i) => {
    const given: Cells = { No: `I${i + 1}`, Client: 'C1', Package: 'P1', ...cells };
    return headers.map((h) => given[h] ?? '');
  });
  return world({
    ...more,
    files: {
      'c.csv': clients,
      'p.csv': packages,
      'i.csv': { object: 'invoice', id: 'No', columns, rows },
      'l.csv': { ...items, rows: lines },
    },
    decisions: [...DECISIONS, ...(more.decisions ?? [])],
  });
}
const records = (cells: Cells, lines: readonly (readonly string[])[] = []) => invoices([cells], lines).records('i.csv');

describe('invoice → note', () => {
  it('says number, amount, currency, status, dates, balance and lines', () => {
    const [note] = records({ Issued: '2024-07-08', Due: '07/22/2024', Amount: '$3,486.50', Cur: 'USD', Status: 'Sent', Open: '$100.00' }, [
      ['I1', 'Intensive, 12 sessions', '1', '3000.00'],
      ['I1', '360 <survey>', '', '350.00'],
      ['I1', 'Travel', '3', '136.50'],
    ]);
    expect(note && html(note, 'content')).toBe(
      '<p><strong>Invoice I1</strong></p><ul><li>Amount: 3486.50 USD</li><li>Status: Sent</li><li>Issued: 2024-07-08</li><li>Due: 2024-07-22</li>' +
        '<li>Remaining balance: 100.00 USD</li></ul><p>Line items</p><ul><li>Intensive, 12 sessions: 3000.00 USD</li>' +
        '<li>360 &lt;survey&gt;: 350.00 USD</li><li>Travel: 3 × 45.50 = 136.50 USD</li></ul><p>Source: invoice I1</p>',
    );
    expect(note?.rows).toEqual(['i.csv#I1', 'l.csv#r1', 'l.csv#r2', 'l.csv#r3']);
  });

  it('tells prices from sums by what adds up', () => {
    const [note] = records({ Amount: '486.50' }, [
      ['I1', 'Survey', '1', '350'],
      ['I1', 'Travel', '3', '45.50'],
    ]);
    expect(note && html(note, 'content')).toContain('<li>Travel: 3 × 45.50 = 136.50 USD</li>');
  });

  it('keeps negative lines', () => {
    const [note] = records({ Amount: '720' }, [
      ['I1', 'Compass', '1', '1080'],
      ['I1', 'Goodwill', '2', '(360.00)'],
    ]);
    expect(note && html(note, 'content')).toContain('<li>Goodwill: 2 × -180.00 = -360.00 USD</li>');
  });

  it('hangs on the deal alone, else on the person', () => {
    const onDeal = first(records({}));
    expect(onDeal.fields.deal).toEqual({ t: 'ref', v: 'package:P1' });
    expect(onDeal.fields).not.toHaveProperty('person');
    const lost = first(records({ Package: 'P999' }));
    expect(lost.fields.person).toEqual({ t: 'ref', v: 'client:C1' });
    expect(html(lost, 'content')).toContain('Not found in the export: P999');
    expect(valueIn(first(records({ Package: '' })), 'person')).toBe('client:C1');
  });

  it('is dated with the day of the invoice', () => {
    expect(valueIn(first(records({ Issued: '2024-07-08', Due: '2024-07-01' })), 'add_time')).toBe('2024-07-01T16:00:00Z');
    expect(first(records({})).fields).not.toHaveProperty('add_time');
  });

  it('keeps the original amount of a void one, with a flag and without payment', () => {
    const made = records({ Amount: '620', Status: 'Void', Open: '0', Paid: '2024-06-01' });
    expect(made).toHaveLength(1);
    expect(html(first(made), 'content')).toContain(
      '<li>Amount: 620.00 USD</li><li>Status: Void</li><li>Void: yes, original amount 620.00 USD</li>',
    );
  });

  it('fails when it belongs to nobody', () => {
    expect(invoices([{ Client: 'C9', Package: '' }]).outcome('i.csv')).toEqual({
      kind: 'failed',
      code: 'orphan',
      reason: 'the invoice names no client or package that is in the export',
    });
  });

  it('makes a line part of its invoice', () => {
    const made = invoices(
      [{}],
      [
        ['I1', 'A', '1', '1'],
        ['I9', 'B', '1', '1'],
      ],
    );
    expect(made.outcome('l.csv', 0)).toEqual({ kind: 'part-of', keys: ['invoice:I1'] });
    expect(made.outcome('l.csv', 1)).toEqual({
      kind: 'failed',
      code: 'orphan',
      reason: 'the row belongs to invoice I9, which is not in the export',
    });
  });
});

describe('payment', () => {
  const payment = (cells: Cells) => records({ Amount: '2400', ...cells }).find((r) => r.entity === 'activity');

  it('is an activity on the day of the payment, done, with client, deal and coach', () => {
    const made = payment({ Status: 'Paid', Open: '0', Paid: '2025-11-03' });
    if (made === undefined) throw new Error('no payment');
    expect(made.key).toBe('invoice:I1/payment');
    expect(made.sourceId).toBe('I1/payment');
    expect(made.object).toBe('invoice');
    expect(valueIn(made, 'subject')).toBe('Payment Received: I1 2400.00 USD');
    expect(valueIn(made, 'type')).toBe('Payment');
    expect(made.fields.due_date).toEqual({ t: 'date', v: '2025-11-03' });
    expect(made.fields).not.toHaveProperty('due_time');
    expect(valueIn(made, 'done')).toBe(true);
    expect(made.fields.participants).toEqual({ t: 'participants', v: [{ person: 'client:C1', primary: true }] });
    expect(valueIn(made, 'deal')).toBe('package:P1');
    expect(valueIn(made, 'owner')).toBe('sam@example.com');
    expect(html(made, 'note').endsWith('<p>Source: invoice I1/payment</p>')).toBe(true);
  });

  it('comes for paid ones and for those with a payment date, and for no others', () => {
    expect(payment({ Status: 'paid in full' })).toBeDefined();
    expect(payment({ Status: 'Partially Paid', Open: '1000' })).toBeUndefined();
    expect(payment({ Status: 'Unpaid', Open: '2400' })).toBeUndefined();
    expect(payment({ Status: 'Viewed', Open: '2400' })).toBeUndefined();
    expect(payment({ Open: '0' })).toBeDefined();
    expect(payment({})).toBeUndefined();
  });

  it('names the paid part of a partly paid one', () => {
    const made = payment({ Status: 'Partially Paid', Open: '1000', Paid: '2025-11-03' });
    expect(made && valueIn(made, 'subject')).toBe('Payment Received: I1 1400.00 USD');
  });

  it('takes the date of the invoice when none is given for the payment', () => {
    const made = payment({ Status: 'Paid', Issued: '2025-10-01' });
    expect(made && valueIn(made, 'due_date')).toBe('2025-10-01');
    expect(made?.provenance.due_date?.rule).toBe('no payment date in the export: date of the invoice');
  });

  it("has the client's owner without a deal, and the deal's client without one of its own", () => {
    const made = payment({ Status: 'Paid', Package: '' });
    expect(made && valueIn(made, 'owner')).toBe('dana@example.com');
    expect(made?.fields).not.toHaveProperty('deal');
    const other = payment({ Status: 'Paid', Package: '', Client: 'C2' });
    expect(other && valueIn(other, 'owner')).toBe(FALLBACK);
    const ofDeal = payment({ Status: 'Paid', Client: '' });
    expect(ofDeal && valueIn(ofDeal, 'participants')).toEqual([{ person: 'client:C1', primary: true }]);
  });
});

describe('one billing note per deal', () => {
  const made = invoices(
    [
      { Amount: '100', Status: 'Paid' },
      { Amount: '200', Status: 'Sent' },
      { Amount: '300', Package: '', Status: 'Sent' },
    ],
    [['I2', 'Line', '1', '200']],
    { decisions: [['invoice', {}, { as: 'billing-note' }]] },
  );
  const notes = [...extraRecords(made.mapping, made.index)];

  it('gathers the invoices of a deal, and those without deal on the person', () => {
    expect(notes.map((n) => n.key)).toEqual(['invoice:P1/billing', 'invoice:client/C1/billing']);
    const [deal, person] = notes;
    expect(deal?.fields).toMatchObject({ deal: { t: 'ref', v: 'package:P1' } });
    expect(deal?.rows).toEqual(['i.csv#I1', 'i.csv#I2', 'l.csv#r1']);
    expect(deal && html(deal, 'content')).toContain('Invoice I1');
    expect(deal && html(deal, 'content')).toContain('Invoice I2');
    expect(deal && html(deal, 'content').endsWith('<p>Source: invoice P1/billing</p>')).toBe(true);
    expect(person?.fields).toMatchObject({ person: { t: 'ref', v: 'client:C1' } });
  });

  it('leaves the payments with their invoices and makes the others a part of the note', () => {
    expect(made.records('i.csv', 0).map((r) => r.key)).toEqual(['invoice:I1/payment']);
    expect(made.outcome('i.csv', 1)).toEqual({ kind: 'part-of', keys: ['invoice:P1/billing'] });
    expect(made.outcome('i.csv', 2)).toEqual({ kind: 'part-of', keys: ['invoice:client/C1/billing'] });
    expect(made.outcome('l.csv', 0)).toEqual({ kind: 'part-of', keys: ['invoice:P1/billing'] });
  });
});
