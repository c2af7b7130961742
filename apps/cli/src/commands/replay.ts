import { replay } from '@cutover/engine';
import type { Command } from 'commander';
import { leaf, refusePassphrase, type Surroundings } from '../context.ts';
import { list, required } from '../options.ts';
import { readEnvelope } from '../read-envelope.ts';
import { reportText } from '../views/runs.ts';

/** replay: the whole road under an approved plan, without a question. */
export function replayCommand(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'replay',
    'carry an approved plan out, headless, up to the report',
    'cutover replay plan.json --source export --target https://acme.pipedrive.com --trust approver.key.pub --workspace replayed',
    async ({ ports, env, workspace }, options, args) => {
      refusePassphrase(env);
      const result = await replay(
        workspace,
        {
          envelope: readEnvelope(args[0] ?? ''),
          source: required(options, 'source'),
          ...(typeof options.connector === 'string' ? { connector: options.connector } : {}),
          target: required(options, 'target'),
          trust: list(options, 'trust'),
          ...(typeof options.allowHost === 'string' ? { allowHost: options.allowHost } : {}),
        },
        ports,
      );
      return { exit: result.exit, json: result.report, text: reportText(result.report, result.files, workspace) };
    },
  )
    .argument('<plan>', 'plan file, as cutover plan show --output json gives it')
    .requiredOption('--source <path>', 'folder with the export, or the address of an account that can be read over REST')
    .option('--connector <file>', 'how to read that account (docs/source.md)')
    .requiredOption('--target <url>', "the account's address")
    .requiredOption('--trust <key.pub...>', 'public keys whose approvals count; keys inside the plan file are never trusted')
    .option('--allow-host <host>', 'another https host the target may be on')
    .option('--wait', "sleep through the day's budget instead of pausing");
}
