import { PLAN_TIERS, type PlanTier } from '@cutover/domain';

/** What a plan of Pipedrive allows (api-facts §4.5, §5.1). Requests are per two seconds and API token; `deals` counts leads too. */
export interface TierLimits {
  readonly perWindow: number;
  readonly search: number;
  /** Daily tokens = 30,000 × multiplier × seats. */
  readonly multiplier: number;
  readonly customFields: number;
  readonly dealsPerSeat: number;
}

/** The rolling window that request limits count in, in milliseconds. */
export const WINDOW_MS = 2_000;
const TOKENS_PER_SEAT = 30_000;
const DEALS_PER_COMPANY = 300_000;

export const TIERS: Readonly<Record<PlanTier, TierLimits>> = Object.freeze({
  lite: { perWindow: 20, search: 10, multiplier: 1, customFields: 30, dealsPerSeat: 2_500 },
  growth: { perWindow: 40, search: 10, multiplier: 2, customFields: 100, dealsPerSeat: 5_000 },
  premium: { perWindow: 100, search: 10, multiplier: 5, customFields: 300, dealsPerSeat: 15_000 },
  ultimate: { perWindow: 120, search: 10, multiplier: 7, customFields: 500, dealsPerSeat: 20_000 },
});

/** API tokens a company of this plan may spend in a day. */
export function dailyTokens(tier: PlanTier, seats: number): number {
  return TOKENS_PER_SEAT * TIERS[tier].multiplier * seats;
}

/** Leads and deals a company of this plan may hold. */
export function dealCap(tier: PlanTier, seats: number): number {
  return Math.min(TIERS[tier].dealsPerSeat * seats, DEALS_PER_COMPANY);
}

/**
 * The plan and seats that observed limits speak of: requests per window name the plan, tokens per day then the seats. null when no plan has this window.
 * Top-ups may be in the tokens, so seats are rounded down.
 */
export function tierOfLimits(perWindow: number, perDay: number | null): { readonly tier: PlanTier; readonly seats: number } | null {
  const tier = PLAN_TIERS.find((known) => TIERS[known].perWindow === perWindow);
  if (tier === undefined) return null;
  return { tier, seats: perDay === null ? 1 : Math.max(1, Math.floor(perDay / dailyTokens(tier, 1))) };
}
