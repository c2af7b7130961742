import type { Action } from './actions.ts';
import { completions } from './commands.ts';
import { type Draft, draftOf, type Edit, edited, NO_TEXT } from './draft.ts';
import type { ChatState } from './state.ts';

/** The state with the line changed that is being typed: the prompt's, a card's, a gate's or the welcome's. */
function withDraft(state: ChatState, change: (draft: Draft) => Draft): ChatState {
  const { screen } = state;
  switch (screen.at) {
    case 'talk':
      return { ...state, draft: change(state.draft), pick: 0, recall: null, leaving: false };
    case 'card':
      return screen.edit === null ? state : { ...state, screen: { ...screen, edit: change(screen.edit), fault: null } };
    case 'gate':
    case 'welcome':
      return { ...state, screen: { ...screen, draft: change(screen.draft), fault: null } };
    case 'group':
    case 'diff':
    case 'run':
    case 'page':
      return state;
  }
}

export const withEdit = (state: ChatState, edit: Edit): ChatState => withDraft(state, (draft) => edited(draft, edit));
export const withText = (state: ChatState, text: string): ChatState => withDraft(state, () => draftOf(text));

const MOST_KEPT = 200;

/** A line was sent: it can be called back, and the prompt is empty. */
export function withTyped(state: ChatState, line: string): ChatState {
  const typed = state.typed.at(-1) === line ? state.typed : [...state.typed, line].slice(-MOST_KEPT);
  return { ...state, typed, draft: NO_TEXT, recall: null, pick: 0, leaving: false };
}

/** Lines typed before, one further back or forth; beyond the newest the prompt is empty. */
export function recalled(state: ChatState, to: Extract<Action, { do: 'recall' }>['to']): ChatState {
  const { typed, recall } = state;
  const next = to === 'older' ? (recall ?? typed.length) - 1 : (recall ?? typed.length) + 1;
  if (next < 0 || (recall === null && to === 'newer')) return state;
  const line = typed[next];
  return line === undefined ? { ...state, recall: null, draft: NO_TEXT } : { ...state, recall: next, draft: draftOf(line), pick: 0 };
}

export function picked(state: ChatState, by: 1 | -1): ChatState {
  const { length } = completions(state.draft.text, state.columns);
  return length === 0 ? state : { ...state, pick: (state.pick + by + length) % length };
}

export function completed(state: ChatState): ChatState {
  const name = completions(state.draft.text, state.columns)[state.pick]?.name;
  return name === undefined ? state : { ...state, draft: draftOf(name), pick: 0 };
}
