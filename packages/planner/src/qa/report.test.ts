import { Decision, type Finding } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { propose } from '../propose.ts';
import { inputOf, link, type TestTable } from '../testing/build.ts';
import { shown } from './finding.ts';

const CLIENTS: TestTable = {
  file: 'clients.csv',
  object: 'client',
  columns: [
    { name: 'Client ID', type: 'id' },
    { name: 'Name', type: 'name' },
    { name: 'Email', type: 'mail' },
    { name: 'How they found us', type: 'enum' },
  ],
  rows: [
    ['C1', 'Ida Frost', 'ida@example.com', 'Referral'],
    ['C2', 'Per Lund', 'per@example.com', 'Referral'],
    ['C3', 'Ida Frost', 'ida@example.com', 'referral'],
    ['C4', 'Uma Reis', 'uma@example.com', 'Podcast'],
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
    { name: 'Total price', type: 'money' },
    { name: 'Price per session', type: 'money' },
  ],
  rows: [
    ['P1', 'C1', 'Growth', 'Active', '$900.00', ''],
    ['P2', 'C2', 'Growth', 'Active', '', '—'],
    ['P3', 'C4', 'Growth', 'Active', '', '$90.00'],
    ['P4', 'C4', 'Growth', 'Active', '$0.00', ''],
  ],
};
const COACHES: TestTable = {
  file: 'coaches.csv',
  object: 'coach',
  columns: [
    { name: 'Coach ID', type: 'id' },
    { name: 'Name', type: 'name' },
    { name: 'Email', type: 'mail' },
  ],
  rows: [
    ['K1', 'Ana Lopez', 'ana.lopez@example.com'],
    ['K2', 'Lee Marsh', 'lee@example.com'],
  ],
};
const SESSIONS: TestTable = {
  file: 'sessions.csv',
  object: 'session',
  columns: [
    { name: 'Session ID', type: 'id' },
    { name: 'Client ID', type: 'id' },
    { name: 'Date', type: 'date' },
    { name: 'Status', type: 'enum' },
    { name: 'Coach', type: 'mail' },
  ],
  rows: [
    ['S1', 'C1', '2026-04-01', 'Completed', 'ana.lopez@example.com'],
    ['S2', 'C1', '2026-04-02', 'Scheduled', 'lee@example.com'],
    ['S3', 'C1', '2026-04-03', '', 'lee@example.com'],
    ['S4', 'C1', '2026-04-04', 'Cancelled', 'lee@example.com'],
    ['S5', 'C1', '2026-04-05', 'Rescheduled', 'lee@example.com'],
    // Now is 2026-05-01 08:00 in UTC: in the west it is still the last of April.
    ['S6', 'C1', '2026-04-30', 'Scheduled', 'lee@example.com'],
    ['S7', 'C1', '2026-04-29', 'Scheduled', 'lee@example.com'],
    ['S8', 'C1', '2026-05-02', 'Scheduled', 'lee@example.com'],
  ],
};
const NOTES: TestTable = {
  file: 'notes.csv',
  object: 'note',
  columns: [
    { name: 'Note ID', type: 'id' },
    { name: 'Client ID', type: 'id' },
    { name: 'Date', type: 'date' },
    { name: 'Note', type: 'longtext' },
    { name: 'Author', type: 'name' },
  ],
  rows: [
    ['N1', 'C1', '2026-04-01', 'A secret that no finding tells', 'Ana Lopez'],
    ['N2', 'C1', '2026-04-02', 'Another', 'Lee Marsh'],
    ['N3', 'C2', '2026-04-03', 'And one', 'Joy Bell'],
    ['N4', 'C2', '2026-04-04', 'Last', 'Lee Marsh'],
  ],
};
const TABLES = [CLIENTS, PACKAGES, COACHES, SESSIONS, NOTES];
const LINKS = [
  link('packages.csv', 1, 'clients.csv', 'client'),
  link('sessions.csv', 1, 'clients.csv', 'client'),
  link('notes.csv', 1, 'clients.csv', 'client'),
];
const input = inputOf(TABLES, { links: LINKS });
const of = (findings: readonly Finding[], code: string) =>
  findings.filter((one) => one.code === code).map(({ severity, message, count, rows }) => ({ severity, message, count, rows }));
const { findings, decisions } = propose(input);

describe('what reading the export raised', () => {
  const rejected: Finding = {
    code: 'rows-rejected',
    severity: 'warning',
    object: 'note',
    message: '1 row of notes.csv cannot be read',
    count: 1,
    rows: ['notes.csv:19'],
    advice: 'Mend it.',
  };
  const strange: Finding = { ...rejected, code: 'file-unrecognised', object: null, message: 'x.csv is of no known kind', rows: [] };

  it('is part of the report, once, and the plan words anew what its decisions are about', () => {
    const told = propose({ ...input, extract: { ...input.extract, findings: [rejected, { ...rejected }, strange] } }).findings;
    expect(told.filter((one) => one.code === 'rows-rejected')).toEqual([rejected]);
    expect(told.some((one) => one.code === 'file-unrecognised')).toBe(false);
  });
});

