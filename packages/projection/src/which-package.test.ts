import { describe, expect, it } from 'vitest';
import { type FileSpec, first, type Spec, valueIn, world } from '../testing/kit.ts';

const clients: FileSpec = {
  object: 'client',
  id: 'Id',
  columns: { Id: 'person.source_id', Name: 'person.name' },
  rows: [
    ['C1', 'Maya Chen'],
    ['C2', 'Tomasz Kowal'],
    ['C3', 'Amara Diallo'],
  ],
};

const packages: FileSpec = {
  object: 'package',
  id: 'Id',
  columns: {
    Id: 'deal.source_id',
    Client: 'link:client',
    Name: 'deal.title',
    Starts: { target: 'deal.custom.starts', as: { part: 'period-start' } },
    Ends: { target: 'deal.expected_close_date', as: { part: 'period-end' } },
  },
  rows: [
    ['P1', 'C1', 'Compass', '2026-01-05', '2026-03-31'],
    ['P2', 'C1', 'Compass', '2026-04-01', ''],
    ['P3', 'C2', 'Team', '2026-01-01', '2026-06-30'],
    ['P4', 'C2', 'Extra', '2026-03-01', '2026-03-31'],
    ['P5', 'C3', 'Team', '2026-02-01', '2026-06-30'],
  ],
};

function deals(sessions: FileSpec, more: Partial<Spec> = {}, of: FileSpec = packages) {
  const made = world({
    files: { 'c.csv': clients, 'p.csv': of, 's.csv': sessions },
    fields: [{ entity: 'deal', slug: 'starts', type: 'date' }],
    ...more,
  });
  return sessions.rows.map((_, at) => made.records('s.csv', at).map((record) => valueIn(record, 'deal')));
}

const DATED = { Id: 'activity.source_id', Client: 'link:client', On: { target: 'activity.due_date', as: { with: 'time' } } } as const;
const dated = (...rows: string[][]): FileSpec => ({ object: 'session', id: 'Id', columns: DATED, rows });

describe('sessions known only by client and date', () => {
  it('belong to the one package of the client whose dates hold them, its first and last day included', () => {
    const found = deals(
      dated(
        ['S1', 'C1', '2026-01-05 10:00'],
        ['S2', 'C1', '2026-03-31 23:30'],
        ['S3', 'C1', '2026-04-01'],
        ['S4', 'C1', '2030-01-01'],
        ['S5', 'C3', '2026-02-01'],
      ),
    );
    expect(found).toEqual([['package:P1'], ['package:P1'], ['package:P2'], ['package:P2'], ['package:P5']]);
  });

  it('belong to none where several do or none does, or their day is not sure', () => {
    const found = deals(
      dated(
        ['S1', 'C1', '2026-01-04'],
        ['S2', 'C2', '2026-03-10'],
        ['S3', 'C2', '2026-07-01'],
        ['S4', 'C9', '2026-02-02'],
        // 31 March or 1 April, as the clocks of the place say.
        ['S5', 'C1', '2026-04-01T02:00:00Z'],
        ['S6', 'C1', '2026-02-10T02:00:00Z'],
        ['S7', 'C1', ''],
      ),
    );
    expect(found).toEqual([[undefined], [undefined], [undefined], [undefined], [undefined], ['package:P1'], [undefined]]);
  });

  it('of several clients have the package of each', () => {
    const sessions = dated(['S1', 'C3; C1', '2026-05-10']);
    expect(deals(sessions)).toEqual([['package:P5']]);
    const single = deals(sessions, { decisions: [['session-group', {}, { as: 'one-per-client' }]] });
    expect(single).toEqual([['package:P5', 'package:P2']]);
  });

  it('say how their deal was found', () => {
    const made = world({
      files: { 'c.csv': clients, 'p.csv': packages, 's.csv': dated(['S1', 'C1', '2026-01-05 10:00']) },
      fields: [{ entity: 'deal', slug: 'starts', type: 'date' }],
    });
    expect(first(made.records('s.csv')).provenance.deal).toEqual({
      column: 'On',
      source: '2026-01-05 10:00',
      rule: "the client's package whose dates hold the session",
    });
  });

  it('belong to none where the dates were not taken for that, or a column for packages says nothing', () => {
    const plain = { ...packages, columns: { ...packages.columns, Starts: 'deal.custom.starts', Ends: 'deal.expected_close_date' } };
    expect(deals(dated(['S1', 'C1', '2026-02-02']), {}, plain)).toEqual([[undefined]]);
    const columns = { ...DATED, Package: 'link:package' };
    expect(deals({ object: 'session', id: 'Id', columns, rows: [['S1', 'C1', '2026-02-02', '']] })).toEqual([[undefined]]);
  });

  it('give notes about them their deal', () => {
    const note: FileSpec = {
      object: 'note',
      id: 'Id',
      columns: { Id: 'note.source_id', Session: 'link:session', Text: 'note.content' },
      rows: [['N1', 'S1', 'Slept well.']],
    };
    const made = world({
      files: { 'c.csv': clients, 'p.csv': packages, 's.csv': dated(['S1', 'C1', '2026-02-02']), 'n.csv': note },
      fields: [{ entity: 'deal', slug: 'starts', type: 'date' }],
    });
    expect(valueIn(first(made.records('n.csv')), 'deal')).toBe('package:P1');
  });
});

describe('packages called by their name', () => {
  const columns = { ...DATED, Package: 'link:package' };
  const named = (...rows: string[][]): FileSpec => ({ object: 'session', id: 'Id', columns, rows });

  it('are those of the client; bought twice, the one whose dates hold the session', () => {
    const found = deals(
      named(
        ['S1', 'C2', '2026-08-01', 'Team'],
        ['S2', 'C3', '2026-08-01', ' TEAM '],
        ['S3', 'C1', '2026-05-01', 'Compass'],
        ['S4', 'C1', '2025-05-01', 'Compass'],
        ['S5', 'C3', '2026-08-01', 'Extra'],
        ['S6', 'C1', '2026-05-01', 'P1'],
      ),
    );
    expect(found).toEqual([['package:P3'], ['package:P5'], ['package:P2'], [undefined], [undefined], ['package:P1']]);
  });
});
