import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDate, readDate, readDateTime, readTime, toInstant } from './index.ts';

const good = (value: unknown, note?: string) => (note === undefined ? { ok: true, value } : { ok: true, value, note });
const bad = (reason: string) => ({ ok: false, reason });

describe('readDate', () => {
  test.each([
    ['2026-03-08', '2026-03-08'],
    ['2026/3/8', '2026-03-08'],
    ['20260308', '2026-03-08'],
    ['8 Mar 2026', '2026-03-08'],
    ['March 8th, 2026', '2026-03-08'],
    ['Sun, 8 March 2026', '2026-03-08'],
    ['8. März 2026', '2026-03-08'],
    ['8 de marzo de 2026', '2026-03-08'],
    ['8 février 2026', '2026-02-08'],
    ['25/03/2026', '2026-03-25'],
    ['03/25/2026', '2026-03-25'],
    ['03.03.2026', '2026-03-03'],
    ['2024-02-29', '2024-02-29'],
  ])('%s is %s whatever the order', (text, date) => {
    expect(readDate(text)).toEqual(good(date));
  });

  test('a day that could be another one is not guessed', () => {
    expect(readDate('03/04/2026')).toEqual(bad('ambiguous order'));
    expect(readDate('8.3.2026')).toEqual(bad('ambiguous order'));
    expect(readDate('01-02-03')).toEqual(bad('ambiguous order'));
    expect(readDate('03/04/2026', { order: 'dmy' })).toEqual(good('2026-04-03'));
    expect(readDate('03/04/2026', { order: 'mdy' })).toEqual(good('2026-03-04'));
    expect(readDate('01-02-03', { order: 'ymd' })).toEqual(good('2001-02-03', 'year written with two digits'));
  });

  test('days that do not exist are refused, in the order given too', () => {
    for (const text of ['2026-02-31', '2026-02-29', '2100-02-29', '2026-13-01', '31 April 2026', '2026-00-10', '13/13/2026'])
      expect(readDate(text).ok, text).toBe(false);
    expect(readDate('25/03/2026', { order: 'mdy' }).ok).toBe(false);
    expect(readDate('25/03/2026', { order: 'ymd' }).ok).toBe(false);
  });

  test('what is no date', () => {
    for (const text of ['', 'N/A', 'May', 'May 2026', '3/10', '1.234', '14:00', '212-555-0101', 'C001', '2026-123-01'])
      expect(readDate(text).ok, text).toBe(false);
  });

  test('two-digit years belong to 1950–2049, a time beside the date is left out: both noted', () => {
    expect(readDate('17-May-84')).toEqual(good('1984-05-17', 'year written with two digits'));
    expect(readDate('17-May-26')).toEqual(good('2026-05-17', 'year written with two digits'));
    expect(readDate('1984-05-17 00:00:00')).toEqual(good('1984-05-17', 'time left out'));
  });

  test('every day of four centuries comes back from every way of writing it', () => {
    const day = fc.date({ min: new Date('1800-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
        const iso = formatDate(y, m, d);
        expect(iso).toBe(date.toISOString().slice(0, 10));
        expect(readDate(iso ?? '')).toEqual(good(iso));
        expect(readDate(`${d}/${m}/${y}`, { order: 'dmy' })).toEqual(good(iso));
        expect(readDate(`${m}-${d}-${y}`, { order: 'mdy' })).toEqual(good(iso));
        expect(readDate(`${date.toLocaleDateString('en-US', { dateStyle: 'full', timeZone: 'UTC' })}`)).toEqual(good(iso));
        const free = readDate(`${d}/${m}/${y}`);
        expect(free).toEqual(d > 12 || d === m ? good(iso) : bad('ambiguous order'));
      }),
    );
  });
});

test.each([
  ['9:05 am', '09:05'],
  ['12:00 AM', '00:00'],
  ['12:30pm', '12:30'],
  ['2 p.m.', '14:00'],
  ['14h05', '14:05'],
  ['14.05 Uhr', '14:05'],
  ['09:30:07', '09:30:07'],
])('readTime: %s is %s', (text, time) => {
  expect(readTime(text)).toEqual(good(time));
});