describe('values', () => {
  it('that are no price at all are said; a price of 0 or by the session is one', () => {
    expect(of(findings, 'package-without-price')).toEqual([
      {
        severity: 'warning',
        message: '1 package has no price (Total price, packages.csv; Price per session, packages.csv)',
        count: 1,
        rows: ['packages.csv#P2'],
      },
    ]);
  });

  it('that are spelled in several ways are said with their counts', () => {
    expect(of(findings, 'spelled-several-ways')).toEqual([
      {
        severity: 'info',
        message: '1 value of How they found us (clients.csv) is spelled in several ways: Referral (2) / referral (1)',
        count: 1,
        rows: ['clients.csv#C3'],
      },
    ]);
  });

  it('are shown with mails and phone numbers masked and long texts cut', () => {
    expect(shown('Ida <ida@example.com>')).toBe('Ida <i***@e***.com>');
    expect(shown('call +1 212-555-0147 now')).toBe('call +9 999-999-9999 now');
    expect(shown('word '.repeat(40))).toHaveLength(60);
  });
});

describe('sessions in the past that nobody closed', () => {
  it('are those whose day is over everywhere, still planned or without an outcome', () => {
    expect(of(findings, 'session-overdue')).toEqual([
      {
        severity: 'warning',
        message: '3 sessions of sessions.csv are in the past, but still scheduled or without an outcome',
        count: 3,
        rows: ['sessions.csv#S2', 'sessions.csv#S3', 'sessions.csv#S7'],
      },
    ]);
  });

  it('depend on the time that comes in', () => {
    const later = propose({ ...input, now: '2026-05-03T12:00:00Z' }).findings;
    expect(of(later, 'session-overdue')[0]?.rows).toEqual([
      'sessions.csv#S2',
      'sessions.csv#S3',
      'sessions.csv#S6',
      'sessions.csv#S7',
      'sessions.csv#S8',
    ]);
    expect(of(propose({ ...input, now: '2026-04-01T00:00:00Z' }).findings, 'session-overdue')).toEqual([]);
  });

  it('are not guessed where day and month could be swapped', () => {
    const table: TestTable = {
      ...SESSIONS,
      columns: SESSIONS.columns.map((one) => (one.name === 'Date' ? { ...one, reading: { order: 'ambiguous' } } : one)),
      rows: [
        ['S1', 'C1', '04/06/2026', 'Scheduled', ''],
        ['S2', 'C1', '02/03/2026', 'Scheduled', ''],
      ],
    };
    const told = propose(inputOf([CLIENTS, table], { links: LINKS })).findings;
    expect(of(told, 'session-overdue')[0]?.rows).toEqual(['sessions.csv#S2']);
  });
});

describe('coaches and authors', () => {
  it('without a user are named by the row of the coach, their notes by the keys of the notes', () => {
    expect(of(findings, 'coach-without-user')).toEqual([
      { severity: 'warning', message: 'Lee Marsh has no user in Pipedrive (7 sessions, 2 notes)', count: 9, rows: ['coaches.csv#K2'] },
    ]);
    expect(of(findings, 'author-without-user')).toEqual([
      {
        severity: 'info',
        message: '2 notes were written by a coach without a user in Pipedrive: Lee Marsh',
        count: 2,
        rows: ['notes.csv#N2', 'notes.csv#N4'],
      },
    ]);
    expect(of(findings, 'author-unknown')).toEqual([
      {
        severity: 'info',
        message: '1 note was written by an author who is no coach of the export: Joy Bell',
        count: 1,
        rows: ['notes.csv#N3'],
      },
    ]);
  });

  it('without a coach file are named by the first records that name them, mails masked', () => {
    const told = propose(inputOf([CLIENTS, SESSIONS], { links: LINKS })).findings;
    expect(of(told, 'coach-without-user')).toEqual([
      {
        severity: 'warning',
        message: 'l***@e***.com has no user in Pipedrive (7 sessions)',
        count: 7,
        rows: ['S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8'].map((id) => `sessions.csv#${id}`),
      },
    ]);
  });

  it('are quiet once a user is named for the coach', () => {
    const answer = { status: 'amended', answer: { user: 'bo.winter@example.com' }, by: 'human:cli', at: '2026-05-01T08:00:00Z' };
    const existing = decisions.map((one) => (one.id === 'owner:coach:lee@example.com' ? Decision.parse({ ...one, ...answer }) : one));
    const told = propose({ ...input, existing }).findings;
    expect(of(told, 'coach-without-user')).toEqual([]);
    expect(of(told, 'author-without-user')).toEqual([]);
  });
});

describe('every finding', () => {
  const many = Array.from({ length: 60 }, (_, n) => [`S${n}`, 'C9', '2026-01-01', 'Scheduled', 'lee@example.com']);
  const told = [...findings, ...propose(inputOf([CLIENTS, { ...SESSIONS, rows: many }], { links: LINKS })).findings];

  it('has at most 20 rows, each a row key or a line of a file', () => {
    expect(told.filter((one) => one.rows.length > 20 || one.rows.some((row) => !/^[^#:]+\.csv(#.+|:\d+)$/.test(row)))).toEqual([]);
    expect(told.some((one) => one.rows.length === 20 && one.count === 60)).toBe(true);
  });

  it('names the rows of duplicates by their keys', () => {
    expect(of(findings, 'duplicate-in-export')).toEqual([
      {
        severity: 'warning',
        message: '1 pair of rows may be the same person or company',
        count: 1,
        rows: ['clients.csv#C1', 'clients.csv#C3'],
      },
    ]);
  });

  it('tells no mail and no note', () => {
    const texts = told.map((one) => `${one.message} ${one.advice}`).join('\n');
    expect(texts).not.toMatch(/@example\.com|secret/);
  });
});
