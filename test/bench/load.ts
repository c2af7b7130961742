import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AccountSnapshot, CutoverError } from '@cutover/domain';
import type { Workspace } from '@cutover/engine';
import { openDoor, TIERS } from '@cutover/pipedrive';
import { flow } from '../../packages/engine/src/load/flow.ts';
import { loaderOf } from '../../packages/engine/src/load/loader.ts';
import { createWanted } from '../../packages/engine/src/load/perform.ts';
import { projectorOf } from '../../packages/engine/src/runs/projecting.ts';
import { type Account, account, COMMAND, prepared, round, usageOf } from './account.ts';
import { InstantAccount } from './instant.ts';

/**
 * What a load costs the machine: `npm run bench:load [-- --sessions 1000000 --seconds 300 --creates 4000]`. With so many staged sessions a real `full` run, in a process
 * of its own, writes to a sandbox at the rate of the largest plan for so many seconds, while its processor time and memory are read off the system; by
 * default 30 seconds, five minutes with `--seconds 300`. Before that, creates at a concurrency of 16 against an account that answers at once: what is left is
 * the loader's own time, journal with its wait for the disk included. Prints one JSON line.
 */
const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '30' },
    creates: { type: 'string', default: '4000' },
  },
});
const [sessions, seconds, creates] = [Number(values.sessions), Number(values.seconds), Number(values.creates)];
const CONCURRENCY = 16;

/** Milliseconds of the loader's own for a create, by the clock on the wall and by the processor. */
async function ownTime(ws: Workspace): Promise<{ readonly wallMs: number; readonly cpuMs: number; readonly creates: number }> {
  const snapshot = ws.ledger.meta.get('account-now', AccountSnapshot);
  const envelope = ws.ledger.plan.loadEnvelope();
  if (snapshot === null || envelope === null) throw new CutoverError('internal', 'the workspace is not prepared');
  const owner = { pid: process.pid, startedAt: ws.ports.self.startedAt, host: ws.ports.self.host, what: 'bench' };
  const { epoch } = ws.ledger.lock.acquire(owner, ws.ports.self.isAlive);
  const target = new InstantAccount();
  const door = openDoor({
    baseUrl: ws.target.url,
    token: 'x'.repeat(40),
    limits: { perWindow: 1e9, searchPerWindow: TIERS.ultimate.search, windowMs: 2000 },
    budget: { perDay: null, reserve: 0 },
    clock: ws.ports.clock,
    random: ws.ports.random,
    dispatcher: target,
    beforeWrite: () => ws.ledger.lock.assertEpoch(epoch),
  });
  const run = ws.ledger.runs.latest('sample')?.run;
  if (run === undefined) throw new CutoverError('internal', 'the workspace has no sample');
  const loader = loaderOf({ ws, door, run, epoch }, snapshot, () => {
    throw new CutoverError('internal', 'no files here');
  });
  const projector = projectorOf(ws, envelope, { loadAt: '2026-11-22T00:00:00Z', admin: true });
  const wanted = [];
  for (const each of projector.wanted()) {
    if (each.reuse !== null || each.record.entity === 'file' || ws.ledger.ids.get(each.record.key) !== null) continue;
    if (each.record.dependsOn.some((key) => ws.ledger.ids.get(key) === null)) continue;
    wanted.push(each.record);
    if (wanted.length === creates) break;
  }
  const began = performance.now();
  const cpu = process.cpuUsage();
  const made = { created: 0, other: 0 };
  await flow(wanted, {
    window: CONCURRENCY,
    keyOf: ({ key }) => key,
    dependsOn: ({ dependsOn }) => dependsOn,
    stopped: () => false,
    run: async (record) => {
      const performed = await createWanted(loader, record);
      if (performed === 'created') made.created += 1;
      else made.other += 1;
    },
  });
  const wall = performance.now() - began;
  const used = process.cpuUsage(cpu);
  if (made.other > 0 || made.created < Math.min(creates, 100)) throw new CutoverError('internal', `creates: ${JSON.stringify(made)}`);
  await door.close();
  ws.ledger.lock.release(epoch);
  return { wallMs: wall / made.created, cpuMs: (used.user + used.system) / 1000 / made.created, creates: made.created };
}

const writesAt = async ({ url }: Account): Promise<number> =>
  ((await (await fetch(`${url}/__sandbox/metrics`)).json()) as { writes: number }).writes;

async function slice(ws: Workspace, target: Account) {
  const before = await writesAt(target);
  const began = performance.now();
  const child = spawn(process.execPath, [COMMAND, 'full', '--workspace', ws.dir, '--output', 'ndjson'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PIPEDRIVE_API_TOKEN: target.token },
  });
  const { pid } = child;
  if (pid === undefined) throw new CutoverError('internal', 'the run did not start');
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  while ((await writesAt(target)) - before < 1) await delay(100);
  const startSeconds = (performance.now() - began) / 1000;
  const start = usageOf(pid);
  const first = await writesAt(target);
  const steadyFrom = performance.now();
  const memory: number[] = [];
  while (performance.now() - steadyFrom < seconds * 1000) {
    await delay(1000);
    memory.push(usageOf(pid).rssMb);
  }
  const end = usageOf(pid);
  const writes = (await writesAt(target)) - first;
  const steady = (performance.now() - steadyFrom) / 1000;
  child.kill('SIGINT');
  const exit = await ended;
  const third = Math.floor(memory.length / 3);
  const mean = (list: readonly number[]): number => list.reduce((sum, each) => sum + each, 0) / list.length;
  return {
    exit,
    startSeconds,
    startCpuSeconds: start.cpu,
    seconds: steady,
    writesPerSecond: writes / steady,
    shareOfACore: (end.cpu - start.cpu) / steady,
    peakRssMb: Math.max(...memory),
    growthMb: mean(memory.slice(-third)) - mean(memory.slice(0, third)),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'bench-load-'));
const target = await account();
try {
  const began = performance.now();
  const ws = await prepared(folder, target, sessions);
  const preparedSeconds = (performance.now() - began) / 1000;
  const run = await slice(ws, target);
  const own = await ownTime(ws);
  ws.close();
  process.stdout.write(
    `${JSON.stringify({ sessions, preparedSeconds: Math.round(preparedSeconds), run: round(run), ownTimePerCreate: round(own) })}\n`,
  );
} finally {
  target.process.kill();
  rmSync(folder, { recursive: true, force: true });
}
