import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Reject, type StagedRow, unwritten, type ValueIssue } from '@cutover/domain';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesInMemory, openFolder, readExport } from './index.ts';

const now = '2026-11-22T00:00:00Z';

async function read(contents: Record<string, string | Uint8Array>) {
  const rows: StagedRow[] = [];
  const rejects: Reject[] = [];
  const issues: ValueIssue[] = [];
  const batches: number[] = [];
  const summary = await readExport(
    filesInMemory(contents),
    {
      begin: () => undefined,
      rows: (batch) => {
        batches.push(batch.length);
        rows.push(...batch.map(unwritten));
      },
      rejects: (batch) => rejects.push(...batch),
      issues: (batch) => issues.push(...batch),
      end: () => undefined,
    },
    { now },
  );
  return { summary, rows, rejects, issues, batches };
}

const CLIENTS =
  'Client ID,First Name,Last Name,Email\nC1,Maya,Chen,maya@example.com\nC2,Tomasz,Kowal,tomasz@example.com\nC3,Amara,Diallo,amara@example.com\n';

describe('rows', () => {
  test('keys, hashes and repetitions', async () => {
    const others = Array.from({ length: 6 }, (_, i) => `D${i},Ana,Lim,ana${i}@example.com\n`).join('');
    const { rows, rejects, summary } = await read({
      'c.csv': `${CLIENTS}C2,Tomasz,Kowal,tomasz@example.com\nC2,Tomek,Kowal,tomek@example.com\nC2,Tomek,Kowal,tomek@example.com\n${others}`,
    });
    expect(rows.slice(0, 4).map((row) => [row.key, row.sourceId, row.line])).toEqual([
      ['c.csv#C1', 'C1', 2],
      ['c.csv#C2', 'C2', 3],
      ['c.csv#C3', 'C3', 4],
      ['c.csv#C2~2', 'C2', 6],
    ]);
    expect(rejects.map((one) => [one.outcome, one.line, one.reason])).toEqual([
      ['skipped', 5, 'exact repetition of line 3'],
      ['skipped', 7, 'exact repetition of line 6'],
    ]);
    expect(summary.files[0]?.counts).toEqual({ rows: 12, staged: 10, rejected: 0, skipped: 2 });
    expect(summary.findings).toContainEqual(expect.objectContaining({ code: 'id-twice', count: 1, rows: ['c.csv#C2~2'] }));
    expect(new Set(rows.map((row) => row.hash)).size).toBe(10);
  });

  test('without an id column the id comes from the content, the same on every reading', async () => {
    const text =
      'client,date,by,text\nC1,2026-03-01,Dana Reyes,wants to lead more\nC2,2026-03-02,Sam Okafor,bakes at night\nC2,2026-03-02,Sam Okafor,bakes at night\n';
    const first = await read({ 'c.csv': CLIENTS, 'n.csv': text });
    const again = await read({ 'c.csv': CLIENTS, 'n.csv': text });
    const ids = first.rows.filter((row) => row.file === 'n.csv').map((row) => row.sourceId);
    expect(ids).toHaveLength(2);
    for (const id of ids) expect(id).toMatch(/^r-[0-9a-f]{12}$/);
    expect(again.rows).toEqual(first.rows);
    expect(first.rejects).toEqual([expect.objectContaining({ outcome: 'skipped', line: 4, reason: 'exact repetition of line 3' })]);
  });

  test('two equal lines of an invoice are two lines', async () => {
    const { rows, rejects, summary } = await read({
      'c.csv': CLIENTS,
      'i.csv': 'Invoice No,Client ID,Amount,Status,Due Date\nR1,C1,$180.00,Paid,2026-01-02\nR2,C2,$90.00,Void,2026-01-03\n',
      'l.csv': 'Invoice,Description,Qty,Unit Price\nR1,Session,1,90.00\nR1,Session,1,90.00\nR2,Session,1,90.00\n',
    });
    expect(summary.files.map((file) => file.object)).toEqual(['client', 'invoice', 'invoice']);
    const keys = rows.filter((row) => row.file === 'l.csv').map((row) => row.key);
    expect(keys[1]).toBe(`${keys[0]}~2`);
    expect(rejects).toEqual([]);
  });

  test('rejected: too many cells, no id, a session without readable date; all else is staged with its issue', async () => {
    const { rows, rejects, issues } = await read({
      'c.csv': CLIENTS,
      's.csv':
        'Session ID,Client ID,Date,Start,Duration (min),Status\n' +
        'S1,C1,2026-03-01,10:00,60,Completed\nS2,C2,2026-02-31,10:00,60,Completed\nS3,C2,2026-03-03,10:00,sixty,No-show\n,C1,2026-03-04,10:00,60,Completed\n' +
        'S5,C1,2026-03-05,25:10,60,Completed\nS6,C1,2026-03-05,11:00,60,Completed,too,much\nS7,C3,2026-03-06,09:00,60,Completed,,\n,,,,,\nS8,C1,,09:00,60,Scheduled\n' +
        Array.from({ length: 30 }, (_, i) => `T${i},C1,2026-04-0${1 + (i % 9)},10:00,60,Completed\n`).join(''),
    });
    expect(rejects.map((one) => [one.outcome, one.line, one.column, one.value, one.reason])).toEqual([
      ['rejected', 3, 'Date', '2026-02-31', 'its time cannot be read: no such day: 2026-2-31'],
      ['rejected', 5, 'Session ID', '', 'no id'],
      ['rejected', 7, null, null, '8 cells where the header has 6'],
      ['skipped', 9, null, null, 'no cell is filled'],
    ]);
    expect(issues.map((one) => [one.line, one.column, one.value])).toEqual([
      [4, 'Duration (min)', 'sixty'],
      [6, 'Start', '25:10'],
    ]);
    const staged = rows.filter((row) => row.file === 's.csv').map((row) => row.sourceId);
    expect(staged.slice(0, 5)).toEqual(['S1', 'S3', 'S5', 'S7', 'S8']);
    expect(rows.find((row) => row.sourceId === 'S7')?.cells).toHaveLength(6);
  });

  test('a column whose order of day and month is open rejects nothing', async () => {
    const { rejects, issues, summary } = await read({
      'c.csv': CLIENTS,
      's.csv': 'Session ID,Client ID,Date,Start,Duration,Status\nS1,C1,03/04/2026,10:00,60,Completed\nS2,C2,05/06/2026,10:00,60,No-show\n',
    });
    expect(summary.files[1]?.columns[2]).toMatchObject({ type: 'date', reading: { order: 'ambiguous' } });
    expect([rejects, issues]).toEqual([[], []]);
  });

  test('an unclosed quote costs its own row', async () => {
    const { rows, rejects } = await read({ 'c.csv': `${CLIENTS}C4,"Lea,Roth,lea@example.com\nC5,Kim,Park,kim@example.com\n` });
    expect(rows.map((row) => row.sourceId)).toEqual(['C1', 'C2', 'C3', 'C5']);
    expect(rejects).toEqual([
      {
        outcome: 'rejected',
        file: 'c.csv',
        line: 5,
        column: null,
        value: null,
        reason: 'a quote is opened here and not closed',
        raw: 'C4,"Lea,Roth,lea@example.com',
      },
    ]);
  });

  test('rows arrive in batches of a thousand', async () => {
    const many = Array.from({ length: 2_345 }, (_, i) => `D${i},Ana${i},Lim,ana${i}@example.com\n`).join('');
    const { batches } = await read({ 'c.csv': CLIENTS + many });
    expect(batches).toEqual([1000, 1000, 348]);
  });

  test('whatever the rows: staged + rejected + skipped = rows', async () => {
    const id = fc.constantFrom('C1', 'C2', 'C9', '', 'N/A', 'C10');
    const cell = fc.constantFrom('Maya', 'x@example.com', '', '"open', '"a,b"', 'é', '2026-03-01', 'a,b', '\n');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(id, cell, cell, cell), { maxLength: 25 }), async (more) => {
        const { rows, rejects, summary } = await read({ 'c.csv': CLIENTS + more.map((row) => `${row.join(',')}\n`).join('') });
        const counts = summary.files[0]?.counts;
        expect(counts?.staged).toBe(rows.length);
        expect((counts?.rejected ?? 0) + (counts?.skipped ?? 0)).toBe(rejects.length);
        expect(rows.length + rejects.length).toBe(counts?.rows);
        expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
      }),
      { numRuns: 150 },
    );
  });
});

