import type { CapUse, Finding, PlanEnvelope } from '@cutover/domain';
import { type Line, labelled, paragraph, span } from '../text/line.ts';
import { printable } from '../text/printable.ts';
import { number } from '../words/objects.ts';

/** Tokens, requests, time and share of the account's day. */
export function costRows({ meta, target }: PlanEnvelope, width: number): Line[] {
  const { tokens, requests, days, minutesAtFullRate } = meta.estimate;
  const share = days < 0.01 ? 'less than 1 %' : days < 1 ? `about ${Math.ceil(days * 100)} %` : null;
  const budget = share === null ? `${days.toFixed(1)} days of the account's budget` : `${share} of a day's budget`;
  const plan = `${target.tier}, ${target.seats === 1 ? '1 seat' : `${target.seats} seats`}${target.tierKnown === 'assumed' ? ', assumed' : ''}`;
  return labelled(
    'Cost',
    `about ${number(tokens)} API tokens in ${number(requests)} requests: ${budget} (${plan}), ${minutesAtFullRate < 1 ? 'under a minute' : `about ${Math.ceil(minutesAtFullRate)} minutes`} at full rate.`,
    width,
  );
}

/** `n of cap`, with advice where it is tight. */
export function capRows(caps: readonly CapUse[], width: number): Line[] {
  return caps.flatMap((cap, i) =>
    labelled(
      i === 0 ? 'Limits' : '',
      printable(
        `${cap.what}: ${number(cap.planned)} planned and ${number(cap.present)} there, of ${cap.cap === null ? 'no limit' : number(cap.cap)}${cap.advice.length === 0 ? '' : ` — ${cap.advice.join('; ')}`}`,
      ),
      width,
      { look: cap.cap !== null && cap.planned + cap.present > cap.cap ? 'bad' : 'plain' },
    ),
  );
}

const MARKS = { error: span('✗ ', 'bad'), warning: span('! ', 'warn'), info: span('· ', 'quiet') } as const;

export function findingRows(findings: readonly Finding[], width: number, options: { advice: boolean }): Line[] {
  return findings.flatMap((finding) => [
    ...paragraph(printable(finding.message), width, { lead: MARKS[finding.severity] }),
    ...(options.advice && finding.advice !== '' ? paragraph(printable(finding.advice), width, { indent: 2, look: 'quiet' }) : []),
  ]);
}

/** Findings in the order in which they matter. */
export function byWeight(findings: readonly Finding[]): readonly Finding[] {
  const order = ['error', 'warning', 'info'];
  return [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
