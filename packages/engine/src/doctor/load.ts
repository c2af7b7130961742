import { type AccountSnapshot, ANSWERS, type PlanEnvelope } from '@cutover/domain';
import { dealCap, TIERS } from '@cutover/pipedrive';
import type { AccountFacts, DoctorFacts, PlanFacts } from './facts.ts';
import { type Check, type DoctorFinding, finding, ok, some } from './finding.ts';

/** Custom fields and deals against what the account's plan allows; activity types, whose cap nobody publishes. */
export function capFindings({ account, plan, tier: known, observedTier }: DoctorFacts): DoctorFinding[] {
  if (account === null) return [];
  const { snapshot } = account;
  // What the account's own limits tell goes before what is assumed; once there is a plan, its caps were worked out so already.
  const told = known.tierKnown === 'assumed' && plan === null ? observedTier : null;
  const tier = told ?? known;
  const assumed = told === null && known.tierKnown === 'assumed' ? ' (the plan is assumed)' : '';
  const caps = plan?.caps ?? [
    {
      what: 'custom fields',
      planned: 0,
      present: snapshot.fields.filter((field) => field.custom).length,
      cap: TIERS[tier.tier].customFields,
      advice: [],
    },
    { what: 'deals', planned: 0, present: snapshot.deals.length, cap: dealCap(tier.tier, tier.seats), advice: [] },
  ];
  const found = caps.map(({ what, planned, present, cap, advice }) => {
    const check: Check = what === 'deals' ? 'deals' : 'custom fields';
    const words = `${present} there${planned > 0 ? ` and ${planned} to come` : ''}, of ${cap ?? 'no limit'} on ${tier.tier}${assumed}`;
    if (cap !== null && present + planned > cap && planned > 0)
      return finding('error', check, 'cap-reached', `${what}: ${words}`, advice.join(' ') || 'Make room in the account.');
    if (cap !== null && planned === 0 && present >= cap)
      return finding('warning', check, 'cap-full', `${what}: ${words}`, 'Nothing more can be added: make room in the account first.');
    return ok(check, 'cap', `${what}: ${words}`);
  });
  return [...found, typeFinding(snapshot, plan)];
}

function typeFinding(snapshot: AccountSnapshot, plan: PlanFacts | null): DoctorFinding {
  const present = snapshot.activityTypes.filter((type) => type.active).length;
  const words = `activity types: ${present} there${plan?.newTypes ? ` and ${plan.newTypes} to come` : ''}`;
  if (!plan?.newTypes) return ok('activity types', 'types', words);
  // The cap is not published (api-facts §1.4): the schema run says so when it is met, before any record is written.
  return finding(
    'info',
    'activity types',
    'types-uncertain',
    `${words}; Pipedrive has a cap for each company that it does not tell`,
    'If the schema run is refused for it, choose existing types in the plan or remove unused ones.',
  );
}

/** What a load sets off besides records. */
export function sideEffectFindings({ webhooks, plan, company }: DoctorFacts): DoctorFinding[] {
  if (company === null) return [];
  const settled = plan?.pausedByPerson ?? false;
  const automations = finding(
    'info',
    'automations',
    'automations-unread',
    `automations and sequences cannot be read through the API${settled ? '; the plan says that they are paused or may fire' : ''}`,
    settled
      ? 'Check once more that they are as the plan says.'
      : 'Pause those that records of a load would start (Pipedrive: Automations).',
  );
  return [webhookFinding(webhooks, settled), automations];
}

function webhookFinding(webhooks: DoctorFacts['webhooks'], settled: boolean): DoctorFinding {
  if (webhooks === null) {
    return finding('info', 'webhooks', 'webhooks-unread', 'webhooks were not read', 'See what stopped the doctor, then start it again.');
  }
  if (webhooks === 'forbidden') {
    return finding(
      'warning',
      'webhooks',
      'webhooks-forbidden',
      'this token may not read the webhooks',
      "Use an admin's token to see them.",
    );
  }
  const unread = webhooks.unreadable > 0 ? ` (${webhooks.unreadable} more could not be read)` : '';
  if (webhooks.listed.length === 0 && webhooks.unreadable === 0) return ok('webhooks', 'webhooks', 'no webhook fires when a load writes');
  const hooks = webhooks.listed.map((hook) => `${hook.event} → ${hook.host} (${hook.id})`);
  return finding(
    settled ? 'info' : 'warning',
    'webhooks',
    'webhooks-fire',
    `a load fires ${webhooks.listed.length} ${webhooks.listed.length === 1 ? 'webhook' : 'webhooks'}: ${some(hooks)}${unread}`,
    settled
      ? 'The plan accepts that; delete them for the time of the load if their receivers should not see it.'
      : 'Pause them, or tell those who receive them.',
  );
}

