import { fileURLToPath } from 'node:url';
import type { Command } from '@cutover/engine';

/** How this very program is started again, for runs in processes of their own. */
export function cutoverCommand(): Command {
  return { file: process.execPath, args: [...process.execArgv, fileURLToPath(new URL('../bin/cutover.js', import.meta.url))] };
}
