import { CutoverError, EXIT } from '@cutover/domain';
import { homeOf, versionOf } from '@cutover/engine';
import { CommanderError } from 'commander';
import type { Surroundings } from './context.ts';
import { toCutoverError } from './errors.ts';
import { keepMemorySmall } from './memory.ts';
import { formatIn, Output } from './output.ts';
import { programOf } from './program.ts';
import { interruption } from './signals.ts';

const version = versionOf(homeOf(import.meta.url));
const args = process.argv.slice(2);
keepMemorySmall(args[0]);
const around: Surroundings = {
  env: process.env,
  output: new Output(formatIn(args), { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) }),
  interruption: interruption(),
  version,
  exit: EXIT.done,
};
/** What `npm start` asks for: the chat on the example; where there is no terminal, the same road headless. */
const EXAMPLE = '--example';
let abandoned = false;

/** First Ctrl-C or SIGTERM: an open run finishes what is in flight and saves. Second: stop at once. Both can be resumed. */
function onSignal(signal: 'SIGINT' | 'SIGTERM'): void {
  const then = around.interruption.take(signal);
  if (then === 'exit') process.exit(EXIT.interrupted);
  if (then === 'finish') around.output.prose('Finishing what is in flight … (again to stop at once)');
  abandoned = then === 'end-at-once';
}
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
// A reader that went away (| head) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed));

async function run(): Promise<number> {
  const program = programOf(around);
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const asked = chatIn(args);
  if (terminal && asked !== null) return (await import('./chat.ts')).chat({ version, ...asked });
  if (asked !== null && !asked.example) {
    around.output.prose(program.helpInformation());
    return EXIT.usage;
  }
  try {
    await program.parseAsync(asked === null ? args : ['demo'], { from: 'user' });
    return around.exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) return around.output.fail(toCutoverError(error));
    return error.exitCode === 0 ? EXIT.done : around.output.fail(usageError(error));
  }
}

/** What chat a command line asks for: the one here, the example's, or that of `--workspace DIR`; null when it is a command. */
function chatIn(line: readonly string[]): { example: boolean; workspace?: string } | null {
  const [first = '', second, ...rest] = line;
  if (line.length === 0) return { example: false };
  if (line.length === 1 && first === EXAMPLE) return { example: true };
  if (line.length === 1 && first.startsWith('--workspace=')) return { example: false, workspace: first.slice('--workspace='.length) };
  return first === '--workspace' && second !== undefined && rest.length === 0 ? { example: false, workspace: second } : null;
}

/** What the command line's parser found wrong, as one of our errors. */
function usageError({ code, message }: CommanderError): CutoverError {
  if (code === 'commander.help') return new CutoverError('usage', 'one of the commands shown has to be named');
  return new CutoverError('usage', message.replace(/^error: /, '').replace(/\s+/g, ' '));
}

process.exitCode = await run();
// Work that a signal ended at once may still be waiting for an answer: nobody waits for it any longer.
if (abandoned) process.stdout.write('', () => process.exit());
