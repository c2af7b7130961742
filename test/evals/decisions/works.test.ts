import type { PlanTier } from '@cutover/domain';
import { expect, test } from 'vitest';
import { verifies } from '../../tools/verifies.ts';
import { type Case, CLIENT, decided, ofKind, type Practice, type Row, scored } from './practice.ts';

const CLIENTS: readonly Row[] = ['Ada North', 'Bo East', 'Cy West', 'Di South', 'Ed Hill'].map((name, nth) => [
  `C${nth + 1}`,
  name,
  `c${nth + 1}@example.com`,
  ...['', '', '', '', '', '', ''],
]);

/** Cells of the sessions' client column, and what is to be said: sessions with several clients of the export, and all their seats; null: nothing is asked. */
const GROUPS: readonly (readonly [clients: readonly string[], groups: readonly [sessions: number, seats: number] | null])[] = [
  [['C1', 'C2', 'C3'], null],
  [
    ['C1; C2', 'C3', 'C4'],
    [1, 2],
  ],
  [
    ['C1; C2', 'C3; C4', 'C5'],
    [2, 4],
  ],
  [
    ['C1, C2, C3', 'C4'],
    [1, 3],
  ],
  [
    ['C1; C2; C3; C4; C5', 'C1', 'C2'],
    [1, 5],
  ],
  [
    ['C1 | C2', 'C3'],
    [1, 2],
  ],
  [
    ['C1; C2', 'C1; C2', 'C1; C2'],
    [3, 6],
  ],
  [
    ['C1;C2', 'C3'],
    [1, 2],
  ],
  [
    ['C1; C2; C3', 'C1; C2', ''],
    [2, 5],
  ],
  [['', '', 'C1'], null],
  // One person named twice is one person.
  [
    ['C1; C1', 'C2', 'C3; C4'],
    [1, 2],
  ],
  // Nobody but Ada is known: there is no second seat to keep.
  [
    ['C1; C99', 'C2', 'C3; C4'],
    [1, 2],
  ],
  [
    ['C1; C2; C99', 'C3'],
    [1, 2],
  ],
  [
    ['C5; C4', 'C3; C2; C1', 'C1'],
    [2, 5],
  ],
  [
    ['C1/C2', 'C3', 'C4; C5'],
    [2, 4],
  ],
  [
    ['C2; C3', 'C2', 'C3', 'C2; C3', 'C4; C5'],
    [3, 6],
  ],
];

test(`${verifies('R18')}a session with several clients stays one entry of the calendar; the seats are counted`, async () => {
  const cases: Case[] = [];
  for (const [cells, groups] of GROUPS) {
    const sessions = cells.map((who, nth): Row => [`S${nth}`, who, 'Workshop', `2026-03-0${nth + 1}`, '10:00', '60', 'Completed', '', '']);
    const [one] = ofKind(await decided({ clients: CLIENTS, sessions }), 'session-group');
    const wanted = groups === null ? 'not asked' : `one-activity: ${groups[0]} and ${groups[1]}`;
    const said = /^(\d+) sessions? .*?(\d+) seats/.exec(one?.evidence[0] ?? '');
    cases.push({
      given: cells.join(' + '),
      wanted,
      got: one === undefined ? 'not asked' : `${one.proposal?.as}: ${said?.[1]} and ${said?.[2]}`,
    });
  }
  expect(scored('session-group', cases)).toBeGreaterThanOrEqual(0.93);
});

const file = (nth: number, name: string): Row => [`F${nth}`, name, `files/${name}`, 'C1', '2026-03-04'];

/** Files named in rows, files that are there, and the counts: there, named and found, missing; null: nothing is asked. */
const ATTACHMENTS: readonly (readonly [
  named: readonly string[],
  there: readonly string[],
  counts: readonly [number, number, number] | null,
])[] = [
  [[], [], null],
  [['a.pdf'], ['a.pdf'], [1, 1, 0]],
  [
    ['a.pdf', 'b.pdf'],
    ['a.pdf', 'b.pdf'],
    [2, 2, 0],
  ],
  [['a.pdf', 'b.pdf'], ['a.pdf'], [1, 1, 1]],
  [['a.pdf', 'b.pdf', 'c.png'], [], [0, 0, 3]],
  [['a.pdf'], [], [0, 0, 1]],
  [[], ['a.pdf'], [1, 0, 0]],
  [['a.pdf', 'a.pdf'], ['a.pdf'], [1, 1, 0]],
  [['A.PDF'], ['a.pdf'], [1, 1, 0]],
  [
    ['a.pdf', 'b.docx', 'c.jpg', 'd.txt'],
    ['a.pdf', 'b.docx', 'c.jpg', 'd.txt'],
    [4, 4, 0],
  ],
  [
    ['a.pdf', 'b.docx'],
    ['a.pdf', 'b.docx', 'z.pdf'],
    [3, 2, 0],
  ],
  [['session.mp4'], [], [0, 0, 1]],
  [['session.mp4', 'a.pdf'], ['a.pdf'], [1, 1, 1]],
  [['Übung 1.pdf'], ['Übung 1.pdf'], [1, 1, 0]],
  [['a b c.pdf', 'd.pdf', 'e.pdf'], ['a b c.pdf'], [1, 1, 2]],
  [
    ['n1.pdf', 'n2.pdf', 'n3.pdf', 'n4.pdf', 'n5.pdf'],
    ['n5.pdf', 'n4.pdf'],
    [2, 2, 3],
  ],
];

