import { readFileSync } from 'node:fs';
import { CutoverError, EXIT, isOpen } from '@cutover/domain';
import { makePlan, showPlan } from '@cutover/engine';
import { Answers, acceptAll, type DecideResult, decide, decideMany, listDecisions, undoLast, type Verdict } from '@cutover/engine/desk';
import type { Command } from 'commander';
import { z } from 'zod';
import { leaf, type Surroundings, withWorkspace } from '../context.ts';
import { count, type Options, text } from '../options.ts';
import { done, type Outcome } from '../output.ts';
import { readEnvelope } from '../read-envelope.ts';
import { decisionsText, planDiffText, planText } from '../views/plan.ts';
import { diffPlans } from '../views/plan-diff.ts';

/** plan, plan show, decisions, decide. */
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
    'every question of the plan with its proposal and evidence',
    'cutover decisions --workspace migration',
    (invocation) =>
      withWorkspace(invocation, (ws) => {
        const list = listDecisions(ws);
        return { exit: list.decisions.some(isOpen) ? EXIT.approval : EXIT.done, json: list, text: decisionsText(list) };
      }),
  );

  leaf(
    program,
    around,
    'decide',
    'answer one decision, all that were shown, or those of a file',
    'cutover decide "stage:package:Paused" --choose 2 --workspace migration',
    (invocation, options, args) =>
      withWorkspace(invocation, (ws) => {
        const id = args[0];
        const file = text(options, 'file');
        if (file !== undefined) return decided(decideMany(ws, readAnswers(file)));
        if (options.undo === true) return decided(undoLast(ws));
        if (options.all === true) {
          const list = text(options, 'list');
          if (options.accept !== true || list === undefined)
            throw new CutoverError('usage', 'decide --all takes --accept and --list LISTDIGEST');
          return decided(acceptAll(ws, list));
        }
        if (id === undefined) throw new CutoverError('usage', 'decide takes the id of a decision, --all, --file or --undo');
        return decided(decide(ws, id, verdictOf(options)));
      }),
  )
    .argument('[id]', 'id of the decision')
    .option('--accept', 'take the proposal')
    .option('--choose <n>', 'take alternative N, counted from 1')
    .option('--set <json>', 'an answer of your own')
    .option('--reject', 'leave this column or file out')
    .option('--all', 'every open decision with a proposal (with --accept and --list)')
    .option('--list <digest>', 'listDigest of the list you read')
    .option('--file <answers.json>', 'answers to many decisions')
    .option('--undo', 'take the last answer back');
}

function decided(result: DecideResult): Outcome {
  const text = result.open.length === 0 ? 'Every decision is answered.' : `${result.open.length} still open: ${result.open.join(', ')}`;
  return { exit: result.open.length === 0 ? EXIT.done : EXIT.approval, json: result, text };
}

function verdictOf(options: Options): Verdict {
  const choose = count(options, 'choose');
  const set = text(options, 'set');
  const given: Verdict[] = [
    ...(options.accept === true ? [{ accept: true as const }] : []),
    ...(options.reject === true ? [{ reject: true as const }] : []),
    ...(choose === undefined ? [] : [{ choose }]),
    ...(set === undefined ? [] : [{ set: parseJson(set, '--set') }]),
  ];
  const [verdict] = given;
  if (verdict === undefined || given.length > 1)
    throw new CutoverError('usage', 'decide takes exactly one of --accept, --choose N, --set JSON, --reject');
  return verdict;
}

function readAnswers(file: string): Record<string, Verdict> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CutoverError('bad-file', `${file} cannot be read`, { place: { file }, cause });
  }
  const parsed = Answers.safeParse(parseJson(text, file));
  if (parsed.success) return parsed.data;
  throw new CutoverError('bad-file', `${file} is no list of answers: ${z.prettifyError(parsed.error)}`, {
    place: { file },
    expected: '{"<id>": {"accept": true} | {"choose": n} | {"set": answer} | {"reject": true}}',
  });
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CutoverError('bad-file', `${where} is not JSON: ${cause instanceof Error ? cause.message : ''}`, {
      place: { file: where },
      cause,
    });
  }
}
