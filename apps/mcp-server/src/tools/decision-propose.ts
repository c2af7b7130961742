import { CutoverError } from '@cutover/domain';
import { reviseProposal } from '@cutover/engine';
import { z } from 'zod';
import { refuseWhileRunning } from '../busy.ts';
import { Row } from '../page.ts';
import { holdsControl } from '../privacy/mask.ts';
import { defineTool, LOCAL } from '../tool.ts';
import { lineOf } from '../views/decision.ts';
import { isCut } from '../views/shorten.ts';

/** One line of plain text: what a person reads on a terminal must not draw there. */
const plain = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !holdsControl(text), 'one line of plain text');

const MOST_BYTES = 4000;

export const decisionPropose = defineTool({
  name: 'decision_propose',
  title: 'Propose another answer',
  description:
    'Puts another proposal in place of the present one and recompiles the plan. Never an answer: a person still has to accept it. A decision that was answered is open again, which voids approvals. decision_explain shows the form.',
  input: z.strictObject({
    id: z.string().min(1).max(300),
    proposal: z.record(z.string(), z.unknown()).describe('an answer in the form of the decision'),
    reason: plain(400).describe('why, in a sentence the person will read'),
    model: z
      .string()
      .regex(/^[\w.:/-]{1,80}$/)
      .describe('name of the model that proposes'),
    prompt: z.strictObject({ id: z.string().regex(/^[\w-]{1,60}$/), version: z.string().regex(/^[\w.-]{1,20}$/) }),
  }),
  output: z.object({
    serial: z.number(),
    digest: z.string(),
    reopened: z.boolean(),
    open: z.number(),
    fromExport: z.object({ decision: Row }),
  }),
  annotations: { ...LOCAL, destructiveHint: true },
  alone: true,
  run: ({ ws, shield }, { id, proposal, reason, model, prompt }) => {
    refuseWhileRunning(ws);
    const text = JSON.stringify(proposal);
    if (Buffer.byteLength(text) > MOST_BYTES) throw new CutoverError('bad-answer', 'the proposal is too long');
    if (stringsOf(proposal).some(holdsControl)) throw new CutoverError('bad-answer', 'the proposal holds control characters');
    if (stringsOf(proposal).some(isCut))
      throw new CutoverError('bad-answer', 'the proposal repeats an answer that was shown cut: give every value of it, or leave it');
    const proposedBy = `model:${model}@${prompt.id}@${prompt.version}`;
    const { decision, reopened, serial, digest } = reviseProposal(ws, { id: shield.idOf(id), proposal, reason, proposedBy });
    const open = ws.ledger.decisions.all().filter((one) => one.status === 'proposed').length;
    return { serial, digest, reopened, open, fromExport: { decision: lineOf(decision, shield) } };
  },
});

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return [...Object.keys(value), ...Object.values(value)].flatMap(stringsOf);
}
