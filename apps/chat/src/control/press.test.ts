import { describe, expect, it } from 'vitest';
import { FIRST, type Screen } from '../state/state.ts';
import { createStore } from '../state/store.ts';
import { TOP } from '../text/scroll.ts';
import type { Chat } from './chat.ts';
import { press } from './press.ts';
import { createSecret } from './secret.ts';

function sitting(): Chat {
  const never = (): never => {
    throw new Error('nobody asked for that');
  };
  return {
    store: createStore(FIRST),
    secret: createSecret(),
    now: () => 0,
    wait: async () => undefined,
    sit: never,
    tokenIsSet: false,
    leave: never,
    sitting: { seat: null, interrupt: null, keyFile: null, newPassphrase: '', run: null, answers: 0, asked: null },
  };
}

const PAGE: Screen = { at: 'page', title: 'Help', page: () => [], scroll: TOP };

describe('keys that come together', () => {
  it('are keys one by one where keys are meant, and text from where a line is typed', async () => {
    const chat = sitting();
    chat.store.send({ do: 'show', screen: PAGE });
    await press(chat, { is: 'text', text: 'jqwhat is 🧑‍🚀 open?' });
    expect(chat.store.get().screen.at).toBe('talk');
    expect(chat.store.get().draft.text).toBe('what is 🧑‍🚀 open?');
  });

  it('are a text when they were pasted, and do nothing where none is typed', async () => {
    const chat = sitting();
    await press(chat, { is: 'text', text: 'two\nlines', pasted: true });
    expect(chat.store.get().draft.text).toBe('two\nlines');
    chat.store.send({ do: 'show', screen: PAGE });
    await press(chat, { is: 'text', text: 'q', pasted: true });
    expect(chat.store.get().screen.at).toBe('page');
  });
});
