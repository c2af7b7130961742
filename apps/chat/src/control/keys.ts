import type { Edit } from '../state/draft.ts';
import type { Move } from '../text/scroll.ts';

/** One key as it reaches a screen: printable characters, or the name of what was pressed. */
export type Key =
  | { readonly is: 'text'; readonly text: string; readonly pasted?: true }
  | {
      readonly is:
        | 'enter'
        | 'escape'
        | 'tab'
        | 'back'
        | 'delete'
        | 'up'
        | 'down'
        | 'left'
        | 'right'
        | 'page-up'
        | 'page-down'
        | 'home'
        | 'end';
    }
  | { readonly is: 'ctrl'; readonly text: string };

/** The terminal library's flags, as far as they matter here. */
export interface Pressed {
  readonly return: boolean;
  readonly escape: boolean;
  readonly tab: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
}

const NAMED: readonly (readonly [keyof Pressed, Exclude<Key['is'], 'text' | 'ctrl'>])[] = [
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'back'],
  ['delete', 'delete'],
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
];

/** Keys that were typed so fast that they came together are told apart again, so that a line and its Enter are two things. */
export function keysOf(input: string, pressed: Pressed): readonly Key[] {
  const named = NAMED.find(([flag]) => pressed[flag]);
  if (named !== undefined) return [{ is: named[1] }];
  if (pressed.ctrl) return [{ is: 'ctrl', text: input }];
  if (pressed.meta) return [];
  return input
    .split(/(\p{Cc})/u)
    .filter((part) => part !== '')
    .map(keyOf);
}

/** The first character and what came after it in the same moment. */
export function apart(text: string): readonly [first: string, rest: string] {
  const [first = ''] = text;
  return [first, text.slice(first.length)];
}

const CONTROLS: Readonly<Record<string, Key>> = {
  '\r': { is: 'enter' },
  '\n': { is: 'enter' },
  '\t': { is: 'tab' },
  '\b': { is: 'back' },
  '\x7F': { is: 'back' },
  '\x1B': { is: 'escape' },
};
/** Ctrl with a letter is the letter's place in the alphabet. */
const LETTERS_FROM = 96;

function keyOf(part: string): Key {
  if (!/^\p{Cc}$/u.test(part)) return { is: 'text', text: part };
  return CONTROLS[part] ?? { is: 'ctrl', text: String.fromCharCode(part.charCodeAt(0) + LETTERS_FROM) };
}

const EDITS: Readonly<Partial<Record<Key['is'], Edit>>> = {
  left: 'left',
  right: 'right',
  home: 'home',
  end: 'end',
  back: 'back',
  delete: 'delete',
};
const CTRL_EDITS: Readonly<Record<string, Edit>> = { a: 'home', e: 'end', u: 'clear-before', w: 'word-back' };

/** What a key does to a line that is being typed; null when it does nothing to it. */
export function editOf(key: Key): Edit | null {
  if (key.is === 'text') return { insert: key.text };
  if (key.is === 'ctrl') return CTRL_EDITS[key.text] ?? null;
  return EDITS[key.is] ?? null;
}

const MOVES: Readonly<Partial<Record<Key['is'], Move>>> = {
  up: 'up',
  down: 'down',
  'page-up': 'page-up',
  'page-down': 'page-down',
  home: 'home',
  end: 'end',
};
const LETTER_MOVES: Readonly<Record<string, Move>> = { ' ': 'page-down', j: 'down', k: 'up' };

export function moveOf(key: Key): Move | null {
  if (key.is === 'text') return LETTER_MOVES[key.text] ?? null;
  return MOVES[key.is] ?? null;
}
