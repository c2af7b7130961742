import type { PlanTier } from '@cutover/domain';

interface TierLimits {
  /** Custom fields for the whole company (api-facts §4.5). */
  readonly fields: number;
  /** Leads and deals for each seat, and for a company at most 300,000 (api-facts §4.5). */
  readonly dealsPerSeat: number;
  /** Daily tokens = 30,000 × this × seats (api-facts §5.1). */
  readonly multiplier: number;
  /** Requests in two seconds with an API token (api-facts §5.1). */
  readonly perTwoSeconds: number;
}

export const TIER_LIMITS: Readonly<Record<PlanTier, TierLimits>> = Object.freeze({
  lite: { fields: 30, dealsPerSeat: 2_500, multiplier: 1, perTwoSeconds: 20 },
  growth: { fields: 100, dealsPerSeat: 5_000, multiplier: 2, perTwoSeconds: 40 },
  premium: { fields: 300, dealsPerSeat: 15_000, multiplier: 5, perTwoSeconds: 100 },
  ultimate: { fields: 500, dealsPerSeat: 20_000, multiplier: 7, perTwoSeconds: 120 },
});

export const TOKENS_PER_SEAT_AND_DAY = 30_000;
/** Share of the day's budget that is left to the company's other integrations (DESIGN §10). */
export const RESERVE = 0.2;
export const MOST_DEALS = 300_000;
export const MOST_OPTIONS = 10_000;
export const LONGEST_OPTION = 255;

export function budgetPerDay(tier: PlanTier, seats: number): number {
  return TOKENS_PER_SEAT_AND_DAY * TIER_LIMITS[tier].multiplier * seats * (1 - RESERVE);
}
