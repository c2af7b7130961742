import type { Decision, Estimate, Finding, PlanMeta } from '@cutover/domain';
import { ofKind } from '../decide.ts';

type Grade = PlanMeta['grade'];
interface Part {
  readonly score: number;
  readonly why: string;
}

const round = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;

function compatibility(decisions: readonly Decision[]): Part {
  const fields = ofKind(decisions, 'field');
  const filled = fields.filter((decision) => (decision.confidence ?? 0) < 0.95 || decision.proposal?.target !== 'ignore');
  const lost = filled.filter((decision) => decision.proposal?.target === 'ignore').length;
  const custom = filled.filter((decision) => decision.proposal?.target.includes('.custom.') === true).length;
  const share = filled.length === 0 ? 1 : 1 - lost / filled.length - 0.2 * (custom / filled.length);
  return {
    score: round(share),
    why: `${filled.length - lost} of ${filled.length} columns have a place in Pipedrive, ${custom} of them in custom fields`,
  };
}

function clarity(decisions: readonly Decision[]): Part {
  const asked = decisions.filter((decision) => decision.kind !== 'side-effects');
  const known = asked.filter((decision) => (decision.confidence ?? 0) >= 0.8).length;
  const none = asked.filter((decision) => decision.proposal === null).length;
  return {
    score: asked.length === 0 ? 1 : round(known / asked.length),
    why: `${known} of ${asked.length} decisions are proposed with good confidence, ${none} have no proposal`,
  };
}

function constraints(findings: readonly Finding[]): Part {
  const errors = findings.filter((one) => one.severity === 'error').length;
  const warnings = findings.filter((one) => one.severity === 'warning').length;
  return {
    score: round(1 - errors * 0.3 - warnings * 0.03),
    why: `${errors} ${errors === 1 ? 'finding stands' : 'findings stand'} in the way, ${warnings} ${warnings === 1 ? 'wants' : 'want'} a look`,
  };
}

function volume(estimate: Estimate): Part {
  const score = estimate.days <= 0.5 ? 1 : estimate.days <= 1 ? 0.9 : estimate.days <= 3 ? 0.7 : estimate.days <= 10 ? 0.5 : 0.2;
  return { score, why: `${estimate.tokens.toLocaleString('en-US')} tokens, ${estimate.requests.toLocaleString('en-US')} requests` };
}

function timeline(estimate: Estimate): string {
  const days = Math.max(1, Math.ceil(estimate.days));
  const minutes = Math.max(1, Math.ceil(estimate.minutesAtFullRate));
  const load =
    estimate.days <= 1
      ? `${minutes === 1 ? 'about a minute' : `about ${minutes} minutes`} of loading, within one day's budget`
      : `${days} days of loading at the account's daily budget`;
  return `Decisions and sample first; then ${load}; then a day or two of picking up changes.`;
}

/** How hard this migration is, from four parts that each say why. */
export function gradeOf(decisions: readonly Decision[], findings: readonly Finding[], estimate: Estimate): Grade {
  const parts = {
    compatibility: compatibility(decisions),
    clarity: clarity(decisions),
    constraints: constraints(findings),
    volume: volume(estimate),
  };
  const scores = Object.values(parts).map((part) => part.score);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const worst = Math.min(...scores);
  const mark = 0.7 * mean + 0.3 * worst;
  const letter = mark >= 0.8 ? 'A' : mark >= 0.6 ? 'B' : mark >= 0.4 ? 'C' : 'D';
  return { letter, parts, timeline: timeline(estimate) };
}
