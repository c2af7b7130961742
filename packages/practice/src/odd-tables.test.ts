import { type Reject, type StagedRow, unwritten, type ValueIssue, type WrittenRow } from '@cutover/domain';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { filesInMemory, readExport } from './index.ts';

async function read(contents: Record<string, string | Uint8Array>) {
  const rows: StagedRow[] = [];
  const rejects: Reject[] = [];
  const issues: ValueIssue[] = [];
  const sink = {
    begin: () => undefined,
    rows: (batch: readonly WrittenRow[]) => rows.push(...batch.map(unwritten)),
    rejects: (batch: readonly Reject[]) => rejects.push(...batch),
    issues: (batch: readonly ValueIssue[]) => issues.push(...batch),
    end: () => undefined,
  };
  const summary = await readExport(filesInMemory(contents), sink, { now: '2026-11-22T00:00:00Z' });
  const fileOf = (name: string) => summary.files.find((file) => file.file === name) ?? expect.fail(`${name} was not read`);
  const findings = summary.findings.map(({ code, count }) => [code, count]);
  return { summary, rejects, issues, fileOf, findings, rows: (file: string) => rows.filter((row) => row.file === file) };
}

const CLIENTS =
  'Client ID,First Name,Last Name,Email\nC1,Maya,Chen,maya@example.com\nC2,Tomasz,Kowal,tomasz@example.com\nC3,Amara,Diallo,amara@example.com\nC4,Noah,Tan,noah@example.com\n';
const SESSIONS =
  'Session ID,Client ID,Date,Status\nS1,C1,2026-03-01,Completed\nS2,C2,2026-03-02,No-show\nS3,C3,2026-03-03,Completed\nS4,C4,2026-03-04,Completed\n';

describe('a table without a line of headers', () => {
  const rows = CLIENTS.slice(CLIENTS.indexOf('\n') + 1);

  test('keeps its first row, and says what it lacks', async () => {
    const { fileOf, findings, rows: of } = await read({ 'c.csv': rows, 's.csv': SESSIONS });
    expect(of('c.csv').map(({ line, sourceId }) => [line, sourceId])).toEqual([
      [1, 'C1'],
      [2, 'C2'],
      [3, 'C3'],
      [4, 'C4'],
    ]);
    expect(fileOf('c.csv').columns.map(({ name }) => name)).toEqual(['', '', '', '']);
    expect(findings).toEqual([['header-missing', 4]]);
  });

  test('a header that only holds a mail address or a day by chance stays one', async () => {
    const odd = 'Client ID,Name,dana@example.com,2026-01-01\nC1,Maya Chen,yes,3\nC2,Tomasz Kowal,no,4\nC3,Amara Diallo,yes,5\n';
    const { fileOf } = await read({ 'c.csv': odd, 's.csv': SESSIONS });
    expect(fileOf('c.csv').counts.rows).toBe(3);
    expect(fileOf('c.csv').columns.map(({ name }) => name)).toEqual(['Client ID', 'Name', 'dana@example.com', '2026-01-01']);
  });
});

describe('sums without a name', () => {
  const packages =
    'Package ID,Client ID,Package,Status,Price,Sessions Included,Sessions Used\nP1,C1,Gold,Active,"$1,200.00",10,3\nP2,C2,Silver,Active,$600.00,5,5\nP3,C3,Gold,Paused,$600.00,5,5\n';

  test('at the end of a table are no row, with remarks below them or without', async () => {
    for (const end of ['', 'Exported by Dana\n']) {
      const { fileOf, rejects, findings } = await read({ 'c.csv': CLIENTS, 'p.csv': `${packages},,,,"$2,400.00",20,13\n${end}` });
      expect(fileOf('p.csv').idColumn).toBe(0);
      expect(fileOf('p.csv').columns[4]?.sum).toBe(2400);
      expect(rejects[0]).toMatchObject({ outcome: 'skipped', line: 5, reason: 'a row of totals' });
      expect(rejects.length).toBe(end === '' ? 1 : 2);
      expect(fileOf('p.csv').counts).toEqual({ rows: 3 + rejects.length, staged: 3, rejected: 0, skipped: rejects.length });
      expect(findings).toEqual([]);
    }
  });

  test('in the middle are a row with its own fault', async () => {
    const { fileOf, rejects } = await read({ 'c.csv': CLIENTS, 'p.csv': `${packages},,,,$5.00,1,1\nP4,C4,Gold,Active,$600.00,5,5\n` });
    expect(fileOf('p.csv').counts).toEqual({ rows: 5, staged: 4, rejected: 1, skipped: 0 });
    expect(rejects).toMatchObject([{ outcome: 'rejected', line: 5, reason: 'no id' }]);
  });
});

