import { holdAnswer, keyIsThere } from '../hands/set-up.ts';
import { NO_TEXT } from '../state/draft.ts';
import type { WelcomeScreen, WelcomeStep } from '../state/state.ts';
import { isSecret } from '../views/welcome.ts';
import { type Chat, drawn, faultText } from './chat.ts';
import { greet } from './greet.ts';

const FOLDER = 'migration';
const KEY = 'approver.key';
const LEAST = 8;

const on = (chat: Chat): WelcomeScreen | null => {
  const { screen } = chat.store.get();
  return screen.at === 'welcome' ? screen : null;
};

export async function chooseExample(chat: Chat): Promise<void> {
  if (on(chat)?.step !== 'choose') return;
  chat.store.send({ do: 'welcome', change: { step: 'making', fault: null } });
  await drawn(chat);
  try {
    chat.sitting.seat = await chat.sit('example');
    await greet(chat);
  } catch (thrown) {
    chat.store.send({ do: 'welcome', change: { step: 'choose', fault: faultText(thrown) } });
  }
}

export const chooseOwn = (chat: Chat): void => {
  if (on(chat)?.step === 'choose') chat.store.send({ do: 'welcome', change: { step: 'source', draft: NO_TEXT, fault: null } });
};

/** Esc: back to the start; what was given is asked again. */
export function backToChoice(chat: Chat): void {
  chat.secret.take();
  chat.store.send({ do: 'welcome', change: { step: 'choose', given: {}, draft: NO_TEXT, fault: null } });
}

const fault = (chat: Chat, text: string): void => chat.store.send({ do: 'welcome', change: { fault: text } });

/** Enter: keeps what was typed and asks the next thing. */
export async function welcomeEnter(chat: Chat): Promise<void> {
  const screen = on(chat);
  if (screen === null || screen.step === 'choose' || screen.step === 'making') return;
  const { step } = screen;
  const typed = isSecret(step) ? chat.secret.take() : screen.draft.text.trim();
  const value = typed === '' ? (step === 'folder' ? FOLDER : step === 'key' ? KEY : '') : typed;
  if (step === 'passphrase' && value.length < LEAST)
    return fault(chat, `At least ${LEAST} characters are needed; ${value.length} were typed.`);
  if (step === 'passphrase') chat.sitting.newPassphrase = value;
  if (step === 'again' && value !== chat.sitting.newPassphrase) {
    chat.sitting.newPassphrase = '';
    return next(chat, 'passphrase', screen.given, 'The two were not the same: once more from the start.');
  }
  if (value === '') return fault(chat, 'Something has to be typed here.');
  const wrong = wrongWith(step, value);
  if (wrong !== null) return fault(chat, wrong);
  const given = isSecret(step) ? screen.given : { ...screen.given, [LABELS[step] ?? step]: value };
  const following = stepAfter(step, value, chat);
  if (following !== null) return next(chat, following, given, null);
  await make(chat, given, step === 'token' ? value : '');
}

/** What is wrong with an answer, where that can be told at once. */
function wrongWith(step: WelcomeStep, value: string): string | null {
  if (step !== 'source' && step !== 'target') return null;
  try {
    holdAnswer(step, value);
    return null;
  } catch (thrown) {
    return faultText(thrown);
  }
}

const LABELS: Readonly<Partial<Record<WelcomeStep, string>>> = {
  source: 'Export',
  target: 'Account',
  folder: 'Folder',
  key: 'Key',
};

function stepAfter(step: WelcomeStep, value: string, chat: Chat): WelcomeStep | null {
  const last = chat.tokenIsSet ? null : 'token';
  const after: Readonly<Partial<Record<WelcomeStep, WelcomeStep | null>>> = {
    source: 'target',
    target: 'folder',
    folder: 'key',
    key: keyIsThere(value) ? last : 'passphrase',
    passphrase: 'again',
    again: last,
  };
  return after[step] ?? null;
}

const next = (chat: Chat, step: WelcomeStep, given: WelcomeScreen['given'], text: string | null): void =>
  chat.store.send({ do: 'welcome', change: { step, given, draft: NO_TEXT, fault: text } });

async function make(chat: Chat, given: WelcomeScreen['given'], token: string): Promise<void> {
  next(chat, 'making', given, null);
  await drawn(chat);
  const text = (label: string): string => given[label] ?? '';
  const passphrase = chat.sitting.newPassphrase;
  chat.sitting.newPassphrase = '';
  try {
    chat.sitting.seat = await chat.sit({
      source: text('Export'),
      target: text('Account'),
      folder: text('Folder'),
      key: text('Key'),
      passphrase,
      token,
    });
    chat.sitting.keyFile = text('Key');
    await greet(chat);
  } catch (thrown) {
    next(chat, 'source', {}, faultText(thrown));
  }
}
