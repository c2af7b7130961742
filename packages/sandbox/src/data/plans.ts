/** What a plan allows: api-facts §4.5 (caps) and §5.1 (multiplier, requests per two seconds with an API token). */
export const planTiers = ['lite', 'growth', 'premium', 'ultimate'] as const;
export type PlanTier = (typeof planTiers)[number];

export type Plan = {
  readonly multiplier: number;
  readonly burst: number;
  readonly searchBurst: number;
  readonly customFields: number;
  readonly dealsPerSeat: number;
  /** Small plans read `visible_to` 3 as "whole company", large ones as "the owner's group" (api-facts §9). */
  readonly groups: boolean;
};

export const plans: Readonly<Record<PlanTier, Plan>> = {
  lite: { multiplier: 1, burst: 20, searchBurst: 10, customFields: 30, dealsPerSeat: 2_500, groups: false },
  growth: { multiplier: 2, burst: 40, searchBurst: 10, customFields: 100, dealsPerSeat: 5_000, groups: false },
  premium: { multiplier: 5, burst: 100, searchBurst: 10, customFields: 300, dealsPerSeat: 15_000, groups: true },
  ultimate: { multiplier: 7, burst: 120, searchBurst: 10, customFields: 500, dealsPerSeat: 20_000, groups: true },
};

export const limits = {
  tokensPerSeat: 30_000,
  windowMs: 2_000,
  dayMs: 86_400_000,
  dealsPerCompany: 300_000,
  optionsPerField: 10_000,
  pageDefault: 100,
  pageMax: 500,
  searchPageMax: 100,
  filePageMax: 100,
  idsPerRequest: 100,
  customKeysPerRequest: 15,
  noteCharacters: 100_000,
  shortText: 255,
  longText: 65_535,
  personNotes: 10_000,
  keptDaysAfterDelete: 30,
} as const;
