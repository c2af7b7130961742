import { EXIT } from '@cutover/domain';
import { deltaDryRun, filesDryRun, repairDryRun, runDelta, runFiles, runRepair, type Workspace } from '@cutover/engine';
import type { Command } from 'commander';
import { leaf, refusePassphrase, type Surroundings, withWorkspace } from '../context.ts';
import { type Options, text } from '../options.ts';
import type { Outcome } from '../output.ts';
import { deltaText } from '../views/delta.ts';
import { filesText } from '../views/files.ts';
import { repairedText, repairText } from '../views/repair.ts';
import { runText } from '../views/runs.ts';
import { adoptOption, dryRunOption, runOptions, withRunOptions } from './runs.ts';

/** What comes after the full run: delta, repair and contract documents. None of it may see the passphrase. */
export function laterCommands(program: Command, around: Surroundings): void {
  withRunOptions(
    leaf(
      program,
      around,
      'delta',
      'read the export again and bring in what is new and changed; what a person changed in Pipedrive is kept',
      'cutover delta --source newer-export --workspace migration',
      (invocation, options) => {
        refusePassphrase(invocation.env);
        return withWorkspace(invocation, (ws) => delta(ws, options));
      },
    )
      .option('--source <path>', 'a newer export elsewhere')
      .addOption(adoptOption())
      .addOption(dryRunOption()),
  );
  withRunOptions(
    leaf(
      program,
      around,
      'repair',
      'write again what verify found different; what would be written is shown first and approved',
      'cutover repair --dry-run --workspace migration',
      (invocation, options) => {
        refusePassphrase(invocation.env);
        return withWorkspace(invocation, (ws) => repair(ws, options));
      },
    ).addOption(dryRunOption()),
  );
  withRunOptions(
    leaf(
      program,
      around,
      'files',
      'transfer the contract documents that lie in the export',
      'cutover files --workspace migration',
      (invocation, options) => {
        refusePassphrase(invocation.env);
        return withWorkspace(invocation, (ws) => files(ws, options));
      },
    ).addOption(dryRunOption()),
  );
}

async function files(ws: Workspace, options: Options): Promise<Outcome> {
  if (options.dryRun === true) {
    const shown = filesDryRun(ws);
    return { exit: EXIT.done, json: shown, text: filesText(shown) };
  }
  const { exit, run, data } = await runFiles(ws, runOptions(options));
  return { exit, json: { run, ...data }, text: runText('files', data) };
}

async function repair(ws: Workspace, options: Options): Promise<Outcome> {
  if (options.dryRun === true) {
    const shown = await repairDryRun(ws);
    return { exit: EXIT.done, json: shown, text: repairText(shown, ws.dir) };
  }
  const { exit, run, data } = await runRepair(ws, runOptions(options));
  return { exit, json: { run, ...data }, text: repairedText(data) };
}

async function delta(ws: Workspace, options: Options): Promise<Outcome> {
  const source = text(options, 'source');
  const given = { ...runOptions(options), ...(source === undefined ? {} : { source }) };
  if (options.dryRun === true) {
    const shown = await deltaDryRun(ws, given);
    return { exit: EXIT.done, json: shown, text: deltaText(shown, ws.dir) };
  }
  const { exit, run, data } = await runDelta(ws, given);
  return { exit, json: { run, ...data }, text: deltaText(data, ws.dir) };
}
