import type { AccountSnapshot, CapUse, PlanTier } from '@cutover/domain';
import { dealCap, TIERS } from '../data/tiers.ts';
import type { SchemaStep } from './steps.ts';

interface CapInput {
  readonly steps: readonly SchemaStep[];
  readonly snapshot: Pick<AccountSnapshot, 'fields' | 'deals'>;
  readonly tier: PlanTier;
  readonly seats: number;
  /** Deals the load will create. */
  readonly deals: number;
}

const over = (planned: number, present: number, cap: number): boolean => planned > 0 && planned + present > cap;

/**
 * What the plan adds against what the account's plan allows: custom fields of the company, and deals (leads count too, but are not read). Fields of
 * other kinds, such as products, count in Pipedrive and cannot be seen here.
 */
export function capCheck(input: CapInput): readonly CapUse[] {
  const fields = input.steps.filter((step) => step.kind === 'field' && step.reuse === undefined).length;
  const presentFields = input.snapshot.fields.filter((field) => field.custom).length;
  const fieldCap = TIERS[input.tier].customFields;
  const deals = dealCap(input.tier, input.seats);
  return [
    {
      what: 'custom fields',
      planned: fields,
      present: presentFields,
      cap: fieldCap,
      advice: over(fields, presentFields, fieldCap)
        ? ['Fold seldom filled fields into one text field, or remove unused fields in the account.']
        : [],
    },
    {
      what: 'deals',
      planned: input.deals,
      present: input.snapshot.deals.length,
      cap: deals,
      advice: over(input.deals, input.snapshot.deals.length, deals) ? ['Archive or delete old deals and leads, or add seats.'] : [],
    },
  ];
}

/** The caps that would be exceeded. */
export function exceeded(caps: readonly CapUse[]): readonly CapUse[] {
  return caps.filter((use) => use.cap !== null && over(use.planned, use.present, use.cap));
}
