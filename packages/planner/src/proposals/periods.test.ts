import { expect, it } from 'vitest';
import { propose } from '../propose.ts';
import { inputOf, type TestTable } from '../testing/build.ts';

const CLIENTS: TestTable = {
  file: 'c.csv',
  object: 'client',
  columns: [
    { name: 'Client ID', type: 'id' },
    { name: 'Name', type: 'name' },
  ],
  rows: [
    ['C1', 'Maya Chen'],
    ['C2', 'Tomasz Kowal'],
  ],
};

const packages = (start: string, end: string): TestTable => ({
  file: 'p.csv',
  object: 'package',
  columns: [
    { name: 'Package ID', type: 'id' },
    { name: 'Client ID', type: 'id' },
    { name: 'Package', type: 'text' },
    { name: start, type: 'date' },
    { name: end, type: 'date' },
  ],
  rows: [
    ['P1', 'C1', 'Compass', '2026-01-05', '2026-03-31'],
    ['P2', 'C1', 'Compass', '2026-04-01', ''],
    ['P3', 'C2', 'Team', '2026-01-01', '2026-06-30'],
    ['P4', 'C2', 'Extra', '2026-03-01', '2026-03-31'],
  ],
});

const SESSIONS: TestTable = {
  file: 's.csv',
  object: 'session',
  columns: [
    { name: 'Session ID', type: 'id' },
    { name: 'Client ID', type: 'id' },
    { name: 'Date', type: 'date' },
  ],
  rows: [
    ['S1', 'C1', '2026-01-05'],
    ['S2', 'C1', '2026-04-20'],
    ['S3', 'C1', '2025-12-31'],
    ['S4', 'C2', '2026-03-10'],
  ],
};

function proposed(...tables: TestTable[]) {
  const { decisions, findings } = propose(inputOf(tables));
  const field = (id: string) => decisions.find((one) => one.id === `field:${id}`);
  const dated = findings.filter(({ code }) => /session-(package-by|in-)/.test(code)).map(({ code, count, rows }) => [code, count, rows]);
  return { field, dated };
}

it.each([
  ['Start Date', 'End Date'],
  ['Starts on', 'Expires'],
  ['Valid from', 'Valid until'],
  ['Gültig ab', 'Gültig bis'],
])('%s and %s of packages are proposed to tell which sessions are theirs, where sessions name none', (start, end) => {
  const { field, dated } = proposed(CLIENTS, packages(start, end), SESSIONS);
  expect(field('p.csv#3')?.proposal).toMatchObject({ as: { part: 'period-start' } });
  expect(field('p.csv#4')?.proposal).toMatchObject({ as: { part: 'period-end' } });
  expect(field('p.csv#3')?.confidence).toBeLessThanOrEqual(0.7);
  expect(field('p.csv#4')?.evidence[0]).toBe('sessions of s.csv name no package');
  // What a person chooses who does not want that.
  expect(field('p.csv#3')?.alternatives[0]).not.toHaveProperty('as.part');
  expect(dated).toEqual([
    ['session-in-several-packages', 1, ['s.csv#S4']],
    ['session-in-no-package', 1, ['s.csv#S3']],
    ['session-package-by-date', 2, ['s.csv#S1', 's.csv#S2']],
  ]);
});

it('is not proposed where sessions name packages, or two columns could be the start', () => {
  const naming: TestTable = {
    ...SESSIONS,
    columns: [...SESSIONS.columns, { name: 'Package ID', type: 'id' }],
    rows: SESSIONS.rows.map((row, at) => [...row, at === 0 ? 'P1' : '']),
  };
  const named = proposed(CLIENTS, packages('Start Date', 'End Date'), naming);
  expect(named.field('p.csv#3')?.proposal).not.toHaveProperty('as.part');
  expect(named.dated).toEqual([]);
  const doubtful = packages('Start Date', 'End Date');
  const two: TestTable = {
    ...doubtful,
    columns: [...doubtful.columns, { name: 'Starts', type: 'date' }],
    rows: doubtful.rows.map((row) => [...row, '2026-01-01']),
  };
  expect(proposed(CLIENTS, two, SESSIONS).field('p.csv#4')?.proposal).not.toHaveProperty('as.part');
});

it('packages that sessions call by their name are those of their client, and no missing links', () => {
  const naming: TestTable = {
    ...SESSIONS,
    columns: [...SESSIONS.columns, { name: 'Package', type: 'text' }],
    rows: [
      ['S1', 'C2', '2026-08-01', 'Team'],
      ['S2', 'C1', '2026-08-01', 'Team'],
    ],
  };
  const { findings } = propose(inputOf([CLIENTS, packages('Start Date', 'End Date'), naming]));
  expect(findings.filter(({ code }) => code === 'dangling-package').map(({ count, rows }) => [count, rows])).toEqual([[1, ['s.csv#S2']]]);
});
