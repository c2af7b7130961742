import { CutoverError } from '@cutover/domain';
import { nodePorts, noteFault, openWorkspace, type Ports, type Workspace } from '@cutover/engine';
import { type Command, Option } from 'commander';
import { toCutoverError } from './errors.ts';
import { type Options, text } from './options.ts';
import { FORMATS, type Outcome, type Output } from './output.ts';
import type { Interruption } from './signals.ts';

/** The process around a command. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly output: Output;
  readonly interruption: Interruption;
  readonly version: string;
  /** Where the exit code of the command that ran is left. */
  exit: number;
}

/** What a command's action is given. */
export interface Invocation {
  readonly output: Output;
  readonly ports: Ports;
  readonly env: NodeJS.ProcessEnv;
  readonly interruption: Interruption;
  /** Folder given by --workspace, `.` by default. */
  readonly workspace: string;
}

/** The outside world of the engine, with what it tells going to the command's output. */
export function portsOf({ env, output, interruption, version }: Surroundings): Ports {
  return nodePorts({
    env,
    version,
    stop: interruption.stop,
    emit: (event) => {
      interruption.watch(event);
      output.event(event);
    },
  });
}

/** Opens the workspace for the length of one piece of work. */
export async function withWorkspace<T>(invocation: Invocation, work: (ws: Workspace) => Promise<T> | T): Promise<T> {
  const ws = await openWorkspace(invocation.workspace, invocation.ports);
  try {
    return await work(ws);
  } catch (thrown) {
    const error = toCutoverError(thrown);
    noteFault(ws, error);
    throw error;
  } finally {
    ws.close();
  }
}

type Act = (invocation: Invocation, options: Options, args: readonly string[]) => Promise<Outcome> | Outcome;

/**
 * A command with the options that all share. `act` gives the outcome; whatever it throws is printed with its code and advice,
 * and the exit code follows from it.
 */
export function leaf(parent: Command, around: Surroundings, name: string, summary: string, example: string, act: Act): Command {
  const { env, output, interruption } = around;
  return parent
    .command(name)
    .summary(summary)
    .description(summary)
    .option('--workspace <dir>', 'folder of the migration', '.')
    .addOption(new Option('--output <format>', 'form of the result on stdout').choices(FORMATS).default('text'))
    .addHelpText('after', `\nExample:\n  $ ${example}\n`)
    .action(async (...received: unknown[]) => {
      const command = received.at(-1) as Command;
      const options = command.optsWithGlobals<Options>();
      try {
        const workspace = text(options, 'workspace') ?? '.';
        const invocation: Invocation = { output, env, interruption, workspace, ports: portsOf(around) };
        const outcome = await Promise.race([act(invocation, options, command.args), interruption.atOnce]);
        around.exit = output.finish(outcome);
      } catch (thrown) {
        around.exit = output.fail(toCutoverError(thrown));
      }
    });
}

/** The passphrase variable is for `approve` and `keys` alone (contract §3). @throws CutoverError `passphrase-set` */
export function refusePassphrase(env: NodeJS.ProcessEnv): void {
  if (env.CUTOVER_KEY_PASSPHRASE !== undefined)
    throw new CutoverError('passphrase-set', 'CUTOVER_KEY_PASSPHRASE is set, and this command must not see it');
}
