import { commandOf } from '../state/commands.ts';
import { type Chat, say } from './chat.ts';
import { runCommand } from './commands.ts';
import { ask } from './talk.ts';

/** A line was sent: a command of ours, or something for the mind. */
export async function submit(chat: Chat, text: string): Promise<void> {
  const line = text.trim();
  const { turn, busy } = chat.store.get();
  if (line === '' || turn !== null || busy !== null) return;
  chat.store.send({ do: 'typed', line });
  chat.store.send({ do: 'say', said: [{ who: 'person', text: line }] });
  if (!line.startsWith('/')) return ask(chat, line);
  const command = commandOf(line);
  if (command === null) return say(chat, `There is no command ${line.split(/\s/)[0]}: /help lists them.`, 'warn');
  await runCommand(chat, command, line.replace(/^\S+\s*/, ''));
}
