import { type Decision, type FieldAnswer, type FieldPart, normalName } from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';

type FieldDecision = Extract<Decision, { kind: 'field' }>;

/** Headers, as names compare. */
const START =
  /^(?:package )?(?:(?:start|starts|started|starting|begin|begins|began|beginning|from|valid from|active from)(?: date| day| on| at)?|date from|startdatum|beginn|gultig ab|ab|von|fecha de inicio|inicio|date de debut|debut)$/;
const END =
  /^(?:package )?(?:(?:end|ends|ended|ending|expire|expires|expired|expiry|expiration|until|to|through|valid until|valid to|valid through|active until)(?: date| day| on| at)?|date to|enddatum|ende|gultig bis|bis|fecha de fin|fin|vencimiento|date de fin)$/;

/** Sure enough to be proposed, and doubtful enough to be looked at. */
const LOOK_AT_IT = 0.7;

const words = (decision: FieldDecision): string => (typeof decision.subject.column === 'string' ? normalName(decision.subject.column) : '');
const isDay = ({ proposal }: FieldDecision): boolean =>
  proposal?.target === 'deal.expected_close_date' || (proposal?.target.startsWith('deal.custom.') === true && proposal.as?.type === 'date');

function takesPart(decision: FieldDecision, proposal: FieldAnswer, part: FieldPart, sessions: readonly string[]): FieldDecision {
  const of = part === 'period-start' ? 'from when' : 'until when';
  return {
    ...decision,
    proposal: { ...proposal, as: { ...proposal.as, part } },
    alternatives: [proposal, ...decision.alternatives].slice(0, 6),
    confidence: Math.min(decision.confidence ?? LOOK_AT_IT, LOOK_AT_IT),
    evidence: [`sessions of ${sessions.join(', ')} name no package`, ...decision.evidence],
    reason: `It says ${of} the package ran: a session goes to the one package of its client whose dates hold it, and to none where several or none do. ${decision.reason}`,
  };
}

/**
 * Where sessions name clients but no packages, the dates of the packages tell whose they are: the columns of their start and end are proposed for
 * that, which a person confirms, or takes back by the alternative without it.
 */
export function withPeriods(fields: readonly Decision[]): Decision[] {
  const all = ofKind(fields, 'field');
  const of = (object: string): FieldDecision[] => all.filter(({ subject }) => subject.object === object);
  const targets = (decisions: readonly FieldDecision[]): Set<string> => new Set(decisions.flatMap((one) => inForce(one)?.target ?? []));
  const files = Map.groupBy(of('session'), ({ subject }) => String(subject.file));
  const sessions = [...files].filter(([, columns]) => !targets(columns).has('link:package') && targets(columns).has('link:client'));
  if (sessions.length === 0) return [...fields];
  const names = sessions.map(([file]) => file);
  const changed = new Map<string, Decision>();
  for (const columns of Map.groupBy(of('package'), ({ subject }) => String(subject.file)).values()) {
    if (!targets(columns).has('link:client')) continue;
    const [start, end] = [START, END].map((pattern) => columns.filter((one) => isDay(one) && pattern.test(words(one))));
    // Two columns that could be it: nobody knows which.
    if (start?.length !== 1 || end?.length !== 1) continue;
    for (const [one, part] of [[start[0], 'period-start'] as const, [end[0], 'period-end'] as const])
      if (one?.proposal != null) changed.set(one.id, takesPart(one, one.proposal, part, names));
  }
  return fields.map((one) => changed.get(one.id) ?? one);
}
