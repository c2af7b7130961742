import { CutoverError } from '@cutover/domain';
import { expect, test } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { backoff } from './backoff.ts';
import { createBudget } from './budget.ts';

const NOON = Date.UTC(2026, 2, 8, 12);
const left = (tokens: number, limit = 30_000) => ({
  'x-daily-ratelimit-token-limit': String(limit),
  'x-daily-ratelimit-token-remaining': String(tokens),
});

function refusal(run: () => unknown): CutoverError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof CutoverError) return thrown;
  }
  throw new Error('nothing was refused');
}

test('it stops before the part kept for others, says when it goes on, and goes on then', () => {
  const clock = createFakeClock(NOON);
  const budget = createBudget({ perDay: 100, reserve: 0.2 }, clock);
  for (let n = 0; n < 8; n += 1) budget.admit(10).settle(true, {});
  const error = refusal(() => budget.admit(10));
  expect(error.code).toBe('budget-spent');
  expect(error.details.data).toEqual({ resetsAt: '2026-03-09T00:00:00.000Z', remaining: 20, limit: 100, reserve: 0.2 });
  expect(budget.state()).toEqual({ spent: 80, remaining: 20, limit: 100, observed: false, resetsAt: '2026-03-09T00:00:00.000Z' });
  clock.set(Date.UTC(2026, 2, 9));
  budget.admit(10).settle(true, {});
  expect(budget.state()).toMatchObject({ spent: 90, remaining: 90 });
});

test('requests that were not charged cost nothing; those in flight are counted', () => {
  const budget = createBudget({ perDay: 100, reserve: 0.5 }, createFakeClock(NOON));
  const first = budget.admit(30);
  expect(refusal(() => budget.admit(30)).code).toBe('budget-spent');
  first.settle(false, {});
  budget.admit(30);
  expect(budget.state().spent).toBe(0);
});

test("the headers know the company's other traffic, and win over our own count", () => {
  const budget = createBudget({ perDay: 30_000, reserve: 0.2 }, createFakeClock(NOON));
  budget.admit(5).settle(true, left(6_004));
  expect(budget.state()).toMatchObject({ spent: 5, remaining: 6_004, observed: true });
  expect(refusal(() => budget.admit(5)).details.data).toMatchObject({ remaining: 6_004 });
  budget.admit(4);
});

test('an answer that was overtaken by a newer one does not set the count back', () => {
  const budget = createBudget({ perDay: null, reserve: 0 }, createFakeClock(NOON));
  const older = budget.admit(5);
  const newer = budget.admit(5);
  newer.settle(true, left(900));
  older.settle(true, left(905));
  expect(budget.state().remaining).toBe(895);
});

test('without a limit and without headers nothing is refused', () => {
  const budget = createBudget({ perDay: null, reserve: 0.2 }, createFakeClock(NOON));
  budget.admit(1_000_000).settle(true, {});
  expect(budget.state()).toMatchObject({ spent: 1_000_000, remaining: null, limit: null });
});

test('once Pipedrive says the day is spent, nothing goes until the time it gave, or the end of the day', () => {
  const clock = createFakeClock(NOON);
  const budget = createBudget({ perDay: null, reserve: 0 }, clock);
  expect(budget.exhausted(3_939_000, 'daily request budget exceeded').details.data).toMatchObject({ resetsAt: '2026-03-08T13:05:39.000Z' });
  expect(refusal(() => budget.admit(1)).code).toBe('budget-spent');
  clock.set(NOON + 3_939_000);
  budget.admit(1);
  expect(budget.exhausted(null, 'spent').details.data).toMatchObject({ resetsAt: '2026-03-09T00:00:00.000Z' });
});

test('the end of the day can be given', () => {
  const clock = createFakeClock(NOON);
  const budget = createBudget({ perDay: 10, reserve: 0, resetAt: (now) => now + 60_000 }, clock);
  budget.admit(10).settle(true, {});
  expect(refusal(() => budget.admit(1)).details.data).toMatchObject({ resetsAt: '2026-03-08T12:01:00.000Z' });
});

test('waits double, with a random half off, up to fifteen seconds', () => {
  expect([1, 2, 3].map((attempt) => backoff(attempt, () => 0))).toEqual([250, 500, 1_000]);
  expect([1, 2, 3].map((attempt) => backoff(attempt, () => 0.9999))).toEqual([500, 1_000, 2_000]);
  expect(backoff(20, () => 0.9999)).toBe(14_999);
});
