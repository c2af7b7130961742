import { EXIT } from '@cutover/domain';
import {
  dryRun,
  journalEvents,
  makeReport,
  type RunOptions,
  readDiff,
  resumeRun,
  rollbackDryRun,
  runFull,
  runRollback,
  runSample,
  runSchema,
  runVerify,
  type Workspace,
} from '@cutover/engine';
import { type Command, Option } from 'commander';
import { type Invocation, leaf, refusePassphrase, type Surroundings, withWorkspace } from '../context.ts';
import { count, type Options, text } from '../options.ts';
import { done, type Outcome } from '../output.ts';
import { diffText } from '../views/diff.ts';
import { reportText, rollbackText, runText } from '../views/runs.ts';
import { verifyText } from '../views/verify.ts';

type Run = (ws: Workspace, options: RunOptions) => Promise<{ exit: Outcome['exit']; data: unknown; run: string }>;

/** The runs and what can be read of them. None of them may see the passphrase. */
export function runCommands(program: Command, around: Surroundings): void {
  const run = (name: 'schema' | 'sample' | 'full', summary: string, perform: Run): void => {
    const command = leaf(program, around, name, summary, `cutover ${name} --workspace migration`, (invocation, options) => {
      refusePassphrase(invocation.env);
      return withWorkspace(invocation, async (ws) => {
        if (options.dryRun === true) {
          const operations = await dryRun(ws, name);
          return done(operations, runText(`${name} --dry-run`, operations));
        }
        const result = await perform(ws, runOptions(options));
        return { exit: result.exit, json: { run: result.run, ...(result.data as object) }, text: runText(name, result.data) };
      });
    });
    withRunOptions(command).addOption(dryRunOption()).addOption(adoptOption());
  };
  run('schema', 'create the fields, stages and types of the approved plan', runSchema);
  run('sample', 'load a representative sample and read it back', runSample);
  run('full', 'load everything else', runFull);

  leaf(
    program,
    around,
    'diff',
    'the sample, field by field: source, wanted, Pipedrive',
    'cutover diff --workspace migration',
    (invocation) =>
      withWorkspace(invocation, (ws) => {
        const diff = readDiff(ws);
        return {
          exit: diff.clean ? EXIT.done : EXIT.partial,
          json: { diffDigest: diff.diffDigest, records: diff.records, uncovered: diff.uncovered },
          text: diffText(diff),
        };
      }),
  );

  leaf(
    program,
    around,
    'verify',
    'read everything back and compare it field by field',
    'cutover verify --workspace migration',
    (invocation, options) => {
      refusePassphrase(invocation.env);
      const sample = count(options, 'sample');
      return withWorkspace(invocation, async (ws) => {
        const result = await runVerify(ws, {
          ...runOptions(options),
          ...(sample === undefined ? {} : { sample }),
          bytes: options.bytes === true,
        });
        return {
          exit: result.exit,
          json: result.data,
          text: verifyText(result.data, result.exit === EXIT.done),
        };
      });
    },
  )
    .option('--sample <n>', 'only N records')
    .option('--bytes', 'download every file as well and compare its bytes, for 20 API tokens each')
    .option('--take-over', 'take the workspace over from a run that seems alive');

  withRunOptions(
    leaf(
      program,
      around,
      'rollback',
      'bring the account back; what a person edited since is kept',
      'cutover rollback --dry-run --workspace migration',
      (invocation, options) => {
        refusePassphrase(invocation.env);
        return withWorkspace(invocation, (ws) => rollback(invocation, ws, options));
      },
    )
      .option('--run <id>', 'only what this run made')
      .addOption(dryRunOption()),
  );

  leaf(
    program,
    around,
    'report',
    'counts, failures, owners, fields, cost and ids; also written beside the ledger',
    'cutover report --workspace migration',
    (invocation, options) =>
      withWorkspace(invocation, (ws) => {
        const { report, files } = makeReport(ws, { close: options.close === true });
        return done(report, reportText(report, files, ws.dir));
      }),
  ).option('--close', 'the last one: ends the window of the deltas');

  leaf(
    program,
    around,
    'journal',
    'the audit log as NDJSON; texts by digest',
    'cutover journal --workspace migration > journal.ndjson',
    (invocation) =>
      withWorkspace(invocation, (ws) => {
        if (invocation.output.format === 'json') return done({ events: [...journalEvents(ws)] }, '');
        for (const event of journalEvents(ws)) invocation.output.line(event);
        return done(undefined, '');
      }),
  );

  withRunOptions(
    leaf(
      program,
      around,
      'run',
      'go on with a run by its id (internal)',
      'cutover run ID --workspace migration',
      (invocation, options, args) => {
        refusePassphrase(invocation.env);
        return withWorkspace(invocation, async (ws) => {
          const result = await resumeRun(ws, args[0] ?? '', runOptions(options));
          return { exit: result.exit, json: { run: result.run, ...(result.data as object) }, text: runText('run', result.data) };
        });
      },
    ).argument('<id>', 'id of the run'),
  );
}

async function rollback(invocation: Invocation, ws: Workspace, options: Options): Promise<Outcome> {
  const only = text(options, 'run');
  const scope = only === undefined ? {} : { run: only };
  if (options.dryRun === true) {
    const planned = await rollbackDryRun(ws, scope);
    return { exit: EXIT.done, json: planned, text: rollbackText(planned, invocation.workspace) };
  }
  const result = await runRollback(ws, { ...runOptions(options), ...scope });
  return { exit: result.exit, json: result.data, text: rollbackText(result.data, invocation.workspace) };
}

export const adoptOption = (): Option =>
  new Option('--adopt', 'take over records of this source that another workspace made in the account');

export const dryRunOption = (): Option => new Option('--dry-run', 'show what would be done, write nothing');

export function withRunOptions(command: Command): Command {
  return command
    .option('--wait', "sleep through the day's budget instead of pausing")
    .option('--take-over', 'take the workspace over from a run that seems alive');
}

export function runOptions(options: Options): RunOptions {
  return { takeOver: options.takeOver === true, wait: options.wait === true, adopt: options.adopt === true };
}
