import { describe, expect, it } from 'vitest';
import { propose } from '../propose.ts';
import { inputOf, type TestTable } from '../testing/build.ts';

const CLIENTS: TestTable = {
  file: 'clients.csv',
  object: 'client',
  columns: [
    { name: 'Client ID', type: 'id' },
    { name: 'Name', type: 'name' },
  ],
  rows: [['C1', 'Ida Frost']],
};
const packages = (...sessions: string[]): TestTable => ({
  file: 'packages.csv',
  object: 'package',
  columns: [
    { name: 'Package ID', type: 'id' },
    { name: 'Client ID', type: 'id' },
    { name: 'Package', type: 'text' },
    { name: 'Status', type: 'enum' },
    { name: 'Sessions', type: 'integer' },
  ],
  rows: sessions.map((cell, i) => [`P${i + 1}`, 'C1', 'Growth', 'Active', cell]),
});
const visits = (...starts: (readonly [string, string, string?])[]): TestTable => ({
  file: 'sessions.csv',
  object: 'session',
  columns: [
    { name: 'Session ID', type: 'id' },
    { name: 'Client ID', type: 'id' },
    { name: 'Date', type: 'date', reading: { order: 'dmy' } },
    { name: 'Start time', type: 'time' },
    { name: 'Time zone', type: 'zone' },
  ],
  rows: starts.map(([day, start, zone = ''], i) => [`S${i + 1}`, 'C1', day, start, zone]),
});

const said = (tables: TestTable[], zone = 'Europe/Berlin') => {
  const first = propose(inputOf(tables));
  const existing = first.decisions.map((one) => (one.kind === 'timezone' ? { ...one, status: 'amended' as const, answer: { zone } } : one));
  const { findings } = propose(inputOf(tables, { existing }));
  return (code: string) => findings.filter((one) => one.code === code).map(({ count, rows, message }) => ({ count, rows, message }));
};

describe('cells that come to nothing', () => {
  it('are counted with their rows and what is needed of them', () => {
    const found = said([CLIENTS, packages('10 sessions', '5', '7:30', '3/10', '10/3', 'many', 'N/A')]);
    expect(found('value-not-read')).toMatchObject([{ count: 2, rows: ['packages.csv#P5', 'packages.csv#P6'] }]);
    expect(found('value-not-read')[0]?.message).toContain(
      '2 values of Sessions (packages.csv) do not read as a count and will not be carried over',
    );
    expect(found('two-counts-in-cell')).toEqual([
      {
        count: 1,
        rows: ['packages.csv#P4'],
        message: '1 value of Sessions (packages.csv) holds two counts such as 3/10: taken as used and total',
      },
    ]);
  });

  it('are none where every cell reads', () => {
    const found = said([CLIENTS, packages('10 sessions', '5', '7:30', '', '—'), visits(['29/03/2026', '14:00'])]);
    expect([found('value-not-read'), found('two-counts-in-cell')]).toEqual([[], []]);
  });

  it('are days and times of sessions too', () => {
    const found = said([CLIENTS, visits(['Easter', '14:00'], ['30/03/2026', 'noonish'], ['31/03/2026', '9:00'])]);
    expect(found('value-not-read').map(({ count, rows }) => [count, rows])).toEqual([
      [1, ['sessions.csv#S1']],
      [1, ['sessions.csv#S2']],
    ]);
  });
});

describe('times where the clocks change, in the zone in force', () => {
  const nights = visits(
    ['29/03/2026', '02:30'],
    ['29/03/2026', '03:00'],
    ['25/10/2026', '02:00'],
    ['25/10/2026', '03:00'],
    ['08/03/2026', '2:59 AM'],
    ['08/03/2026', '2:30 PM'],
    ['01/11/2026', '01:30'],
    // Its own zone: reading the export reports it.
    ['29/03/2026', '02:30', 'Europe/Berlin'],
  );

  it('are counted for Berlin', () => {
    const found = said([CLIENTS, nights]);
    expect(found('time-skipped')).toEqual([
      { count: 1, rows: ['sessions.csv#S1'], message: '1 time is one that the clocks skip in Europe/Berlin' },
    ]);
    expect(found('time-twice')).toMatchObject([{ count: 1, rows: ['sessions.csv#S3'] }]);
  });

  it('are others for New York', () => {
    const found = said([CLIENTS, nights], 'America/New_York');
    expect(found('time-skipped')).toMatchObject([{ count: 1, rows: ['sessions.csv#S5'] }]);
    expect(found('time-twice')).toMatchObject([{ count: 1, rows: ['sessions.csv#S7'] }]);
  });

  it('are none in a zone without changes', () => {
    const found = said([CLIENTS, nights], 'Asia/Tokyo');
    expect([...found('time-skipped'), ...found('time-twice')]).toEqual([]);
  });
});
