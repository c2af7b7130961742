import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column, tallyBy } from '../../tools/account.ts';
import { loadedRoad } from '../../tools/road.ts';
import { verifies } from '../../tools/verifies.ts';
import { dana, priya, sam, unassigned } from './expected/coaches.ts';
import { credit, sums } from './expected/credit.ts';
import { deals } from './expected/deals.ts';

let account: Account;

beforeAll(async () => {
  const { before, state } = await loadedRoad();
  account = accountOf(state, before);
});

/** The name of the deal's field for something: the plan may call it as the column or by its meaning. */
function field(...names: readonly string[]): string {
  const there = account.newFields('deal').map(({ name }) => name);
  const found = names.find((name) => there.includes(name));
  if (found === undefined) throw new Error(`no deal field is named ${names.join(' or ')}; there are ${there.join(', ')}`);
  return found;
}

describe('package → deal', () => {
  test(`${verifies('R16', 'R26', 'R37')}every package is one deal with its source id`, () => {
    expect(account.sourceIds('deal')).toEqual(deals.map((deal) => deal.id));
    expect(account.created.deals).toHaveLength(45);
  });

  test(`${verifies('R16')}the title is client and package`, () => {
    expect(column(deals, ({ id }) => account.deal(id).title)).toEqual(column(deals, ({ title }) => title));
  });

  test(`${verifies('R16', 'R42')}it is linked to the person and to the person’s organization, if any`, () => {
    expect(column(deals, ({ id }) => account.deal(id).person)).toEqual(column(deals, ({ person }) => person));
    expect(column(deals, ({ id }) => account.deal(id).org)).toEqual(column(deals, ({ org }) => org));
  });

  test(`${verifies('R20', 'R42')}the owner is the package’s coach, or the fallback`, () => {
    expect(column(deals, ({ id }) => account.deal(id).owner)).toEqual(column(deals, ({ owner }) => owner));
    expect(tallyBy(account.deals, ({ owner }) => owner)).toEqual({ [priya]: 15, [sam]: 13, [dana]: 12, [unassigned]: 5 });
  });

  test(`${verifies('R16', 'R30')}the value is the remaining credit, in the package’s currency; without a price there is none`, () => {
    expect(column(credit, ({ id }) => account.deal(id).value ?? 0)).toEqual(column(credit, ({ value }) => value ?? 0));
    expect(tallyBy(account.deals, ({ currency }) => currency)).toEqual({ USD: 45 });
  });

  test(`${verifies('R16')}the total price, which was not chosen, stands in a field`, () => {
    const name = field('Total price', 'Package Price');
    const wanted = column(credit, ({ price }) => (price === null ? null : { amount: price, currency: 'USD' }));
    expect(column(credit, ({ id }) => account.deal(id).custom(name))).toEqual(wanted);
  });

  test(`${verifies('R16', 'R40')}the values add up, stage by stage`, () => {
    const name = field('Total price', 'Package Price');
    const price = (id: string): number => {
      const value = account.deal(id).custom(name);
      return typeof value === 'object' && value !== null && 'amount' in value ? value.amount : 0;
    };
    const got = sums.map(([stage]) => {
      const there = deals.filter(({ id }) => account.deal(id).stage === stage);
      const remaining = there.reduce((sum, { id }) => sum + (account.deal(id).value ?? 0), 0);
      return [stage, remaining, there.reduce((sum, { id }) => sum + price(id), 0)];
    });
    expect(got).toEqual(sums);
    expect(account.deals.reduce((sum, deal) => sum + (deal.value ?? 0), 0)).toBe(25925);
  });

  test(`${verifies('R16')}sessions included, used and remaining are fields of their own`, () => {
    const included = field('Sessions Included', 'Sessions total');
    const used = field('Sessions Used', 'Sessions used');
    const left = field('Sessions Remaining', 'Sessions remaining');
    expect(column(credit, ({ id }) => account.deal(id).custom(included))).toEqual(column(credit, (row) => row.included));
    expect(column(credit, ({ id }) => account.deal(id).custom(used))).toEqual(column(credit, (row) => row.used));
    expect(column(credit, ({ id }) => account.deal(id).custom(left))).toEqual(column(credit, (row) => row.left));
  });

  test(`${verifies('R43')}the day of creation stands in a date field, because a deal’s own cannot be set`, () => {
    const name = field('Created On', 'Created');
    expect(account.newFields('deal').find((each) => each.name === name)?.type).toBe('date');
    expect(column(credit, ({ id }) => account.deal(id).custom(name))).toEqual(column(credit, ({ created }) => created));
  });

  test(`${verifies('R23')}the kind of package is kept`, () => {
    expect(column(credit, ({ id }) => account.deal(id).custom('Kind'))).toEqual(column(credit, ({ kind }) => kind));
  });
});
