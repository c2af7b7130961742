import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column } from '../../tools/account.ts';
import { loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { people } from './expected/people.ts';
import { groupOptions, tagged, tagOptions } from './expected/tags.ts';

let account: Account;

beforeAll(async () => {
  const { before, state } = await loadedRoad();
  account = accountOf(state, before);
});

/** Tags and groups may share a multi-select field or have one each. */
const setFields = () => account.newFields('person').filter(({ type }) => type === 'set');
const selected = (id: string): string[] =>
  setFields().flatMap(({ name }) => {
    const value = account.person(id).custom(name);
    return Array.isArray(value) ? value : [];
  });

describe('tags and groups → multi-select', () => {
  test(`${verifies('R25')}an option for each tag and each group, once`, () => {
    expect(
      setFields()
        .flatMap(({ options }) => options)
        .toSorted(),
    ).toEqual([...tagOptions, ...groupOptions].toSorted());
  });

  test(`${verifies('R25', 'R7')}everyone has their own tags, their groups and the groups above them, each once`, () => {
    const wanted = new Map(tagged.map(({ id, tags, groups }) => [id, [...tags, ...groups].toSorted()]));
    expect(column(people, ({ id }) => selected(id).toSorted())).toEqual(column(people, ({ id }) => wanted.get(id) ?? []));
  });

  test(`${verifies('R7')}members of nested groups are counted in every group above`, () => {
    const sizes = Object.fromEntries(groupOptions.map((group) => [group, people.filter(({ id }) => selected(id).includes(group)).length]));
    expect(sizes).toEqual({
      Leaders: 8,
      'Women in Leadership': 5,
      'Spring Circle 2026': 2,
      Founders: 4,
      "Founders' Lunch": 2,
      Alumni: 3,
    });
  });
});
