import { completions, isArgument } from '../state/commands.ts';
import type { ChatState, GateScreen } from '../state/state.ts';
import { CHOICES } from '../views/card.ts';
import { FILTERS, findingsText } from '../views/diff.ts';
import { isSecret } from '../views/welcome.ts';
import { acceptGroup, answerCard, editCard, openGroup, saveEdit, skipCard, toggleWhy, undo } from './cards.ts';
import { type Chat, talk } from './chat.ts';
import { apart, editOf, type Key, moveOf } from './keys.ts';
import { leave } from './leave.ts';
import { beginRuns, interruptRun, leaveRun } from './runs.ts';
import { gateEnter, leaveGate } from './sign.ts';
import { submit } from './submit.ts';
import { interrupt } from './talk.ts';
import { backToChoice, chooseExample, chooseOwn, welcomeEnter } from './welcome.ts';

/** A promise where the work goes on after the key. */
type Did = unknown;

/** What a key does on the screen that is shown. */
export function press(chat: Chat, key: Key): Did {
  const state = chat.store.get();
  if (key.is === 'ctrl' && key.text === 'c') return interrupted(chat, state);
  if (key.is === 'text' && !isTyping(state)) {
    // What was pasted is a text, never a row of keys. Keys that came together, because we were busy, are keys one by one.
    if (key.pasted === true) return;
    const [first, rest] = apart(key.text);
    if (rest !== '') return Promise.all([press(chat, { is: 'text', text: first }), press(chat, { is: 'text', text: rest })]);
  }
  switch (state.screen.at) {
    case 'talk':
      return inTalk(chat, key, state);
    case 'card':
      return state.screen.edit === null ? onCard(chat, key) : inEdit(chat, key);
    case 'group':
      return onGroup(chat, key, state.screen.back);
    case 'gate':
      return onGate(chat, key, state.screen);
    case 'diff':
      return onDiff(chat, key, state.screen);
    case 'run':
      return isBack(key) ? leaveRun(chat) : undefined;
    case 'page':
      return isBack(key) || key.is === 'enter' ? talk(chat) : scroll(chat, key);
    case 'welcome':
      return onWelcome(chat, key, state.screen);
  }
}

/** A line is being typed, so that characters are a text. */
function isTyping({ screen }: ChatState): boolean {
  switch (screen.at) {
    case 'talk':
      return true;
    case 'card':
      return screen.edit !== null;
    case 'gate':
      return screen.step !== 'read';
    case 'welcome':
      return screen.step !== 'choose';
    case 'group':
    case 'diff':
    case 'run':
    case 'page':
      return false;
  }
}

const isBack = (key: Key): boolean => key.is === 'escape' || (key.is === 'text' && key.text === 'q');

function scroll(chat: Chat, key: Key): void {
  const move = moveOf(key);
  if (move !== null) chat.store.send({ do: 'scroll', move });
}

function type(chat: Chat, key: Key): void {
  const edit = editOf(key);
  if (edit !== null) chat.store.send({ do: 'edit', edit });
}

/** Ctrl-C: a run is saved first; an answer is interrupted; a line is emptied; on an empty prompt the second one leaves. */
function interrupted(chat: Chat, state: ChatState): Did {
  const { at } = state.screen;
  if (at === 'run') return interruptRun(chat);
  if (state.leaving || at === 'welcome') return leave(chat, 0);
  if (chat.sitting.interrupt !== null) return interrupt(chat);
  if (at === 'gate') return leaveGate(chat);
  if (at !== 'talk') return talk(chat);
  return chat.store.send(state.draft.text === '' ? { do: 'leaving', leaving: true } : { do: 'put', text: '' });
}

