import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Door } from '../door.ts';
import { type DoorOptions, openDoor } from '../door.ts';

/** One request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type Handler = (seen: Seen, response: ServerResponse, request: IncomingMessage) => void;

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Seen[];
}

/** A server on this machine that answers as the test says, and remembers what it was asked. */
export async function serve(handler: Handler): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => response.destroy());
    request.on('end', () => {
      const one: Seen = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      seen.push(one);
      handler(one, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export const TEST_TOKEN = '0123456789abcdef0123456789abcdef01234567';

/** A door to such a server whose waits take no time at all. */
export function testDoor(url: string, options: Partial<DoorOptions> = {}): Door {
  return openDoor({
    baseUrl: url,
    token: TEST_TOKEN,
    limits: { perWindow: 1_000, windowMs: 2_000, searchPerWindow: 10 },
    budget: { perDay: null, reserve: 0.2 },
    clock: { now: () => Date.now(), sleep: async () => undefined },
    random: () => 0.5,
    timeouts: { headersMs: 400, bodyMs: 400 },
    ...options,
  });
}
