import { describe, expect, test } from 'vitest';
import { lostItsTarget } from './lost-links.ts';

/** Person 7 and deal 9 were deleted; person 8 is there. */
const isGone = (entity: string, id: number): boolean => (entity === 'person' && id === 7) || (entity === 'deal' && id === 9);

describe('a link that leads nowhere any more', () => {
  test('is no edit when the account emptied it with the record it led to', () => {
    expect(lostItsTarget('deal_id', 9, undefined, isGone)).toBe(true);
    expect(lostItsTarget('person_id', 7, null, isGone)).toBe(true);
    expect(lostItsTarget('participants', [{ person_id: 7, primary: true }], undefined, isGone)).toBe(true);
    expect(lostItsTarget('participants', [{ person_id: 7 }, { person_id: 8 }], [{ person_id: 8, primary: true }], isGone)).toBe(true);
    expect(lostItsTarget('person_id', 7, 8, isGone)).toBe(true);
  });

  test('is an edit when it led to a record that is there, or leads to another one now', () => {
    expect(lostItsTarget('person_id', 8, undefined, isGone)).toBe(false);
    expect(lostItsTarget('deal_id', 9, 10, isGone)).toBe(false);
    expect(lostItsTarget('participants', [{ person_id: 7 }, { person_id: 8 }], [{ person_id: 12 }], isGone)).toBe(false);
    expect(lostItsTarget('participants', [{ person_id: 8 }], undefined, isGone)).toBe(false);
    expect(lostItsTarget('title', 'a', undefined, isGone)).toBe(false);
  });
});
