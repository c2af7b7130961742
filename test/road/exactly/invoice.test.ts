import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column, saysAmount } from '../../tools/account.ts';
import { loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { invoiceLines } from './expected/invoice-lines.ts';
import { invoices } from './expected/invoices.ts';

let account: Account;

beforeAll(async () => {
  const { before, state } = await loadedRoad();
  account = accountOf(state, before);
});

const note = (id: string) => account.note(`invoice ${id}`);
const text = (id: string) => note(id).lines.slice(0, -1).join('\n');
const payment = (id: string) => account.activity(`invoice ${id}/payment`);
const paid = invoices.filter((invoice) => invoice.paid !== null);

describe('invoice → note', () => {
  test(`${verifies('R22', 'R26')}every invoice is one note, ending in its source`, () => {
    const sources = account.notes.flatMap(({ source }) => (source?.startsWith('invoice ') ? [source] : []));
    expect(sources.toSorted()).toEqual(invoices.map(({ id }) => `invoice ${id}`));
  });

  test(`${verifies('R22', 'R42')}on the deal of its package; without one, on the person`, () => {
    expect(column(invoices, ({ id }) => note(id).deal)).toEqual(column(invoices, ({ deal }) => deal));
    const loose = invoices.filter(({ deal }) => deal === null);
    expect(loose.map(({ id }) => id)).toEqual(['INV-1013', 'INV-1019']);
    expect(column(loose, ({ id }) => note(id).person)).toEqual(column(loose, ({ person }) => person));
  });

  test(`${verifies('R22', 'R43')}dated on the day it was issued, not on the day of the load`, () => {
    expect(column(invoices, ({ id }) => note(id).addTime.slice(0, 10))).toEqual(column(invoices, ({ issued }) => issued));
  });

  test(`${verifies('R22', 'R6')}it says number, amount, currency, status, date and what remains to be paid`, () => {
    for (const { id, amount, balance, status, issued } of invoices) {
      const said = text(id);
      expect(said, id).toContain(id);
      expect(saysAmount(said, amount), `${id}: amount ${amount} in ${said}`).toBe(true);
      expect(saysAmount(said, balance), `${id}: balance ${balance} in ${said}`).toBe(true);
      expect(said, id).toContain('USD');
      expect(said, id).toContain(status);
      expect(said, id).toContain(issued);
    }
  });

  test(`${verifies('R5')}a voided invoice keeps its amount and says that it is void`, () => {
    for (const [id, amount] of [
      ['INV-1005', '620.00'],
      ['INV-1012', '1680.00'],
    ] as const) {
      const flags = note(id).lines.filter((line) => /\bvoid/i.test(line) && saysAmount(line, amount));
      expect(flags, `${id}: a line that says void, and ${amount}`).toHaveLength(1);
    }
    const others = invoices.filter(({ status }) => status !== 'Void').map(({ id }) => id);
    expect(others.filter((id) => /\bvoid/i.test(text(id)))).toEqual([]);
  });

  test(`${verifies('R6')}it lists its lines, negative ones too`, () => {
    for (const { invoice, description, quantity, unit, total } of invoiceLines) {
      const line = note(invoice).lines.find((each) => each.includes(description)) ?? '(not listed)';
      expect(line, `${invoice}: ${description}`).not.toBe('(not listed)');
      expect(saysAmount(line, total), `${invoice}: ${total} in "${line}"`).toBe(true);
      if (quantity === 1) continue;
      expect(saysAmount(line, unit), `${invoice}: ${unit} in "${line}"`).toBe(true);
      expect(line, `${invoice}: quantity`).toMatch(new RegExp(`(?<![\\d.])${quantity}(?![\\d.])`));
    }
  });
});

describe('settled invoice → payment', () => {
  test(`${verifies('R22')}one activity for each settled one, and for no other`, () => {
    const sources = account.activities.flatMap(({ source }) => (source?.startsWith('invoice ') ? [source] : []));
    expect(sources.toSorted()).toEqual(paid.map(({ id }) => `invoice ${id}/payment`));
    expect(paid).toHaveLength(11);
  });

  test(`${verifies('R22')}called Payment Received, of type Payment, done on the day of payment`, () => {
    for (const { id, paid: day } of paid) {
      const { subject, type, done, dueDate, dueTime } = payment(id);
      expect(subject, `${id}/payment`).toMatch(/^Payment Received\b/);
      expect({ type, done, dueDate, dueTime }, `${id}/payment`).toEqual({
        type: 'Payment',
        done: true,
        dueDate: day,
        dueTime: null,
      });
    }
  });

  test(`${verifies('R22', 'R42')}the client takes part, the coach owns it, it hangs on the deal`, () => {
    expect(column(paid, ({ id }) => payment(id).participants)).toEqual(column(paid, ({ person }) => [person]));
    expect(column(paid, ({ id }) => payment(id).owner)).toEqual(column(paid, ({ owner }) => owner));
    expect(column(paid, ({ id }) => payment(id).deal)).toEqual(column(paid, ({ deal }) => deal));
  });
});
