import type { Decision, PlanMeta, PlanSchema } from '@cutover/domain';
import { wantedFields } from '../compile/fields.ts';
import type { Facts } from '../facts/facts.ts';
import type { CompileInput } from '../input.ts';
import type { Layout } from '../layout.ts';
import { findingsOf } from '../qa/findings.ts';
import { capsOf } from './caps.ts';
import { cheaperWays } from './cheaper.ts';
import { estimateOf } from './estimate.ts';
import { gradeOf } from './grade.ts';
import { ownerReport } from './owners.ts';
import { volumeOf } from './volume.ts';

const TOOL = 'cutover 0.1.0';

/** What the digest does not cover: cost, caps, grade, findings, owner report, and where each decision came from. */
export function metaOf(input: CompileInput, layout: Layout, facts: Facts, decisions: readonly Decision[], schema: PlanSchema): PlanMeta {
  const { account, target } = input;
  const volume = volumeOf(layout, facts, decisions);
  const estimate = {
    ...estimateOf(account, target, schema, volume),
    cheaper: cheaperWays(input, layout, facts, decisions, schema),
  };
  const { caps, findings: overCap } = capsOf(account, target, wantedFields(layout, facts, decisions), volume.deals);
  const findings = [...overCap, ...findingsOf(input, layout, facts, decisions)];
  const prompts = new Map<string, string>();
  for (const { proposedBy } of decisions) {
    const [, , prompt, version] = /^model:(.+)@(.+)@(.+)$/.exec(proposedBy) ?? [];
    if (prompt !== undefined && version !== undefined) prompts.set(prompt, version);
  }
  return {
    tool: TOOL,
    prompts: Object.fromEntries([...prompts].sort(([a], [b]) => (a < b ? -1 : 1))),
    madeAt: input.now,
    estimate,
    caps,
    grade: gradeOf(decisions, findings, estimate),
    findings,
    owners: ownerReport(account, facts, decisions),
    decisions: Object.fromEntries(
      decisions.map(({ id, evidence, reason, confidence, proposedBy, by, at }) => [
        id,
        { evidence: [...evidence], reason, confidence, proposedBy, by, at },
      ]),
    ),
  };
}
