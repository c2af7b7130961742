import { CutoverError, EXIT, PLAN_TIERS, PlanTier } from '@cutover/domain';
import { extract, extractSummary, initWorkspace, profileOf, sourceName, statusOf } from '@cutover/engine';
import type { Command } from 'commander';
import { leaf, type Surroundings, withWorkspace } from '../context.ts';
import { count, list, required, text } from '../options.ts';
import { done } from '../output.ts';
import { extractText, profileText, statusText } from '../views/workspace.ts';

/** init, extract, profile, status. */
export function workspaceCommands(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'init',
    'make a workspace: export, account and trusted keys are fixed here',
    'cutover init migration --source export --target https://acme.pipedrive.com --trust approver.key.pub',
    async ({ ports }, options, args) => {
      const dir = args[0] ?? '.';
      const tier = text(options, 'pipedrivePlan');
      const parsed = tier === undefined ? null : PlanTier.safeParse(tier);
      if (parsed !== null && !parsed.success)
        throw new CutoverError('usage', `--pipedrive-plan ${tier} is not known`, { expected: PLAN_TIERS.join(', ') });
      const seats = count(options, 'seats');
      const allowHost = text(options, 'allowHost');
      const connector = text(options, 'connector');
      const ws = await initWorkspace(
        dir,
        {
          source: required(options, 'source'),
          ...(connector === undefined ? {} : { connector }),
          target: required(options, 'target'),
          trust: list(options, 'trust'),
          ...(parsed === null ? {} : { tier: parsed.data }),
          ...(seats === undefined ? {} : { seats }),
          ...(allowHost === undefined ? {} : { allowHost }),
        },
        ports,
      );
      const { lineage, source, target } = ws.settings;
      ws.close();
      return done(
        { workspace: dir, lineage, source: sourceName(source), target: target.url },
        `Workspace ${dir} is ready.\nNext: cutover extract --workspace ${dir}`,
      );
    },
  )
    .argument('<dir>', 'folder to make the workspace in')
    .requiredOption('--source <path>', 'folder with the export, or the address of an account that can be read over REST')
    .option('--connector <file>', 'how to read that account (docs/source.md)')
    .requiredOption('--target <url>', "the account's address")
    .requiredOption('--trust <key.pub...>', 'public keys whose approvals count')
    .option('--pipedrive-plan <tier>', `the account's plan: ${PLAN_TIERS.join(', ')}`)
    .option('--seats <n>', 'seats in the account')
    .option('--allow-host <host>', 'another https host the target may be on');

  leaf(program, around, 'extract', 'read the export into the workspace', 'cutover extract --workspace migration', (invocation, options) =>
    withWorkspace(invocation, async (ws) => {
      const source = text(options, 'source');
      const reading = text(options, 'reading');
      const result = await extract(ws, { ...(source === undefined ? {} : { source }), ...(reading === undefined ? {} : { reading }) });
      return { exit: result.totals.rejected > 0 ? EXIT.partial : EXIT.done, json: result, text: extractText(result) };
    }),
  )
    .option('--source <path>', 'a newer export elsewhere')
    .option('--reading <file>', 'how single files are to be read, where they are read wrongly (docs/source.md)');

  leaf(program, around, 'profile', 'what each column holds, masked', 'cutover profile --workspace migration --output json', (invocation) =>
    withWorkspace(invocation, (ws) => {
      const summary = extractSummary(ws);
      return done(profileOf(summary), profileText(summary));
    }),
  );

  leaf(program, around, 'status', 'how far this migration is', 'cutover status --workspace migration', (invocation) =>
    withWorkspace(invocation, (ws) => {
      const status = statusOf(ws);
      return done(status, statusText(status));
    }),
  );
}
