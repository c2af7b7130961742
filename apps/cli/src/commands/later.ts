import { EXIT } from '@cutover/domain';
import { deltaDryRun, runDelta, type Workspace } from '@cutover/engine';
import type { Command } from 'commander';
import { leaf, refusePassphrase, type Surroundings, withWorkspace } from '../context.ts';
import { type Options, text } from '../options.ts';
import type { Outcome } from '../output.ts';
import { deltaText } from '../views/delta.ts';
import { dryRunOption, runOptions, withRunOptions } from './runs.ts';

/** What comes after the full run: delta. None of it may see the passphrase. */
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
      .addOption(dryRunOption()),
  );
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
