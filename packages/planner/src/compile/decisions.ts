import { canonicalJson, type Decision, type Plan, type PlanDecision } from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';
import { holdSlug, slugAmong } from '../proposals/slugs.ts';

/**
 * The decisions as the plan carries them out. One answer follows from another: where status times are to be dates, each of their columns goes to
 * a date field of its own instead of the shared text.
 */
export function effective(decisions: readonly Decision[]): Decision[] {
  const [times] = ofKind(decisions, 'status-times');
  if (times === undefined || inForce(times)?.as !== 'dates') return [...decisions];
  const held = slugsHeld(decisions);
  return decisions.map((decision): Decision => {
    if (decision.kind !== 'field' || typeof decision.subject.column !== 'string') return decision;
    const header = decision.subject.column.trim();
    const turn = (answer: typeof decision.answer) =>
      answer?.as?.part === 'status-time' && answer.target === 'deal.custom.status-history'
        ? { target: `deal.custom.${slugAmong(held, header)}`, as: { ...answer.as, name: header.slice(0, 255), type: 'date' as const } }
        : answer;
    return { ...decision, proposal: turn(decision.proposal), answer: turn(decision.answer) };
  });
}

/** The slugs of deals, with the columns of status times in the order of their ids: whatever the order of the list, the plan is the same. */
function slugsHeld(decisions: readonly Decision[]): Map<string, string> {
  const held = new Map<string, string>();
  const fields = ofKind(decisions, 'field').sort((a, b) => byText(a.id, b.id));
  for (const decision of fields) {
    const answer = inForce(decision);
    const slug = /^deal\.custom\.(.+)$/.exec(answer?.target ?? '')?.[1];
    if (slug !== undefined && slug !== 'status-history') holdSlug(held, slug, answer?.as?.name ?? String(decision.subject.column ?? slug));
  }
  for (const decision of fields) {
    const answer = inForce(decision);
    const header = String(decision.subject.column ?? '').trim();
    if (answer?.as?.part === 'status-time' && answer.target === 'deal.custom.status-history')
      holdSlug(held, slugAmong(held, header), header);
  }
  return held;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What the digest covers of each decision, in the order of their ids. */
export function planDecisions(decisions: readonly Decision[]): PlanDecision[] {
  return decisions
    .map(
      ({ id, kind, subject, status, answer }): PlanDecision => ({
        id,
        kind,
        subject,
        status,
        answer: answer === null ? null : { ...answer },
      }),
    )
    .sort((a, b) => byText(a.id, b.id));
}

/** Whether a plan was compiled from these decisions as they are now. */
export function isCompiledFrom(plan: Pick<Plan, 'decisions'>, decisions: readonly Decision[]): boolean {
  const said = (list: readonly PlanDecision[]): string => canonicalJson(list.map(({ id, status, answer }) => [id, status, answer]));
  return said(plan.decisions) === said(planDecisions(effective(decisions)));
}
