import { describe, expect, it } from 'vitest';
import type { Line } from '../text/line.ts';
import { TOP } from '../text/scroll.ts';
import { reduce } from './reduce.ts';
import { type ChatState, FIRST, type PageScreen, type Said } from './state.ts';

const after = (state: ChatState, ...actions: Parameters<typeof reduce>[1][]): ChatState => actions.reduce(reduce, state);
const texts = (said: readonly Said[]): string[] => said.map((one) => ('text' in one ? one.text : ''));

/** A page of so many rows, in a window where ten of them fit. */
function page(rows: number): ChatState {
  const lines: Line[] = Array.from({ length: rows }, (_, i) => [{ text: `row ${i + 1}`, look: 'plain' }]);
  const screen: PageScreen = { at: 'page', title: 'A page', page: () => lines, scroll: TOP };
  return after(FIRST, { do: 'size', columns: 80, rows: 15 }, { do: 'show', screen });
}

const scrollOf = (state: ChatState): { top: number; seen: number } =>
  'scroll' in state.screen ? state.screen.scroll : { top: -1, seen: -1 };

describe('a turn of the mind', () => {
  it('moves finished lines to the history and keeps only the last one live', () => {
    const state = after(FIRST, { do: 'turn-begins' }, { do: 'turn-text', delta: 'One\nTwo' }, { do: 'turn-text', delta: ' more\nThree' });
    expect(texts(state.said)).toEqual(['One', 'Two more']);
    expect(state.turn?.text).toBe('Three');
    expect(state.said.map((one) => one.who === 'mind' && one.more)).toEqual([false, true]);
  });

  it('puts a tool after the text that came before it, and begins anew afterwards', () => {
    const tool: Said = { who: 'tool', name: 'extract', text: '', ok: true };
    const state = after(FIRST, { do: 'turn-begins' }, { do: 'turn-text', delta: 'Reading' }, { do: 'turn-says', said: tool });
    expect(state.said).toEqual([{ who: 'mind', text: 'Reading', more: false }, tool]);
    const more = after(state, { do: 'turn-text', delta: 'Done' }, { do: 'turn-ends' });
    expect(more.said.at(-1)).toEqual({ who: 'mind', text: 'Done', more: false });
    expect(more.turn).toBeNull();
  });

  it('lets text pass that comes after its end', () => {
    expect(after(FIRST, { do: 'turn-text', delta: 'late' })).toEqual(FIRST);
  });
});

describe('the prompt', () => {
  it('is empty once sent, and calls lines back in both directions', () => {
    const sent = after(FIRST, { do: 'put', text: 'first' }, { do: 'typed', line: 'first' }, { do: 'typed', line: 'second' });
    expect(sent.draft.text).toBe('');
    const older = after(sent, { do: 'recall', to: 'older' }, { do: 'recall', to: 'older' });
    expect(older.draft.text).toBe('first');
    expect(after(older, { do: 'recall', to: 'older' }).draft.text).toBe('first');
    expect(after(older, { do: 'recall', to: 'newer' }).draft.text).toBe('second');
    expect(after(older, { do: 'recall', to: 'newer' }, { do: 'recall', to: 'newer' }).draft.text).toBe('');
  });

  it('completes the picked command', () => {
    const typed = after(FIRST, { do: 'put', text: '/re' });
    expect(after(typed, { do: 'complete' }).draft.text).toBe('/review');
    expect(after(typed, { do: 'pick', by: 1 }, { do: 'complete' }).draft.text).toBe('/report');
    expect(after(typed, { do: 'pick', by: -1 }, { do: 'complete' }).draft.text).toBe('/repair');
  });
});

describe('scrolling', () => {
  it('counts as seen what is on screen, from the first look on', () => {
    const state = page(25);
    expect(scrollOf(state)).toEqual({ top: 0, seen: 10 });
    expect(scrollOf(after(state, { do: 'scroll', move: 'page-down' }))).toEqual({ top: 9, seen: 19 });
    expect(scrollOf(after(state, { do: 'scroll', move: 'page-down' }, { do: 'scroll', move: 'page-down' }))).toEqual({ top: 15, seen: 25 });
  });

  it('does not count what was jumped over', () => {
    const jumped = after(page(45), { do: 'scroll', move: 'end' });
    expect(scrollOf(jumped)).toEqual({ top: 35, seen: 10 });
  });

  it('leads who jumped to the end and reads on to what was jumped over', () => {
    const jumped = after(page(45), { do: 'scroll', move: 'end' });
    const back = after(jumped, { do: 'scroll', move: 'page-down' });
    expect(scrollOf(back)).toEqual({ top: 10, seen: 20 });
    expect(scrollOf(after(jumped, { do: 'scroll', move: 'down' }))).toEqual({ top: 10, seen: 20 });
    const on = after(back, ...[1, 2, 3].map(() => ({ do: 'scroll', move: 'page-down' }) as const));
    expect(scrollOf(on)).toEqual({ top: 35, seen: 45 });
    expect(scrollOf(after(on, { do: 'scroll', move: 'page-down' }))).toEqual({ top: 35, seen: 45 });
  });

  it('asks for another look after the window changed, unless all was seen', () => {
    const half = after(page(25), { do: 'scroll', move: 'down' }, { do: 'size', columns: 60, rows: 15 });
    expect(scrollOf(half)).toEqual({ top: 0, seen: 10 });
    const whole = after(page(12), { do: 'scroll', move: 'end' }, { do: 'size', columns: 60, rows: 15 });
    expect(scrollOf(whole).seen).toBe(12);
  });
});

describe('screens', () => {
  it('a change for a screen that is gone changes nothing', () => {
    expect(after(FIRST, { do: 'card', change: { saving: true } })).toBe(FIRST);
    expect(after(FIRST, { do: 'run', change: { stopping: true } })).toBe(FIRST);
    expect(after(FIRST, { do: 'filter', filter: 'equal' })).toBe(FIRST);
  });
});
