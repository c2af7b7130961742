import { CutoverError } from '@cutover/domain';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { createServer } from './adapter.ts';
import type { Context } from './context.ts';

/** The passphrase of an approver's key must be nowhere near a model (contract §3). @throws CutoverError `passphrase-set` */
export function refusePassphrase(env: NodeJS.ProcessEnv): void {
  if (env.CUTOVER_KEY_PASSPHRASE !== undefined)
    throw new CutoverError('passphrase-set', 'CUTOVER_KEY_PASSPHRASE is set, and the MCP server must not see it');
}

/**
 * Serves over stdin and stdout until stdin ends: then answers what was asked already and resolves. Runs that were started go on without it. Nothing
 * but the protocol goes to stdout.
 * @throws CutoverError `passphrase-set`
 */
export async function serveStdio(context: Context, streams = { in: process.stdin, out: process.stdout, env: process.env }): Promise<void> {
  refusePassphrase(streams.env);
  const transport = new StdioServerTransport(streams.in, streams.out);
  const server = createServer(context);
  await server.connect(transport);
  const idle = countOpen(transport);
  await new Promise<void>((resolve) => {
    transport.onclose = chain(transport.onclose, resolve);
    streams.in.once('end', resolve);
    // A client that does not listen any more has gone.
    streams.out.on('error', () => resolve());
    streams.out.once('close', resolve);
  });
  if (!streams.out.destroyed && streams.out.writable) {
    await idle();
    await new Promise<void>((resolve) => streams.out.write('', () => resolve()));
  }
  await server.close();
}

const chain = (first: (() => void) | undefined, then: () => void) => (): void => {
  first?.();
  then();
};

/** Counts requests that have no answer yet. @returns a wait until there are none */
function countOpen(transport: StdioServerTransport): () => Promise<void> {
  const open = new Set<string | number>();
  let wake: () => void = () => undefined;
  const settle = (id: unknown): void => {
    if (typeof id === 'string' || typeof id === 'number') open.delete(id);
    if (open.size === 0) wake();
  };
  const hear = transport.onmessage;
  transport.onmessage = (message: JSONRPCMessage) => {
    if ('method' in message && 'id' in message) open.add(message.id);
    // The protocol answers no request that was cancelled.
    if ('method' in message && message.method === 'notifications/cancelled') settle(message.params?.requestId);
    hear?.(message);
  };
  const send = transport.send.bind(transport);
  transport.send = async (message: JSONRPCMessage) => {
    await send(message);
    if (!('method' in message) && 'id' in message) settle(message.id);
  };
  return () =>
    new Promise((resolve) => {
      wake = resolve;
      if (open.size === 0) resolve();
    });
}
