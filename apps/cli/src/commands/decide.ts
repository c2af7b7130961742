import { CutoverError, EXIT } from '@cutover/domain';
import type { Workspace } from '@cutover/engine';
import { Answers, acceptAll, type DecideResult, decide, decideMany, undoLast, type Verdict } from '@cutover/engine/desk';
import type { Command } from 'commander';
import { leaf, type Surroundings, withWorkspace } from '../context.ts';
import { parseJson, readText } from '../files.ts';
import { keepNurserySmall } from '../memory.ts';
import { count, type Options, text } from '../options.ts';
import type { Outcome } from '../output.ts';
import { someOf } from '../views/table.ts';

/** decide: one decision, all that were shown, those of a file; or the last one taken back. */
export function decideCommand(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'decide',
    'answer one decision, all that were shown, or those of a file',
    'cutover decide "stage:package:Paused" --choose 2 --workspace migration',
    (invocation, options, args) => {
      // What is wrong with the command line or a file is said before the workspace is touched.
      const act = actOf(options, args[0]);
      keepNurserySmall();
      return withWorkspace(invocation, (ws) => decided(act(ws)));
    },
  )
    .argument('[id]', 'id of the decision')
    .option('--accept', 'take the proposal')
    .option('--choose <n>', 'take alternative N, counted from 1')
    .option('--set <json>', 'an answer of your own')
    .option('--reject', 'leave this column or file out')
    .option('--all', 'every open decision with a proposal (with --accept and --list)')
    .option('--list <digest>', 'listDigest of the list you read')
    .option('--file <answers.json>', 'answers to many decisions')
    .option('--undo', 'take the last answer back, or those given together');
}

type Act = (ws: Workspace) => DecideResult;

/** The one thing that was asked for. @throws CutoverError `usage`, `bad-file` */
function actOf(options: Options, id: string | undefined): Act {
  const file = text(options, 'file');
  const asked = [id !== undefined, file !== undefined, options.undo === true, options.all === true].filter(Boolean).length;
  if (asked !== 1) throw new CutoverError('usage', 'decide takes exactly one of: the id of a decision, --all, --file, --undo');
  if (id !== undefined) {
    const verdict = verdictOf(options);
    return (ws) => decide(ws, id, verdict);
  }
  if (file !== undefined) {
    const answers = readAnswers(file);
    return (ws) => decideMany(ws, answers);
  }
  if (options.undo === true) return undoLast;
  const list = text(options, 'list');
  if (options.accept !== true || list === undefined) throw new CutoverError('usage', 'decide --all takes --accept and --list LISTDIGEST');
  return (ws) => acceptAll(ws, list);
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
  const parsed = Answers.safeParse(parseJson(readText(file), file));
  if (parsed.success) return parsed.data;
  const ids = [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? 'the whole file')))];
  throw new CutoverError('bad-file', `${file}: not an answer of a known form: ${someOf(ids)}`, {
    place: { file },
    expected: '{"<id>": {"accept": true} | {"choose": n} | {"set": answer} | {"reject": true}}',
  });
}

function decided({ open, listDigest }: DecideResult): Outcome {
  const text =
    open.length === 0 ? 'Every decision is answered.' : `${open.length} still open: ${someOf(open)} (cutover decisions lists them)`;
  return { exit: open.length === 0 ? EXIT.done : EXIT.approval, json: { open, listDigest }, text };
}
