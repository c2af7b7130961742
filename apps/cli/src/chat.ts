import { runChat } from '@cutover/chat';
import { cutoverCommand } from './cutover-command.ts';

/** Opens the chat on this terminal; on the example, or on the workspace in the current folder. @returns the exit code */
export function chat(version: string, example: boolean): Promise<number> {
  const { env, stdin, stdout, stderr } = process;
  return runChat({ env, stdin, stdout, stderr, example, command: cutoverCommand(), version });
}
