import { ERRORS } from '@cutover/domain';
import type { DoctorFacts } from './facts.ts';
import { type DoctorFinding, finding, ok } from './finding.ts';

/** Above this the two clocks disagree enough for a session to count as past too early, or an approval to expire at another time than it says. */
const SKEW_WARNING_MS = 30_000;
const SKEW_ERROR_MS = 15 * 60_000;

/** Who answers, and with what rights. */
export function targetFindings({ host, company, keptCompany, user, stopped }: DoctorFacts): DoctorFinding[] {
  const found: DoctorFinding[] = [];
  if (stopped !== null) found.push(finding('error', 'target', stopped.code, stopped.message, ERRORS[stopped.code].advice));
  if (company === null) return found;
  if (keptCompany !== null && keptCompany.id !== company.id) {
    found.push(
      finding(
        'error',
        'target',
        'other-target',
        `${host} is ${company.domain} (${company.id}) now, and was ${keptCompany.domain} (${keptCompany.id}) when this workspace asked first`,
        ERRORS['other-target'].advice,
      ),
    );
  } else found.push(ok('target', 'company', `${host} is ${company.name} (${company.domain}, ${company.id})`));
  if (user === null) return found;
  if (user.admin) found.push(ok('token', 'admin', `the token belongs to ${user.mail}, an admin`));
  else {
    found.push(
      finding(
        'error',
        'token',
        'token-not-admin',
        `the token belongs to ${user.mail}, who is no admin: pipelines, stages, activity types and custom fields cannot be created with it, and notes not be given their author`,
        "Use an admin's token.",
      ),
    );
  }
  return found;
}

/** What the company pays for, as far as it can be seen, and what that leaves for today. */
export function tierFindings({ tier, observedTier, company }: DoctorFacts): DoctorFinding[] {
  if (company === null) return [];
  const goesBy = `${tier.tier} with ${tier.seats} ${tier.seats === 1 ? 'seat' : 'seats'}`;
  if (tier.tierKnown === 'given') {
    if (observedTier === null || observedTier.tier === tier.tier) return [ok('plan tier', 'tier-given', `the plan is ${goesBy}, as given`)];
    return [
      finding(
        'error',
        'plan tier',
        'tier-differs',
        `${tier.tier} was given, but the account's limits are those of ${observedTier.tier}`,
        'Make the workspace again with the right --pipedrive-plan: caps and the meaning of visibility depend on it.',
      ),
    ];
  }
  if (observedTier !== null)
    return [ok('plan tier', 'tier-observed', `the account's limits are those of ${observedTier.tier} with ${observedTier.seats} seats`)];
  return [
    finding(
      'warning',
      'plan tier',
      'tier-assumed',
      `nobody gave the plan and the account does not tell it: ${goesBy} is assumed`,
      'Give --pipedrive-plan and --seats at init (Pipedrive: Settings, Billing).',
    ),
  ];
}

export function budgetFindings({ budget, plan }: DoctorFacts, reserve: number): DoctorFinding[] {
  if (budget === null || budget.remaining === null) return [];
  const { remaining, limit, observed, resetsAt } = budget;
  const left = `${remaining} of ${limit ?? 'an unknown number of'} API tokens are left today${observed ? '' : ' by our own count'}`;
  const kept = Math.ceil((limit ?? 0) * reserve);
  const usable = Math.max(0, remaining - kept);
  if (usable === 0) {
    return [
      finding(
        'error',
        'budget',
        'budget-spent',
        `${left}, which is the part kept for the company's other integrations (${kept})`,
        `Start after ${resetsAt}, and look at what else uses the account's API.`,
      ),
    ];
  }
  const needs = plan?.tokensToCome ?? 0;
  if (needs > usable) {
    return [
      finding(
        'warning',
        'budget',
        'budget-short',
        `${left}, ${usable} of them for the load, which still needs about ${needs}`,
        `It will pause when they are spent and can be resumed after ${resetsAt}; --wait sleeps until then.`,
      ),
    ];
  }
  return [ok('budget', 'budget', `${left}; the load may use ${usable}${plan === null ? '' : ` and needs about ${needs}`}`)];
}

export function clockFindings({ clock }: DoctorFacts): DoctorFinding[] {
  if (clock === null) return [];
  const off = Math.max(0, Math.abs(clock.aheadMs) - clock.uncertainMs);
  const words = `this machine's clock is ${seconds(off)} ${clock.aheadMs > 0 ? 'behind' : 'ahead of'} the account's`;
  if (off < SKEW_WARNING_MS) return [ok('clock', 'clock', 'this machine and the account agree on the time')];
  return [
    finding(
      off < SKEW_ERROR_MS ? 'warning' : 'error',
      'clock',
      'clock-skew',
      words,
      'Set the clock (turn on time synchronisation): approvals expire by it, and past sessions are told from future ones by it.',
    ),
  ];
}

/** What a probe found out about this account, and what it left. Nothing where nobody probed. */
export function probeFindings({ probe }: DoctorFacts): DoctorFinding[] {
  if (probe === null) return [];
  if (probe.remains > 0) {
    const message = `a probe left ${probe.remains} of its records in the account`;
    return [finding('warning', 'probe', 'probe-remains', message, 'Run cutover doctor --probe again: it deletes them first.')];
  }
  return [ok('probe', 'probed', `${probe.settled} open questions about this account were settled by a probe at ${probe.at}`)];
}

function seconds(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1000)} seconds`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} minutes` : `${Math.round(ms / 3_600_000)} hours`;
}
