import type { Decision } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { propose } from '../propose.ts';
import { inputOf, link, type TestTable } from '../testing/build.ts';

type Cells = readonly (readonly string[])[];

const clients = (rows: Cells): TestTable => ({
  file: 'clients.csv',
  object: 'client',
  columns: [
    { name: 'Client ID', type: 'id' },
    { name: 'Name', type: 'name' },
    { name: 'Email', type: 'mail' },
  ],
  rows,
});
const sessions = (rows: Cells): TestTable => ({
  file: 'sessions.csv',
  object: 'session',
  columns: [
    { name: 'Session ID', type: 'id' },
    { name: 'Client name', type: 'name' },
    { name: 'Date', type: 'date' },
  ],
  rows: rows.map(([id = '', client = '']) => [id, client, '2026-01-05']),
});
const LINKS = [link('sessions.csv', 1, 'clients.csv', 'client', 'name')];

/** Two called Maya Chen who share nothing else, and one Ida Frost. */
const TWO: Cells = [
  ['C1', 'Maya Chen', 'maya@example.com'],
  ['C2', 'Maya Chen', 'chen@example.org'],
  ['C3', 'Ida Frost', 'ida@example.com'],
];
/** The same two with one mail: a duplicate decision is asked about them. */
const ONE_MAIL: Cells = [
  ['C1', 'Maya Chen', 'maya@example.com'],
  ['C2', 'Maya Chen', 'maya@example.com'],
  ['C3', 'Ida Frost', 'ida@example.com'],
];
const NAMED: Cells = [
  ['S1', 'Chen, Maya'],
  ['S2', 'Ida Frost'],
  ['S3', 'maya chen'],
  ['S4', 'C2'],
  ['S5', 'Maya Chen (chen@example.org)'],
  ['S6', 'Ida Frost; Maya Chen'],
];

function findingsIn(tables: readonly TestTable[], answers: Readonly<Record<string, unknown>> = {}, links = LINKS) {
  const input = inputOf(tables, { links });
  const first = propose(input);
  if (Object.keys(answers).length === 0) return first.findings;
  const existing = first.decisions.map((one): Decision => {
    const answer = answers[one.id];
    if (answer === undefined) return one;
    const stamp = { by: 'ana', at: '2026-05-01T07:00:00Z' };
    if (answer === null) return { ...one, ...stamp, status: 'rejected', answer: null };
    return { ...one, ...stamp, status: 'amended', answer } as Decision;
  });
  expect(existing.filter(({ status }) => status !== 'proposed')).toHaveLength(Object.keys(answers).length);
  return propose({ ...input, existing }).findings;
}
const shared = (findings: ReturnType<typeof findingsIn>) => findings.filter(({ code }) => code.startsWith('shared-name-'));

describe('a client named by a name that several have', () => {
  it('is found before the plan is approved: how many rows, which, and who they may be', () => {
    expect(shared(findingsIn([clients(TWO), sessions(NAMED)]))).toEqual([
      {
        code: 'shared-name-client',
        severity: 'warning',
        object: 'session',
        message:
          '3 rows of Client name in sessions.csv name a client by a name that several have: C*** M*** (3 rows: clients.csv#C1 or clients.csv#C2)',
        count: 3,
        rows: ['sessions.csv#S1', 'sessions.csv#S3', 'sessions.csv#S6'],
        advice: "These links are left out, as nothing says who is meant: write the client's id or mail into Client name and export again.",
      },
    ]);
  });

  it('is not, where the name is one person’s, or rows name clients by id', () => {
    expect(shared(findingsIn([clients(TWO), sessions([['S1', 'Ida Frost']])]))).toEqual([]);
    expect(
      shared(
        findingsIn([
          clients(TWO),
          sessions([
            ['S1', 'C1'],
            ['S2', 'C2'],
          ]),
        ]),
      ),
    ).toEqual([]);
  });

  it('is not, while the duplicate decision makes them one, as it is proposed', () => {
    const tables = [clients(ONE_MAIL), sessions(NAMED)];
    expect(shared(findingsIn(tables))).toEqual([]);
    for (const use of ['merge', 'skip', 'existing']) {
      expect(shared(findingsIn(tables, { 'duplicate:client:C1+C2': { use } }))).toEqual([]);
    }
  });

  it.each([
    ['create', { use: 'create' }],
    ['rejected', null],
  ])('is, once that decision leaves them two (%s), with its id in the advice', (_, answer) => {
    const [one, ...more] = shared(findingsIn([clients(ONE_MAIL), sessions(NAMED)], { 'duplicate:client:C1+C2': answer }));
    expect(more).toEqual([]);
    expect([one?.count, one?.advice]).toEqual([
      // With S5, whose mail nobody has any more.
      4,
      "These links are left out, as nothing says who is meant: write the client's id or mail into Client name and export again; or, where two of them are one, answer merge in duplicate:client:C1+C2.",
    ]);
  });

  it('counts a row once that names two such names, and only those who are still two', () => {
    const rows: Cells = [...ONE_MAIL, ['C4', 'Bo Lind', 'bo@example.com'], ['C5', 'Bo Lind', 'lind@example.org']];
    const [one] = shared(findingsIn([clients(rows), sessions([['S1', 'Maya Chen; Bo Lind']])]));
    expect([one?.count, one?.rows]).toEqual([1, ['sessions.csv#S1']]);
    expect(one?.message).toContain('several have: B*** L*** (1 row: clients.csv#C4 or clients.csv#C5)');
  });
});

