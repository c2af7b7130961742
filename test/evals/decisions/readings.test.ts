import { expect, test } from 'vitest';
import { verifies } from '../../tools/verifies.ts';
import { emptyAccount } from '../columns/proposer.ts';
import { type Case, CLIENT, decided, ofKind, type Row, scored } from './practice.ts';

const account = (timezone: string, defaultCurrency: string) => ({ me: { ...emptyAccount([]).me, timezone, defaultCurrency } });
const sessions = (dates: readonly string[], zone = ''): Row[] =>
  dates.map((date, nth) => [`S${nth}`, 'C1', 'Coaching', date, '10:00', '60', 'Completed', '', zone]);
const DATES = ['2026-03-04', '2026-03-05', '2026-03-06', '2026-03-09'];

/** What the export says of its zone, the account's own, and the zone proposed. */
const ZONES: readonly (readonly [said: string, own: string, zone: string])[] = [
  ['America/New_York', 'Europe/Berlin', 'America/New_York'],
  ['Europe/London', 'Europe/Berlin', 'Europe/London'],
  ['Europe/Berlin', 'America/Chicago', 'Europe/Berlin'],
  ['Australia/Sydney', 'Europe/Berlin', 'Australia/Sydney'],
  ['Eastern Time (US & Canada)', 'Europe/Berlin', 'America/New_York'],
  ['Central Time (US & Canada)', 'Europe/Berlin', 'America/Chicago'],
  ['Mountain Time (US & Canada)', 'Europe/Berlin', 'America/Denver'],
  ['Pacific Time (US & Canada)', 'Europe/Berlin', 'America/Los_Angeles'],
  ['Asia/Singapore', '', 'Asia/Singapore'],
  ['Asia/Kolkata', 'UTC', 'Asia/Kolkata'],
  ['America/Sao_Paulo', 'UTC', 'America/Sao_Paulo'],
  ['Pacific/Auckland', 'UTC', 'Pacific/Auckland'],
  ['', 'Europe/Berlin', 'Europe/Berlin'],
  ['', 'America/Toronto', 'America/Toronto'],
  ['', '', 'UTC'],
];

test(`${verifies('R43')}the zone is the one the export names, else the account's`, async () => {
  const cases: Case[] = [];
  for (const [said, own, wanted] of ZONES) {
    const decisions = await decided({ sessions: sessions(DATES, said), account: account(own, 'USD') });
    const [one] = ofKind(decisions, 'timezone');
    cases.push({ given: `${said} in ${own}`, wanted, got: one?.proposal?.zone ?? 'nothing' });
    if (said === '') expect(one?.confidence).toBeLessThan(0.7);
    else expect(one?.confidence).toBeGreaterThan(0.9);
  }
  expect(scored('timezone', cases)).toBe(1);
});

/** Dates of sessions, notes and invoices, currency of the account; the order proposed, or none when nothing is ambiguous. */
const ORDERS: readonly (readonly [session: readonly string[], note: readonly string[], currency: string, order: string])[] = [
  [['2026-03-04', '2026-03-05'], [], 'USD', 'not asked'],
  [['3/25/2026', '4/1/2026'], [], 'EUR', 'not asked'],
  [['25/03/2026', '01/04/2026'], [], 'USD', 'not asked'],
  [['25.03.2026', '01.04.2026'], [], 'USD', 'not asked'],
  [['3/4/2026', '4/5/2026'], [], 'USD', 'mdy'],
  [['3/4/2026', '4/5/2026'], [], 'EUR', 'dmy'],
  [['3/4/2026', '4/5/2026'], [], 'GBP', 'dmy'],
  [['3/4/2026', '4/5/2026'], [], 'AUD', 'dmy'],
  [['3/4/2026', '4/5/2026'], ['3/25/2026', '4/1/2026'], 'EUR', 'mdy'],
  [['3/4/2026', '4/5/2026'], ['3/25/2026', '4/1/2026'], 'USD', 'mdy'],
  [['3/4/2026', '4/5/2026'], ['25/3/2026', '1/4/2026'], 'USD', 'dmy'],
  [['3/4/2026', '4/5/2026'], ['25/3/2026', '1/4/2026'], 'EUR', 'dmy'],
  [['1/2/2026', '2/3/2026'], [], 'CAD', 'mdy'],
  [['12/11/2025', '11/12/2025'], [], 'EUR', 'dmy'],
  [['12/11/2025', '11/12/2025'], ['31/12/2025', '1/11/2025'], 'EUR', 'dmy'],
];

