import { expect, test } from 'vitest';
import { dailyTokens, dealCap, tierOfLimits } from './tiers.ts';

test('tokens and deals of a plan (api-facts §4.5, §5.1)', () => {
  expect(dailyTokens('lite', 1)).toBe(30_000);
  expect(dailyTokens('premium', 3)).toBe(450_000);
  expect(dealCap('lite', 2)).toBe(5_000);
  expect(dealCap('ultimate', 40)).toBe(300_000);
});

test('observed limits name the plan and the seats', () => {
  expect(tierOfLimits(100, 450_000)).toEqual({ tier: 'premium', seats: 3 });
  expect(tierOfLimits(20, null)).toEqual({ tier: 'lite', seats: 1 });
  expect(tierOfLimits(120, 210_000 * 2 + 5_000)).toEqual({ tier: 'ultimate', seats: 2 });
  expect(tierOfLimits(80, 60_000)).toBeNull();
});