function inTalk(chat: Chat, key: Key, { draft, turn, busy, columns }: ChatState): Did {
  const listed = completions(draft.text, columns).length > 0;
  switch (key.is) {
    case 'escape':
      return turn === null ? chat.store.send({ do: 'put', text: '' }) : interrupt(chat);
    case 'enter':
      if (turn !== null || busy !== null) return;
      if (listed) chat.store.send({ do: 'complete' });
      if (listed && isArgument(draft.text)) return;
      return submit(chat, chat.store.get().draft.text);
    case 'tab':
      return chat.store.send({ do: 'complete' });
    case 'up':
    case 'down':
      if (listed) return chat.store.send({ do: 'pick', by: key.is === 'up' ? -1 : 1 });
      return chat.store.send({ do: 'recall', to: key.is === 'up' ? 'older' : 'newer' });
    default:
      return type(chat, key);
  }
}

function onCard(chat: Chat, key: Key): Did {
  if (key.is === 'enter') return answerCard(chat, { accept: true });
  if (isBack(key)) return talk(chat);
  if (key.is !== 'text') return scroll(chat, key);
  const choice = /^[1-9]$/.test(key.text) ? Number(key.text) : 0;
  if (choice > 0 && choice <= CHOICES) return answerCard(chat, { choose: choice });
  switch (key.text) {
    case 'a':
      return answerCard(chat, { accept: true });
    case 'r':
      return answerCard(chat, { reject: true });
    case 'e':
      return editCard(chat);
    case '?':
      return toggleWhy(chat);
    case 's':
      return skipCard(chat);
    case 'u':
      return undo(chat);
    case 'g':
      return openGroup(chat);
    default:
      return scroll(chat, key);
  }
}

function inEdit(chat: Chat, key: Key): Did {
  if (key.is === 'enter') return saveEdit(chat);
  if (key.is === 'escape') return chat.store.send({ do: 'card', change: { edit: null, fault: null } });
  return type(chat, key);
}

function onGroup(chat: Chat, key: Key, back: Extract<ChatState['screen'], { at: 'card' }>): Did {
  if (key.is === 'enter' || (key.is === 'text' && key.text === 'a')) return acceptGroup(chat);
  if (isBack(key)) return chat.store.send({ do: 'show', screen: { ...back, done: null } });
  return scroll(chat, key);
}

function onGate(chat: Chat, key: Key, { step }: GateScreen): Did {
  if (step === 'signing') return;
  if (key.is === 'escape') return leaveGate(chat);
  if (key.is === 'enter') return gateEnter(chat);
  if (step === 'read') return isBack(key) ? leaveGate(chat) : scroll(chat, key);
  return step === 'passphrase' ? hide(chat, key) : type(chat, key);
}

/** Nothing of it is shown, not even how much. */
function hide(chat: Chat, key: Key): void {
  if (key.is === 'text') chat.secret.add(key.text);
  if (key.is === 'back') chat.secret.back();
  if (key.is === 'ctrl' && key.text === 'u') chat.secret.take();
}

function onDiff(chat: Chat, key: Key, screen: Extract<ChatState['screen'], { at: 'diff' }>): Did {
  if (isBack(key)) return talk(chat);
  if (key.is !== 'text') return scroll(chat, key);
  switch (key.text) {
    case 'f': {
      const filter = FILTERS[(FILTERS.indexOf(screen.filter) + 1) % FILTERS.length] ?? 'all';
      return chat.store.send({ do: 'filter', filter });
    }
    case 'a':
      return beginRuns(chat, ['full']);
    case 'b':
      talk(chat);
      return chat.store.send({ do: 'put', text: findingsText(screen.diff) });
    default:
      return scroll(chat, key);
  }
}

function onWelcome(chat: Chat, key: Key, { step }: Extract<ChatState['screen'], { at: 'welcome' }>): Did {
  if (step === 'making') return;
  if (step === 'choose') {
    if (key.is === 'text' && key.text === '1') return chooseExample(chat);
    if (key.is === 'text' && key.text === '2') return chooseOwn(chat);
    return isBack(key) ? leave(chat, 0) : undefined;
  }
  if (key.is === 'escape') return backToChoice(chat);
  if (key.is === 'enter') return welcomeEnter(chat);
  return isSecret(step) ? hide(chat, key) : type(chat, key);
}
