import { describe, expect, it } from 'vitest';
import { propose } from '../propose.ts';
import { ACCOUNT, inputOf, link, type TestTable } from '../testing/build.ts';

const CLIENTS: TestTable = {
  file: 'clients.csv',
  object: 'client',
  columns: [
    { name: 'Client ID', type: 'id' },
    { name: 'Name', type: 'name' },
    { name: 'Fav quote', type: 'enum' },
  ],
  rows: [
    ['C1', 'Ida Frost', 'q'.repeat(300)],
    ['C2', '', 'short'],
  ],
};
const PACKAGES: TestTable = {
  file: 'packages.csv',
  object: 'package',
  columns: [
    { name: 'Package ID', type: 'id' },
    { name: 'Client ID', type: 'id' },
    { name: 'Package', type: 'text' },
    { name: 'Status', type: 'enum' },
    { name: 'Currency', type: 'currency' },
    { name: 'Sessions included', type: 'integer' },
    { name: 'Sessions used', type: 'integer' },
    { name: 'Sessions left', type: 'integer' },
  ],
  rows: [
    ['P1', 'C1', 'Growth', 'Active', 'CHF', '10', '4', '5'],
    ['P2', 'C1', 'Growth', 'Active', 'EUR', '10', '1', '9'],
  ],
};
const SESSIONS: TestTable = {
  file: 'sessions.csv',
  object: 'session',
  columns: [
    { name: 'Session ID', type: 'id' },
    { name: 'Client ID', type: 'id' },
    { name: 'Package ID', type: 'id' },
    { name: 'Date', type: 'date' },
    { name: 'Status', type: 'enum' },
  ],
  rows: [
    ['S1', 'C1', 'P2', '2026-01-01', 'Completed'],
    ['S2', 'C1', 'P2', '2026-01-02', 'Completed'],
    ['S3', 'C1', 'P2', '2026-01-03', 'Cancelled'],
    ['S4', 'C1', 'P2', '2026-09-03', 'Scheduled'],
    ['S5', 'C1', '', '', 'Completed'],
  ],
};
const INVOICES: TestTable = {
  file: 'invoices.csv',
  object: 'invoice',
  columns: [
    { name: 'Invoice no', type: 'id' },
    { name: 'Client ID', type: 'id' },
    { name: 'Package ID', type: 'id' },
    { name: 'Amount', type: 'money' },
    { name: 'Status', type: 'enum' },
  ],
  rows: [
    ['I1', 'C1', 'P1', '€100.00', 'Paid'],
    ['I2', 'C1', 'P1', '€100.00', 'Void'],
    ['I3', 'C1', 'P9', '€80.00', 'sent'],
  ],
};
const LINES: TestTable = {
  file: 'lines.csv',
  object: 'invoice',
  idColumn: null,
  columns: [
    { name: 'Invoice', type: 'id' },
    { name: 'Item', type: 'text' },
    { name: 'Line total', type: 'money' },
  ],
  rows: [
    ['I1', 'Session', '€60.00'],
    ['I1', 'Session', '€40.00'],
    ['I3', 'Session', '€70.00'],
  ],
};
const LINKS = [
  link('packages.csv', 1, 'clients.csv', 'client'),
  link('sessions.csv', 1, 'clients.csv', 'client'),
  link('sessions.csv', 2, 'packages.csv', 'package'),
  link('invoices.csv', 1, 'clients.csv', 'client'),
  link('invoices.csv', 2, 'packages.csv', 'package'),
  link('lines.csv', 0, 'invoices.csv', 'invoice'),
];
const { findings, decisions } = propose(inputOf([CLIENTS, PACKAGES, SESSIONS, INVOICES, LINES], { links: LINKS }));
const found = (code: string) => findings.filter((one) => one.code === code).map(({ object, count, rows }) => ({ object, count, rows }));