test(`${verifies('R10')}files move with their record; what is there, named and missing is counted`, async () => {
  const cases: Case[] = [];
  for (const [named, there, counts] of ATTACHMENTS) {
    const decisions = await decided({
      files: Object.fromEntries(there.map((name) => [`files/${name}`, 'the text of it'])),
      ...(named.length === 0 ? {} : { attachments: named.map((name, nth) => file(nth, name)) }),
    });
    const [one] = ofKind(decisions, 'attachment');
    const [first = '', second = ''] = one?.evidence ?? [];
    const said = [
      /^(\d+) file/.exec(first)?.[1],
      /: (\d+) (?:is|are) there/.exec(second)?.[1],
      /(\d+) (?:is|are) missing/.exec(second)?.[1],
    ];
    cases.push({
      given: `${named.join(' ')} of ${there.join(' ')}`,
      wanted: counts === null ? 'not asked' : `true: ${counts.join(' ')}`,
      got: one === undefined ? 'not asked' : `${one.proposal?.upload}: ${said.join(' ')}`,
    });
  }
  expect(scored('attachment', cases)).toBeGreaterThanOrEqual(0.93);
});

/** File names of the contracts, files that are there, and whether a transfer makes sense; null: nothing is asked. */
const CONTRACTS: readonly (readonly [named: readonly string[], there: readonly string[], transfer: boolean | null, found: number])[] = [
  [[], [], null, 0],
  [['a.pdf'], ['contracts/a.pdf'], true, 1],
  [['a.pdf'], [], false, 0],
  [[''], [], false, 0],
  [['a.pdf', 'b.pdf'], ['contracts/b.pdf'], true, 1],
  [['a.pdf', 'b.pdf'], ['contracts/a.pdf', 'contracts/b.pdf'], true, 2],
  [['a.pdf', 'b.pdf', 'c.pdf'], [], false, 0],
  [['A.pdf'], ['a.PDF'], true, 1],
  [['a.pdf'], ['elsewhere/z.pdf'], false, 0],
  [['a.pdf', ''], ['a.pdf'], true, 1],
  [['coaching agreement.pdf'], ['contracts/coaching agreement.pdf'], true, 1],
  [['Vertrag Größe.pdf'], ['Verträge/Vertrag Größe.pdf'], true, 1],
  [['a.docx', 'b.docx'], ['a.docx'], true, 1],
  [['', '', ''], ['a.pdf'], false, 0],
  [['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf'], ['d.pdf', 'c.pdf', 'b.pdf'], true, 3],
];

test(`${verifies('R8')}contracts keep their addresses; their files follow where they are in the export`, async () => {
  const cases: Case[] = [];
  for (const [named, there, transfer, found] of CONTRACTS) {
    const contracts = named.map(
      (name, nth): Row => [`D${nth}`, 'C1', `Agreement ${nth}`, '2025-02-03', `https://contracts.example.com/d/${nth}`, name],
    );
    const decisions = await decided({
      files: Object.fromEntries(there.map((path) => [path, 'signed'])),
      ...(named.length === 0 ? {} : { contracts }),
    });
    const [one] = ofKind(decisions, 'contract');
    cases.push({
      given: `${named.join(' ')} of ${there.join(' ')}`,
      wanted: transfer === null ? 'not asked' : `${transfer}: ${named.length} contracts, ${found}`,
      got:
        one === undefined
          ? 'not asked'
          : `${one.proposal?.transfer}: ${/^\d+ contracts?, \d+/.exec(one.evidence[0] ?? '')?.[0].replace('contract,', 'contracts,')}`,
    });
  }
  expect(scored('contract', cases)).toBeGreaterThanOrEqual(0.93);
});

const PLAIN = 'Package ID,Client ID,Package,Status,Price,Sessions Included,Sessions Used,Sessions Remaining';

/**
 * Columns that date a change of status with their cells, and the answer: dates can be sorted and filtered by, and lose nothing where no time of day is
 * written; where one is, only a text keeps it.
 */
