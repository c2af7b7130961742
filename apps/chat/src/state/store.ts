import type { Action } from './actions.ts';
import { reduce } from './reduce.ts';
import type { ChatState } from './state.ts';

/** The state of the screen, and who wants to know when it changes. */
export interface Store {
  readonly get: () => ChatState;
  readonly send: (action: Action) => void;
  /** @returns how to stop listening */
  readonly listen: (listener: () => void) => () => void;
}

export function createStore(first: ChatState): Store {
  let state = first;
  const listeners = new Set<() => void>();
  return Object.freeze({
    get: () => state,
    send: (action: Action) => {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    listen: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  });
}
