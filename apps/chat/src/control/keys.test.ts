import { describe, expect, it } from 'vitest';
import { editOf, keysOf, moveOf, type Pressed } from './keys.ts';

const NONE: Pressed = {
  return: false,
  escape: false,
  tab: false,
  backspace: false,
  delete: false,
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageUp: false,
  pageDown: false,
  home: false,
  end: false,
  ctrl: false,
  meta: false,
};

describe('keys', () => {
  it('tells a line and its Enter apart when they come together', () => {
    expect(keysOf('/plan\r', NONE)).toEqual([{ is: 'text', text: '/plan' }, { is: 'enter' }]);
    expect(keysOf('\u0015abc\u007f', NONE)).toEqual([{ is: 'ctrl', text: 'u' }, { is: 'text', text: 'abc' }, { is: 'back' }]);
  });

  it('lets no control character into a line', () => {
    const edits = keysOf('a\u001bb\u0000', NONE).map(editOf);
    expect(edits).toEqual([{ insert: 'a' }, null, { insert: 'b' }, null]);
  });

  it('knows the keys that move', () => {
    expect(keysOf('', { ...NONE, pageDown: true }).map(moveOf)).toEqual(['page-down']);
    expect(keysOf(' ', NONE).map(moveOf)).toEqual(['page-down']);
    expect(keysOf('c', { ...NONE, ctrl: true })).toEqual([{ is: 'ctrl', text: 'c' }]);
  });
});