const TIMES: readonly (readonly [columns: Readonly<Record<string, string>>, as: 'text' | 'dates' | null])[] = [
  [{}, null],
  [{ 'Activated At': '2026-03-02 09:15', 'Completed At': '2026-05-04 17:05' }, 'text'],
  [{ 'Activated On': '2026-03-02', 'Completed On': '2026-05-04' }, 'dates'],
  [{ 'Activated At': '2026-03-02T09:15:00Z' }, 'text'],
  [{ 'Completed On': '2026-05-04' }, 'dates'],
  [{ 'Activated At': '2026-03-02 09:15', 'Paused At': '2026-04-01 08:00', 'Completed At': '2026-05-04 17:05', 'Cancelled At': '' }, 'text'],
  [{ 'Activated On': '2026-03-02', 'Paused On': '2026-04-01', 'Completed On': '2026-05-04', 'Cancelled On': '2026-06-01' }, 'dates'],
  // One of them has a time of day: it would be lost.
  [{ 'Activated On': '2026-03-02', 'Completed At': '2026-05-04 17:05' }, 'text'],
  [{ 'Activated At': '3/2/2026 9:15 AM', 'Completed At': '5/24/2026 5:05 PM' }, 'text'],
  [{ 'Activated On': '3/2/2026', 'Completed On': '5/24/2026' }, 'dates'],
  [{ 'Paused On': '2026-04-01', 'Completed On': '2026-05-04' }, 'dates'],
  [{ 'Paused At': '2026-04-01 23:59' }, 'text'],
  [{ 'Activated At': '2026-03-02', 'Completed At': '2026-05-04' }, 'dates'],
  [{ 'Activated At': '2026-03-02 00:00', 'Completed At': '2026-05-04 00:00' }, 'dates'],
  [{ 'Cancelled On': '2026-06-01' }, 'dates'],
  [{ 'Activated On': '02.03.2026', 'Cancelled On': '24.06.2026' }, 'dates'],
];

test(`${verifies('R17')}times of a status stay a text where they have a time of day, and are dates where they have none`, async () => {
  const cases: Case[] = [];
  for (const [columns, as] of TIMES) {
    const names = Object.keys(columns);
    const cells = Object.values(columns);
    const packages = ['Active', 'Paused', 'Completed', 'Cancelled'].map(
      (status, nth): Row => [`P${nth}`, 'C1', 'Ten', status, '100', '10', '5', '5', ...cells],
    );
    const [one] = ofKind(await decided({ packages, headers: { packages: [PLAIN, ...names].join(',') } }), 'status-times');
    cases.push({ given: JSON.stringify(columns), wanted: as ?? 'not asked', got: one?.proposal?.as ?? 'not asked' });
  }
  expect(scored('status-times', cases)).toBeGreaterThanOrEqual(0.93);
});

const words = (length: number): string => `${'word '.repeat(Math.ceil(length / 5)).slice(0, length - 1)}.`;

/** Lengths of notes and of package names, and how many texts of each are over what Pipedrive holds (100,000 and 255 characters). */
const LONG: readonly (readonly [notes: readonly number[], titles: readonly number[], over: string])[] = [
  [[50], [20], 'none'],
  [[99_999], [20], 'none'],
  [[100_000], [20], 'none'],
  [[100_001], [20], '1 over 100,000'],
  [[120_000, 50], [20], '1 over 100,000'],
  [[120_000, 130_000], [20], '2 over 100,000'],
  [[50], [255], 'none'],
  [[50], [256], '1 over 255'],
  [[50], [300, 20], '1 over 255'],
  [[50], [300, 301, 302], '3 over 255'],
  [[100_001], [256], '1 over 100,000, 1 over 255'],
  [[250_000], [20], '1 over 100,000'],
  [[100_001, 100_002, 100_003], [20], '3 over 100,000'],
  [[], [20], 'none'],
  [[65_001], [20], 'none'],
];

test(`${verifies('R14', 'R21')}texts over a limit are split, never cut unasked, and counted by their field`, async () => {
  const cases: Case[] = [];
  for (const [notes, titles, over] of LONG) {
    const [one] = ofKind(
      await decided({
        packages: titles.map((length, nth): Row => [`P${nth}`, 'C1', words(length), 'Active', '100', '10', '5', '5']),
        notes: notes.map((length, nth): Row => [`N${nth}`, 'C1', 'Dana', '2026-03-04 10:00', words(length)]),
      }),
      'text-limit',
    );
    const said = (one?.evidence ?? []).flatMap((line) => {
      const found = /^(\d+) texts? .* over ([\d,]+) characters$/.exec(line);
      return found === null ? [] : [`${found[1]} over ${found[2]}`];
    });
    const got = `${one?.proposal?.as}, else ${one?.alternatives.map(({ as }) => as)}: ${said.length === 0 ? 'none' : said.sort().join(', ')}`;
    cases.push({ given: `${notes} and ${titles}`, wanted: `split, else cut: ${over}`, got });
  }
  expect(scored('text-limit', cases)).toBeGreaterThanOrEqual(0.93);
});