describe('others named by a name that several have', () => {
  it('coaches, once they are two', () => {
    const coaches = (mails: readonly [string, string]): TestTable => ({
      file: 'coaches.csv',
      object: 'coach',
      columns: [
        { name: 'Coach ID', type: 'id' },
        { name: 'Coach Name', type: 'name' },
        { name: 'Coach Email', type: 'mail' },
      ],
      rows: mails.map((mail, at) => [`K${at + 1}`, 'Sam Okafor', mail]),
    });
    const owned: TestTable = {
      file: 'clients.csv',
      object: 'client',
      columns: [
        { name: 'Client ID', type: 'id' },
        { name: 'Name', type: 'name' },
        { name: 'Coach', type: 'name' },
      ],
      rows: [
        ['C1', 'Ida Frost', 'Sam Okafor'],
        ['C2', 'Bo Lind', 'K2'],
      ],
    };
    const links = [link('clients.csv', 2, 'coaches.csv', 'coach', 'name')];
    const of = (mails: readonly [string, string]) =>
      shared(findingsIn([owned, coaches(mails)], {}, links)).map(({ code, message, rows }) => [code, message, ...rows]);
    expect(of(['sam@example.com', 'okafor@example.com'])).toEqual([
      [
        'shared-name-coach',
        '1 row of Coach in clients.csv names a coach by a name that several have: Sam Okafor (1 row: coaches.csv#K1 or coaches.csv#K2)',
        'clients.csv#C1',
      ],
    ]);
    expect(of(['sam@example.com', 'sam@example.com'])).toEqual([]);
  });

  it('packages of one client, where nothing tells them apart; that is then no missing package', () => {
    const packages: TestTable = {
      file: 'packages.csv',
      object: 'package',
      columns: [
        { name: 'Package ID', type: 'id' },
        { name: 'Client ID', type: 'id' },
        { name: 'Package', type: 'text' },
      ],
      rows: [
        ['P1', 'C3', 'Growth'],
        ['P2', 'C3', 'Growth'],
        ['P3', 'C1', 'Growth'],
      ],
    };
    const invoices: TestTable = {
      file: 'invoices.csv',
      object: 'invoice',
      columns: [
        { name: 'Invoice no', type: 'id' },
        { name: 'Client ID', type: 'id' },
        { name: 'Package', type: 'text' },
      ],
      rows: [
        ['I1', 'C3', 'Growth'],
        ['I2', 'C1', 'Growth'],
        ['I3', 'C3', 'Bloom'],
      ],
    };
    const links = [
      link('packages.csv', 1, 'clients.csv', 'client'),
      link('invoices.csv', 1, 'clients.csv', 'client'),
      link('invoices.csv', 2, 'packages.csv', 'package', 'name'),
    ];
    const findings = findingsIn([clients(TWO), packages, invoices], {}, links);
    expect(shared(findings).map(({ message, rows }) => [message, ...rows])).toEqual([
      [
        '1 row of Package in invoices.csv names a package by a name that several have: Growth (1 row: packages.csv#P1 or packages.csv#P2)',
        'invoices.csv#I1',
      ],
    ]);
    expect(findings.filter(({ code }) => code === 'dangling-package').map(({ rows }) => rows)).toEqual([['invoices.csv#I3']]);
  });
});

describe('a client that the export lacks', () => {
  it('is counted once for a cell, though a comma may split the cell', () => {
    const findings = findingsIn([
      clients(TWO),
      sessions([
        ['S1', 'Nobody, Known'],
        ['S2', 'Ida Frost'],
      ]),
    ]);
    expect(findings.filter(({ code }) => code === 'dangling-client').map(({ message, count, rows }) => [message, count, rows])).toEqual([
      ['1 cell of Client name in sessions.csv names a client that is not in the export', 1, ['sessions.csv#S1']],
    ]);
  });
});
