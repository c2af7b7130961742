import { type ChatOptions, runChat } from '@cutover/chat';
import { cutoverCommand } from './cutover-command.ts';

/** Opens the chat on this terminal: on the example, on a workspace, or on that of the current folder. @returns the exit code */
export function chat(asked: Pick<ChatOptions, 'version' | 'example' | 'workspace'>): Promise<number> {
  const { env, stdin, stdout, stderr } = process;
  return runChat({ env, stdin, stdout, stderr, command: cutoverCommand(), ...asked });
}
