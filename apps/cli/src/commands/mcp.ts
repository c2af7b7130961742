import { EXIT } from '@cutover/domain';
import type { Command } from 'commander';
import { leaf, refusePassphrase, type Surroundings, withWorkspace } from '../context.ts';
import { cutoverCommand } from '../cutover-command.ts';

/** mcp: the tools for an IDE assistant, over stdin and stdout, until the client goes. Nothing but the protocol goes to stdout. */
export function mcpCommand(program: Command, around: Surroundings): void {
  leaf(
    program,
    around,
    'mcp',
    'serve the tools to an MCP client over stdin and stdout',
    'cutover mcp --workspace migration',
    (invocation) => {
      refusePassphrase(invocation.env);
      return withWorkspace(invocation, async (ws) => {
        // Loaded here, because no other command needs it.
        const { serveStdio } = await import('@cutover/mcp-server');
        await serveStdio({ ws, command: cutoverCommand(), onFault: (error) => process.stderr.write(`${String(error)}\n`) });
        return { exit: EXIT.done, text: '' };
      });
    },
  );
}
