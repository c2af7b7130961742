import { PLAN_TIERS } from '@cutover/domain';
import { expect, test } from 'vitest';
import { verifies } from '../../tools/verifies.ts';
import { type Case, decided, ofKind, type Row, scored } from './practice.ts';

/** Packages as price, included, used, remaining; what is proposed and the sum of each, worked out by hand. */
const VALUES: readonly (readonly [packages: readonly Row[], use: string, remaining: string, total: string])[] = [
  [[['1000', '10', '4', '6']], 'remaining', '600.00', '1,000.00'],
  [[['1000', '10', '4', '']], 'remaining', '600.00', '1,000.00'],
  [[['1000', '10', '', '6']], 'remaining', '600.00', '1,000.00'],
  [[['1000', '10', '10', '0']], 'remaining', '0.00', '1,000.00'],
  [[['1000', '10', '0', '10']], 'remaining', '1,000.00', '1,000.00'],
  [
    [
      ['1200', '12', '3', '9'],
      ['600', '6', '6', '0'],
    ],
    'remaining',
    '900.00',
    '1,800.00',
  ],
  [
    [
      ['1200', '12', '3', '9'],
      ['800', '8', '2', '6'],
    ],
    'remaining',
    '1,500.00',
    '2,000.00',
  ],
  [
    [
      ['500', '5', '1', '4'],
      ['500', '5', '2', '3'],
      ['500', '5', '3', '2'],
    ],
    'remaining',
    '900.00',
    '1,500.00',
  ],
  [[['99.50', '1', '0', '1']], 'remaining', '99.50', '99.50'],
  [[['1000', '', '', '']], 'total', '0.00', '1,000.00'],
  [
    [
      ['1000', '', '', ''],
      ['250.50', '', '', ''],
    ],
    'total',
    '0.00',
    '1,250.50',
  ],
  [[['', '10', '4', '6']], 'zero', '0.00', '0.00'],
  [[['', '', '', '']], 'zero', '0.00', '0.00'],
  [[['0', '10', '4', '6']], 'remaining', '0.00', '0.00'],
  [
    [
      ['2000', '20', '5', '15'],
      ['', '10', '5', '5'],
    ],
    'remaining',
    '1,500.00',
    '2,000.00',
  ],
];

test(`${verifies('R16', 'R30')}open credit against total price, with the sum that each would give`, async () => {
  const cases: Case[] = [];
  for (const [numbers, use, remaining, total] of VALUES) {
    const packages = numbers.map((cells, nth): Row => [`P${nth}`, 'C1', 'Ten', 'Active', ...cells]);
    const filler: Row[] = [0, 1, 2].map((nth) => [`S${nth}`, 'C1', 'Coaching', `2026-03-0${nth + 1}`, '10:00', '60', 'Completed', '', '']);
    const [one] = ofKind(await decided({ packages, sessions: filler }), 'deal-value');
    const sums = (one?.evidence ?? []).slice(0, 2).map((line) => /: ([\d,.]+)/.exec(line)?.[1] ?? '0.00');
    cases.push({ given: JSON.stringify(numbers), wanted: `${use} ${remaining} ${total}`, got: `${one?.proposal?.use} ${sums.join(' ')}` });
  }
  expect(scored('deal-value', cases)).toBe(1);
});

test(`${verifies('R22')}a note for each invoice, or one for each deal, with the tokens that saves`, async () => {
  const cases: Case[] = [];
  for (let deals = 1; deals <= 5; deals += 1) {
    for (let each = 1; each <= 3; each += 1) {
      const packages = Array.from({ length: deals }, (_, nth): Row => [`P${nth}`, 'C1', 'Ten', 'Active', '100', '10', '5', '5']);
      const invoices = packages.flatMap(([id = ''], place) =>
        Array.from(
          { length: each },
          (_, nth): Row => [
            `I${place}-${nth}`,
            'C1',
            id,
            '2026-02-03',
            '50.00',
            nth === 0 ? 'Paid' : 'Sent',
            nth === 0 ? '2026-02-09' : '',
          ],
        ),
      );
      const [one] = ofKind(await decided({ packages, invoices }), 'invoice');
      const saved = deals * (each - 1) * 10;
      cases.push({
        given: `${deals} deals, ${each} invoices each`,
        wanted: `each; ${deals * each} invoices with 0 lines, ${deals} settled; one billing note for each deal saves ${saved} tokens`,
        got: `${one?.proposal?.as}; ${one?.evidence[0]}; ${one?.evidence[2]}`,
      });
    }
  }
  expect(scored('invoice', cases)).toBe(1);
});

test(`${verifies('R36', 'R38', 'R46')}visibility, sample and delta follow the plan of the account and the rows there are`, async () => {
  const cases: Case[] = [];
  for (const tier of PLAN_TIERS) {
    for (const count of [1, 30, 500, 3000]) {
      const clients = Array.from(
        { length: count },
        (_, nth): Row => [`C${nth}`, `N${nth} M${nth}`, `c${nth}@example.com`, '', '', '', '', '', '', ''],
      );
      const decisions = await decided({ clients, tier });
      const [seen] = ofKind(decisions, 'visibility');
      const [sample] = ofKind(decisions, 'sample');
      const [delta] = ofKind(decisions, 'delta');
      // Visibility groups exist on the two larger plans only; bounds are 5 % and 10 %, and never below 50.
      const group = tier === 'premium' || tier === 'ultimate';
      const bounds = count === 3000 ? '150 300' : '50 50';
      cases.push({
        given: `${tier} ${count}`,
        wanted: `default ${group ? 4 : 3} 100 ${bounds}`,
        got: `${seen?.proposal?.to} ${(seen?.alternatives.length ?? 0) + 1} ${sample?.proposal?.size} ${delta?.proposal?.maxCreates} ${delta?.proposal?.maxUpdates}`,
      });
    }
  }
  expect(scored('visibility, sample and delta', cases)).toBe(1);
});
