import { CutoverError } from '@cutover/domain';
import type { Clock } from './clock.ts';

export interface BudgetLimits {
  /** Tokens of the whole company per day; null: not known. */
  readonly perDay: number | null;
  /** Share of the day left to the company's other integrations, 0..1. */
  readonly reserve: number;
  /** When the day that `now` lies in ends, in milliseconds; by default midnight UTC (api-facts §5.1: the zone is not named). */
  readonly resetAt?: (now: number) => number;
}

export interface BudgetState {
  /** Tokens this door was charged for, by the cost table. */
  readonly spent: number;
  /** Tokens the company has left today: by Pipedrive's header when one was seen, else by our count; null when neither is known. */
  readonly remaining: number | null;
  readonly limit: number | null;
  /** Whether `remaining` comes from a header. */
  readonly observed: boolean;
  readonly resetsAt: string;
}

export interface Budget {
  /** Reserves the tokens of one request. @throws CutoverError `budget-spent` with `data.resetsAt` when they would go into the reserve */
  admit(tokens: number): BudgetTicket;
  /** Pipedrive says that the day is spent. */
  exhausted(waitMs: number | null, reason: string): CutoverError;
  state(): BudgetState;
}

export interface BudgetTicket {
  /** Books the request: whether it was charged, and the answer's headers. */
  settle(charged: boolean, headers: Readonly<Record<string, string>>): void;
}

const DAY_MS = 86_400_000;
const midnightUtc = (now: number): number => (Math.floor(now / DAY_MS) + 1) * DAY_MS;

const numberIn = (text: string | undefined): number | null => {
  const value = Number(text);
  return text === undefined || text.trim() === '' || !Number.isFinite(value) ? null : value;
};

/** Counts tokens and stops at the reserve. Headers win over our own count: they know the company's other traffic. */
export function createBudget(limits: BudgetLimits, clock: Clock): Budget {
  const resetAt = limits.resetAt ?? midnightUtc;
  let spent = 0;
  let spentToday = 0;
  let pending = 0;
  let dayEnd = resetAt(clock.now());
  let observed: { remaining: number; serial: number } | null = null;
  let observedLimit: number | null = null;
  let closedUntil = Number.NEGATIVE_INFINITY;
  let serial = 0;

  const roll = (now: number): void => {
    if (now < dayEnd) return;
    dayEnd = resetAt(now);
    spentToday = 0;
    observed = null;
  };
  const limit = (): number | null => observedLimit ?? limits.perDay;
  const remaining = (): number | null => {
    if (observed !== null) return observed.remaining;
    return limits.perDay === null ? null : limits.perDay - spentToday;
  };
  const spentError = (until: number, why: string): CutoverError => {
    const resetsAt = new Date(until).toISOString();
    return new CutoverError('budget-spent', `${why}; it goes on at ${resetsAt}`, {
      data: { resetsAt, remaining: remaining(), limit: limit(), reserve: limits.reserve },
    });
  };

  return {
    admit(tokens) {
      const now = clock.now();
      roll(now);
      if (now < closedUntil) throw spentError(closedUntil, "the account's daily API tokens are spent");
      const left = remaining();
      const floor = (limit() ?? 0) * limits.reserve;
      if (left !== null && left - pending - tokens < floor) {
        throw spentError(dayEnd, `${left} of the account's daily API tokens are left, which is the part kept for others`);
      }
      pending += tokens;
      serial += 1;
      const mine = serial;
      return {
        settle(charged, headers) {
          pending -= tokens;
          if (charged) {
            spent += tokens;
            spentToday += tokens;
            if (observed !== null) observed = { ...observed, remaining: observed.remaining - tokens };
          }
          observedLimit = numberIn(headers['x-daily-ratelimit-token-limit']) ?? observedLimit;
          const told = numberIn(headers['x-daily-ratelimit-token-remaining']);
          // Answers overtake each other: only the one of the newest request tells how much is left.
          if (told !== null && mine >= (observed?.serial ?? 0)) observed = { remaining: told, serial: mine };
        },
      };
    },
    exhausted(waitMs, reason) {
      const now = clock.now();
      roll(now);
      closedUntil = waitMs === null ? dayEnd : now + waitMs;
      return spentError(closedUntil, `the account's daily API tokens are spent (${reason})`);
    },
    state() {
      roll(clock.now());
      return {
        spent,
        remaining: remaining(),
        limit: limit(),
        observed: observed !== null,
        resetsAt: new Date(Math.max(dayEnd, closedUntil)).toISOString(),
      };
    },
  };
}
