import { CutoverError } from '@cutover/domain';
import input from '@inquirer/input';
import password from '@inquirer/password';

/** A person is at the keyboard and sees the screen. */
export function hasTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

const onTerminal = { output: process.stderr };

function needTerminal(what: string): void {
  if (!hasTerminal()) throw new CutoverError('no-terminal', `${what} is asked for on a terminal, and there is none`);
}

/** Asks for a passphrase without showing it, on no key either. @throws CutoverError `no-terminal` */
export async function askPassphrase(message: string): Promise<string> {
  needTerminal('the passphrase');
  return password({ message, mask: false, toggleMask: false }, onTerminal);
}

/** Asks for a line of text. @throws CutoverError `no-terminal` */
export async function askLine(message: string): Promise<string> {
  needTerminal(message);
  return (await input({ message }, onTerminal)).trim();
}
