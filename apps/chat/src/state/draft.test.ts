import { describe, expect, it } from 'vitest';
import { type Draft, draftOf, type Edit, edited } from './draft.ts';

const typed = (draft: Draft, ...edits: Edit[]): Draft => edits.reduce(edited, draft);

describe('a line being typed', () => {
  it('takes text where the cursor is', () => {
    expect(typed(draftOf('ac'), 'left', { insert: 'b' })).toEqual({ text: 'abc', at: 2 });
  });

  it('deletes whole characters, whatever they consist of', () => {
    expect(typed(draftOf('a👩‍👧'), 'back')).toEqual({ text: 'a', at: 1 });
    expect(typed(draftOf('é'), 'home', 'delete')).toEqual({ text: '', at: 0 });
  });

  it('deletes a word, and all before the cursor', () => {
    expect(typed(draftOf('make it so '), 'word-back')).toEqual({ text: 'make it ', at: 8 });
    expect(typed(draftOf('make it so'), 'left', 'left', 'clear-before')).toEqual({ text: 'so', at: 0 });
  });

  it('stays within the line', () => {
    expect(typed(draftOf(''), 'left', 'back', 'right', 'delete', 'end')).toEqual({ text: '', at: 0 });
  });
});
