import type { Page } from '../state/state.ts';
import { TOP } from '../text/scroll.ts';
import { helpPage, planPage, qaPage, reportPage, statusRows } from '../views/pages.ts';
import { allow } from './allow.ts';
import { openCards, undo } from './cards.ts';
import { type Chat, drawn, say, seatOf, working } from './chat.ts';
import { openGate } from './gates.ts';
import { leave } from './leave.ts';
import { beginLater, beginRuns, openDiff } from './runs.ts';
import { review } from './talk.ts';

const openPage = (chat: Chat, title: string, page: Page): void =>
  chat.store.send({ do: 'show', screen: { at: 'page', title, page, scroll: TOP } });

/** What each command does. */
const DO: Readonly<Record<string, (chat: Chat, rest: string) => unknown>> = {
  '/plan': (chat) => working(chat, 'Reading the plan', () => openPage(chat, 'The plan', planPage(seatOf(chat).hand.plan()))),
  '/decisions': async (chat) => {
    await drawn(chat);
    openCards(chat);
  },
  '/review': (chat) => review(chat),
  '/qa': (chat) =>
    working(chat, 'Reading the findings', () => openPage(chat, 'What to look at', qaPage(seatOf(chat).hand.plan().envelope))),
  '/status': (chat) => {
    const lines = statusRows(seatOf(chat).hand.status(), chat.store.get().size.columns);
    chat.store.send({ do: 'say', said: [{ who: 'lines', lines }] });
  },
  '/sample': (chat) => beginRuns(chat, seatOf(chat).hand.needed('sample')),
  '/diff': openDiff,
  '/full': (chat) => beginRuns(chat, ['full']),
  '/delta': (chat) => beginLater(chat, 'delta'),
  '/verify': (chat) => beginRuns(chat, ['verify']),
  '/repair': (chat) => beginLater(chat, 'repair'),
  '/files': (chat) => beginLater(chat, 'files'),
  '/report': (chat) =>
    working(chat, 'Making the report', () => {
      const { report, files } = seatOf(chat).hand.report();
      openPage(chat, 'The report', reportPage(report, files, seatOf(chat).hand.dir));
    }),
  '/rollback': (chat) => openGate(chat, 'rollback', 'missing', ['rollback']),
  '/allow': (chat, rest) => allow(chat, rest, true),
  '/withhold': (chat, rest) => allow(chat, rest, false),
  '/undo': undo,
  '/help': (chat) => openPage(chat, 'Help', helpPage),
  '/quit': (chat) => leave(chat, 0),
};

/** @param rest what was typed after the command */
export async function runCommand(chat: Chat, name: string, rest: string): Promise<void> {
  const act = DO[name];
  if (act === undefined) return say(chat, `There is no command ${name}: /help lists them.`, 'warn');
  await act(chat, rest);
}
