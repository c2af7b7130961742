import { runDoctor } from '@cutover/engine';
import type { Command } from 'commander';
import { type Invocation, leaf, type Surroundings, withWorkspace } from '../context.ts';
import type { Outcome } from '../output.ts';
import { doctorText } from '../views/doctor.ts';

/** doctor: looks the account over, reading only. */
export function doctorCommand(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'doctor',
    'what would hurt a load: rights, caps, budget, webhooks, users, visibility, clock; reads only',
    'cutover doctor --workspace migration',
    (invocation) => look(invocation),
  );
}

async function look(invocation: Invocation): Promise<Outcome> {
  const { exit, data } = await withWorkspace(invocation, (ws) => runDoctor(ws));
  const { output } = invocation;
  if (output.format !== 'ndjson') return { exit, json: data, text: doctorText(data) };
  const { findings, ...rest } = data;
  for (const finding of findings) output.line({ type: 'finding', ...finding });
  return { exit, json: rest, text: '' };
}