test(`${verifies('R32')}the order of day and month is asked only where it is open, and other columns settle it before the country does`, async () => {
  const cases: Case[] = [];
  for (const [given, noted, currency, wanted] of ORDERS) {
    const notes = noted.map((date, nth): Row => [`N${nth}`, 'C1', 'Dana', date, `What was said, number ${nth}, at some length indeed.`]);
    const decisions = await decided({
      sessions: sessions(given),
      ...(notes.length > 0 ? { notes } : {}),
      account: account('', currency),
    });
    const [one] = ofKind(decisions, 'date-format');
    cases.push({ given: `${given[0]} ${noted[0] ?? ''} ${currency}`, wanted, got: one?.proposal?.order ?? 'not asked' });
    if (one !== undefined && noted.length === 0) expect(one.confidence).toBeLessThanOrEqual(0.5);
  }
  expect(scored('date-format', cases)).toBeGreaterThanOrEqual(0.93);
});

/** Prices as written, the account's default currency, and the currency proposed. */
const PRICES: readonly (readonly [prices: readonly string[], own: string, code: string])[] = [
  [['€1,200.00', '€300.00'], 'USD', 'EUR'],
  [['1.200,00 €', '300,00 €'], 'USD', 'EUR'],
  [['£90.00', '£1,200.00'], 'USD', 'GBP'],
  [['1200.00 CHF', '300.00 CHF'], 'EUR', 'CHF'],
  [['USD 1200.00', 'USD 300.00'], 'EUR', 'USD'],
  [['EUR 1200', 'EUR 300'], 'USD', 'EUR'],
  [['1200 SEK', '300 SEK'], 'EUR', 'SEK'],
  [['C$1,200.00', 'C$300.00'], 'USD', 'CAD'],
  [['A$1,200.00', 'A$300.00'], 'USD', 'AUD'],
  [['1200.00', '300.00'], 'USD', 'USD'],
  [['1200.00', '300.00'], 'EUR', 'EUR'],
  [['1,200.00', '300.00'], 'GBP', 'GBP'],
  [['NOK 1200', 'NOK 300'], 'USD', 'NOK'],
  [['PLN 1200', 'PLN 300'], 'USD', 'PLN'],
  [['£90.00', '£80.00', '£70.00'], 'GBP', 'GBP'],
];

test(`${verifies('R16')}the currency is the one that amounts name, else the account's`, async () => {
  const cases: Case[] = [];
  for (const [prices, own, wanted] of PRICES) {
    const packages = prices.map((price, nth): Row => [`P${nth}`, 'C1', 'Ten', 'Active', price, '10', '5', '5']);
    const decisions = await decided({ packages, account: account('', own) });
    cases.push({ given: `${prices[0]} in ${own}`, wanted, got: ofKind(decisions, 'currency')[0]?.proposal?.code ?? 'nothing' });
  }
  expect(scored('currency', cases)).toBeGreaterThanOrEqual(0.9);
});

/** A phone number, the account's zone and currency, and the country proposed. */
const COUNTRIES: readonly (readonly [phone: string, zone: string, currency: string, code: string])[] = [
  ['+44 20 7946 0911', '', 'GBP', 'GB'],
  ['+49 30 5550101', '', 'EUR', 'DE'],
  ['+1 212 555 0101', 'America/New_York', 'USD', 'US'],
  ['+1 416 555 0101', 'America/Toronto', 'CAD', 'CA'],
  ['+33 1 99 00 12 34', 'Europe/Paris', 'EUR', 'FR'],
  ['+34 600 555 010', 'Europe/Madrid', 'EUR', 'ES'],
  ['+353 1 555 0101', '', 'EUR', 'IE'],
  ['+61 2 5550 0101', 'Australia/Sydney', 'AUD', 'AU'],
  ['+31 20 555 0101', 'Europe/Amsterdam', 'EUR', 'NL'],
  ['+41 44 555 01 01', 'Europe/Zurich', 'CHF', 'CH'],
  ['030 5550101', 'Europe/Berlin', 'EUR', 'DE'],
  ['(212) 555-0101', 'America/Chicago', 'USD', 'US'],
  ['020 7946 0911', 'Europe/London', 'GBP', 'GB'],
  ['03 5550 0101', 'Pacific/Auckland', 'NZD', 'NZ'],
  ['555 0101', '', 'USD', 'US'],
];

test(`${verifies('R12')}the country of numbers without a prefix comes from prefixes, zone and currency`, async () => {
  const cases: Case[] = [];
  for (const [phone, zone, currency, wanted] of COUNTRIES) {
    const clients = [0, 1, 2].map((nth): Row => [`C${nth}`, `N${nth} M${nth}`, `c${nth}@example.com`, phone, '', '', '', '', '', '']);
    const decisions = await decided({ clients, account: account(zone, currency) });
    cases.push({ given: `${phone} ${zone} ${currency}`, wanted, got: ofKind(decisions, 'phone-country')[0]?.proposal?.code ?? 'nothing' });
  }
  expect(scored('phone-country', cases)).toBeGreaterThanOrEqual(0.93);
  expect(ofKind(await decided({ clients: [CLIENT] }), 'phone-country')).toHaveLength(1);
});
