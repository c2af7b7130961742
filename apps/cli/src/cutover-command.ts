import { join } from 'node:path';
import { type Command, homeOf } from '@cutover/engine';

/** How this very program is started again, for runs in processes of their own. */
export function cutoverCommand(): Command {
  return { file: process.execPath, args: [...process.execArgv, join(homeOf(import.meta.url), 'apps', 'cli', 'bin', 'cutover.js')] };
}
