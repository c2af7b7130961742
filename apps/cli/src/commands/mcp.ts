import { EXIT } from '@cutover/domain';
import type { HttpServer } from '@cutover/mcp-server';
import type { Command } from 'commander';
import { type Invocation, leaf, refusePassphrase, type Surroundings, withWorkspace } from '../context.ts';
import { cutoverCommand } from '../cutover-command.ts';
import { count } from '../options.ts';

/**
 * mcp: the tools for an IDE assistant, over stdin and stdout until the client goes, or over HTTP until a signal comes. Nothing but the protocol goes
 * to stdout.
 */
export function mcpCommand(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'mcp',
    'serve the tools to an MCP client over stdin and stdout, or over HTTP on this machine',
    'cutover mcp --workspace migration',
    (invocation, options) => {
      refusePassphrase(invocation.env);
      const port = count(options, 'http', 0);
      return withWorkspace(invocation, async (ws) => {
        // Loaded here, because no other command needs it.
        const { serveHttp, serveStdio } = await import('@cutover/mcp-server');
        const context = { ws, command: cutoverCommand(), onFault: (error: unknown) => process.stderr.write(`${String(error)}\n`) };
        if (port === undefined) await serveStdio(context);
        else await untilStopped(await serveHttp(context, port), invocation);
        return { exit: EXIT.done, text: '' };
      });
    },
  ).option('--http <port>', 'over HTTP at this port of 127.0.0.1; 0 takes any free one');
}

async function untilStopped(server: HttpServer, { output, interruption: { stop, hold } }: Invocation): Promise<void> {
  hold();
  output.prose(`Serving at ${server.url} until Ctrl-C.`);
  await new Promise<void>((resolve) => (stop.aborted ? resolve() : stop.addEventListener('abort', () => resolve(), { once: true })));
  await server.close();
}
