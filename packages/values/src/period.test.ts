import { expect, test } from 'vitest';
import { daysOf, heldBy, readPeriod } from './index.ts';

const day = (text: string, order?: 'dmy' | 'mdy') => ({ text, order });
const NONE = day('');

test('a period has both its days; without an end it goes on; what cannot be read is none', () => {
  expect(readPeriod(day('2026-01-05'), day('31 March 2026'))).toEqual({ start: '2026-01-05', end: '2026-03-31' });
  expect(readPeriod(day('05/01/2026', 'dmy'), NONE)).toEqual({ start: '2026-01-05', end: null });
  expect(readPeriod(day('2026-01-05 09:30'), day('2026-01-05'))).toEqual({ start: '2026-01-05', end: '2026-01-05' });
  expect([
    readPeriod(NONE, day('2026-03-31')),
    readPeriod(day('soon'), NONE),
    readPeriod(day('2026-01-05'), day('later')),
    readPeriod(day('2026-04-01'), day('2026-03-31')),
    readPeriod(day('05/01/2026'), NONE),
  ]).toEqual([null, null, null, null, null]);
});

test('with an offset the day may be the one before or after', () => {
  expect(daysOf(day('2026-03-01 23:30'))).toEqual(['2026-03-01']);
  expect(daysOf(day('2026-03-01T03:30:00Z'))).toEqual(['2026-02-28', '2026-03-01', '2026-03-02']);
  expect(daysOf(day('TBD'))).toEqual([]);
});

test('exactly one period holds a day, or it is not said which', () => {
  const spring = { name: 'spring', period: { start: '2026-01-05', end: '2026-03-31' } };
  const summer = { name: 'summer', period: { start: '2026-04-01', end: null } };
  const both = { name: 'both', period: { start: '2026-03-15', end: '2026-04-15' } };
  const never = { name: 'never', period: null };
  const one = (text: string, ...items: { name: string; period: { start: string; end: string | null } | null }[]) => {
    const held = heldBy(items, daysOf(day(text)));
    return held.kind === 'one' ? held.item.name : held.kind;
  };
  expect(one('2026-01-05', spring, summer, never)).toBe('spring');
  expect(one('2026-03-31', spring, summer, never)).toBe('spring');
  expect(one('2031-01-01', spring, summer, never)).toBe('summer');
  expect(one('2026-01-04', spring, summer, never)).toBe('none');
  expect(one('2026-03-20', spring, summer, both)).toBe('several');
  expect(one('2026-03-20', never)).toBe('none');
  expect(one('TBD', spring)).toBe('none');
  expect(one('2026-02-01T02:00:00Z', spring, summer)).toBe('spring');
  // Late on 31 March or early on 1 April, as the place's clocks say.
  expect(one('2026-04-01T02:00:00Z', spring, summer)).toBe('several');
  expect(one('2026-03-31T02:00:00Z', spring)).toBe('none');
});
