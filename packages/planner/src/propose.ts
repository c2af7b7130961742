import { type Decision, Decision as DecisionSchema, type Finding, type SourceObject } from '@cutover/domain';
import { carryOver, inForce, ofKind } from './decide.ts';
import { collect } from './facts/collect.ts';
import type { Facts } from './facts/facts.ts';
import type { PlannerInput, Reading } from './input.ts';
import { type Layout, layoutOf, objectsOf } from './layout.ts';
import { LEXICON } from './lexicon/index.ts';
import { TIER_LIMITS } from './limits.ts';
import { proposeActivityTypes } from './proposals/activity-types.ts';
import { namesApart } from './proposals/apart.ts';
import { proposeDuplicates } from './proposals/duplicates.ts';
import { proposeFields } from './proposals/fields.ts';
import { fits } from './proposals/fits.ts';
import { proposeObjects } from './proposals/objects.ts';
import { proposeFallback, proposeOwners } from './proposals/owners.ts';
import { withPeriods } from './proposals/periods.ts';
import { proposePicklists } from './proposals/picklists.ts';
import { proposePolicies } from './proposals/policies.ts';
import { guessCountry, NO_COUNTRY, proposeCurrency, proposeDateOrder, proposePhoneCountry, proposeTimezone } from './proposals/readings.ts';
import { separateSlugs } from './proposals/slugs.ts';
import { proposeStages } from './proposals/stages.ts';
import {
  proposeAttachments,
  proposeContracts,
  proposeDealValue,
  proposeGroups,
  proposeInvoices,
  proposeMessages,
  proposePrivateNotes,
  proposeSessionStatuses,
  proposeStatusTimes,
  proposeTags,
} from './proposals/works.ts';
import { findingsOf } from './qa/findings.ts';

export interface Proposal {
  /** In the order in which they are best asked. */
  readonly decisions: Decision[];
  readonly findings: Finding[];
  /** What reading all rows told: `compilePlan` need not read them again while the same columns mean the same. */
  readonly reading: Reading;
}

/** The answer in force of a decision that there is once. */
function answerIn<K extends 'currency' | 'timezone'>(decisions: readonly Decision[], kind: K) {
  const [first] = ofKind(decisions, kind);
  return first === undefined ? null : inForce(first);
}

function valueDecisions(input: PlannerInput, layout: Layout, facts: Facts): Decision[] {
  const { account, target, extract } = input;
  const kept = carryOver([proposeTimezone(account, layout, facts), proposeCurrency(account, layout, facts)], input.existing, () => true);
  const zone = answerIn(kept, 'timezone')?.zone ?? 'UTC';
  const code = answerIn(kept, 'currency')?.code ?? 'USD';
  const country = guessCountry(zone, code, facts);
  const files = { count: extract.attachments.length, bytes: extract.attachments.reduce((sum, one) => sum + one.size, 0) };
  const room = { present: account.fields.filter((field) => field.custom).length, cap: TIER_LIMITS[target.tier].fields };
  const asked = new Set(input.existing.map((decision) => decision.id));
  return [
    ...proposeOwners(account, facts),
    proposeFallback(account),
    ...proposeActivityTypes(account, facts),
    ...proposeGroups(facts),
    ...proposeSessionStatuses(facts),
    ...proposeStages(facts),
    ...proposeStatusTimes(layout, room),
    ...proposeDealValue(facts, code),
    ...proposeMessages(facts),
    ...proposeInvoices(facts),
    ...proposeTags(layout, facts),
    ...proposePrivateNotes(facts),
    ...proposePicklists(layout, facts),
    ...proposeDuplicates(account, facts, asked),
    ...proposeAttachments(facts, files),
    ...proposeContracts(facts),
    ...kept,
    ...proposeDateOrder(layout, country.sure > NO_COUNTRY ? country.code : null),
    proposePhoneCountry(country),
    ...proposePolicies(target, facts),
  ];
}

/** The decisions about files and columns, with earlier answers in force: what everything else is read under. */
export function structure(input: PlannerInput): { decisions: Decision[]; layout: Layout } {
  const { extract, account, existing } = input;
  const objects = carryOver(proposeObjects(extract, account, input.lexicon ?? LEXICON), existing, () => true);
  const taken = objectsOf(objects);
  const objectOf = (file: string): SourceObject | null => taken.get(file) ?? null;
  const fields = extract.files.flatMap((file) => {
    const object = objectOf(file.file);
    return object === null ? [] : proposeFields(extract, account, file, object, objectOf, input.lexicon ?? LEXICON);
  });
  const decisions = [...objects, ...carryOver(withPeriods(separateSlugs(namesApart(account, fields))), existing, fits)];
  return { decisions, layout: layoutOf(extract, decisions) };
}

/**
 * The first draft of the migration: a decision for everything that is to be decided, with confidence, evidence, reason and alternatives, and the
 * findings of the QA report. Pure: the same input gives the same result. Answers in `existing` that still apply are kept; questions that are no
 * longer asked are dropped.
 */
export function propose(input: PlannerInput): Proposal {
  const { decisions: first, layout } = structure(input);
  const facts = collect(input, layout);
  const rest = carryOver(valueDecisions(input, layout, facts), input.existing, () => true);
  const decisions = [...first, ...rest].map((decision) => DecisionSchema.parse(decision));
  return { decisions, findings: findingsOf(input, layout, facts, decisions), reading: { layout, facts } };
}
