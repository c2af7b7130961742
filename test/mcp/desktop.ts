import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Traveller } from '../tools/travel.ts';
import { Caller } from './caller.ts';

/** `cutover mcp`, as built. */
const COMMAND = [new URL('../../apps/cli/bin/cutover.js', import.meta.url).pathname, 'mcp'];
/** The server's own entry, from its source. */
export const OWN_ENTRY = ['--conditions=@cutover/source', new URL('../../apps/mcp-server/src/main.ts', import.meta.url).pathname];

/** How an IDE starts the server for a workspace. */
export function serverOf(
  traveller: Traveller,
  entry: readonly string[] = COMMAND,
): { command: string; args: string[]; env: Record<string, string> } {
  return {
    command: process.execPath,
    args: [...entry, '--workspace', traveller.ws.dir],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '/',
      PIPEDRIVE_API_TOKEN: traveller.sandbox.token,
      // Compiled once for all the processes that these tests start.
      NODE_COMPILE_CACHE: join(tmpdir(), 'cutover-mcp-compiled'),
      CUTOVER_TIME_SCALE: String(traveller.ports.timeScale),
    },
  };
}

/** A client with a server process of its own, over stdin and stdout. */
export async function desktop(traveller: Traveller): Promise<{ caller: Caller; pid: number; close: () => Promise<void> }> {
  const transport = new StdioClientTransport({ ...serverOf(traveller), stderr: 'inherit' });
  const client = new Client({ name: 'an assistant', version: '1' });
  await client.connect(transport);
  return { caller: new Caller(client), pid: transport.pid ?? 0, close: () => client.close() };
}

const Standing = z.looseObject({
  next: z.string(),
  runs: z.array(z.looseObject({ run: z.string(), kind: z.string(), state: z.string(), active: z.boolean(), summary: z.looseObject({}) })),
  events: z.array(z.looseObject({ seq: z.number(), text: z.string() })),
  progress: z.looseObject({ stage: z.string(), done: z.number() }).nullable(),
  after: z.number(),
});
export type Standing = z.infer<typeof Standing>;

export const standing = async (caller: Caller, args: Record<string, unknown> = {}): Promise<Standing> =>
  Standing.parse(await caller.well('run_status', args));

/** Watches a run until its process is done with it, however long this machine takes. */
export async function atRest(caller: Caller, run: unknown): Promise<Standing> {
  for (let looks = 0; looks < 60; looks += 1) {
    const last = await standing(caller, { run, wait: 5 });
    const [line] = last.runs;
    if (line !== undefined && !line.active && line.state !== 'starting' && line.state !== 'running') return last;
  }
  throw new Error(`${String(run)} did not end`);
}

/** Starts a run and watches it to its end, as an assistant would: by its handle, going on after what was told already. */
export async function runThrough(caller: Caller, kind: string): Promise<{ run: string; last: Standing; events: string[] }> {
  const { run } = z.looseObject({ status: z.literal('started'), run: z.string() }).parse(await caller.well('run_start', { kind }));
  const events: string[] = [];
  let after = 0;
  for (let looks = 0; looks < 60; looks += 1) {
    const last = await standing(caller, { run, after, wait: 5 });
    events.push(...last.events.map(({ text }) => text));
    expect(last.after).toBeGreaterThanOrEqual(after);
    after = last.after;
    const [line] = last.runs;
    if (line !== undefined && !line.active && line.state !== 'starting' && line.state !== 'running') return { run, last, events };
  }
  throw new Error(`${run} did not end`);
}
