import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { CutoverError } from '@cutover/domain';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createServer } from './adapter.ts';
import type { Context } from './context.ts';
import { refusePassphrase } from './serve.ts';

/** Where the protocol is spoken. */
const PATH = '/mcp';
const LOOPBACK = '127.0.0.1';
/** Clients at the same time; the one that came first gives way to one more. */
const MOST_SESSIONS = 16;
const MOST_BYTES = 1_000_000;

export interface HttpServer {
  readonly url: string;
  /** Ends every session. Runs that were started go on without it. */
  readonly close: () => Promise<void>;
}

/**
 * Serves over streamable HTTP on this machine alone. A page in a browser cannot reach it: requests of a foreign origin, and such as were sent to
 * another name than this machine's own, are refused.
 * @param port 0 takes any free one
 * @throws CutoverError `passphrase-set`; `usage` when the port is taken
 */
export async function serveHttp(context: Context, port: number, env: NodeJS.ProcessEnv = process.env): Promise<HttpServer> {
  refusePassphrase(env);
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  let here: ReadonlySet<string> = new Set();

  async function open(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: MOST_BYTES,
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    await createServer(context).connect(transport);
    const [oldest] = sessions.values();
    if (sessions.size >= MOST_SESSIONS && oldest !== undefined) await end(oldest);
    return transport;
  }

  async function end(transport: StreamableHTTPServerTransport): Promise<void> {
    if (transport.sessionId !== undefined) sessions.delete(transport.sessionId);
    await transport.close();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusalOf(request, here);
    if (refused !== null) return refuse(response, ...refused);
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (id !== undefined && known === undefined) return refuse(response, 404, 'there is no such session: begin a new one');
    const transport = known ?? (await open());
    await transport.handleRequest(request, response);
    // What did not begin a session leaves none behind.
    if (transport.sessionId === undefined) await end(transport);
  }

  const server = createHttpServer((request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      context.onFault?.(thrown);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new CutoverError('usage', `port ${port} cannot be used`, { cause, expected: 'a free port, or 0' })),
    );
    server.listen(port, LOOPBACK, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  here = new Set([`${LOOPBACK}:${address.port}`, `localhost:${address.port}`]);
  return {
    url: `http://${LOOPBACK}:${address.port}${PATH}`,
    close: async () => {
      for (const transport of [...sessions.values()]) await end(transport);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Why a request is not let through, if it is not. @param here the names and port under which this server is itself */
function refusalOf({ url, headers }: IncomingMessage, here: ReadonlySet<string>): readonly [status: number, why: string] | null {
  const { host, origin } = headers;
  if (host === undefined || !here.has(host)) return [403, 'this is served to this machine alone'];
  if (origin !== undefined && !here.has(origin.replace(/^http:\/\//, ''))) return [403, 'pages of another origin are not served'];
  return url?.split('?')[0] === PATH ? null : [404, `the protocol is spoken at ${PATH}`];
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32000, message }, id: null }));
}