/** Owners: who can own what. */
export function userFindings({ account, plan }: DoctorFacts): DoctorFinding[] {
  if (account === null) return [];
  const { users } = account.snapshot;
  const active = users.filter((user) => user.active);
  const off = users.filter((user) => !user.active).map((user) => user.mail);
  const seen = `${active.length} active users${off.length > 0 ? `, ${off.length} deactivated (${some(off)})` : ''}`;
  if (plan === null) return [ok('users', 'users', seen)];
  const wanted = ownersOf(plan.envelope);
  const by = new Map(users.map((user) => [user.mail, user]));
  const missing = wanted.filter((mail) => !by.has(mail));
  const idle = wanted.filter((mail) => by.get(mail)?.active === false);
  const found: DoctorFinding[] = [];
  if (idle.length > 0) {
    found.push(
      finding(
        'error',
        'users',
        'owner-deactivated',
        `the plan gives records to ${some(idle)}, who ${idle.length === 1 ? 'is' : 'are'} deactivated`,
        'Activate them for the time of the load, or decide for another owner.',
      ),
    );
  }
  if (missing.length > 0) {
    found.push(
      finding(
        'error',
        'users',
        'owner-missing',
        `the plan gives records to ${some(missing)}, and no such user is visible`,
        'Invite them, or decide for another owner.',
      ),
    );
  }
  return found.length > 0 ? found : [ok('users', 'users', `${seen}; all ${wanted.length} owners of the plan are among them`)];
}

function ownersOf({ plan }: PlanEnvelope): string[] {
  const fallback = plan.decisions.flatMap((decision) => {
    const parsed = decision.kind === 'owner-fallback' ? ANSWERS['owner-fallback'].safeParse(decision.answer) : null;
    return parsed?.success ? [parsed.data.user] : [];
  });
  return [...new Set([...Object.values(plan.ownerMap), ...fallback])].sort();
}

/** Who will see what is loaded, and what the token itself cannot see (api-facts §9). */
export function visibilityFindings({ tier, plan, user, company }: DoctorFacts): DoctorFinding[] {
  if (company === null) return [];
  const found: DoctorFinding[] = [];
  if (user?.admin === false) {
    found.push(
      finding(
        'warning',
        'visibility',
        'partly-blind',
        'this token is not told which records it may not see: people among them would not be recognised, and be created a second time',
        "Use an admin's token.",
      ),
    );
  }
  const to = plan === null ? null : visibilityOf(plan.envelope);
  const small = tier.tier === 'lite' || tier.tier === 'growth';
  if (to === null || to === 'default') {
    found.push(ok('visibility', 'visibility', "records get the account's default visibility"));
  } else if (tier.tierKnown === 'assumed') {
    found.push(
      finding(
        'warning',
        'visibility',
        'visibility-unsent',
        `the plan asks for visibility "${to}", which is not sent while the account's plan is assumed`,
        'Give --pipedrive-plan at init.',
      ),
    );
  } else if (small && to === 'group') {
    found.push(
      finding(
        'warning',
        'visibility',
        'visibility-group',
        `${tier.tier} has no visibility groups: "group" means the whole company there`,
        'Decide for owner or company.',
      ),
    );
  } else found.push(ok('visibility', 'visibility', `records become visible to: ${to}`));
  return found;
}

function visibilityOf({ plan }: PlanEnvelope): string | null {
  for (const decision of plan.decisions) {
    const parsed = decision.kind === 'visibility' ? ANSWERS.visibility.safeParse(decision.answer) : null;
    if (parsed?.success) return parsed.data.to;
  }
  return null;
}

/** What is in the account already, and whether the plan still fits it. */
export function recordFindings({ account, plan }: DoctorFacts): DoctorFinding[] {
  const found: DoctorFinding[] = [];
  if (account !== null) found.push(...strangerFindings(account));
  if (plan === null || plan.stale === null) return found;
  found.push(
    plan.stale.length === 0
      ? ok('plan', 'plan-fits', 'everything the plan names is in the account, or will be made')
      : finding(
          'error',
          'plan',
          'plan-stale',
          `this account lacks what the plan names: ${some(plan.stale)}`,
          'Mend it in the account, or run cutover plan again and approve the new plan.',
        ),
  );
  return found;
}

function strangerFindings({ snapshot, unreadable, strangers }: AccountFacts): DoctorFinding[] {
  const found: DoctorFinding[] = [];
  if (strangers.length > 0) {
    found.push(
      finding(
        'error',
        'records',
        'already-migrated',
        `${strangers.length} records carry source ids and are not in this ledger: ${some(strangers, 3)}`,
        'Go on in the workspace that made them.',
      ),
    );
  } else {
    const { persons, organizations, deals } = snapshot;
    found.push(
      ok(
        'records',
        'records',
        `${persons.length} people, ${organizations.length} organizations and ${deals.length} deals are visible to this token`,
      ),
    );
  }
  if (unreadable > 0) {
    found.push(
      finding(
        'warning',
        'records',
        'unreadable',
        `${unreadable} items of the account's lists are not of a known form`,
        'Please report it, with cutover doctor --bundle.',
      ),
    );
  }
  return found;
}
