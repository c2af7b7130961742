import { expect, test } from 'vitest';
import { ColumnStats } from './column-stats.ts';

function profileOf(count: number, value: (n: number) => string) {
  const column = new ColumnStats(0, 'Date');
  for (let n = 0; n < count; n += 1) column.add(value(n));
  return column.profile();
}

/** A different day for every number, up to ten thousand of them. */
const day = (n: number): string => new Date(Date.UTC(2000, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);

test('a short column is looked at whole', () => {
  const profile = profileOf(1_500, (n) => (n % 100 === 0 ? `soon ${n}` : day(n)));
  expect(profile.matches.date).toBe(0.99);
  expect(profile.estimated).toBeUndefined();
});

test.each([7, 8, 16, 100])(
  'of many values a part is looked at, and faults at every %i places are neither all seen nor all missed',
  (every) => {
    const profile = profileOf(60_000, (n) =>
      n % every === 0 ? `soon ${n}` : `${day(n % 9_000)} ${String(n % 24).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`,
    );
    expect(profile.estimated).toBe(true);
    const wrong = 1 - (profile.matches.datetime ?? 0);
    expect(wrong).toBeGreaterThan(0.7 / every);
    expect(wrong).toBeLessThan(1.4 / every);
  },
);
