import { request } from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { start } from '../cli/cutover.ts';
import { type Place, settle } from '../cli/place.ts';
import { verifies } from '../tools/verifies.ts';
import { Caller } from './caller.ts';

const HELLO = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
};

describe('cutover mcp --http', () => {
  let place: Place;
  let server: ReturnType<typeof start>;
  let url: URL;
  beforeAll(async () => {
    place = await settle({ seed: 'http' });
    server = start(['mcp', '--http', '0', '--workspace', await place.at('decided')], { env: place.env });
    let said = '';
    server.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await server.says(/Serving at (\S+)/);
    url = new URL(/Serving at (\S+)/.exec(said)?.[1] ?? '');
  });
  afterAll(async () => {
    server.child.kill('SIGKILL');
    await place.close();
  });

  const client = async (): Promise<Caller> => {
    const made = new Client({ name: 'over http', version: '1' });
    await made.connect(new StreamableHTTPClientTransport(url));
    return new Caller(made);
  };
  /** One request with headers that no well-behaved client sends. */
  const raw = (headers: Record<string, string>, path = url.pathname): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port: url.port, path, method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sent.on('error', reject);
      sent.end(JSON.stringify(HELLO));
    });
  const ACCEPT = { accept: 'application/json, text/event-stream' };

  test(`${verifies('R51', 'R55', 'R57')}the same tools to several clients at once, and the same gate`, async () => {
    const [one, other] = [await client(), await client()];
    expect((await one.client.listTools()).tools).toHaveLength(14);
    expect(await other.well('run_status')).toMatchObject({ next: 'cutover approve plan' });
    const refused = await one.call('run_start', { kind: 'schema' });
    expect(refused).toMatchObject({ isError: true, content: { status: 'approval_required', gate: 'plan', reason: 'missing' } });
    expect(await one.read('cutover://plan')).toContain('"digest"');
    expect((await place.metrics()).writes).toBe(0);
    await one.client.close();
    // One client's end is not the other's.
    expect(await other.well('estimate')).toHaveProperty('tokens');
    await other.client.close();
  });

  test('this machine alone is served: no page of another origin, no other name, no other path, no session of nobody', async () => {
    expect(url.hostname).toBe('127.0.0.1');
    expect(await raw(ACCEPT)).toBe(200);
    expect(await raw({ ...ACCEPT, origin: url.origin })).toBe(200);
    expect(await raw({ ...ACCEPT, origin: 'https://elsewhere.example.com' })).toBe(403);
    expect(await raw({ ...ACCEPT, origin: 'null' })).toBe(403);
    expect(await raw({ ...ACCEPT, host: `elsewhere.example.com:${url.port}` })).toBe(403);
    expect(await raw(ACCEPT, '/')).toBe(404);
    expect(await raw({ ...ACCEPT, 'mcp-session-id': 'made-up' })).toBe(404);
  });

  test('a port that is taken is said; the passphrase in the environment is refused; Ctrl-C ends it with 0', async () => {
    const workspace = await place.at('decided');
    const taken = await place.run(['mcp', '--http', url.port, '--workspace', workspace]);
    expect([taken.exit, taken.err]).toEqual([2, expect.stringContaining(`port ${url.port} cannot be used`)]);
    const secret = await place.run(['mcp', '--http', '0', '--workspace', workspace], { env: { CUTOVER_KEY_PASSPHRASE: 'secret enough' } });
    expect([secret.exit, secret.err]).toEqual([2, expect.stringContaining('passphrase-set')]);
    server.child.kill('SIGINT');
    const { exit, out } = await server.finished;
    expect([exit, out]).toEqual([0, '']);
  });
});
