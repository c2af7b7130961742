import { CutoverError } from '@cutover/domain';
import { z } from 'zod';
import { Row } from '../page.ts';
import { defineTool, READS } from '../tool.ts';
import { DecisionLine, lineOf, subjectOf } from '../views/decision.ts';
import { formOf, MEANING, targetsOf } from '../views/form.ts';
import { fitting, shorten } from '../views/shorten.ts';

const ROOM = 1500;

export const decisionExplain = defineTool({
  name: 'decision_explain',
  title: 'Explain a decision',
  description:
    'One decision in full: what it settles in Pipedrive, evidence, reason, numbered alternatives, who proposed it, and the form an answer has. Use it before decision_propose, and when somebody asks why.',
  input: z.strictObject({ id: z.string().min(1).max(300) }),
  output: z.object({
    meaning: z.string(),
    form: Row,
    targets: z.array(z.string()),
    fromExport: DecisionLine.extend({
      subject: Row,
      alternatives: z.array(Row),
      evidence: z.array(z.string()),
      reason: z.string(),
      by: z.string().nullable(),
      at: z.string().nullable(),
    }),
  }),
  annotations: READS,
  run: ({ ws, shield }, { id }) => {
    const decision = ws.ledger.decisions.get(shield.idOf(id));
    if (decision === null) throw new CutoverError('no-decision', 'there is no such decision');
    return {
      meaning: MEANING[decision.kind],
      form: formOf(decision.kind),
      targets: targetsOf(decision.kind),
      fromExport: {
        ...lineOf(decision, shield),
        subject: subjectOf(decision, shield),
        alternatives: fitting(
          decision.alternatives.map((answer) => shorten(answer)),
          ROOM,
        ),
        evidence: decision.evidence.map(shield.text),
        reason: shield.text(decision.reason),
        by: decision.by,
        at: decision.at,
      },
    };
  },
});
