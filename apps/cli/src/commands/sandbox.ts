import { CutoverError, EXIT, PLAN_TIERS } from '@cutover/domain';
import type { Sandbox, SandboxOptions } from '@cutover/sandbox';
import type { Command } from 'commander';
import { leaf, type Surroundings } from '../context.ts';
import { readText } from '../files.ts';
import { count, list, type Options, text } from '../options.ts';
import { done, type Outcome, type Output } from '../output.ts';
import type { Interruption } from '../signals.ts';
import { table } from '../views/table.ts';

type Module = typeof import('@cutover/sandbox');

/** sandbox: a Pipedrive to practise on, until it is stopped. */
export function sandboxCommand(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'sandbox',
    'a Pipedrive to practise on; runs until it is stopped',
    'cutover sandbox --port 4010 --pipedrive-plan premium --seats 3',
    async ({ output, interruption }, options) => {
      // Loaded here, because no other command needs a web server.
      const sandbox = await import('@cutover/sandbox');
      return options.listSwitches === true ? switches(sandbox) : serve(sandbox, sandboxOptions(sandbox, options), output, interruption);
    },
  )
    .option('--port <n>', 'port on 127.0.0.1; 0 takes any free one', '0')
    .option('--pipedrive-plan <tier>', PLAN_TIERS.join(' | '), 'lite')
    .option('--seats <n>', 'seats of the company', '1')
    .option('--seed <text>', 'decides domain, ids and keys', 'practice')
    .option('--users <file>', "JSON list that replaces the company's users")
    .option('--faults <file>', 'JSON list of faults')
    .option('--switch <name=value...>', 'settle an open question about Pipedrive another way', [])
    .option('--probe <file>', 'settle them as doctor --probe found them; --switch goes before it')
    .option('--list-switches', 'list the open questions and their values')
    .option('--speed <n>', 'shrink windows and days N times', '1');
}

function switches({ listSwitches }: Module): Outcome {
  const all = listSwitches();
  return done(
    all,
    table(
      ['switch', 'values', 'default', 'about'],
      all.map(({ name, values, default: usual, description }) => [name, values.join(' | '), usual, description]),
    ),
  );
}

/** Serves until a signal comes. In json, the one object is the line that says it is ready. */
async function serve(
  { startSandbox, readyLine }: Module,
  options: SandboxOptions,
  output: Output,
  { stop, hold }: Interruption,
): Promise<Outcome> {
  hold();
  const sandbox = await startSandbox(options).catch((cause: unknown) => {
    throw new CutoverError('usage', cause instanceof Error ? cause.message : 'the sandbox could not start', { cause });
  });
  if (output.format === 'text') output.text(greeting(sandbox));
  else output.line(JSON.parse(readyLine(sandbox)));
  await new Promise<void>((resolve) => (stop.aborted ? resolve() : stop.addEventListener('abort', () => resolve(), { once: true })));
  await sandbox.close();
  return { exit: EXIT.done, text: '', ...(output.format === 'ndjson' ? { json: { stopped: true } } : {}) };
}

function sandboxOptions({ parseFaults, parseProbe, parseUsers }: Module, options: Options): SandboxOptions {
  const tier = text(options, 'pipedrivePlan');
  const plan = PLAN_TIERS.find((known) => known === tier);
  if (plan === undefined)
    throw new CutoverError('usage', `--pipedrive-plan ${tier ?? ''} is not known`, { expected: PLAN_TIERS.join(', ') });
  const users = text(options, 'users');
  const faults = text(options, 'faults');
  const probe = text(options, 'probe');
  return {
    port: count(options, 'port', 0) ?? 0,
    plan,
    seats: count(options, 'seats') ?? 1,
    seed: text(options, 'seed') ?? 'practice',
    speed: count(options, 'speed') ?? 1,
    switches: { ...(probe === undefined ? {} : fromFile(probe, parseProbe)), ...Object.fromEntries(list(options, 'switch').map(pair)) },
    ...(users === undefined ? {} : { users: fromFile(users, parseUsers) }),
    ...(faults === undefined ? {} : { faults: fromFile(faults, parseFaults) }),
  };
}

function pair(given: string): [string, string] {
  const at = given.indexOf('=');
  if (at < 1) throw new CutoverError('usage', `--switch ${given} is not NAME=VALUE`);
  return [given.slice(0, at), given.slice(at + 1)];
}

function fromFile<T>(file: string, parse: (content: string, name: string) => T): T {
  const content = readText(file);
  try {
    return parse(content, file);
  } catch (cause) {
    throw new CutoverError('bad-file', cause instanceof Error ? cause.message : `${file} is not as it should be`, {
      place: { file },
      cause,
    });
  }
}

function greeting({ url, token, company, plan }: Sandbox): string {
  return `A ${plan} company, ${company.domain}, at ${url} (open it in a browser to look around).\nexport PIPEDRIVE_API_TOKEN=${token}\nStop it with Ctrl-C.`;
}
