import type { AccountSnapshot, CapUse, CutoverError, PlanEnvelope, PlanTier, TargetInfo } from '@cutover/domain';
import type { Company } from '../settings.ts';

/** Everything the findings are made from; what could not be asked is null. */
export interface DoctorFacts {
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly user: TokenUser | null;
  readonly company: Company | null;
  /** The company that answered when the workspace asked first. */
  readonly keptCompany: Company | null;
  /** What the loader goes by. */
  readonly tier: Pick<TargetInfo, 'tier' | 'seats' | 'tierKnown'>;
  /** What the account's own headers speak of. */
  readonly observedTier: { readonly tier: PlanTier; readonly seats: number } | null;
  readonly budget: BudgetFacts | null;
  readonly clock: ClockFacts | null;
  readonly webhooks: WebhookFacts | null;
  readonly account: AccountFacts | null;
  readonly plan: PlanFacts | null;
  /** When the account was probed, how many questions that settled, and what was left behind. */
  readonly probe: { readonly at: string; readonly settled: number; readonly remains: number } | null;
  /** What kept the rest from being asked. */
  readonly stopped: CutoverError | null;
}

export interface TokenUser {
  readonly mail: string;
  readonly admin: boolean;
}

export interface BudgetFacts {
  readonly remaining: number | null;
  readonly limit: number | null;
  readonly observed: boolean;
  readonly resetsAt: string;
}

/** The account's clock less ours. `uncertain`: half the round trip and the second that the header is rounded to. */
export interface ClockFacts {
  readonly aheadMs: number;
  readonly uncertainMs: number;
}

export type WebhookFacts = 'forbidden' | { readonly listed: readonly Hook[]; readonly unreadable: number };

export interface Hook {
  readonly id: number;
  readonly event: string;
  /** Host alone: the rest of the address may be a secret. */
  readonly host: string;
}

export interface AccountFacts {
  readonly snapshot: AccountSnapshot;
  /** List items that were not of the known form. */
  readonly unreadable: number;
  /** Records with our source ids that this ledger does not know. */
  readonly strangers: readonly string[];
}

export interface PlanFacts {
  readonly envelope: PlanEnvelope;
  /** Against the account as it is now; null when it could not be read. */
  readonly stale: readonly string[] | null;
  /** What is still to be made, against what the account allows. */
  readonly caps: readonly CapUse[] | null;
  /** Activity types still to be made. */
  readonly newTypes: number | null;
  /** Tokens that the rest of the load is going to need. */
  readonly tokensToCome: number;
  readonly pausedByPerson: boolean;
}
