import { type AnswerOf, type Decision, type DecisionKind, Digest, ENTITIES, Plan, PlanMeta } from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';
import { collect } from '../facts/collect.ts';
import type { CompileInput } from '../input.ts';
import { layoutOf, sameLayout } from '../layout.ts';
import { metaOf } from '../meta/meta.ts';
import { effective, planDecisions } from './decisions.ts';
import { ownersOf, valueMapsOf } from './maps.ts';
import { schemaOf } from './schema.ts';

function answerOr<K extends DecisionKind>(decisions: readonly Decision[], kind: K, other: AnswerOf<K>): AnswerOf<K> {
  const [decision] = ofKind(decisions, kind);
  return (decision === undefined ? null : inForce(decision)) ?? other;
}

/**
 * The plan that the decisions make, and what is known about it beside its digest. While decisions are open their proposals stand in for the
 * answers in schema, maps and counts, so that the plan can be read; in `plan.decisions` they are open. Same input, same digest. Nothing in the
 * plan is a key or id of the account.
 * @throws ZodError when `lineage`, `serial` or `stagedDigest` have not their form
 */
export function compilePlan(input: CompileInput): { plan: Plan; meta: PlanMeta } {
  const decisions = effective(input.decisions);
  const wanted = layoutOf(input.extract, decisions);
  const known = input.reading !== undefined && sameLayout(input.reading.layout, wanted) ? input.reading : null;
  // The facts know columns of the layout they were read under.
  const layout = known?.layout ?? wanted;
  const facts = known?.facts ?? collect(input, layout);
  const schema = schemaOf(input.account, layout, facts, decisions);
  const plan = Plan.parse({
    lineage: input.lineage,
    serial: input.serial,
    stagedDigest: Digest.parse(input.stagedDigest),
    decisions: planDecisions(decisions),
    schema,
    valueMaps: valueMapsOf(decisions),
    ownerMap: ownersOf(decisions).map,
    order: [...ENTITIES],
    policies: {
      sample: answerOr(decisions, 'sample', { size: 100 }),
      delta: answerOr(decisions, 'delta', { hours: 24, maxCreates: 0, maxUpdates: 0, rule: 'keep-pipedrive' }),
      notes: {
        overLimit: answerOr(decisions, 'text-limit', { as: 'split' }).as,
        privateNotes: answerOr(decisions, 'private-note', { as: 'field' }).as,
      },
    },
    counts: facts.staged,
  });
  return { plan, meta: PlanMeta.parse(metaOf(input, layout, facts, decisions, schema)) };
}
