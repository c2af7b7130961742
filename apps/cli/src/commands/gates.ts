import type { KeyObject } from 'node:crypto';
import { CutoverError, EXIT, Gate } from '@cutover/domain';
import { approve, gateSubject, newKey, openKey, readyFor } from '@cutover/engine/desk';
import type { Command } from 'commander';
import { type Invocation, leaf, type Surroundings, withWorkspace } from '../context.ts';
import { duration, type Options, required, text } from '../options.ts';
import { done } from '../output.ts';
import { askLine, askPassphrase, hasTerminal } from '../terminal.ts';
import { approvalText } from '../views/approval.ts';

const PASSPHRASE = 'CUTOVER_KEY_PASSPHRASE';

/** approve, keys new. The only commands that ever see a passphrase. */
export function gateCommands(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'approve',
    'sign a yes to one gate; shows first what it is a yes to',
    'cutover approve plan --key approver.key --workspace migration',
    (invocation, options, args) =>
      withWorkspace(invocation, async (ws) => {
        const gate = Gate.safeParse(args[0]);
        if (!gate.success) throw new CutoverError('usage', `${args[0] ?? 'nothing'} is no gate`, { expected: Gate.options.join(', ') });
        const onlyIf = text(options, 'onlyIf');
        if (onlyIf !== undefined && (onlyIf !== 'clean' || gate.data !== 'full'))
          throw new CutoverError('usage', '--only-if clean goes with the full gate');
        const expires = duration(text(options, 'expires') ?? '72h');
        const envelope = readyFor(ws, gate.data);
        const shown = gateSubject(ws, gate.data, envelope);
        const { key, company } = await signer(invocation, options, () => approvalText(ws, gate.data, envelope));
        const approval = approve(ws, {
          gate: gate.data,
          key,
          company,
          shown,
          lifetimeMs: expires,
          ...(onlyIf === 'clean' ? { onlyIf } : {}),
        });
        return { exit: EXIT.done, json: approval, text: `Approved: ${gate.data}, for ${approval.company}, until ${approval.expires}.` };
      }),
  )
    .argument('<gate>', Gate.options.join(' | '))
    .option('--key <file>', "the approver's key file")
    .option('--company <domain>', "the destination's company domain, where nobody is there to type it")
    .option('--expires <duration>', 'how long the approval counts', '72h')
    .option('--only-if <clean>', 'full: only if the sample shows no difference');

  const keys = program.command('keys').summary("approvers' keys").description("approvers' keys");
  leaf(
    keys,
    around,
    'new',
    'make a key pair; the passphrase is asked for',
    'cutover keys new --out approver.key',
    async ({ env }, options) => {
      const passphrase = env[PASSPHRASE] ?? (await newPassphrase());
      const made = newKey(required(options, 'out'), passphrase);
      return done(made, `Private key: ${made.file} (keep it to yourself)\nPublic key:  ${made.publicFile} (give it to init --trust)`);
    },
  ).requiredOption('--out <file>', 'file for the private key');
}

interface Signer {
  readonly key: KeyObject;
  readonly company: string;
}

/** The key and the company's domain: from a person at a terminal, who reads the summary first, or from what automation was given. */
async function signer({ env, output }: Invocation, options: Options, summary: () => string): Promise<Signer> {
  const passphrase = env[PASSPHRASE];
  if (passphrase !== undefined) return { company: required(options, 'company'), key: openKey(required(options, 'key'), passphrase) };
  if (!hasTerminal())
    throw new CutoverError('no-terminal', `approving needs a person at a terminal, or a key file with ${PASSPHRASE} in automation`);
  output.prose(summary());
  const file = text(options, 'key') ?? (await askLine('Your key file:'));
  const key = openKey(file, await askPassphrase(`Passphrase of ${file}:`));
  return { key, company: text(options, 'company') ?? (await askLine("Type the destination's company domain to approve:")) };
}

async function newPassphrase(): Promise<string> {
  const first = await askPassphrase('New passphrase:');
  const second = await askPassphrase('Once more:');
  if (first !== second) throw new CutoverError('bad-key', 'the two passphrases differ');
  return first;
}
