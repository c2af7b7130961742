import { type Reject, type StagedRow, unwritten, type WrittenRow } from '@cutover/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Gathering } from './gathering.ts';
import { filesInMemory, readExport } from './index.ts';
import { Repeats } from './repeats.ts';

async function read(contents: Record<string, string>) {
  const rows: StagedRow[] = [];
  const rejects: Reject[] = [];
  const sink = {
    begin: () => undefined,
    rows: (batch: readonly WrittenRow[]) => rows.push(...batch.map(unwritten)),
    rejects: (batch: readonly Reject[]) => rejects.push(...batch),
    issues: () => undefined,
    end: () => undefined,
  };
  const summary = await readExport(filesInMemory(contents), sink, { now: '2026-11-22T00:00:00Z' });
  const fileOf = (name: string) => summary.files.find((file) => file.file === name) ?? expect.fail(`${name} was not read`);
  return { summary, rejects, fileOf, rows: (file: string) => rows.filter((row) => row.file === file) };
}

const CLIENTS =
  'Client ID,First Name,Last Name,Email\nC1,Maya,Chen,maya@example.com\nC2,Tomasz,Kowal,tomasz@example.com\nC3,Amara,Diallo,amara@example.com\n';
const HEADER = 'Session ID,Client ID,Date,Status,Coach\n';
/** As a tool writes it that goes through its clients one after another. */
const BY_CLIENT =
  'S1,C1,2026-03-01,Completed,Dana Reyes\nS2,C1,2026-03-08,Completed,Dana Reyes\nS4,C1,2026-03-10,Completed,Dana Reyes\n' +
  'S1,C2,2026-03-01,No-show,Dana Reyes\nS3,C2,2026-03-09,Completed,Sam Okafor\nS4,C2,2026-03-10,Completed,Dana Reyes\n' +
  'S1,C3,2026-03-01,Completed,Dana Reyes\nS3,C3,2026-03-09,Completed,Sam Okafor\n';

describe('participants that do not stand next to each other', () => {
  test('are one session with several clients; each row has its outcome', async () => {
    const { fileOf, rows, rejects, summary } = await read({ 'c.csv': CLIENTS, 's.csv': HEADER + BY_CLIENT });
    expect(rows('s.csv').map(({ key, line, cells }) => [key, line, cells.slice(1)])).toEqual([
      ['s.csv#S2', 3, ['C1', '2026-03-08', 'Completed', 'Dana Reyes']],
      ['s.csv#S4', 4, ['C1; C2', '2026-03-10', 'Completed', 'Dana Reyes']],
      ['s.csv#S1', 2, ['C1; C2; C3', '2026-03-01', 'Completed; No-show', 'Dana Reyes']],
      ['s.csv#S3', 6, ['C2; C3', '2026-03-09', 'Completed', 'Sam Okafor']],
    ]);
    expect(rejects.map((one) => [one.outcome, one.line, one.reason])).toEqual([
      ['skipped', 5, 'another participant: taken together with line 2'],
      ['skipped', 7, 'another participant: taken together with line 4'],
      ['skipped', 8, 'another participant: taken together with line 2'],
      ['skipped', 9, 'another participant: taken together with line 6'],
    ]);
    expect([fileOf('s.csv').idColumn, fileOf('s.csv').counts]).toEqual([0, { rows: 8, staged: 4, rejected: 0, skipped: 4 }]);
    expect(summary.findings).toEqual([]);
  });

  test('the same export gives the same keys and hashes again', async () => {
    const export_ = { 'c.csv': CLIENTS, 's.csv': HEADER + BY_CLIENT };
    const [first, second] = [await read(export_), await read(export_)];
    expect(second.rows('s.csv').map(({ key, hash }) => [key, hash])).toEqual(first.rows('s.csv').map(({ key, hash }) => [key, hash]));
  });

  test('a row that differs elsewhere, one that is there twice, and damaged ones', async () => {
    const odd =
      `${HEADER + BY_CLIENT}S1,C3,2026-03-02,Completed,Dana Reyes\nS4,C2,2026-03-10,Completed,Dana Reyes\n` +
      'S2,C2,2026-03-08\n,C1,2026-03-11,Completed,Dana Reyes\nS3,C1,some day,Completed,Sam Okafor\n';
    const { fileOf, rows, rejects, summary } = await read({ 'c.csv': CLIENTS, 's.csv': odd });
    expect(rows('s.csv').map(({ key, cells }) => [key, cells[1], cells[2]])).toEqual([
      ['s.csv#S2', 'C1', '2026-03-08'],
      ['s.csv#S1', 'C1; C2; C3', '2026-03-01'],
      ['s.csv#S1~2', 'C3', '2026-03-02'],
      ['s.csv#S4', 'C1; C2', '2026-03-10'],
      ['s.csv#S3', 'C2; C3', '2026-03-09'],
    ]);
    expect(rejects.filter(({ line }) => line > 9).map((one) => [one.outcome, one.line, one.reason])).toEqual([
      ['skipped', 11, 'the same participant again: taken together with line 4'],
      ['rejected', 12, '3 cells where the header has 5'],
      ['rejected', 13, 'no id'],
      ['rejected', 14, 'its time cannot be read: not a date'],
    ]);
    expect(fileOf('s.csv').counts).toEqual({ rows: 13, staged: 5, rejected: 3, skipped: 5 });
    expect(summary.findings.map(({ code, count }) => [code, count])).toEqual([
      ['id-twice', 1],
      ['rows-rejected', 3],
    ]);
  });

  test('in any order the same participants come together', async () => {
    const lines = BY_CLIENT.trim().split('\n');
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(lines, { minLength: lines.length }), async (shuffled) => {
        const { rows, fileOf } = await read({ 'c.csv': CLIENTS, 's.csv': `${HEADER}${shuffled.join('\n')}\n` });
        const people = rows('s.csv').map(({ sourceId, cells }) => `${sourceId}: ${(cells[1] ?? '').split('; ').sort().join(' ')}`);
        expect(people.sort()).toEqual(['S1: C1 C2 C3', 'S2: C1', 'S3: C2 C3', 'S4: C1 C2']);
        expect(fileOf('s.csv').counts).toEqual({ rows: 8, staged: 4, rejected: 0, skipped: 4 });
      }),
      { numRuns: 60 },
    );
  });
});

