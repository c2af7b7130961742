import { nextOf } from '../views/pages.ts';
import { refreshColumns } from './allow.ts';
import { type Chat, refreshAbout, say, seatOf, talk } from './chat.ts';
import { follow } from './runs.ts';
import { ask } from './talk.ts';

/** The first words at a workspace; where nothing was read yet, the mind begins by itself. */
export async function greet(chat: Chat): Promise<void> {
  const { hand, mind } = seatOf(chat);
  chat.store.send({ do: 'mind', name: mind.mind });
  refreshAbout(chat);
  refreshColumns(chat);
  talk(chat);
  const { example } = hand.about();
  if (example)
    say(
      chat,
      'This is the example: an invented practice, and an account on this machine that ends with this window. Nothing leaves the machine.',
      'plain',
    );
  if (mind.notice !== null) say(chat, mind.notice, 'warn');
  const status = hand.status();
  if (status.staged === null || status.decisions === null) return ask(chat, 'start');
  say(
    chat,
    `Welcome back: ${status.decisions.total - status.decisions.open} of ${status.decisions.total} decisions are answered. Next: ${nextOf(status)}.`,
    'plain',
  );
  const run = hand.activeRun();
  if (run !== null) await follow(chat, run, []);
}
