import { setTimeout as delay } from 'node:timers/promises';
import { nodePorts, openWorkspace, type Ports, type Workspace } from '@cutover/engine';
import { render } from 'ink';
import { type Chat, faultText, type Seat, say } from './control/chat.ts';
import { greet } from './control/greet.ts';
import type { Key } from './control/keys.ts';
import { press } from './control/press.ts';
import { createSecret } from './control/secret.ts';
import { connectMind } from './hands/connect.ts';
import { deskOf } from './hands/desk.ts';
import { startExample } from './hands/example.ts';
import { type SetUp, setUp } from './hands/set-up.ts';
import type { ChatOptions } from './options.ts';
import { NO_TEXT } from './state/draft.ts';
import { FIRST } from './state/state.ts';
import { createStore } from './state/store.ts';
import { App } from './ui/App.tsx';

/** Where the chat begins: at a workspace that is there, at the example, or with the welcome. */
export type Start = { readonly at: 'workspace'; readonly dir: string } | { readonly at: 'example' } | { readonly at: 'welcome' };

/** Empties the window and leaves what scrolled out of it alone. */
const CLEARED = '\u001b[2J\u001b[H';

/** Opens the window and stays until the person leaves. @returns the exit code */
export async function openChat(options: ChatOptions, start: Start): Promise<number> {
  const { env, command, version } = options;
  const store = createStore({ ...FIRST, size: sizeOf(options.stdout) });
  const closers: (() => Promise<void> | void)[] = [];
  const ports = (): Ports => nodePorts({ env, version, emit: () => undefined, stop: new AbortController().signal });
  const seat = async (ws: Workspace, key: Parameters<typeof deskOf>[2]): Promise<Seat> => {
    const hand = deskOf(ws, command, key);
    closers.push(() => hand.close());
    const mind = await connectMind(ws, command, env, version);
    closers.push(() => mind.close());
    return { hand, mind };
  };
  const sit = async (at: 'example' | SetUp): Promise<Seat> => {
    if (at !== 'example') return seat(await setUp(at, ports()), null);
    const example = await startExample(env, ports);
    closers.push(() => example.close());
    return seat(example.ws, example.key);
  };
  // Opened before the window: what is wrong with a workspace is said in the terminal, and nothing else is shown.
  const seated = start.at === 'workspace' ? await seat(await openWorkspace(start.dir, ports()), null) : null;
  const closed = Promise.withResolvers<(code: number) => void>();
  const chat: Chat = {
    store,
    secret: createSecret(),
    now: () => Date.now(),
    wait: (ms) => delay(ms),
    sit,
    tokenIsSet: (env.PIPEDRIVE_API_TOKEN ?? '') !== '',
    leave: (code) => void closed.promise.then((close) => close(code)),
    sitting: { seat: seated, interrupt: null, keyFile: null, newPassphrase: '', answers: 0, run: null, asked: null },
  };
  if (start.at !== 'workspace')
    store.send({
      do: 'show',
      screen: { at: 'welcome', step: start.at === 'example' ? 'making' : 'choose', given: {}, draft: NO_TEXT, fault: null },
    });
  const onFault = (thrown: unknown): void => say(chat, faultText(thrown), 'bad');
  const onKey = (key: Key): void => void Promise.resolve(press(chat, key)).catch(onFault);
  const window = render(<App store={store} press={onKey} onReady={closed.resolve} />, {
    stdout: options.stdout,
    stdin: options.stdin,
    stderr: options.stderr,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
  });
  // A terminal wraps old rows anew when it is resized: a screen that covers the conversation is drawn on an empty one.
  const onResize = (): void => {
    window.clear();
    if (store.get().screen.at !== 'talk') options.stdout.write(CLEARED);
  };
  options.stdout.prependListener('resize', onResize);
  void begin(chat, start).catch(onFault);
  try {
    const code = await window.waitUntilExit();
    return typeof code === 'number' ? code : 0;
  } finally {
    options.stdout.off('resize', onResize);
    for (const close of closers.reverse()) await close();
    if (chat.sitting.seat !== null) options.stdout.write(`The workspace is ${chat.sitting.seat.hand.dir}.\n`);
  }
}

async function begin(chat: Chat, start: Start): Promise<void> {
  if (start.at === 'example') chat.sitting.seat = await chat.sit('example');
  if (start.at !== 'welcome') await greet(chat);
}

const sizeOf = ({ columns, rows }: NodeJS.WriteStream): { columns: number; rows: number } => ({ columns: columns || 80, rows: rows || 24 });
