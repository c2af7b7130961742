import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column } from '../../tools/account.ts';
import { loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { people } from './expected/people.ts';
import { privateNotes } from './expected/texts.ts';

let account: Account;

beforeAll(async () => {
  const { before, state } = await loadedRoad();
  account = accountOf(state, before);
});

describe('private note → long text on the person', () => {
  test(`${verifies('R14')}eleven people have one, whole; the others have nothing there`, () => {
    const written = new Map(privateNotes);
    expect(written.size).toBe(11);
    expect(account.newFields('person').find(({ name }) => name === 'Private Notes')?.type).toBe('text');
    expect(column(people, ({ id }) => account.person(id).custom('Private Notes'))).toEqual(
      column(people, ({ id }) => written.get(id) ?? null),
    );
  });

  test(`${verifies('R14')}none of it is in a note or an activity`, () => {
    const texts = [...account.notes, ...account.activities].map(({ lines }) => lines.join('\n'));
    for (const [id, text] of privateNotes) {
      expect(
        texts.filter((each) => each.includes(text.slice(0, 40))),
        id,
      ).toEqual([]);
    }
  });
});
