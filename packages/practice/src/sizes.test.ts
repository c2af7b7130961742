import { type Reject, type StagedRow, unwritten, type WrittenRow } from '@cutover/domain';
import { expect, test } from 'vitest';
import { filesInMemory, LIMITS, readExport } from './index.ts';
import { book } from './testing/book.ts';

const CLIENTS = 'Client ID,First Name,Last Name,Email\nC1,Maya,Chen,maya@example.com\nC2,Tomasz,Kowal,tomasz@example.com\n';

async function read(contents: Record<string, string | Uint8Array>, limits = LIMITS) {
  const rows: StagedRow[] = [];
  const rejects: Reject[] = [];
  const sink = {
    begin: () => undefined,
    rows: (batch: readonly WrittenRow[]) => rows.push(...batch.map(unwritten)),
    rejects: (batch: readonly Reject[]) => rejects.push(...batch),
    issues: () => undefined,
    end: () => undefined,
  };
  const summary = await readExport(filesInMemory({ 'c.csv': CLIENTS, ...contents }), sink, { now: '2026-11-22T00:00:00Z', limits });
  const left = rejects.map(({ file, line, reason }) => [file, line, reason]);
  return {
    left,
    rejects,
    ids: rows.filter((row) => row.file !== 'c.csv').map((row) => row.sourceId),
    findings: summary.findings.map((one) => one.message),
  };
}

const header = 'Session ID,Client ID,Date,Notes\n';

test('a cell of three million characters costs its row, in every format', async () => {
  const big = 'x'.repeat(3_000_000);
  const wrong = 'a cell of more than 1,000,000 characters';
  const csv = await read({ 's.csv': `${header}S1,C1,2026-03-01,${big}\nS2,C2,2026-03-02,"${big}"\nS3,C1,2026-03-03,short\n` });
  expect([csv.left, csv.ids]).toEqual([
    [
      ['s.csv', 2, wrong],
      ['s.csv', 3, wrong],
    ],
    ['S3'],
  ]);
  const lines = JSON.stringify({ id: 'S1', client: 'C1', date: '2026-03-01', notes: big });
  const ndjson = await read({ 's.ndjson': `${lines}\n{"id":"S2","client":"C2","date":"2026-03-02","notes":"short"}\n` });
  expect([ndjson.left, ndjson.ids]).toEqual([[['s.ndjson', 1, 'a value of more than 1,000,000 characters']], ['S2']]);
  const sheet = await read(
    {
      's.xlsx': book({
        A: [
          ['Session ID', 'Client ID', 'Date', 'Notes'],
          ['S1', 'C1', '2026-03-01', big.slice(0, 1_500_000) + Math.random()],
          ['S2', 'C2', '2026-03-02', 'short'],
        ],
      }),
    },
    { ...LIMITS, ratio: 1e9 },
  );
  expect([sheet.left, sheet.ids]).toEqual([[['s.xlsx!A', 2, wrong]], ['S2']]);
});

test('a line without end costs itself, and what is kept of it is bounded', async () => {
  const { left, ids, rejects } = await read({ 's.csv': `${header}S1,C1,2026-03-01,${'x,'.repeat(6_000_000)}\nS2,C2,2026-03-02,short\n` });
  expect([left, ids]).toEqual([[['s.csv', 2, 'the line is too long to be taken']], ['S2']]);
  expect(rejects[0]?.raw.length).toBeLessThan(110_000);
});

test('fifty thousand columns are no table that is read, and it is said', async () => {
  const names = Array.from({ length: 50_000 }, (_, i) => `n${i}`).join(',');
  const { findings, ids } = await read({ 'wide.csv': `${names}\n${names}\n` });
  expect([findings, ids]).toEqual([['wide.csv was not read: wide.csv has 50000 columns or more; at most 2000 are taken'], []]);
  const members = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`n${i}`, i]));
  expect((await read({ 'wide.json': JSON.stringify([members]) })).findings).toEqual([
    'wide.json was not read: wide.json has 2001 columns or more; at most 2000 are taken',
  ]);
});

test('ten thousand quotes that never close take no longer than ten thousand lines', async () => {
  const { left, ids } = await read({
    's.csv': `${header}${Array.from({ length: 10_000 }, (_, i) => `S${i},C1,2026-03-01,${i % 2 === 0 ? '"open' : 'plain'}\n`).join('')}`,
  });
  expect(left.length + ids.length).toBe(10_000);
  expect(ids.length).toBeGreaterThanOrEqual(5_000);
});
