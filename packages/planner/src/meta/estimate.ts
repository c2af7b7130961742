import { type AccountSnapshot, type Estimate, normalName, PLAN_TIERS, type PlanSchema, type TargetInfo } from '@cutover/domain';
import { budgetPerDay, TIER_LIMITS } from '../limits.ts';
import { schemaCalls, type Volume } from './volume.ts';

interface Line {
  readonly what: string;
  readonly count: number;
  /** Tokens for each (api-facts §5.2). */
  readonly each: number;
}

const PAGE = 500;
const FILE_PAGE = 100;
const FIXED = ['plan', 'schema', 'sample', 'full', 'verify'].length;
const FIXED_TOKENS = 150;
/** Requests behind the fixed share: what each step reads about the account. */
const FIXED_REQUESTS = 15;
const SEATS = [1, 3, 5, 10];

/** List pages for an inventory before the load and for the verification after it (contract §7). */
function pages(present: number, created: number, page: number): number {
  return Math.ceil(present / page) + Math.ceil((present + created) / page);
}

function alreadyThere(account: AccountSnapshot, schema: PlanSchema): number {
  const own = new Set(
    account.fields.filter((field) => field.custom).map((field) => `${field.entity} ${normalName(field.name)} ${field.type}`),
  );
  return schema.fields.filter((field) => field.use === 'create' && own.has(`${field.entity} ${normalName(field.name)} ${field.type}`))
    .length;
}

function linesOf(account: AccountSnapshot, schema: PlanSchema, volume: Volume): Line[] {
  const active = new Set(account.activityTypes.filter((type) => type.active).map((type) => normalName(type.name)));
  const types = schema.activityTypes.filter((type) => type.use === 'create' && active.has(normalName(type.name))).length;
  const made = schemaCalls(schema, { fields: alreadyThere(account, schema), types });
  return [
    { what: 'organizations', count: volume.organizations, each: 5 },
    { what: 'persons', count: volume.persons, each: 5 },
    { what: 'deals', count: volume.deals, each: 5 },
    { what: 'activities', count: volume.activities, each: 5 },
    { what: 'notes', count: volume.notes, each: 10 },
    { what: 'files', count: volume.files, each: 10 },
    { what: 'organization relationships', count: volume.relationships, each: 10 },
    { what: 'custom fields', count: made.fields, each: 5 },
    { what: 'pipeline and stages', count: made.stages, each: 5 },
    { what: 'activity types', count: made.types, each: 10 },
    { what: 'list pages of organizations', count: pages(account.organizations.length, volume.organizations, PAGE), each: 10 },
    { what: 'list pages of persons', count: pages(account.persons.length, volume.persons, PAGE), each: 10 },
    { what: 'list pages of deals', count: pages(account.deals.length, volume.deals, PAGE), each: 10 },
    { what: 'list pages of activities', count: pages(0, volume.activities, PAGE), each: 10 },
    { what: 'list pages of notes', count: pages(0, volume.notes, PAGE), each: 20 },
    { what: 'list pages of files', count: pages(0, volume.files, FILE_PAGE), each: 20 },
    { what: 'relationships of organizations', count: volume.related, each: 20 },
  ];
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** What the load costs: contract §7's floor, by line, and the days it takes on each plan and number of seats with the reserve left to others. */
export function estimateOf(account: AccountSnapshot, target: TargetInfo, schema: PlanSchema, volume: Volume): Estimate {
  const lines = linesOf(account, schema, volume)
    .filter((line) => line.count > 0)
    .map((line) => ({ what: line.what, count: line.count, tokens: line.count * line.each }));
  const fixed = { what: 'what each step reads about the account', count: FIXED, tokens: FIXED * FIXED_TOKENS };
  const tokens = lines.reduce((sum, line) => sum + line.tokens, fixed.tokens);
  const requests = lines.reduce((sum, line) => sum + line.count, FIXED * FIXED_REQUESTS);
  const table = PLAN_TIERS.flatMap((tier) => SEATS.map((seats) => ({ tier, seats, days: round(tokens / budgetPerDay(tier, seats)) })));
  return {
    tokens,
    requests,
    days: round(tokens / budgetPerDay(target.tier, target.seats)),
    minutesAtFullRate: round(requests / (TIER_LIMITS[target.tier].perTwoSeconds / 2) / 60),
    lines: [...lines, fixed],
    table,
  };
}