describe('exports that cannot be read', () => {
  test('empty and unrecognised ones are said, not guessed', async () => {
    await expect(read({ 'letter.txt': 'hello' })).rejects.toMatchObject({ code: 'source-empty' });
    await expect(read({ 'c.csv': 'Client ID,First Name,Last Name\n' })).rejects.toMatchObject({ code: 'source-empty' });
    await expect(read({ 'a.csv': 'x,y\n1,2\n3,4\n' })).rejects.toMatchObject({
      code: 'source-unrecognised',
      details: { data: { files: ['a.csv'] } },
    });
  });

  test('one unrecognised file among others is staged all the same, with a finding', async () => {
    const { summary, rows } = await read({ 'c.csv': CLIENTS, 'z.csv': 'x,y\nfoo,bar\n' });
    expect(summary.files[1]).toMatchObject({ object: null, confidence: 0 });
    expect(rows.some((row) => row.file === 'z.csv')).toBe(true);
    expect(summary.findings.map((finding) => finding.code)).toEqual(['file-unrecognised']);
  });

  test('a table that somebody uploaded is a file of theirs, not one of the export', async () => {
    const { summary, rows } = await read({
      'c.csv': CLIENTS,
      'files.csv': 'File ID,File Name,Stored At,Client ID\nF1,scores.csv,up/scores.csv,C1\nF2,plan.pdf,up/plan.pdf,C2\n',
      'up/scores.csv': 'week,mood\n1,5\n2,7\n',
    });
    expect(summary.files.map((file) => file.object)).toEqual(['client', 'file']);
    expect(summary.attachments.map((file) => [file.path, file.mediaType])).toEqual([['up/scores.csv', 'text/csv']]);
    expect(rows.some((row) => row.file === 'up/scores.csv')).toBe(false);
  });

  test('a workbook beside the tables is not passed over in silence; one that a client sent is', async () => {
    const workbook = Buffer.from('PK\x03\x04 …');
    const { summary } = await read({
      'c.csv': CLIENTS,
      'files.csv': 'File ID,File Name,Stored At,Client ID\nF1,scores.xlsx,up/scores.xlsx,C1\nF2,plan.pdf,up/plan.pdf,C2\n',
      'sessions.xlsx': workbook,
      'up/scores.xlsx': workbook,
    });
    expect(summary.findings.map((finding) => [finding.code, finding.rows])).toEqual([['file-refused', ['sessions.xlsx']]]);
    expect(summary.attachments).toHaveLength(2);
  });

  test('a file that may not be read is named', async () => {
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
    const { list } = filesInMemory({ 'c.csv': CLIENTS });
    const sink = { begin: () => undefined, rows: () => undefined, rejects: () => undefined, issues: () => undefined, end: () => undefined };
    const read = () =>
      new Readable({
        read() {
          this.destroy(denied);
        },
      });
    await expect(readExport({ root: 'x', list, read }, sink, { now })).rejects.toMatchObject({
      code: 'source-unreadable',
      details: { place: { file: 'c.csv' } },
    });
  });

  test('columns of the same name, and without one, keep their place', async () => {
    const { summary } = await read({
      'c.csv': 'Client ID,First Name,Last Name,Email,Email,\nC1,Maya,Chen,maya@example.com,m@example.com,x\n',
    });
    expect(summary.files[0]?.columns.map((one) => one.name)).toEqual(['Client ID', 'First Name', 'Last Name', 'Email', 'Email', '']);
    expect(summary.findings.map((finding) => finding.code)).toEqual(['header-twice']);
  });
});