test('readTime refuses what is no time of day', () => {
  for (const text of ['24:00', '14:60', '13:00 PM', '0:30 am', '9', '', '90 min', '1.30']) expect(readTime(text).ok, text).toBe(false);
});

describe('readDateTime', () => {
  test.each([
    ['2026-03-08T14:00:00.000Z', '2026-03-08', '14:00:00', 'Z', null],
    ['2026-03-08 14:00 +02:00', '2026-03-08', '14:00', '+02:00', null],
    ['2026-03-08T14:00:00-0530', '2026-03-08', '14:00:00', '-05:30', null],
    ['Sun, 08 Mar 2026 14:00:00 +0000', '2026-03-08', '14:00:00', 'Z', null],
    ['March 8, 2026 at 2:00 PM', '2026-03-08', '14:00', null, null],
    ['2:00 pm 2026-03-08', '2026-03-08', '14:00', null, null],
    ['2026-03-08 14:00 America/New_York', '2026-03-08', '14:00', null, 'America/New_York'],
    ['2026-03-08T14:00-05:00[America/New_York]', '2026-03-08', '14:00', '-05:00', 'America/New_York'],
    ['25/12/2025 9:05am', '2025-12-25', '09:05', null, null],
    ['20260308T140000Z', '2026-03-08', '14:00:00', 'Z', null],
    ['2026-03-08 14:00 (EDT)', '2026-03-08', '14:00', '-04:00', null],
    ['2026-03-08 14:00 (Eastern Time (US & Canada))', '2026-03-08', '14:00', null, 'America/New_York'],
    ['Sunday, March 8, 2026 2:00:05 PM UTC', '2026-03-08', '14:00:05', 'Z', null],
    ['2026-03-08', '2026-03-08', null, null, null],
  ])('%s', (text, date, time, offset, zone) => {
    expect(readDateTime(text)).toEqual(good({ date, time, offset, zone }));
  });

  test('order matters as in dates', () => {
    expect(readDateTime('3/8/2026, 2:00 PM')).toEqual(bad('ambiguous order'));
    expect(readDateTime('3/8/2026, 2:00 PM', { order: 'mdy' })).toEqual(
      good({ date: '2026-03-08', time: '14:00', offset: null, zone: null }),
    );
  });

  test('a doubtful rest is refused', () => {
    expect(readDateTime('2026-03-08 14:00 or later').ok).toBe(false);
    expect(readDateTime('2026-03-08 25:00').ok).toBe(false);
    expect(readDateTime('2026-02-30 10:00').ok).toBe(false);
  });
});

describe('toInstant', () => {
  test('local time in a zone, on both sides of the change of clocks', () => {
    expect(toInstant('2026-03-07', '09:00', 'America/New_York')).toEqual(good('2026-03-07T14:00:00Z'));
    expect(toInstant('2026-03-09', '09:00', 'America/New_York')).toEqual(good('2026-03-09T13:00:00Z'));
  });
  test('skipped and doubled times are said', () => {
    expect(toInstant('2026-03-08', '02:30', 'America/New_York')).toEqual(good('2026-03-08T07:30:00Z', 'gap'));
    expect(toInstant('2026-11-01', '01:30', 'America/New_York')).toEqual(good('2026-11-01T05:30:00Z', 'overlap'));
    expect(toInstant('2026-03-08', '03:00', 'America/New_York')).toEqual(good('2026-03-08T07:00:00Z'));
  });
  test('offsets and what is neither', () => {
    expect(toInstant('2026-01-01', '00:30:15', '+02:00')).toEqual(good('2025-12-31T22:30:15Z'));
    expect(toInstant('2026-01-01', '10:00', 'Z')).toEqual(good('2026-01-01T10:00:00Z'));
    expect(toInstant('2026-01-01', '10:00', 'Nowhere/City').ok).toBe(false);
    expect(toInstant('2026-02-30', '10:00', 'UTC').ok).toBe(false);
    expect(toInstant('2026-02-03', '10', 'UTC').ok).toBe(false);
  });
});
