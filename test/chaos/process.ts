import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault } from '@cutover/sandbox';
import type { Traveller } from '../tools/travel.ts';
import type { Chance } from './random.ts';

export type Stage = 'schema' | 'sample' | 'full' | 'delta' | 'repair' | 'rollback';

type Method = 'POST' | 'PATCH' | 'DELETE';
/** How the writes of a stage go over the line, the likely ones first. */
const METHODS: Readonly<Record<Stage, readonly [Method, ...Method[]]>> = {
  schema: ['POST'],
  sample: ['POST'],
  full: ['POST'],
  delta: ['POST', 'PATCH', 'DELETE'],
  repair: ['PATCH'],
  rollback: ['DELETE'],
};

/** When a process is killed. Writes are counted from 1, from the start of that process. */
export type Moment =
  /** So long after the run was opened. */
  | { readonly at: 'time'; readonly ms: number }
  /** As soon as the account has done so many writes; the answer may or may not have come. */
  | { readonly at: 'answered'; readonly write: number }
  /** While the write is on its way: the account does it after the process is dead. */
  | { readonly at: 'underway'; readonly method: string; readonly write: number }
  /** The write was done, its answer got lost, and the process is dead so many milliseconds later. */
  | { readonly at: 'lost'; readonly method: string; readonly write: number; readonly ms: number };

/** @param left writes of this stage that are still to be done; `first` kill of the stage: records that were there before are changed early on */
export function momentOf(chance: Chance, stage: Stage, left: number, first: boolean): Moment {
  // Not in the last part, so that there is something left to be killed the next time.
  const methods = METHODS[stage];
  const of = methods.length === 1 ? left : left / methods.length;
  const write = chance.between(1, Math.max(1, Math.ceil(of * 0.7)));
  const method = first && (stage === 'sample' || stage === 'rollback') && chance.next() < 0.3 ? 'PATCH' : chance.pick(methods);
  const earlier = method === 'PATCH' && methods[0] !== 'PATCH' && stage !== 'delta';
  switch (chance.pick(['time', 'answered', 'answered', 'underway', 'underway', 'lost'] as const)) {
    case 'time':
      return { at: 'time', ms: chance.between(0, 250) };
    case 'answered':
      return { at: 'answered', write };
    case 'underway':
      return { at: 'underway', method, write: earlier ? 1 : write };
    case 'lost':
      return { at: 'lost', method, write: earlier ? 1 : write, ms: chance.between(0, 30) };
  }
}

const STATEMENTS = new URL('./statements.ts', import.meta.url).href;
const CLI = new URL('../../apps/cli/src/main.ts', import.meta.url).pathname;

export interface Ended {
  /** null: it was killed. */
  readonly exit: number | null;
  readonly output: string;
}

/** A command in a process of its own, as a person starts it. */
export interface Started {
  readonly ended: Promise<Ended>;
  /** Resolves once the run was opened, or when the process has ended. */
  readonly opened: Promise<void>;
  kill(): void;
  /** As a laptop does whose lid is closed. */
  sleep(): void;
  wake(): void;
}

export interface StartOptions {
  /** What the preloaded `statements.ts` goes by; none: it is not loaded. */
  readonly statements?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** No file may grow over so many kilobytes: for the process it is as if the disk were full. */
  readonly fileLimitKb?: number;
  /** Another user of this machine, who starts it. */
  readonly uid?: number;
}

export function start(traveller: Traveller, stage: Stage, { statements, args = [], fileLimitKb, uid }: StartOptions = {}): Started {
  const preload = statements === undefined ? [] : ['--import', STATEMENTS];
  const node = ['--conditions=@cutover/source', ...preload, CLI, stage, '--workspace', traveller.ws.dir, '--output', 'ndjson', ...args];
  // Over the limit a write fails; without the trap the process would be ended instead.
  const limited = ['-c', `trap '' XFSZ; ulimit -f ${fileLimitKb}; exec "$@"`, 'bash', process.execPath, ...node];
  const child: ChildProcess = spawn(fileLimitKb === undefined ? process.execPath : 'bash', fileLimitKb === undefined ? node : limited, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
    env: {
      ...statements,
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PIPEDRIVE_API_TOKEN: traveller.sandbox.token,
      CUTOVER_TIME_SCALE: String(traveller.ports.timeScale),
      // Compiled once for all the processes that these tests start.
      NODE_COMPILE_CACHE: join(tmpdir(), 'cutover-chaos-compiled'),
    },
  });
  let output = '';
  let tell: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const hear = (text: string): void => {
    output = (output + text).slice(-20_000);
    if (output.includes('"type":"run"')) tell();
  };
  child.stdout?.setEncoding('utf8').on('data', hear);
  child.stderr?.setEncoding('utf8').on('data', hear);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      tell();
      resolve({ exit: code, output });
    });
  });
  const signal = (name: NodeJS.Signals): boolean => child.kill(name);
  return { ended, opened, kill: () => signal('SIGKILL'), sleep: () => signal('SIGSTOP'), wake: () => signal('SIGCONT') };
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface Metrics {
  readonly requests: Readonly<Record<string, number>>;
  readonly tokens: number;
  readonly writes: number;
}
export const metricsOf = async (traveller: Traveller): Promise<Metrics> => (await traveller.get('metrics')) as unknown as Metrics;
const asked = ({ requests }: Metrics, method: string): number =>
  Object.entries(requests).reduce((sum, [endpoint, count]) => sum + (endpoint.startsWith(`${method} `) ? count : 0), 0);

/** Long enough for the kill to come first, short beside the start of the next process. */
const UNDERWAY_MS = 120;

/** Starts a command and kills it at this moment, unless it ends first. */
export async function killAt(traveller: Traveller, stage: Stage, moment: Moment, args: readonly string[] = []): Promise<Ended> {
  const faults =
    moment.at === 'underway'
      ? [fault({ method: moment.method, nth: moment.write }, { delayMs: UNDERWAY_MS })]
      : moment.at === 'lost'
        ? [fault({ method: moment.method, nth: moment.write }, { cut: 'after' })]
        : [];
  await traveller.post('faults', faults);
  const base = await metricsOf(traveller);
  const reached = async (): Promise<boolean> => {
    const now = await metricsOf(traveller);
    if (moment.at === 'answered') return now.writes - base.writes >= moment.write;
    return moment.at !== 'time' && asked(now, moment.method) - asked(base, moment.method) >= moment.write;
  };
  const process_ = start(traveller, stage, { args });
  let over = false;
  const ended = process_.ended.finally(() => {
    over = true;
  });
  await process_.opened;
  if (moment.at === 'time') await Promise.race([delay(moment.ms), ended]);
  else while (!over && !(await reached())) await delay(1);
  if (moment.at === 'lost') await Promise.race([delay(moment.ms), ended]);
  process_.kill();
  const end = await ended;
  // What was on its way when the process died arrives now.
  if (moment.at === 'underway') await delay(UNDERWAY_MS + 30);
  await traveller.post('faults', []);
  return end;
}
