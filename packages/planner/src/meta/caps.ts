import { type AccountSnapshot, type CapUse, type Finding, normalName, type TargetInfo } from '@cutover/domain';
import type { Wanted } from '../compile/fields.ts';
import { MOST_DEALS, TIER_LIMITS } from '../limits.ts';
import { finding, times } from '../qa/finding.ts';

function fillOf(wanted: Wanted): number {
  const filled = wanted.columns.reduce((sum, column) => sum + column.profile.filled, 0);
  const rows = wanted.columns.reduce((sum, column) => sum + column.profile.rows, 0);
  return rows === 0 ? 1 : filled / rows;
}

function isThere(account: AccountSnapshot, { field }: Wanted): boolean {
  const wanted = normalName(field.name);
  return account.fields.some(
    (one) => one.custom && one.entity === field.entity && one.type === field.type && normalName(one.name) === wanted,
  );
}

/** Columns to fold into one text field so that the rest fits: the least filled go first. One field more holds them all. */
function foldAdvice(wanted: readonly Wanted[], over: number): string[] {
  const ranked = wanted
    .filter((one) => one.columns.length > 0)
    .map((one, place) => ({ one, place, fill: fillOf(one) }))
    .sort((a, b) => a.fill - b.fill || a.place - b.place);
  const fold = ranked.slice(0, over + 1);
  if (fold.length < 2) return [`Make room in the account: ${over} custom fields too many.`];
  return [
    `Fold these ${fold.length} into one text field; they are the least filled:`,
    ...fold.map(({ one, fill }) => `${one.field.name} (${one.field.entity}): ${Math.round(fill * 100)} % filled`),
  ];
}

/** `n of cap` for custom fields (all entities of the company together) and for deals (api-facts §4.5). */
export function capsOf(
  account: AccountSnapshot,
  target: TargetInfo,
  wanted: readonly Wanted[],
  deals: number,
): { caps: CapUse[]; findings: Finding[] } {
  const limits = TIER_LIMITS[target.tier];
  const fresh = wanted.filter((one) => one.field.use === 'create' && !isThere(account, one));
  const present = account.fields.filter((field) => field.custom).length;
  const over = present + fresh.length - limits.fields;
  const openDeals = account.deals.length;
  const dealCap = Math.min(MOST_DEALS, limits.dealsPerSeat * target.seats);
  const overDeals = openDeals + deals - dealCap;
  const known = target.tierKnown === 'assumed' ? ' (the plan is assumed)' : '';
  const caps: CapUse[] = [
    { what: 'custom fields', planned: fresh.length, present, cap: limits.fields, advice: over > 0 ? foldAdvice(fresh, over) : [] },
    {
      what: 'deals',
      planned: deals,
      present: openDeals,
      cap: dealCap,
      advice: overDeals > 0 ? ['Leave completed packages out, or add seats for the time of the load.'] : [],
    },
  ];
  const findings = [
    ...finding(
      {
        code: 'field-cap',
        severity: 'error',
        object: null,
        message: `${present + fresh.length} custom fields are needed, ${limits.fields} are allowed on ${target.tier}${known}`,
        advice: caps[0]?.advice.join(' ') ?? '',
      },
      { count: Math.max(0, over), rows: [] },
    ),
    ...finding(
      {
        code: 'deal-cap',
        severity: 'error',
        object: 'package',
        message: `${openDeals + deals} deals are more than the ${dealCap} allowed on ${target.tier} with ${times(target.seats, 'seat', 'seats')}${known}`,
        advice: caps[1]?.advice.join(' ') ?? '',
      },
      { count: Math.max(0, overDeals), rows: [] },
    ),
  ];
  return { caps, findings };
}