describe('ids in small tables', () => {
  test('that are there again, once the same and once with other content, stay ids', async () => {
    const { fileOf, findings, rejects, rows, summary } = await read({
      'c.csv': `${CLIENTS}C1,Maya,Other,maya2@example.com\nC1,Maya,Chen,maya@example.com\n`,
      's.csv': SESSIONS,
    });
    expect(fileOf('c.csv').idColumn).toBe(0);
    expect(rows('c.csv').map(({ key }) => key)).toEqual(['c.csv#C1', 'c.csv#C2', 'c.csv#C3', 'c.csv#C4', 'c.csv#C1~2']);
    expect(rejects).toMatchObject([{ outcome: 'skipped', line: 7, reason: 'exact repetition of line 2' }]);
    expect(findings).toEqual([['id-twice', 1]]);
    expect(summary.links).toMatchObject([{ file: 's.csv', index: 1, toFile: 'c.csv', by: 'id', overlap: 1 }]);
  });

  test('numbers of invoices that repeat in a table of lines are no ids of theirs', async () => {
    const { fileOf } = await read({
      'c.csv': CLIENTS,
      'i.csv':
        'Invoice ID,Client ID,Issued,Amount,Status\nR1,C1,2026-01-02,180.00,Paid\nR2,C2,2026-01-03,90.00,Void\nR3,C3,2026-01-04,45.00,Sent\nR4,C4,2026-01-04,45.00,Sent\n',
      'l.csv':
        'Invoice ID,Description,Qty,Unit Price,Line Total\nR1,Session,1,90.00,90.00\nR1,Book,1,90.00,90.00\nR2,Session,1,45.00,45.00\nR2,Book,1,45.00,45.00\nR3,Book,1,45.00,45.00\nR4,Book,1,45.00,45.00\n',
    });
    expect(fileOf('l.csv').idColumn).toBeNull();
  });
});

test('text in UTF-16 without a byte order mark is found in any script', async () => {
  const written = 'Client ID;Имя;Фамилия;Email\nC1;Мария;Иванова;m@example.com\nC2;Пётр;Сидоров;p@example.com\n';
  for (const encoding of ['utf-16le', 'utf-16be'] as const) {
    const { fileOf, rows } = await read({ 'c.csv': iconv.encode(written, encoding, { addBOM: false }), 's.csv': SESSIONS });
    expect(fileOf('c.csv').format).toMatchObject({ encoding, delimiter: ';' });
    expect(rows('c.csv')[0]?.cells).toEqual(['C1', 'Мария', 'Иванова', 'm@example.com']);
  }
});

test('a few control characters do not make a small file a picture; headers are read without them', async () => {
  const { fileOf, rows } = await read({
    'c.csv':
      'Client ID,First Name \u001b[2J\u001b]0;owned\u0007,Last\u202e Name,Email\nC1,Maya\u0007,Chen,maya@example.com\nC2,Tomasz,\u001b[31mKowal,t@example.com\n',
    's.csv': SESSIONS,
  });
  expect(fileOf('c.csv').columns.map(({ name }) => name)).toEqual(['Client ID', 'First Name ', 'Last Name', 'Email']);
  expect(rows('c.csv')[0]?.cells).toEqual(['C1', 'Maya\u0007', 'Chen', 'maya@example.com']);
});

test('files that promise rows and hold none that can be read are named', async () => {
  const { findings, summary } = await read({
    'c.csv': CLIENTS,
    's.csv': SESSIONS,
    'empty.csv': '',
    'packages.csv': Uint8Array.from({ length: 3_000 }, (_, n) => (n * 37) % 29),
    'old.xls': Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array<number>(600).fill(0)]),
  });
  expect(findings).toEqual([
    ['file-empty', 1],
    ['format-unread', 1],
    ['format-unread', 1],
  ]);
  expect(summary.findings.map(({ rows }) => rows[0])).toEqual(['empty.csv', 'old.xls', 'packages.csv']);
});

test('a column that says it holds days holds some that are none: each is reported', async () => {
  const { fileOf, rejects, issues } = await read({
    'c.csv': `${CLIENTS.replace('Email\n', 'Email,Birthday\n').replace('maya@example.com', 'maya@example.com,1980-02-30').replace('tomasz@example.com', 'tomasz@example.com,1981-03-04').replace('amara@example.com', 'amara@example.com,1975-12-01').replace('noah@example.com', 'noah@example.com,')}`,
    's.csv': SESSIONS.replace('2026-03-02', '31/02/2026'),
  });
  expect([fileOf('c.csv').columns[4]?.type, fileOf('s.csv').columns[2]?.type]).toEqual(['date', 'date']);
  expect(issues).toMatchObject([{ file: 'c.csv', line: 2, column: 'Birthday', value: '1980-02-30' }]);
  expect(rejects).toMatchObject([{ file: 's.csv', line: 3, column: 'Date', value: '31/02/2026' }]);
});

test('lists that are separated now by this, now by that, have no one separator', async () => {
  const tags = (first: string, second: string) =>
    CLIENTS.replace('Email\n', 'Email,Tags\n')
      .replace('maya@example.com', `maya@example.com,${first}`)
      .replace('tomasz@example.com', `tomasz@example.com,${second}`)
      .replace('amara@example.com', 'amara@example.com,vip')
      .replace('noah@example.com', 'noah@example.com,');
  const mixed = await read({ 'c.csv': tags('vip; new', 'vip|old'), 's.csv': SESSIONS });
  expect(mixed.fileOf('c.csv').columns[4]).toMatchObject({ type: 'list', reading: {} });
  const one = await read({ 'c.csv': tags('vip; new', 'vip; old'), 's.csv': SESSIONS });
  expect(one.fileOf('c.csv').columns[4]?.reading.separator).toBe(';');
});
