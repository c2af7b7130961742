import { type Decision, isOpen, type PlanEnvelope } from '@cutover/domain';
import { printable } from '../printable.ts';
import { daysText, gradeText } from './grade.ts';
import { changesOf } from './plan-changes.ts';
import type { PlanDifference } from './plan-diff.ts';
import { oneLine, table } from './table.ts';

export function planText({ plan, digest, target, meta, approvals }: PlanEnvelope, stale: readonly string[]): string {
  const open = plan.decisions.filter((decision) => decision.status === 'proposed').length;
  const errors = meta.findings.filter((finding) => finding.severity !== 'info');
  return [
    `Plan ${digest}, serial ${plan.serial}, for ${target.company.domain} (${target.tier}, ${target.seats} ${target.seats === 1 ? 'seat' : 'seats'}, ${target.tierKnown}).`,
    `${plan.decisions.length - open} of ${plan.decisions.length} decisions answered; ${approvals.length} approvals.`,
    ...gradeText(meta.grade),
    `Cost: about ${meta.estimate.tokens} API tokens in ${meta.estimate.requests} requests, ${meta.estimate.days.toFixed(2)} days of the account's budget.`,
    ...(meta.estimate.cheaper ?? []).slice(0, 5).map(({ decision, what, tokens }) => `  ${tokens} tokens less: ${what} (${decision}).`),
    '',
    daysText(meta.estimate),
    '',
    table(
      ['will be created', 'of type', 'on', 'how'],
      [
        ...plan.schema.fields.map((f) => [
          f.name,
          f.type,
          f.entity,
          f.use === 'existing' ? 'there already' : f.options.length > 0 ? `${f.options.length} options` : 'new',
        ]),
        ...plan.schema.stages.map((s) => [s.name, 'stage', plan.schema.pipeline?.name ?? '', s.status]),
        ...plan.schema.activityTypes.map((t) => [t.name, 'activity type', '', t.use === 'existing' ? 'there already' : 'new']),
      ],
    ),
    '',
    ...meta.caps.map(
      (cap) =>
        `${cap.what}: ${cap.planned} planned and ${cap.present} there, of ${cap.cap ?? 'no limit'}${cap.advice.length > 0 ? ` — ${cap.advice.join('; ')}` : ''}`,
    ),
    ...(errors.length === 0 ? [] : ['', 'Look at these before you approve:', ...errors.map((f) => `  ${f.severity}: ${f.message}`)]),
    ...(stale.length === 0 ? [] : ['', 'Stale:', ...stale.map((why) => `  ${why}`)]),
  ].join('\n');
}

export function decisionsText({ listDigest, decisions }: { listDigest: string; decisions: readonly Decision[] }): string {
  const rows = decisions.map((d) => [
    isOpen(d) ? (d.proposal === null ? 'OPEN' : 'open') : d.status,
    typeof d.subject.column === 'string' && d.kind === 'field' ? `${d.id} (${oneLine(d.subject.column, 30)})` : d.id,
    oneLine(JSON.stringify(d.answer ?? d.proposal ?? null), 60),
    d.confidence === null ? null : `${Math.round(d.confidence * 100)} %`,
    oneLine(d.reason, 70),
  ]);
  const open = decisions.filter(isOpen).length;
  return [
    table(['', 'decision', 'answer or proposal', 'sure', 'because'], rows),
    '',
    `${decisions.length - open} of ${decisions.length} decided.`,
    `List digest: ${listDigest}`,
  ].join('\n');
}

/** One decision whole: what is proposed, why, and what `decide --choose` counts. */
export function decisionText({ id, status, answer, proposal, confidence, reason, evidence, alternatives }: Decision): string {
  const sure = confidence === null ? '' : ` (${Math.round(confidence * 100)} % sure)`;
  return [
    `${said(id)}: ${status}`,
    ...(answer === null ? [] : [`  answer      ${said(JSON.stringify(answer))}`]),
    `  proposal    ${proposal === null ? 'none: only a person can say this' : `${said(JSON.stringify(proposal))}${sure}`}`,
    ...(reason === '' ? [] : [`  because     ${said(reason)}`]),
    ...evidence.map((one) => `  evidence    ${said(one)}`),
    ...alternatives.map((one, index) => `  --choose ${index + 1}  ${said(JSON.stringify(one))}`),
  ].join('\n');
}

const said = (text: string): string => printable(oneLine(text, 300));

export function planDiffText(difference: PlanDifference): string {
  if (difference.same) return 'The two plans are the same.';
  const { tokens } = difference;
  return [
    ...difference.decisions.map(({ id, before, after }) => `${id}: ${standing(before)} → ${standing(after)}`),
    ...difference.other.flatMap(changesOf),
    ...(tokens.before === tokens.after ? [] : [`~ cost: ${tokens.before} → ${tokens.after} API tokens`]),
  ].join('\n');
}

/** `amended {"use":"total"}`; where there is no answer, its status alone. */
function standing(one: PlanDifference['decisions'][number]['before']): string {
  if (one === null) return 'not asked';
  return one.answer === null ? (one.status === 'proposed' ? 'open' : one.status) : `${one.status} ${JSON.stringify(one.answer)}`;
}
