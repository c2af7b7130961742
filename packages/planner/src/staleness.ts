import { type AccountSnapshot, ANSWERS, LABEL_FIELD, LABEL_KEYS, normalName, type Plan } from '@cutover/domain';

function fieldProblems(plan: Plan, account: AccountSnapshot): string[] {
  return plan.schema.fields.flatMap((field) => {
    if (field.use !== 'existing') return [];
    if (field.slug === LABEL_FIELD.slug) {
      const builtIn = account.fields.some((one) => !one.custom && one.entity === field.entity && LABEL_KEYS.has(one.key));
      return builtIn ? [] : [`the labels of ${field.entity} records are missing`];
    }
    const named = account.fields.filter((one) => one.entity === field.entity && normalName(one.name) === normalName(field.name));
    const found = named.find((one) => one.type === field.type);
    if (found === undefined) {
      const [other] = named;
      return [
        other === undefined
          ? `the ${field.entity} field ${field.name} is missing`
          : `the ${field.entity} field ${field.name} is of type ${other.type}, not ${field.type}`,
      ];
    }
    return [];
  });
}

function typeProblems(plan: Plan, account: AccountSnapshot): string[] {
  const active = new Set(account.activityTypes.filter((type) => type.active).map((type) => normalName(type.name)));
  return plan.schema.activityTypes
    .filter((type) => type.use === 'existing' && !active.has(normalName(type.name)))
    .map((type) => `the activity type ${type.name} is missing or switched off`);
}

function userProblems(plan: Plan, account: AccountSnapshot): string[] {
  const users = new Map(account.users.map((user) => [user.mail.toLowerCase(), user]));
  const fallback = plan.decisions.flatMap((decision) => {
    const parsed = decision.kind === 'owner-fallback' ? ANSWERS['owner-fallback'].safeParse(decision.answer) : null;
    return parsed?.success ? [parsed.data.user] : [];
  });
  const wanted = [...new Set([...Object.values(plan.ownerMap), ...fallback])].sort();
  return wanted.flatMap((mail) => {
    const user = users.get(mail);
    if (user === undefined) return [`the user ${mail} is missing`];
    return user.active ? [] : [`the user ${mail} is deactivated`];
  });
}

function currencyProblems(plan: Plan, account: AccountSnapshot): string[] {
  if (account.currencies.length === 0) return [];
  return plan.decisions.flatMap((decision) => {
    const parsed = decision.kind === 'currency' ? ANSWERS.currency.safeParse(decision.answer) : null;
    return parsed?.success && !account.currencies.includes(parsed.data.code) ? [`the currency ${parsed.data.code} is not enabled`] : [];
  });
}

/**
 * What the plan names and this account lacks or has otherwise: reused fields, activity types, users, currencies. Empty: not stale on this
 * account's side. Additions, and what the plan creates itself, never count (contract §1).
 */
export function staleness(plan: Plan, account: AccountSnapshot): string[] {
  return [
    ...fieldProblems(plan, account),
    ...typeProblems(plan, account),
    ...userProblems(plan, account),
    ...currencyProblems(plan, account),
  ];
}
