import { CutoverError } from '@cutover/domain';
import { runDoctor, writeBundle } from '@cutover/engine';
import type { Command } from 'commander';
import { type Invocation, leaf, type Surroundings, withWorkspace } from '../context.ts';
import { text } from '../options.ts';
import { done, type Outcome } from '../output.ts';
import { doctorText } from '../views/doctor.ts';
import { probeAccount } from './probe.ts';

/** doctor: looks the account over, reading only; with `--probe` it also tries things out, after a yes. */
export function doctorCommand(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'doctor',
    'what would hurt a load: rights, caps, budget, webhooks, users, visibility, clock; reads only, unless it is to --probe',
    'cutover doctor --workspace migration',
    (invocation, options) => {
      const bundle = text(options, 'bundle');
      if (options.probe === true) {
        if (bundle !== undefined) throw new CutoverError('usage', '--probe and --bundle are two things: one at a time');
        return probeAccount(invocation, options);
      }
      return bundle === undefined ? look(invocation) : pack(invocation, bundle);
    },
  )
    .option('--bundle <file>', 'write diagnostics that can be sent to somebody: figures and codes, no values; asks the account nothing')
    .option('--probe', 'settle what no document says by making a few marked records and deleting them; asks for a yes')
    .option('--key <file>', "probe: an approver's key file, where nobody is there to type")
    .option('--company <domain>', "probe: the company's domain, with --key");
}

async function look(invocation: Invocation): Promise<Outcome> {
  const { exit, data } = await withWorkspace(invocation, (ws) => runDoctor(ws));
  const { output } = invocation;
  if (output.format !== 'ndjson') return { exit, json: data, text: doctorText(data) };
  const { findings, ...rest } = data;
  for (const finding of findings) output.line({ type: 'finding', ...finding });
  return { exit, json: rest, text: '' };
}

async function pack(invocation: Invocation, file: string): Promise<Outcome> {
  const machine = { node: process.version, platform: process.platform, arch: process.arch };
  const written = await withWorkspace(invocation, (ws) => writeBundle(ws, file, machine));
  return done(
    written,
    `${written.file}: ${written.bytes} bytes, readable by you alone. It holds figures and codes, no names, mails or notes; look it over before you send it.`,
  );
}
