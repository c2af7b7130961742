import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { planTiers } from './data/plans.ts';
import { listSwitches } from './data/switches.ts';
import { parseFaults, parseUsers } from './options.ts';
import { readyLine, startSandbox } from './start.ts';

/** A small entry for development and for tests that want the sandbox in a process of its own. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'pipedrive-plan': { type: 'string', default: 'lite' },
    seats: { type: 'string', default: '1' },
    seed: { type: 'string', default: 'practice' },
    users: { type: 'string' },
    faults: { type: 'string' },
    switch: { type: 'string', multiple: true, default: [] },
    speed: { type: 'string', default: '1' },
    'list-switches': { type: 'boolean', default: false },
  },
});

async function run(): Promise<void> {
  if (values['list-switches']) {
    for (const row of listSwitches()) process.stdout.write(`${JSON.stringify(row)}\n`);
    return;
  }
  const plan = planTiers.find((tier) => tier === values['pipedrive-plan']);
  if (plan === undefined) throw new Error(`there is no plan "${values['pipedrive-plan']}"; there are ${planTiers.join(', ')}`);
  const switches = Object.fromEntries(
    values.switch.map((pair) => {
      const [name = '', ...rest] = pair.split('=');
      return [name, rest.join('=')] as const;
    }),
  );
  const sandbox = await startSandbox({
    port: Number(values.port),
    plan,
    seats: Number(values.seats),
    seed: values.seed,
    speed: Number(values.speed),
    switches,
    ...(values.users === undefined ? {} : { users: parseUsers(readFileSync(values.users, 'utf8'), values.users) }),
    ...(values.faults === undefined ? {} : { faults: parseFaults(readFileSync(values.faults, 'utf8'), values.faults) }),
  });
  process.stdout.write(`${readyLine(sandbox)}\n`);
  const stop = () => {
    sandbox.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'the sandbox could not start'}\n`);
  process.exitCode = 2;
});
