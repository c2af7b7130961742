import { readFileSync } from 'node:fs';
import { EXIT } from '@cutover/domain';
import { CommanderError } from 'commander';
import type { Surroundings } from './context.ts';
import { programOf } from './program.ts';

const version: string = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
const stop = new AbortController();

const around: Surroundings = {
  env: process.env,
  streams: { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
  stop: stop.signal,
  version,
  exit: EXIT.done,
};

/** First Ctrl-C or SIGTERM: finish what is in flight and save. Second: stop at once. Both can be resumed. */
function onSignal(): void {
  if (stop.signal.aborted) process.exit(EXIT.interrupted);
  stop.abort(new Error('stopped by a signal'));
  process.stderr.write('Finishing what is in flight … (again to stop at once)\n');
}
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
// A reader that went away (| head) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed));

async function run(): Promise<number> {
  const program = programOf(around);
  const args = process.argv.slice(2);
  if (args.length === 0) {
    process.stderr.write(program.helpInformation());
    return EXIT.usage;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return around.exit;
  } catch (error) {
    // Commander has printed what was wrong; help and version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    throw error;
  }
}

process.exitCode = await run();
