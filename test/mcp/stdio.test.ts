import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { OWN_ENTRY, serverOf } from './desktop.ts';

const Message = z.looseObject({ jsonrpc: z.literal('2.0'), id: z.number().optional() });
const HELLO = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
};

interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the server, writes these lines to its stdin, ends stdin, and waits for the process. */
function say(traveller: Traveller, lines: readonly string[], env: Record<string, string> = {}, entry?: readonly string[]): Promise<Ended> {
  const server = serverOf(traveller, entry);
  const child = spawn(server.command, server.args, { env: { ...server.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  // A server that refuses to start hears nothing.
  child.stdin.on('error', () => undefined);
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit, out, err }));
  });
}

describe('stdin and stdout', () => {
  let traveller: Traveller;
  beforeAll(async () => {
    traveller = await setOut();
  });
  afterAll(() => traveller.close());

  test(`${verifies('R55')}nothing but the protocol is on stdout; the end of stdin answers what was asked and ends with 0`, async () => {
    const asked = [
      HELLO,
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 2, method: 'tools/list' },
      { jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'extract', arguments: {}, _meta: { progressToken: 'x' } } },
      { jsonrpc: '2.0', id: 4, method: 'tools/call', params: { name: 'plan_make', arguments: {} } },
      { jsonrpc: '2.0', id: 5, method: 'tools/call', params: { name: 'no_such_tool', arguments: { a: 1 } } },
      { jsonrpc: '2.0', id: 6, method: 'resources/read', params: { uri: 'cutover://nothing' } },
      { jsonrpc: '2.0', id: 7, method: 'no/such/method' },
    ].map((message) => JSON.stringify(message));
    const { exit, out } = await say(traveller, [...asked, 'this is no JSON', '{"jsonrpc":"1.0"}', '']);
    expect(exit).toBe(0);
    expect(out.endsWith('\n')).toBe(true);
    const messages = out
      .slice(0, -1)
      .split('\n')
      .map((line) => Message.parse(JSON.parse(line)));
    expect(messages.flatMap(({ id }) => id ?? []).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    // What was asked last is answered too, after stdin had ended; and calls that change something took turns.
    expect(messages.find(({ id }) => id === 4)).toMatchObject({ result: { isError: false, structuredContent: { serial: 1 } } });
    expect(messages.find(({ id }) => id === 5)).toMatchObject({
      result: { isError: true, structuredContent: { error: { code: 'bad-argument' } } },
    });
    expect(messages.find(({ id }) => id === 7)).toMatchObject({ error: { code: -32601 } });
  });

  test('an end at once, or none to talk to, ends with 0 as well', async () => {
    expect(await say(traveller, [])).toMatchObject({ exit: 0, out: '' });
    expect(await say(traveller, [JSON.stringify(HELLO)])).toMatchObject({ exit: 0 });
    expect(await say(traveller, [JSON.stringify(HELLO)], {}, OWN_ENTRY)).toMatchObject({ exit: 0 });
  });

  test(`${verifies('R57')}it does not start where a key's passphrase lies about, nor without a workspace`, async () => {
    const refused = await say(traveller, [JSON.stringify(HELLO)], { CUTOVER_KEY_PASSPHRASE: 'not for you' });
    expect(refused).toMatchObject({ exit: 2, out: '' });
    expect(refused.err).toContain('passphrase-set');
    expect(refused.err).not.toContain('not for you');
    const nowhere = { ...traveller, ws: { ...traveller.ws, dir: `${traveller.dir}/nowhere` } };
    const lost = await say(nowhere, []);
    expect(lost).toMatchObject({ exit: 2, out: '' });
    expect(lost.err).toContain('no-workspace');
  });
});
