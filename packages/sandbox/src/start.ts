import type { GivenUser } from './company/users.ts';
import { defaultUsers } from './company/users.ts';
import { createClock } from './core/clock.ts';
import type { PlanTier } from './data/plans.ts';
import { planTiers } from './data/plans.ts';
import { chooseSwitches } from './data/switches.ts';
import { usersSchema } from './options.ts';
import { buildApp } from './server/app.ts';
import type { Company } from './server/company.ts';
import { foundCompany } from './server/company.ts';
import type { LogLine } from './server/door.ts';
import { makeDoor } from './server/door.ts';
import type { Fault } from './server/faults.ts';
import { Faults } from './server/faults.ts';

export type SandboxOptions = {
  /** 0, the default, is any free port. */
  readonly port?: number;
  readonly plan?: PlanTier;
  readonly seats?: number;
  readonly seed?: string;
  readonly users?: readonly GivenUser[];
  readonly faults?: readonly Fault[];
  readonly switches?: Readonly<Record<string, string>>;
  /** Divides the two-second window, the day and the search lag. */
  readonly speed?: number;
  readonly log?: (line: LogLine) => void;
  /** The wall clock, milliseconds since 1970. */
  readonly now?: () => number;
};

export type Sandbox = {
  readonly url: string;
  readonly token: string;
  readonly company: { readonly id: number; readonly domain: string };
  readonly seed: string;
  readonly plan: PlanTier;
  readonly close: () => Promise<void>;
};

function check(options: SandboxOptions): void {
  const { plan = 'lite', seats = 1, speed = 1, port = 0 } = options;
  if (!planTiers.includes(plan)) throw new Error(`there is no plan "${String(plan)}"; there are ${planTiers.join(', ')}`);
  if (!Number.isInteger(seats) || seats < 1) throw new Error('seats must be a whole number from 1');
  if (!Number.isFinite(speed) || speed <= 0) throw new Error('speed must be a number above 0');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('port must be a whole number from 0 to 65535');
}

/**
 * Starts a Pipedrive to practise on, on 127.0.0.1 only, with everything in memory.
 * @returns its address, the token of its token user and who it is; `close` ends it and its connections.
 * @throws Error for options that make no sense, or when the port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  check(options);
  const { plan = 'lite', seats = 1, seed = 'practice', speed = 1, users = defaultUsers } = options;
  const switches = chooseSwitches(options.switches ?? {});
  const given = usersSchema.parse(users);
  const wall = options.now ?? Date.now;
  let url = '';
  const found = (): Company =>
    foundCompany({ seed, tier: plan, seats, speed, switches, clock: createClock(wall), origin: () => url, users: given });
  let company = found();
  const faults = new Faults();
  faults.set(options.faults ?? []);
  const door = makeDoor({
    company: () => company,
    refound: () => {
      company = found();
      faults.set(options.faults ?? []);
    },
    faults,
    origin: () => url,
    log: options.log ?? (() => undefined),
  });
  const app = await buildApp(door);
  try {
    await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  } catch (error) {
    await app.close();
    throw new Error(`the sandbox cannot listen on port ${options.port ?? 0}: ${error instanceof Error ? error.message : 'unknown reason'}`);
  }
  const address = app.server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : options.port}`;
  const { id, domain } = company.world.company;
  return Object.freeze({
    url,
    token: company.tokenUser.token,
    company: Object.freeze({ id, domain }),
    seed,
    plan,
    close: () => app.close(),
  });
}

/** The first line a started sandbox prints (contract §6). */
export const readyLine = ({ url, token, company, seed, plan }: Sandbox): string =>
  JSON.stringify({ type: 'ready', url, token, company: { id: company.id, domain: company.domain }, seed, plan });