describe('waiting for participants', () => {
  const record = (line: number, cells: readonly string[]) => ({ line, cells, raw: cells.join(',') });

  function gathered(rows: readonly (readonly string[])[], most: number) {
    const repeats = new Repeats();
    for (const [id = ''] of rows) repeats.add(id);
    const taken: (readonly string[])[] = [];
    let joined = 0;
    const outcome = {
      take: (_: unknown, cells: readonly string[]) => void taken.push(cells),
      joined: () => {
        joined += 1;
      },
    };
    const gathering = new Gathering({ column: 0, differing: new Set([1]), repeats }, outcome, most);
    for (let reading = 0; reading < gathering.readings; reading += 1) {
      for (const [at, cells] of rows.entries()) gathering.add(record(at + 2, cells), cells, reading);
      gathering.finish();
    }
    return { taken, joined, readings: gathering.readings };
  }

  test('with room for few the file is read several times, and comes out the same', () => {
    const id = fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(id, fc.constantFrom('x', 'y', 'z'), fc.constantFrom('1', '2'))),
        fc.integer({ min: 1, max: 4 }),
        (rows, most) => {
          const [wide, narrow] = [gathered(rows, 1_000), gathered(rows, most)];
          expect(wide.readings).toBe(1);
          expect([...narrow.taken].sort()).toEqual([...wide.taken].sort());
          expect(narrow.joined).toBe(wide.joined);
          expect(wide.taken.length + wide.joined).toBe(rows.length);
        },
      ),
      { numRuns: 300 },
    );
    expect(
      gathered(
        [
          ['a', 'x'],
          ['b', 'x'],
          ['c', 'x'],
          ['a', 'y'],
          ['b', 'y'],
          ['c', 'y'],
        ],
        1,
      ).readings,
    ).toBe(3);
    expect(
      gathered(
        [
          ['a', 'x'],
          ['a', 'y'],
          ['b', 'x'],
          ['b', 'y'],
          ['c', 'x'],
          ['c', 'y'],
        ],
        1,
      ).readings,
    ).toBe(1);
  });

  test('ids are counted past the size of the first table', () => {
    const repeats = new Repeats();
    for (let times = 0; times < 2; times += 1) for (let n = 0; n < 10_000; n += 1) repeats.add(`S${n}`);
    for (let n = 0; n < 10_000; n += 1) repeats.add(`T${n}`);
    expect([repeats.times('S0'), repeats.times('S9999'), repeats.times('T5'), repeats.times('U1'), repeats.times('')]).toEqual([
      2, 2, 1, 0, 0,
    ]);
    expect(repeats.openAtOnce).toBe(10_000);
  });
});

test('rows by the thousand with one id are each kept, in a time that grows with their number', { timeout: 20_000 }, async () => {
  const lines = Array.from({ length: 60_000 }, (_, n) => `${n % 3 === 0 ? 0 : n},C${1 + (n % 3)},2026-03-01,Note ${n},Dana Reyes`);
  const { fileOf, summary, rows } = await read({
    'c.csv': CLIENTS,
    's.csv': `Session ID,Client ID,Date,Topic,Coach\n${lines.join('\n')}\n${lines[59_997]}\n`,
  });
  expect([fileOf('s.csv').idColumn, fileOf('s.csv').counts]).toEqual([0, { rows: 60_001, staged: 60_000, rejected: 0, skipped: 1 }]);
  expect(summary.findings.map(({ code, count }) => [code, count])).toEqual([['id-twice', 19_999]]);
  expect(new Set(rows('s.csv').map(({ key }) => key)).size).toBe(60_000);
});
