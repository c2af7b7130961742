import { fileURLToPath } from 'node:url';
import { runChat } from '@cutover/chat';

/** The built chat in this terminal, as `cutover` and `npm start` open it. `--example`, or a workspace's folder, or nothing. */
const [given] = process.argv.slice(2);

process.exitCode = await runChat({
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  ...(given === '--example' ? { example: true } : given === undefined ? {} : { workspace: given }),
  command: { file: process.execPath, args: [fileURLToPath(new URL('../../apps/cli/bin/cutover.js', import.meta.url))] },
  version: '0.1.0',
});
