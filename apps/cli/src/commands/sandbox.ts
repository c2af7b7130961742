import { readFileSync } from 'node:fs';
import { CutoverError, EXIT } from '@cutover/domain';
import {
  listSwitches,
  parseFaults,
  parseUsers,
  planTiers,
  readyLine,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '@cutover/sandbox';
import type { Command } from 'commander';
import { count, leaf, type Surroundings, text } from '../context.ts';
import { done } from '../output.ts';
import { table } from '../views/table.ts';

/** sandbox: a Pipedrive to practise on, until it is stopped. */
export function sandboxCommand(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'sandbox',
    'a Pipedrive to practise on; runs until it is stopped',
    'cutover sandbox --port 4010 --pipedrive-plan premium --seats 3',
    async ({ output, stop }, options) => {
      if (options.listSwitches === true) {
        const switches = listSwitches();
        return done(
          switches,
          table(
            ['switch', 'values', 'default', 'about'],
            switches.map((s) => [s.name, s.values.join(' | '), s.default, s.description]),
          ),
        );
      }
      const sandbox = await start(optionsFrom(options));
      if (output.format === 'text') around.streams.out(`${greeting(sandbox)}\n`);
      else around.streams.out(`${readyLine(sandbox)}\n`);
      await new Promise<void>((resolve) => (stop.aborted ? resolve() : stop.addEventListener('abort', () => resolve(), { once: true })));
      await sandbox.close();
      // One object on stdout in json, and it was the ready line.
      return { exit: EXIT.done, json: output.format === 'json' ? undefined : { stopped: true }, text: '' };
    },
  )
    .option('--port <n>', 'port on 127.0.0.1; 0 takes any free one', '0')
    .option('--pipedrive-plan <tier>', planTiers.join(' | '), 'lite')
    .option('--seats <n>', 'seats of the company', '1')
    .option('--seed <text>', 'decides domain, ids and keys', 'practice')
    .option('--users <file>', "JSON list that replaces the company's users")
    .option('--faults <file>', 'JSON list of faults')
    .option('--switch <name=value...>', 'settle an open question about Pipedrive another way', [])
    .option('--list-switches', 'list the open questions and their values')
    .option('--speed <n>', 'shrink windows and days N times', '1');
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (cause) {
    throw new CutoverError('usage', cause instanceof Error ? cause.message : 'the sandbox could not start', { cause });
  }
}

function optionsFrom(options: Record<string, unknown>): SandboxOptions {
  const tier = text(options, 'pipedrivePlan');
  const plan = planTiers.find((known) => known === tier);
  if (plan === undefined)
    throw new CutoverError('usage', `--pipedrive-plan ${tier ?? ''} is not known`, { expected: planTiers.join(', ') });
  const users = text(options, 'users');
  const faults = text(options, 'faults');
  const pairs = (options.switch as string[]).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new CutoverError('usage', `--switch ${pair} is not NAME=VALUE`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return {
    port: count(options, 'port') ?? 0,
    plan,
    seats: count(options, 'seats') ?? 1,
    seed: text(options, 'seed') ?? 'practice',
    speed: count(options, 'speed') ?? 1,
    switches: Object.fromEntries(pairs),
    ...(users === undefined ? {} : { users: fromFile(users, parseUsers) }),
    ...(faults === undefined ? {} : { faults: fromFile(faults, parseFaults) }),
  };
}

function fromFile<T>(file: string, parse: (content: string, name: string) => T): T {
  try {
    return parse(readFileSync(file, 'utf8'), file);
  } catch (cause) {
    throw new CutoverError('bad-file', cause instanceof Error ? cause.message : `${file} cannot be read`, { place: { file }, cause });
  }
}

function greeting({ url, token, company, plan }: Sandbox): string {
  return `A ${plan} company, ${company.domain}, at ${url} (open it in a browser to look around).\nexport PIPEDRIVE_API_TOKEN=${token}\nStop it with Ctrl-C.`;
}
