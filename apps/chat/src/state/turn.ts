import type { ChatState, Said, Turn } from './state.ts';

const NEW_TURN: Turn = Object.freeze({ text: '', begun: false, stopping: false });

export const turnBegun = (state: ChatState): ChatState => ({ ...state, turn: NEW_TURN });

/** Text as it streams in: finished lines go to the history at once, so that what is redrawn stays one line. */
export function turnText(state: ChatState, delta: string): ChatState {
  const { turn } = state;
  if (turn === null) return state;
  const text = turn.text + delta;
  const end = text.lastIndexOf('\n');
  if (end < 0) return { ...state, turn: { ...turn, text } };
  const kept = flushed({ ...state, turn: { ...turn, text: text.slice(0, end) } });
  return kept.turn === null ? kept : { ...kept, turn: { ...kept.turn, text: text.slice(end + 1) } };
}

/** What was being written goes to the history. */
function flushed(state: ChatState): ChatState {
  const { turn } = state;
  if (turn === null || (turn.text.trim() === '' && !turn.begun)) return turn === null ? state : { ...state, turn: { ...turn, text: '' } };
  const said: Said = { who: 'mind', text: turn.text.trimEnd(), more: turn.begun };
  return { ...state, said: [...state.said, said], turn: { ...turn, text: '', begun: true } };
}

/** A tool's line, an error: after what was said before it. */
export function turnSays(state: ChatState, said: Said): ChatState {
  const kept = state.turn !== null && state.turn.text.trim() !== '' ? flushed(state) : state;
  const turn = kept.turn === null ? null : { ...kept.turn, begun: false, text: '' };
  return { ...kept, turn, said: [...kept.said, said] };
}

export function turnEnds(state: ChatState): ChatState {
  const kept = state.turn !== null && state.turn.text.trim() !== '' ? flushed(state) : state;
  return { ...kept, turn: null };
}
