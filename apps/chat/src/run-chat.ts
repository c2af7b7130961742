import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asCutoverError, CutoverError, EXIT } from '@cutover/domain';
import type { ChatOptions } from './options.ts';

/** The file that makes a folder a workspace. */
const LEDGER = 'ledger.sqlite';

/**
 * Opens the chat and stays until the person leaves. The terminal library is loaded here and not before, so that commands without a window stay quick.
 * @returns the exit code: 0 left, 2 no terminal or a passphrase in the environment, 130 left while a run was being saved, else the error's own
 */
export async function runChat(options: ChatOptions): Promise<number> {
  const { env, stdin, stdout, stderr, example = false, workspace = '.' } = options;
  const fail = (thrown: unknown): number => {
    const { code, message, advice, exit } = asCutoverError(thrown);
    stderr.write(`${code}: ${message}\n  ${advice}\n`);
    return exit;
  };
  if (env.CUTOVER_KEY_PASSPHRASE !== undefined)
    return fail(new CutoverError('passphrase-set', 'CUTOVER_KEY_PASSPHRASE is set, and the chat must not see it'));
  if (stdin.isTTY !== true || stdout.isTTY !== true) {
    stderr.write('The chat needs a terminal. cutover --help lists the commands that need none.\n');
    return EXIT.usage;
  }
  // Both have to stand before the terminal library is loaded: it reads these and nothing else.
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') process.env.FORCE_COLOR = '0';
  process.env.NODE_ENV ??= 'production';
  try {
    const { openChat } = await import('./open.tsx');
    const there = existsSync(join(workspace, LEDGER));
    return await openChat(options, example ? { at: 'example' } : there ? { at: 'workspace', dir: workspace } : { at: 'welcome' });
  } catch (thrown) {
    return fail(thrown);
  }
}
