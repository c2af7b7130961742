import type { ColumnProfile } from '@cutover/domain';
import { expect, test } from 'vitest';
import { shareSaid } from './misfits.ts';

const dates = (more: Partial<ColumnProfile>): ColumnProfile => ({
  index: 0,
  name: 'Date',
  rows: 100,
  filled: 100,
  distinct: 100,
  distinctExact: true,
  type: 'date',
  matches: { date: 1, text: 1 },
  reading: {},
  formats: [],
  values: null,
  examples: [],
  length: { min: 10, max: 10, mean: 10 },
  sum: null,
  ...more,
});

test('what was counted is said as counted', () => {
  expect(shareSaid(dates({}))).toBe('all values read as date');
  expect(shareSaid(dates({ matches: { date: 0.98, text: 1 } }))).toBe('98 % of 100 values are dates; 2 do not fit');
});

test('what was estimated, or is too many for its places, is said as such', () => {
  expect(shareSaid(dates({ filled: 9_000, estimated: true }))).toBe('nearly all values, or all, read as date');
  expect(shareSaid(dates({ filled: 9_000, estimated: true, matches: { date: 0.9, text: 1 } }))).toBe(
    '90 % of 9,000 values are dates; about 900 do not fit',
  );
  expect(shareSaid(dates({ filled: 100_000 }))).toBe('nearly all values, or all, read as date');
});

test('text has no form that it could lack', () => {
  expect(shareSaid(dates({ type: 'text', filled: 100_000, matches: { text: 1 } }))).toBe('all values read as text');
});
