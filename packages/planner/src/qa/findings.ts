import type { Decision, Finding } from '@cutover/domain';
import type { Facts } from '../facts/facts.ts';
import type { PlannerInput } from '../input.ts';
import type { Layout } from '../layout.ts';
import { exportFindings } from './export.ts';
import { fileFindings } from './files.ts';
import { linkFindings } from './links.ts';
import { readingFindings } from './reading.ts';
import { referralFindings } from './referrals.ts';
import { sessionFindings } from './sessions.ts';
import { sharedNameFindings } from './shared-names.ts';
import { sumFindings, valueFindings } from './values.ts';
import { variantFindings } from './variants.ts';

const WEIGHT: Readonly<Record<Finding['severity'], number>> = Object.freeze({ error: 0, warning: 1, info: 2 });

/** The QA report: what a person should know before the plan gate, gravest first. */
export function findingsOf(input: PlannerInput, layout: Layout, facts: Facts, decisions: readonly Decision[]): Finding[] {
  const users = new Set(input.account.users.filter((user) => user.active).map((user) => user.mail.toLowerCase()));
  const all = [
    ...exportFindings(input.extract),
    ...valueFindings(input, layout, facts, decisions),
    ...readingFindings(facts, decisions),
    ...variantFindings(input, layout, facts, decisions),
    ...referralFindings(input, layout, facts, decisions),
    ...linkFindings(facts, users, decisions),
    ...sharedNameFindings(facts, decisions),
    ...sessionFindings(layout, facts),
    ...sumFindings(facts),
    ...fileFindings(input.extract, layout, facts, decisions),
    ...(facts.clients.all.length === 0 ? [noClients()] : []),
  ];
  return all
    .map((one, place) => ({ one, place }))
    .sort((a, b) => WEIGHT[a.one.severity] - WEIGHT[b.one.severity] || a.place - b.place)
    .map(({ one }) => one);
}

function noClients(): Finding {
  return {
    code: 'no-clients',
    severity: 'error',
    object: 'client',
    message: 'no file of the export holds clients',
    count: 1,
    rows: [],
    advice: 'Sessions, packages and notes hang on clients: export them too, or say which file they are in.',
  };
}