describe('the QA report', () => {
  it('finds sums that do not add up', () => {
    expect(found('invoice-sum')).toEqual([{ object: 'invoice', count: 1, rows: ['invoices.csv#I3'] }]);
    expect(found('balance-sum')).toEqual([{ object: 'package', count: 1, rows: ['packages.csv#P1'] }]);
    // P1 says 4 used and none is there; P2 says 1, two were held (cancelled and planned ones do not count).
    expect(found('sessions-fewer-than-used')).toEqual([{ object: 'package', count: 1, rows: ['packages.csv#P1'] }]);
    expect(found('sessions-more-than-used')).toEqual([{ object: 'package', count: 1, rows: ['packages.csv#P2'] }]);
  });

  it('finds what is missing, too long or not enabled', () => {
    expect(found('missing-value')).toEqual([
      { object: 'client', count: 1, rows: ['clients.csv#C2'] },
      { object: 'session', count: 1, rows: ['sessions.csv#S5'] },
    ]);
    expect(found('currency-not-enabled')).toEqual([{ object: 'package', count: 1, rows: ['packages.csv#P1'] }]);
    expect(found('session-without-package')).toEqual([{ object: 'session', count: 1, rows: ['sessions.csv#S5'] }]);
    expect(found('dangling-package')).toEqual([{ object: 'invoice', count: 1, rows: ['invoices.csv#I3'] }]);
  });

  it('puts errors before warnings before remarks', () => {
    const order = findings.map((one) => ({ error: 0, warning: 1, info: 2 })[one.severity]);
    expect(order).toEqual(order.toSorted());
  });

  it('takes lines of invoices for lines, and text that is too long for an option as text', () => {
    const proposal = (id: string) => decisions.find((one) => one.id === id)?.proposal;
    expect(proposal('field:lines.csv#0')).toEqual({ target: 'link:invoice' });
    expect(proposal('field:lines.csv#1')).toEqual({ target: 'note.content', as: { part: 'line-description' } });
    expect(proposal('field:lines.csv#2')).toEqual({ target: 'note.content', as: { part: 'line-amount' } });
    expect(proposal('field:clients.csv#2')).toEqual({ target: 'person.custom.fav-quote', as: { name: 'Fav quote', type: 'text' } });
    expect(decisions.find((one) => one.id === 'activity-type:invoice:payment')?.evidence).toEqual(['1 of 3 invoices are settled']);
  });
});

describe('strange exports', () => {
  const one = (object: 'client' | 'session' | null, columns: TestTable['columns'], rows: string[][]) =>
    propose(inputOf([{ file: 'x.csv', object, idColumn: null, columns, rows }]));

  it('without clients say so', () => {
    const result = one('session', [{ name: 'Date', type: 'date' }], [['2026-01-01']]);
    expect(result.findings[0]).toMatchObject({ code: 'no-clients', severity: 'error' });
  });

  it('with columns that have no place say which are left out', () => {
    const result = one(
      'session',
      [
        { name: 'Date', type: 'date' },
        { name: 'Mood before', type: 'integer' },
        { name: 'Mood after', type: 'integer' },
      ],
      [['2026-01-01', '3', '']],
    );
    expect(result.findings.find((finding) => finding.code === 'columns-left-out')).toMatchObject({
      message: '1 filled column is left out: x.csv: Mood before',
      count: 1,
      rows: [],
    });
  });

  it('with a file nobody knows leave it to a person', () => {
    const result = one(null, [{ name: 'Foo', type: 'text' }], [['bar']]);
    expect(result.decisions[0]).toMatchObject({
      id: 'object:x.csv',
      proposal: null,
      confidence: null,
      alternatives: [{ object: 'ignore' }],
    });
    expect(result.decisions.some((decision) => decision.kind === 'field')).toBe(false);
    expect(result.findings.some((finding) => finding.code === 'file-not-recognised')).toBe(true);
  });

  it('with one unknown column of names take it for the name, as a guess', () => {
    const result = one('client', [{ name: 'Имя', type: 'name' }], [['Анна Орлова'], ['Пётр Иванов']]);
    expect(result.decisions.find((decision) => decision.id === 'field:x.csv#0')).toMatchObject({
      proposal: { target: 'person.name' },
      confidence: 0.5,
    });
    const two = one(
      'client',
      [
        { name: 'Один', type: 'name' },
        { name: 'Два', type: 'name' },
      ],
      [['Анна', 'Орлова']],
    );
    const targets = two.decisions.flatMap((decision) => (decision.kind === 'field' ? [decision.proposal?.target] : []));
    expect(targets).toEqual(['person.custom.field', 'person.custom.field-2']);
  });

  it('with two columns of equal right give it to one and say why', () => {
    const result = one(
      'client',
      [
        { name: 'Full name', type: 'name' },
        { name: 'Name', type: 'name' },
      ],
      [['Ida Frost', 'Ida Frost']],
    );
    expect(result.decisions.find((decision) => decision.id === 'field:x.csv#0')?.proposal).toEqual({ target: 'person.name' });
    const other = result.decisions.find((decision) => decision.id === 'field:x.csv#1');
    expect(other?.proposal).toMatchObject({ target: 'person.custom.name' });
    expect(other?.reason).toContain('Column 1 fits better');
  });

  it('with a single user in the account still offer a choice', () => {
    const account = { ...ACCOUNT, users: ACCOUNT.users.slice(0, 1), activityTypes: [] };
    const result = propose(inputOf([SESSIONS, INVOICES], { account }));
    for (const decision of result.decisions)
      if (decision.kind !== 'field' && decision.kind !== 'object') expect(decision.alternatives.length, decision.id).toBeGreaterThan(0);
  });
});
