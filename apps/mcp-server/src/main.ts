import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { asCutoverError, EXIT } from '@cutover/domain';
import { nodePorts, openWorkspace } from '@cutover/engine';
import { refusePassphrase, serveStdio } from './serve.ts';

/** The server as a process of its own: `node dist/main.js --workspace DIR`. `cutover mcp` is the same from the command line. */
const CLI = import.meta.url.endsWith('.ts') ? '../../cli/src/main.ts' : '../../cli/bin/cutover.js';
const COMMAND = { file: process.execPath, args: [...process.execArgv, fileURLToPath(new URL(CLI, import.meta.url))] };

async function run(): Promise<number> {
  const { values } = parseArgs({ options: { workspace: { type: 'string', default: '.' } } });
  refusePassphrase(process.env);
  const ports = nodePorts({ env: process.env, emit: () => undefined, stop: new AbortController().signal, version: 'mcp' });
  const ws = await openWorkspace(values.workspace, ports);
  try {
    await serveStdio({ ws, command: COMMAND, onFault: (error) => process.stderr.write(`${String(error)}\n`) });
  } finally {
    ws.close();
  }
  return EXIT.done;
}

try {
  process.exit(await run());
} catch (thrown) {
  const error = asCutoverError(thrown);
  process.stderr.write(`${error.code}: ${error.message}. ${error.advice}\n`);
  process.exit(error.exit);
}
