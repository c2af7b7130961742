import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extract, initWorkspace, makePlan, nodePorts, runSample, runSchema, type Workspace } from '@cutover/engine';
import { approve, throwAwayKey } from '@cutover/engine/desk';
import { decideAll } from '../tools/travel.ts';
import { writeExport } from './practice-export.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
export const COMMAND = join(ROOT, 'apps/cli/bin/cutover.js');
/** Of the system's clock for processes, in a second. */
const TICKS = 100;

/** A sandbox in a process of its own, of the largest plan. */
export interface Account {
  readonly url: string;
  readonly token: string;
  readonly domain: string;
  readonly process: ChildProcess;
}

export async function account(): Promise<Account> {
  const child = spawn(process.execPath, [COMMAND, 'sandbox', '--pipedrive-plan', 'ultimate', '--seats', '60', '--output', 'ndjson'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) => child.stdout.setEncoding('utf8').once('data', resolve));
  const { url, token, company } = JSON.parse(line) as { url: string; token: string; company: { domain: string } };
  return { url, token, domain: company.domain, process: child };
}

/** A workspace whose sample is loaded and whose full run may begin. */
export async function prepared(folder: string, { url, token, domain }: Account, sessions: number, version = 'bench'): Promise<Workspace> {
  const source = join(folder, 'export');
  await writeExport(source, sessions);
  const stop = new AbortController().signal;
  const ports = nodePorts({ env: { PIPEDRIVE_API_TOKEN: token }, emit: () => undefined, stop, version });
  const { key, publicKey } = throwAwayKey();
  const input = { source, target: url, trust: [], trustKeys: [publicKey], tier: 'ultimate', seats: 60 } as const;
  const ws = await initWorkspace(join(folder, 'workspace'), input, ports);
  await extract(ws);
  await makePlan(ws);
  decideAll(ws, {});
  approve(ws, { gate: 'plan', key, company: domain });
  await runSchema(ws, {});
  await runSample(ws, {});
  approve(ws, { gate: 'full', key, company: domain });
  return ws;
}

/** Processor seconds and resident megabytes of a process, from the system. */
export function usageOf(pid: number): { readonly cpu: number; readonly rssMb: number; readonly peakMb: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]);
  return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, rssMb: kilobytes('VmRSS') / 1024, peakMb: kilobytes('VmHWM') / 1024 };
}

export const round = (figures: Readonly<Record<string, number | null>>): Record<string, number | null> =>
  Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, figure === null ? null : Number(figure.toPrecision(4))]));
