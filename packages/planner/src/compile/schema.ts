import { type AccountSnapshot, type AnswerOf, type Decision, normalName, type PlanSchema } from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { type Layout, tablesOf } from '../layout.ts';
import { wantedFields } from './fields.ts';

type PlanStage = PlanSchema['stages'][number];
type PlanActivityType = PlanSchema['activityTypes'][number];

const PIPELINE = 'Coaching packages';

/** One stage for each name, in the order decided; of several statuses with one stage the first by order says open, won or lost. */
export function stagesOf(decisions: readonly Decision[]): PlanStage[] {
  const answers = ofKind(decisions, 'stage').flatMap((decision) => inForce(decision) ?? []);
  const ordered = answers.map((answer, place) => ({ answer, place })).sort((a, b) => a.answer.order - b.answer.order || a.place - b.place);
  const stages = new Map<string, AnswerOf<'stage'>>();
  for (const { answer } of ordered) if (!stages.has(answer.stage)) stages.set(answer.stage, answer);
  return [...stages.values()].map((answer, index): PlanStage => ({ name: answer.stage, order: index + 1, status: answer.status }));
}

/**
 * Activity types the load needs, by the names in the answers: `existing` must be there, `create` is made or reused by name. What the account holds
 * does not change the entry, so a type that our own run made leaves the plan as it is.
 */
export function activityTypesOf(account: AccountSnapshot, decisions: readonly Decision[]): PlanActivityType[] {
  const types = new Map<string, PlanActivityType>();
  const need = (name: string, icon: string, use: PlanActivityType['use']) => {
    if (!types.has(name)) types.set(name, { name, icon, use });
  };
  const iconOf = (name: string) => account.activityTypes.find((type) => normalName(type.name) === normalName(name))?.icon ?? 'meeting';
  const asNotes = new Set(
    ofKind(decisions, 'message')
      .filter((decision) => inForce(decision)?.as === 'note')
      .map((decision) => decision.subject.value),
  );
  for (const decision of ofKind(decisions, 'activity-type')) {
    const answer = inForce(decision);
    if (answer === null || (decision.subject.object === 'message' && asNotes.has(decision.subject.value))) continue;
    if ('newType' in answer) need(answer.newType.name, answer.newType.icon, 'create');
    else need(answer.type, iconOf(answer.type), 'existing');
  }
  for (const decision of ofKind(decisions, 'session-status')) {
    if (inForce(decision)?.as === 'type' && typeof decision.subject.value === 'string') need(decision.subject.value, 'signpost', 'create');
  }
  return [...types.values()];
}

/** What the account must have before the first record: named by meaning, never by ids or keys. */
export function schemaOf(account: AccountSnapshot, layout: Layout, facts: Facts, decisions: readonly Decision[]): PlanSchema {
  const stages = stagesOf(decisions);
  const packages = tablesOf(layout, 'package').length > 0;
  return {
    fields: wantedFields(layout, facts, decisions).map(({ field }) => field),
    pipeline: packages ? { name: PIPELINE } : null,
    stages: packages ? stages : [],
    activityTypes: activityTypesOf(account, decisions),
  };
}