const PACKAGE: Row = ['P1', 'C1', 'Ten', 'Active', '100', '10', '5', '5'];
const SESSION: Row = ['S1', 'C1', 'Coaching', '2026-03-04', '10:00', '60', 'Completed', '', ''];
const NOTE: Row = ['N1', 'C1', 'Dana', '2026-03-04 10:00', 'A note of some length.'];
const INVOICE: Row = ['I1', 'C1', 'P1', '2026-02-03', '50.00', 'Paid', '2026-02-09'];
/** What a practice may consist of: a row that is missing from a later export may always have been filtered out, so nothing is deleted unasked. */
const PRACTICES: readonly Practice[] = [
  {},
  { clients: CLIENTS },
  { packages: [PACKAGE] },
  { sessions: [SESSION] },
  { notes: [NOTE] },
  { packages: [PACKAGE], invoices: [INVOICE] },
  { packages: [PACKAGE], sessions: [SESSION] },
  { clients: CLIENTS, packages: [PACKAGE], sessions: [SESSION], notes: [NOTE], invoices: [INVOICE] },
  { companies: [['O1', 'Brightwater', 'https://brightwater.example.com']] },
  { coaches: [['K1', 'Dana Reyes', 'dana@example.com', 'Coach']] },
  ...(['lite', 'growth', 'premium', 'ultimate'] satisfies PlanTier[]).map((tier) => ({ tier, clients: CLIENTS })),
  { messages: [['M1', 'C1', 'Call', '2026-03-04 10:00', 'A call of ten minutes.']] },
];

test(`${verifies('R29', 'R38')}nothing is deleted because a row vanished; that automations are paused only a person says`, async () => {
  const vanished: Case[] = [];
  const paused: Case[] = [];
  for (const practice of PRACTICES) {
    const decisions = await decided({ clients: [CLIENT], ...practice });
    const given = Object.keys(practice).join(' ');
    const [gone] = ofKind(decisions, 'vanished');
    vanished.push({ given, wanted: 'keep, else delete', got: `${gone?.proposal?.as}, else ${gone?.alternatives.map(({ as }) => as)}` });
    const [effects] = ofKind(decisions, 'side-effects');
    paused.push({
      given,
      wanted: 'null [{"paused":true}]',
      got: `${JSON.stringify(effects?.proposal)} ${JSON.stringify(effects?.alternatives)}`,
    });
  }
  expect(scored('vanished', vanished)).toBe(1);
  expect(scored('side-effects', paused)).toBe(1);
});

/** Users of the account (the first owns the token; `!` deactivated, `*` an admin), and who stands in for coaches without a user. */
const FALLBACKS: readonly (readonly [users: readonly string[], fallback: string])[] = [
  [['ana*'], 'ana'],
  [['ana*', 'bo'], 'ana'],
  [['ana', 'bo*'], 'ana'],
  [['ana*', 'Unassigned Coach'], 'Unassigned Coach'],
  [['ana*', 'Unassigned Coach!'], 'ana'],
  [['ana*', 'bo', 'No Owner'], 'No Owner'],
  [['ana*', 'Migration'], 'Migration'],
  [['ana*', 'Integration User', 'bo'], 'Integration User'],
  [['ana*', 'Nobody'], 'Nobody'],
  [['Unassigned*', 'ana'], 'Unassigned'],
  [['ana*', 'bo!', 'cy!'], 'ana'],
  [['ana*', 'bo*', 'cy*'], 'ana'],
  [['ana*', 'Fallback Owner'], 'Fallback Owner'],
  [['ana*', 'unassigned coach', 'bo*'], 'unassigned coach'],
  [['ana', 'bo', 'cy', 'di'], 'ana'],
];

test(`${verifies('R20')}records without a coach's user go to the user kept for that, else to the owner of the token`, async () => {
  const cases: Case[] = [];
  for (const [written, fallback] of FALLBACKS) {
    const users = written.map((text, nth) => {
      const name = text.replace(/[!*]/g, '');
      const mail = `${name.toLowerCase().replaceAll(' ', '.')}@acme.example.com`;
      return { id: nth + 1, name, mail, active: !text.includes('!'), admin: text.includes('*') };
    });
    const [me] = users;
    if (me === undefined) throw new Error('an account has a user');
    const account = { users, me: { id: 1, mail: me.mail, admin: me.admin, defaultCurrency: 'USD', timezone: 'America/New_York' } };
    const [one] = ofKind(await decided({ account }), 'owner-fallback');
    const wanted = `${fallback.toLowerCase().replaceAll(' ', '.')}@acme.example.com`;
    cases.push({ given: written.join(', '), wanted, got: one?.proposal?.user ?? 'nobody' });
  }
  expect(scored('owner-fallback', cases)).toBe(1);
});
