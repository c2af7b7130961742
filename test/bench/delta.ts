import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CutoverError } from '@cutover/domain';
import { homeOf, versionOf, type Workspace } from '@cutover/engine';
import { z } from 'zod';
import { type Account, account, COMMAND, prepared, round, usageOf } from './account.ts';
import { seedFull } from './seed.ts';

/**
 * What a delta costs when nothing changed: `npm run bench:delta [-- --sessions 1000000]`. An export with so many sessions is read and planned, the sample is
 * loaded, and what a full run would have left in the ledger is put there. Then `cutover delta` runs in a process of its own: the export is read again, the
 * ledger held against itself, and the account asked what changed. Prints one JSON line; fails when anything was written.
 */
const { values } = parseArgs({ options: { sessions: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '2' } } });
const sessions = Number(values.sessions);

const Metrics = z.looseObject({ writes: z.number(), requests: z.record(z.string(), z.number()) });
const metrics = async ({ url }: Account) => Metrics.parse(await (await fetch(`${url}/__sandbox/metrics`)).json());
const requestsIn = ({ requests }: z.infer<typeof Metrics>): number => Object.values(requests).reduce((sum, each) => sum + each, 0);

const Result = z.looseObject({ created: z.number(), reused: z.number(), updated: z.number(), deleted: z.number(), failed: z.number() });

async function measured(ws: Workspace, target: Account) {
  const before = await metrics(target);
  const began = performance.now();
  const child = spawn(process.execPath, [COMMAND, 'delta', '--workspace', ws.dir, '--output', 'json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PIPEDRIVE_API_TOKEN: target.token },
  });
  const { pid } = child;
  if (pid === undefined) throw new CutoverError('internal', 'the delta did not start');
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let ended: { readonly exit: number | null; readonly at: number } | null = null;
  child.once('close', (exit) => {
    ended = { exit, at: performance.now() };
  });
  let usage = usageOf(pid);
  while (ended === null) {
    await delay(50);
    // Gone between two looks, it has no memory any more: the look before is the last.
    const now = child.exitCode === null && child.signalCode === null ? usageOf(pid) : usage;
    if (Number.isFinite(now.peakMb)) usage = now;
  }
  const { exit, at } = ended as { readonly exit: number | null; readonly at: number };
  // Rows of the export that cannot be read make it 5.
  if (exit !== 0 && exit !== 5) throw new CutoverError('internal', `the delta ended with ${exit}: ${said}`);
  const { created, reused, updated, deleted, failed } = Result.parse(JSON.parse(said));
  const after = await metrics(target);
  const changes = created + reused + updated + deleted + failed;
  const writes = after.writes - before.writes;
  if (changes + writes > 0) throw new CutoverError('internal', `nothing changed, and the delta wrote ${writes} times (${said})`);
  return {
    exit,
    seconds: (at - began) / 1000,
    cpuSeconds: usage.cpu,
    peakRssMb: usage.peakMb,
    requests: requestsIn(after) - requestsIn(before),
    writes,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'bench-delta-'));
const target = await account();
try {
  const began = performance.now();
  const ws = await prepared(folder, target, sessions, versionOf(homeOf(import.meta.url)));
  const preparedSeconds = (performance.now() - began) / 1000;
  const records = seedFull(ws);
  const seededSeconds = (performance.now() - began) / 1000 - preparedSeconds;
  const ledgerMb = statSync(ws.ledger.file).size / 1024 / 1024;
  const runs = [];
  for (let n = 0; n < Number(values.runs); n += 1) runs.push(round(await measured(ws, target)));
  ws.close();
  process.stdout.write(`${JSON.stringify({ sessions, records, ...round({ preparedSeconds, seededSeconds, ledgerMb }), runs })}\n`);
} finally {
  target.process.kill();
  rmSync(folder, { recursive: true, force: true });
}
