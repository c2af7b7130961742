import type { Decision } from '@cutover/domain';
import { describe, expect, it } from 'vitest';
import { saysReferral } from '../lexicon/referral.ts';
import { propose } from '../propose.ts';
import { inputOf, type TestTable } from '../testing/build.ts';

/** Twelve clients: Podcast five times, Friend four, `Google ads` twice, none once. */
const SOURCES = [
  'Podcast',
  'Podcast',
  'Friend',
  'Podcast',
  'Friend',
  'Google ads',
  '',
  'Podcast',
  'Friend',
  'Google ads',
  'Friend',
  'Podcast',
];
const clients = (sources: readonly string[], type: 'enum' | 'text' = 'enum'): TestTable => ({
  file: 'clients.csv',
  object: 'client',
  columns: [
    { name: 'Client ID', type: 'id' },
    { name: 'Name', type: 'name' },
    { name: 'Referral Source', type },
  ],
  rows: sources.map((source, row) => [`C${row + 1}`, `Ada Ng${row}`, source]),
});

/** The findings once a person answered the column of referral sources so. */
function found(table: TestTable, answer?: Record<string, unknown> | 'rejected') {
  const input = inputOf([table]);
  const first = propose(input);
  if (answer === undefined) return of(first.findings);
  const stamp = { by: 'ana', at: '2026-05-01T07:00:00Z' };
  const existing = first.decisions.map((one): Decision => {
    if (one.kind !== 'field' || one.id !== 'field:clients.csv#2') return one;
    return answer === 'rejected'
      ? { ...one, ...stamp, status: 'rejected', answer: null }
      : ({ ...one, ...stamp, status: 'amended', answer } as Decision);
  });
  return of(propose({ ...input, existing }).findings);
}

const of = (findings: ReturnType<typeof propose>['findings']) =>
  findings
    .filter(({ code }) => code === 'referral-source-unmapped')
    .map(({ severity, object, message, count, rows }) => ({ severity, object, message, count, rows }));

describe('referral sources', () => {
  it('that all become options are not spoken of', () => {
    expect(found(clients(SOURCES))).toEqual([]);
  });

  it('that are none of the options a person named are counted, with the clients behind them', () => {
    const as = { name: 'Referral Source', type: 'enum', options: ['Podcast', 'friend'] };
    expect(found(clients(SOURCES), { target: 'person.custom.referral-source', as })).toEqual([
      {
        severity: 'warning',
        object: 'client',
        message:
          '2 clients have referral sources in Referral Source (clients.csv) that are none of the options of their field: Google ads (2)',
        count: 2,
        rows: ['clients.csv#C6', 'clients.csv#C10'],
      },
    ]);
  });

  it('that are longer than an option may be are flagged', () => {
    const long = 'x'.repeat(256);
    const as = { name: 'Referral Source', type: 'enum' };
    const [one] = found(clients([...SOURCES, long]), { target: 'person.custom.referral-source', as });
    expect(one).toMatchObject({ count: 1, rows: ['clients.csv#C13'] });
    expect(one?.message).not.toContain('x'.repeat(70));
  });

  it('whose column is left out are flagged, most frequent first', () => {
    expect(found(clients(SOURCES), 'rejected')).toEqual([
      {
        severity: 'warning',
        object: 'client',
        message:
          '11 clients have referral sources in Referral Source (clients.csv) that are left out with their column: Podcast (5), Friend (4), Google ads (2)',
        count: 11,
        rows: [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12].map((row) => `clients.csv#C${row}`),
      },
    ]);
  });

  it('that stay a text are only remarked on', () => {
    const as = { name: 'Referral Source', type: 'varchar' };
    expect(found(clients(SOURCES), { target: 'person.custom.referral-source', as })).toMatchObject([{ severity: 'info', count: 11 }]);
  });

  it.each([
    ['Referral Source', true],
    ['How did you hear about us?', true],
    ['Lead source', true],
    ['Referred by', true],
    ['Quelle', true],
    ['source_id', false],
    ['Referral fee', false],
    ['Company', false],
    ['Notes', false],
  ])('are told by the name of their column: %s is %s', (header, is) => {
    expect(saysReferral(header)).toBe(is);
  });
});
