import { CutoverError, type EmitEvent, type RunEvent } from '@cutover/domain';
import { nodePorts, openWorkspace, type Ports, type Workspace } from '@cutover/engine';
import type { Command } from 'commander';
import { FORMATS, type Format, type Outcome, Output, type Streams } from './output.ts';

/** The process around a command. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly streams: Streams;
  /** First Ctrl-C. */
  readonly stop: AbortSignal;
  readonly version: string;
  /** Where the exit code of the command that ran is left. */
  exit: number;
}

/** What a command's action is given. */
export interface Invocation {
  readonly output: Output;
  readonly ports: Ports;
  readonly env: NodeJS.ProcessEnv;
  readonly stop: AbortSignal;
  /** Folder given by --workspace, `.` by default. */
  readonly workspace: string;
}

export function portsOf(around: Surroundings, emit: EmitEvent): Ports {
  return nodePorts({ env: around.env, emit, stop: around.stop, version: around.version });
}

/** Opens the workspace for the length of one piece of work. */
export async function withWorkspace<T>(invocation: Invocation, work: (ws: Workspace) => Promise<T> | T): Promise<T> {
  const ws = await openWorkspace(invocation.workspace, invocation.ports);
  try {
    return await work(ws);
  } finally {
    ws.close();
  }
}

interface LeafOptions {
  readonly workspace?: string;
  readonly output?: string;
}

/**
 * A command with the options that all share. `act` gives the outcome; whatever it throws is printed with its code and advice,
 * and the exit code follows from it.
 */
export function leaf(
  parent: Command,
  around: Surroundings,
  name: string,
  summary: string,
  example: string,
  act: (invocation: Invocation, options: Record<string, unknown>, args: string[]) => Promise<Outcome> | Outcome,
): Command {
  return parent
    .command(name)
    .summary(summary)
    .description(summary)
    .option('--workspace <dir>', 'folder of the migration', '.')
    .option('--output <format>', FORMATS.join(' | '), 'text')
    .addHelpText('after', `\nExample:\n  $ ${example}\n`)
    .action(async (...received: unknown[]) => {
      const command = received.at(-1) as Command;
      const options = command.optsWithGlobals<LeafOptions & Record<string, unknown>>();
      const output = new Output(formatOf(options.output ?? 'text'), around.streams);
      try {
        const ports = portsOf(around, (event: RunEvent) => output.event(event));
        const invocation: Invocation = { output, ports, env: around.env, stop: around.stop, workspace: options.workspace ?? '.' };
        around.exit = output.finish(await act(invocation, options, command.args));
      } catch (thrown) {
        around.exit = output.fail(toCutoverError(thrown));
      }
    });
}

function formatOf(text: string): Format {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw new CutoverError('usage', `--output ${text} is not known`, { expected: FORMATS.join(', ') });
  return format;
}

/** System errors that a person can mend get their own code; the rest is ours. */
export function toCutoverError(thrown: unknown): CutoverError {
  if (thrown instanceof CutoverError) return thrown;
  const error = thrown as NodeJS.ErrnoException;
  if (error?.code === 'ENOSPC') return new CutoverError('disk-full', 'the disk is full', { cause: thrown });
  if (error?.code === 'EACCES' || error?.code === 'EROFS')
    return new CutoverError('bad-file', `${error.path ?? 'a file'} cannot be written`, { cause: thrown });
  if (error?.name === 'ExitPromptError') return new CutoverError('no-terminal', 'the question was left unanswered');
  return new CutoverError('internal', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}

/** Text of an option, or undefined. */
export function text(options: Record<string, unknown>, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** Like `text`, but it must be there. @throws CutoverError `usage` */
export function required(options: Record<string, unknown>, name: string): string {
  const value = text(options, name);
  if (value === undefined) throw new CutoverError('usage', `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} is missing`);
  return value;
}

/** A positive whole number, or undefined. @throws CutoverError `usage` */
export function count(options: Record<string, unknown>, name: string): number | undefined {
  const value = text(options, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new CutoverError('usage', `--${name} ${value} is not a whole number`);
  return number;
}

/** `72h`, `30m`, `2d`, `90s` in milliseconds. @throws CutoverError `usage` */
export function duration(value: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h|d)$/.exec(value);
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match?.[2] ?? ''];
  if (match === null || unit === undefined)
    throw new CutoverError('usage', `${value} is not a duration`, { expected: 'a number with s, m, h or d, such as 72h' });
  return Number(match[1]) * unit;
}

/** The passphrase variable is for `approve` and `keys` alone (contract §3). @throws CutoverError `passphrase-set` */
export function refusePassphrase(env: NodeJS.ProcessEnv): void {
  if (env.CUTOVER_KEY_PASSPHRASE !== undefined)
    throw new CutoverError('passphrase-set', 'CUTOVER_KEY_PASSPHRASE is set, and this command must not see it');
}
