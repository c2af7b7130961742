import { CutoverError, DECISION_KINDS, type Decision, isOpen } from '@cutover/domain';
import { z } from 'zod';
import { Cursor, PAGE, pageOf } from '../page.ts';
import { defineTool, READS } from '../tool.ts';
import { DecisionLine, lineOf } from '../views/decision.ts';

export const decisionsList = defineTool({
  name: 'decisions_list',
  title: 'List decisions',
  description:
    'Every question of the migration with its proposal and, once a person answered, its answer. Narrow it by open, kind, below (confidence) or about (words of the id, column or value). Use decision_explain for the evidence.',
  input: z.strictObject({
    open: z.boolean().optional(),
    kind: z.enum(DECISION_KINDS).optional(),
    below: z.number().min(0).max(1).optional(),
    about: z.string().max(100).optional(),
    cursor: Cursor,
  }),
  output: z.object({ ...PAGE, open: z.number(), fromExport: z.object({ decisions: z.array(DecisionLine) }) }),
  annotations: READS,
  run: ({ ws, shield }, { open, kind, below, about, cursor }) => {
    const all = ws.ledger.decisions.all();
    if (all.length === 0) throw new CutoverError('no-plan', 'there are no decisions yet: call extract, then plan_make');
    const wanted = all.filter(
      (decision) =>
        (open === undefined || isOpen(decision) === open) &&
        (kind === undefined || decision.kind === kind) &&
        (below === undefined || decision.confidence === null || decision.confidence < below) &&
        (about === undefined || mentions(decision, about)),
    );
    const identity = [open, kind, below, about].map((filter) => filter ?? null);
    const page = pageOf(wanted, cursor, [identity, wanted.map(({ id }) => id)], (decision) => lineOf(decision, shield));
    return { total: page.total, next: page.next, open: all.filter(isOpen).length, fromExport: { decisions: page.items } };
  },
});

/** Every word is in the id, or in a text of the subject. */
function mentions({ id, subject }: Decision, about: string): boolean {
  const text = `${id} ${Object.values(subject).join(' ')}`.toLowerCase();
  return about
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
