import { moved, type Scroll, seenAll, TOP } from '../text/scroll.ts';
import { bodyRows } from '../views/frame.ts';
import { frameOf } from '../views/screen.ts';
import type { Action } from './actions.ts';
import type { ChatState, Screen } from './state.ts';
import { turnBegun, turnEnds, turnSays, turnText } from './turn.ts';
import { completed, picked, recalled, withEdit, withText, withTyped } from './typing.ts';

/** What is on screen after an action. Pure: everything that reaches outside has happened before. */
export function reduce(state: ChatState, action: Action): ChatState {
  const next = step(state, action);
  return next.screen === state.screen && next.size === state.size ? next : looked(next, action);
}

function step(state: ChatState, action: Action): ChatState {
  switch (action.do) {
    case 'size':
      return resized(state, action);
    case 'mind':
      return { ...state, mind: action.name };
    case 'about':
      return { ...state, about: action.about };
    case 'columns':
      return { ...state, columns: action.columns };
    case 'say':
      return { ...state, said: [...state.said, ...action.said] };
    case 'busy':
      return { ...state, busy: action.what };
    case 'running':
      return action.what === state.running ? state : { ...state, running: action.what };
    case 'leaving':
      return { ...state, leaving: action.leaving };
    case 'edit':
      return withEdit(state, action.edit);
    case 'put':
      return withText(state, action.text);
    case 'typed':
      return withTyped(state, action.line);
    case 'recall':
      return recalled(state, action.to);
    case 'pick':
      return picked(state, action.by);
    case 'complete':
      return completed(state);
    case 'turn-begins':
      return turnBegun(state);
    case 'turn-text':
      return turnText(state, action.delta);
    case 'turn-says':
      return turnSays(state, action.said);
    case 'turn-stops':
      return state.turn === null ? state : { ...state, turn: { ...state.turn, stopping: true } };
    case 'turn-ends':
      return turnEnds(state);
    case 'show':
      return { ...state, screen: action.screen, leaving: false };
    case 'scroll':
    case 'card':
    case 'group':
    case 'gate':
    case 'welcome':
    case 'run':
    case 'filter': {
      const screen = onScreen(state.screen, action, state);
      return screen === state.screen ? state : { ...state, screen };
    }
  }
}

type ScreenAction = Extract<Action, { do: 'scroll' | 'card' | 'group' | 'gate' | 'welcome' | 'run' | 'filter' }>;

/** A change for a screen that is no longer there changes nothing: it came too late. */
function onScreen(screen: Screen, action: ScreenAction, state: ChatState): Screen {
  if (action.do === 'scroll') return scrolled(screen, action.move, state);
  if (action.do === 'filter') return screen.at === 'diff' ? { ...screen, filter: action.filter, scroll: TOP } : screen;
  if (action.do === 'card' && screen.at === 'card') return { ...screen, ...action.change };
  if (action.do === 'group' && screen.at === 'group') return { ...screen, ...action.change };
  if (action.do === 'gate' && screen.at === 'gate') return { ...screen, ...action.change };
  if (action.do === 'welcome' && screen.at === 'welcome') return { ...screen, ...action.change };
  if (action.do === 'run' && screen.at === 'run') return { ...screen, ...action.change };
  return screen;
}

function scrolled(screen: Screen, move: Parameters<typeof moved>[1], state: ChatState): Screen {
  if (!('scroll' in screen)) return screen;
  const frame = frameOf({ ...state, screen });
  if (frame === null) return screen;
  const scroll = moved(screen.scroll, move, frame.body.length, bodyRows(frame, state.size.rows));
  return same(scroll, screen.scroll) ? screen : { ...screen, scroll };
}

const same = (a: Scroll, b: Scroll): boolean => a.top === b.top && a.seen === b.seen;

/** What is shown counts as seen from the moment it is shown. */
function looked(state: ChatState, action: Action): ChatState {
  if (action.do === 'scroll') return state;
  const screen = scrolled(state.screen, 'stay', state);
  return screen === state.screen ? state : { ...state, screen };
}

/** In a window of another width rows break elsewhere: what was seen whole stays seen, anything else has to be looked at again. */
function resized(state: ChatState, { columns, rows }: Extract<Action, { do: 'size' }>): ChatState {
  if (columns === state.size.columns && rows === state.size.rows) return state;
  const next = { ...state, size: { columns, rows } };
  const { screen } = state;
  if (!('scroll' in screen)) return next;
  const before = frameOf(state)?.body.length ?? 0;
  const after = frameOf(next)?.body.length ?? 0;
  return { ...next, screen: { ...screen, scroll: seenAll(screen.scroll, before) ? { top: screen.scroll.top, seen: after } : TOP } };
}
