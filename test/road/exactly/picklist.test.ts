import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column, tallyBy } from '../../tools/account.ts';
import { loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { traits } from './expected/traits.ts';

let account: Account;

beforeAll(async () => {
  const { before, state } = await loadedRoad();
  account = accountOf(state, before);
});

const HEARD = 'How did you hear about us?';
/** Options of each single-select field, made from the values of its column. */
const lists: readonly (readonly [name: string, options: readonly string[]])[] = [
  [HEARD, ['Referral', 'Instagram', 'Conference', 'Friend or family', 'Google Search', 'Podcast']],
  ['Lifecycle', ['Active', 'Past Client', 'Prospect', 'Paused']],
  ['Coaching Tier', ['Growth', 'Starter', 'Executive']],
  ['Newsletter?', ['Yes', 'No']],
];

describe('picklists → single-select fields', () => {
  test(`${verifies('R24', 'R23')}with an option for each value, variants merged, blanks left out`, () => {
    const made = new Map(account.newFields('person').map(({ name, type, options }) => [name, { type, options: options.toSorted() }]));
    for (const [name, options] of lists) expect(made.get(name), name).toEqual({ type: 'enum', options: options.toSorted() });
  });

  test(`${verifies('R24')}the referral source of everyone; referral is Referral`, () => {
    expect(column(traits, ({ id }) => account.person(id).custom(HEARD))).toEqual(column(traits, ({ heard }) => heard));
    expect([account.person('C012').custom(HEARD), account.person('C030').custom(HEARD)]).toEqual(['Referral', 'Referral']);
    // 14 of 41 cards say Referral, and one of those is the second card of C012.
    expect(tallyBy(account.persons, (person) => String(person.custom(HEARD))).Referral).toBe(13);
  });

  test(`${verifies('R13', 'R23')}lifecycle, tier and newsletter of everyone; a dash is no value`, () => {
    expect(column(traits, ({ id }) => account.person(id).custom('Lifecycle'))).toEqual(column(traits, ({ lifecycle }) => lifecycle));
    expect(column(traits, ({ id }) => account.person(id).custom('Coaching Tier'))).toEqual(column(traits, ({ tier }) => tier));
    expect(column(traits, ({ id }) => account.person(id).custom('Newsletter?'))).toEqual(column(traits, ({ newsletter }) => newsletter));
  });
});