describe('openFolder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'practice-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('lists files in every depth, sorted, with / in their paths; links and debris are left out', async () => {
    mkdirSync(join(folder, 'in', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'in', 'deep', 'b.txt'), 'hello');
    writeFileSync(join(folder, 'z.csv'), 'a,b');
    writeFileSync(join(folder, '.DS_Store'), '');
    symlinkSync('/etc', join(folder, 'out'));
    symlinkSync('/etc/hosts', join(folder, 'hosts.csv'));
    const files = await openFolder(folder);
    expect(await files.list()).toEqual([
      { path: 'in/deep/b.txt', size: 5 },
      { path: 'z.csv', size: 3 },
    ]);
    expect(() => files.read('../secret')).toThrow(expect.objectContaining({ code: 'source-missing' }));
  });

  test('missing, no folder, empty', async () => {
    await expect(openFolder(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'source-missing' });
    await expect(openFolder(folder)).rejects.toMatchObject({ code: 'source-empty' });
    writeFileSync(join(folder, 'a.csv'), 'a');
    await expect(openFolder(join(folder, 'a.csv'))).rejects.toMatchObject({ code: 'source-missing' });
  });

  test('a file that vanishes while it is read is named', async () => {
    writeFileSync(join(folder, 'a.csv'), CLIENTS);
    const files = await openFolder(folder);
    rmSync(join(folder, 'a.csv'));
    const sink = { begin: () => undefined, rows: () => undefined, rejects: () => undefined, issues: () => undefined, end: () => undefined };
    await expect(readExport(files, sink, { now })).rejects.toMatchObject({ code: 'source-missing', details: { place: { file: 'a.csv' } } });
  });
});
