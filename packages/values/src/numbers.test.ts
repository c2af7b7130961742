import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, isBlank, readBalance, readBoolean, readDuration, readMoney, readNumber } from './index.ts';

const good = (value: unknown, note?: string) => (note === undefined ? { ok: true, value } : { ok: true, value, note });

test('isBlank', () => {
  for (const text of ['', '  ', 'N/A', 'n/a', 'TBD', '—', '-', '–', 'none', 'NULL', '#N/A', '…', '\u00a0', '\u200b'])
    expect(isBlank(text), text).toBe(true);
  for (const text of ['0', 'no', 'x', '-1', 'Nonesuch', 'nathan', '—a']) expect(isBlank(text), text).toBe(false);
});

describe('readNumber', () => {
  test.each([
    ['1,200.50', 1200.5],
    ['1.200,50', 1200.5],
    ['(100.00)', -100],
    ['−5', -5],
    ['100-', -100],
    ['12%', 12],
    ['1 200', 1200],
    ['1’200.5', 1200.5],
    ['1.234.567', 1234567],
    ['1,00,000', 100000],
    ['12,5', 12.5],
    ['0,123', 0.123],
    ['.5', 0.5],
    ['007', 7],
    [' 42 ', 42],
  ])('%s is %d', (text, value) => {
    expect(readNumber(text)).toEqual(good(value));
  });

  test('one mark before three digits: by the column when it is known, else comma thousands, dot decimal, with a note', () => {
    expect(readNumber('1,234')).toEqual(good(1234, 'comma taken for a thousands mark'));
    expect(readNumber('1.234')).toEqual(good(1.234, 'dot taken for the decimal mark'));
    expect(readNumber('1.234', { decimal: ',' })).toEqual(good(1234));
    expect(readNumber('1,234', { decimal: ',' })).toEqual(good(1.234));
    expect(readNumber('1.5', { decimal: ',' }).ok).toBe(false);
  });

  test('what is no number', () => {
    for (const text of ['', 'N/A', '1.2.3', '12,34,5', '--5', '5%%', '1e5', '9999999999999999', '1,2,3', 'abc', '5 apples', '(5'])
      expect(readNumber(text).ok, text).toBe(false);
  });
});

describe('readMoney', () => {
  const money = (amount: number, currency: string | null) => expect.objectContaining({ ok: true, value: { amount, currency } });
  test.each([
    ['1.200,00 €', 1200, 'EUR'],
    ['USD 80', 80, 'USD'],
    ['80 usd', 80, 'USD'],
    ['$80 CAD', 80, 'CAD'],
    ['-£5', -5, 'GBP'],
    ['($100.00)', -100, 'USD'],
    ['$-5', -5, 'USD'],
    ['25¢', 0.25, null],
    ['3,000.00', 3000, null],
    ['CHF 1’200.50', 1200.5, 'CHF'],
  ])('%s', (text, amount, currency) => {
    expect(readMoney(text)).toEqual(money(amount, currency));
  });

  test('a shared sign takes the currency the caller knows, else the commonest with a note', () => {
    expect(readMoney('$1,200.00')).toEqual(good({ amount: 1200, currency: 'USD' }, '$ taken for USD'));
    expect(readMoney('$1,200.00', { currency: 'AUD' })).toEqual(good({ amount: 1200, currency: 'AUD' }));
    expect(readMoney('€5', { currency: 'USD' })).toEqual(good({ amount: 5, currency: 'EUR' }));
    expect(readMoney('5', { currency: 'USD' })).toEqual(good({ amount: 5, currency: 'USD' }));
  });

  test('what is no money', () => {
    for (const text of ['2.9% + 25¢', '12%', '$', '5 apples', 'TBD', '$5 EUR', '($5', '1-2']) expect(readMoney(text).ok, text).toBe(false);
  });

  test('amounts come back from the ways of writing them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.constantFrom('USD', 'EUR', 'GBP'), (cents, code) => {
        const amount = cents / 100;
        const us = amount.toLocaleString('en-US', { style: 'currency', currency: code });
        const de = amount.toLocaleString('de-DE', { style: 'currency', currency: code });
        const books = amount.toLocaleString('en-US', { style: 'currency', currency: code, currencySign: 'accounting' });
        const expected = { amount: amount === 0 ? 0 : amount, currency: code };
        for (const text of [us, de, books]) expect(readMoney(text, { currency: code }), text).toEqual(good(expected));
      }),
    );
  });
});

test('readBoolean', () => {
  for (const text of ['Yes', 'y', 'TRUE', '1', '✓', 'ja', 'x']) expect(readBoolean(text)).toEqual(good(true));
  for (const text of ['No', 'n', 'false', '0', 'nein', '☐']) expect(readBoolean(text)).toEqual(good(false));
  for (const text of ['', 'maybe', '2']) expect(readBoolean(text).ok).toBe(false);
});

describe('durations', () => {
  test.each([
    ['90', 90],
    ['1h 30', 90],
    ['1h30m', 90],
    ['01:30', 90],
    ['1:30:00', 90],
    ['45 min', 45],
    ["45'", 45],
    ['1.5 hours', 90],
    ['1,5 Std', 90],
    ['1 hour and 30 minutes', 90],
    ['PT1H30M', 90],
    ['60.0', 60],
  ])('%s is %d minutes', (text, minutes) => {
    expect(readDuration(text)).toEqual(good(minutes));
  });
  test('refused or rounded with a note', () => {
    for (const text of ['', '1.5', '-5', 'h', 'P', 'soon', '3000.00']) expect(readDuration(text).ok, text).toBe(false);
    expect(readDuration('0:00:45')).toEqual(good(1, 'rounded to whole minutes'));
  });
  test('every number of minutes comes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), (minutes) => {
        expect(readDuration(formatDuration(minutes))).toEqual(good(minutes));
      }),
    );
    expect(formatDuration(90)).toBe('01:30');
    expect(formatDuration(1500)).toBe('25:00');
  });
});

test('readBalance', () => {
  expect(readBalance('3/10')).toEqual(good({ a: 3, b: 10 }));
  expect(readBalance('2 of 16 sessions')).toEqual(good({ a: 2, b: 16 }));
  expect(readBalance('2,5/10')).toEqual(good({ a: 2.5, b: 10 }));
  for (const text of ['3/10/2026', '3', '/10', '3/']) expect(readBalance(text).ok, text).toBe(false);
});
