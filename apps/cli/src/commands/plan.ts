import { CutoverError, EXIT, isOpen } from '@cutover/domain';
import { makePlan, showPlan } from '@cutover/engine';
import { listDecisions } from '@cutover/engine/desk';
import type { Command } from 'commander';
import { leaf, type Surroundings, withWorkspace } from '../context.ts';
import { keepNurserySmall } from '../memory.ts';
import { text } from '../options.ts';
import { done } from '../output.ts';
import { readEnvelope } from '../read-envelope.ts';
import { decisionsText, decisionText, planDiffText, planText } from '../views/plan.ts';
import { diffPlans } from '../views/plan-diff.ts';

/** plan, plan show, decisions. */
export function planCommands(program: Command, around: Surroundings): void {
  const plan = leaf(
    program,
    around,
    'plan',
    'look at the account, propose every decision, compile the plan',
    'cutover plan --workspace migration',
    (invocation, options) =>
      withWorkspace(invocation, async (ws) => {
        const file = text(options, 'diff');
        const old = file === undefined ? null : readEnvelope(file);
        keepNurserySmall();
        const envelope = await makePlan(ws);
        if (old === null) return done(envelope, planText(envelope, []));
        const difference = diffPlans(old, envelope);
        return done(difference, planDiffText(difference));
      }),
  ).option('--diff <old>', 'say what changed since this plan file');

  leaf(
    plan,
    around,
    'show',
    'the plan as it stands, and what about it is stale',
    'cutover plan show --workspace migration --output json > plan.json',
    (invocation) =>
      withWorkspace(invocation, (ws) => {
        const { envelope, stale } = showPlan(ws);
        for (const why of stale)
          invocation.ports.emit({
            type: 'notice',
            level: 'warning',
            code: 'plan-stale',
            message: `stale: ${why}`,
            at: envelope.meta.madeAt,
          });
        return done(envelope, planText(envelope, stale));
      }),
  );

  leaf(
    program,
    around,
    'decisions',
    'every question of the plan with its proposal; with an id that one, its evidence and its numbered alternatives',
    'cutover decisions "stage:package:Paused" --workspace migration',
    (invocation, _options, [id]) =>
      withWorkspace(invocation, (ws) => {
        const list = listDecisions(ws);
        if (id !== undefined) {
          const decision = list.decisions.find((one) => one.id === id);
          if (decision === undefined) throw new CutoverError('no-decision', `there is no decision ${id}`, { place: { id } });
          return { exit: isOpen(decision) ? EXIT.approval : EXIT.done, json: decision, text: decisionText(decision) };
        }
        return { exit: list.decisions.some(isOpen) ? EXIT.approval : EXIT.done, json: list, text: decisionsText(list) };
      }),
  ).argument('[id]', 'id of one decision');
}
