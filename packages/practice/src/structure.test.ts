import { type Reject, type StagedRow, unwritten, type WrittenRow } from '@cutover/domain';
import { describe, expect, test } from 'vitest';
import { filesInMemory, readExport } from './index.ts';

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
  return { summary, rows, rejects, fileOf, cells: (file: string) => rows.filter((row) => row.file === file).map((row) => row.cells) };
}

const CLIENTS =
  'Client ID,First Name,Last Name,Email\nC1,Maya,Chen,maya@example.com\nC2,Tomasz,Kowal,tomasz@example.com\nC3,Amara,Diallo,amara@example.com\n';

describe('one row per participant', () => {
  const sessions =
    'Session ID,Client ID,Client Email,Date,Status,Coach\n' +
    'S1,C1,maya@example.com,2026-03-01,Completed,Dana Reyes\nS1,C2,tomasz@example.com,2026-03-01,No-show,Dana Reyes\nS1,C3,amara@example.com,2026-03-01,Completed,Dana Reyes\n' +
    'S2,C1,maya@example.com,2026-03-08,Completed,Dana Reyes\n' +
    'S3,C2,tomasz@example.com,2026-03-09,Completed,Sam Okafor\nS3,C3,amara@example.com,2026-03-09,Completed,Sam Okafor\n';

  test('is one session with several clients; each row has its outcome', async () => {
    const { fileOf, cells, rejects, summary } = await read({ 'c.csv': CLIENTS, 's.csv': sessions });
    expect(cells('s.csv')).toEqual([
      ['S1', 'C1; C2; C3', 'maya@example.com; tomasz@example.com; amara@example.com', '2026-03-01', 'Completed; No-show', 'Dana Reyes'],
      ['S2', 'C1', 'maya@example.com', '2026-03-08', 'Completed', 'Dana Reyes'],
      ['S3', 'C2; C3', 'tomasz@example.com; amara@example.com', '2026-03-09', 'Completed', 'Sam Okafor'],
    ]);
    expect(rejects.map((one) => [one.outcome, one.line, one.reason])).toEqual([
      ['skipped', 3, 'another participant: taken together with line 2'],
      ['skipped', 4, 'another participant: taken together with line 2'],
      ['skipped', 7, 'another participant: taken together with line 6'],
    ]);
    const profile = fileOf('s.csv');
    expect([profile.object, profile.idColumn, profile.counts]).toEqual(['session', 0, { rows: 6, staged: 3, rejected: 0, skipped: 3 }]);
    expect(profile.columns[1]?.reading.separator).toBe(';');
    expect(summary.findings).toEqual([]);
  });

  test('rows of one id that differ elsewhere too are kept apart', async () => {
    const { rows, summary } = await read({
      'c.csv': CLIENTS,
      's.csv': `${sessions}S3,C1,maya@example.com,2026-03-10,Completed,Sam Okafor\n`,
    });
    expect(rows.filter((row) => row.file === 's.csv').map((row) => row.key)).toEqual(expect.arrayContaining(['s.csv#S3', 's.csv#S3~2']));
    expect(summary.findings.map((finding) => finding.code)).toContain('id-twice');
  });
});

describe('ids', () => {
  test('two files of one object with the same ids do not share a key', async () => {
    const { rows, rejects, summary } = await read({
      'a.csv': CLIENTS,
      'b.csv':
        'Client ID,First Name,Last Name,Email\nC1,Noah,Tan,noah@example.com\nC2,Tomasz,Kowal,tomasz@example.com\nC9,Mei,Lin,mei@example.com\n',
    });
    expect(rows.map((row) => row.key)).toEqual(['a.csv#C1', 'a.csv#C2', 'a.csv#C3', 'b.csv#C1~2', 'b.csv#C9']);
    expect(rejects.map((one) => [one.file, one.line, one.reason])).toEqual([['b.csv', 3, 'exact repetition of line 3 of a.csv']]);
    expect(summary.findings.map((finding) => [finding.code, finding.count])).toEqual([['id-in-two-files', 1]]);
  });

  test('lines of invoices, exactly one for each, are no invoices', async () => {
    const { fileOf, summary } = await read({
      'c.csv': CLIENTS,
      'invoices.csv':
        'Invoice No,Client ID,Issued,Amount,Status\nR1,C1,2026-01-02,180.00,Paid\nR2,C2,2026-01-03,90.00,Void\nR3,C3,2026-01-04,45.00,Sent\n',
      'lines.csv':
        'Invoice No,Description,Qty,Unit Price,Line Total\nR1,Session,2,90.00,180.00\nR2,Session,1,90.00,90.00\nR3,Book,1,45.00,45.00\n',
    });
    expect(['invoices.csv', 'lines.csv'].map((file) => [fileOf(file).object, fileOf(file).idColumn])).toEqual([
      ['invoice', 0],
      ['invoice', null],
    ]);
    expect(summary.links).toContainEqual(
      expect.objectContaining({ file: 'lines.csv', index: 0, toFile: 'invoices.csv', toIndex: 0, by: 'id' }),
    );
  });

  test('ids with blanks', async () => {
    const { fileOf, summary, rows } = await read({
      'c.csv': CLIENTS.replace(/^C(\d)/gm, 'C 00$1'),
      's.csv': 'Session ID,Client ID,Date,Status\nS 1/26,C 001,2026-03-01,Completed\nS 2/26,C 002,2026-03-02,No-show\n',
    });
    expect([fileOf('c.csv').idColumn, fileOf('s.csv').idColumn]).toEqual([0, 0]);
    expect(rows.map((row) => row.sourceId)).toEqual(['C 001', 'C 002', 'C 003', 'S 1/26', 'S 2/26']);
    expect(summary.links).toMatchObject([{ file: 's.csv', index: 1, toFile: 'c.csv', by: 'id' }]);
  });

  test('a column that numbers the rows is no id, one that is called so is', async () => {
    const numbered = (header: string) =>
      `${header},First Name,Last Name,Email\n1,Maya,Chen,maya@example.com\n2,Tomasz,Kowal,tomasz@example.com\n3,Amara,Diallo,amara@example.com\n`;
    for (const [header, id] of [
      ['#', null],
      ['', null],
      ['No.', null],
      ['Row', null],
      ['Client No', 0],
    ] as const) {
      const { fileOf } = await read({ 'c.csv': numbered(header) });
      expect([header, fileOf('c.csv').idColumn]).toEqual([header, id]);
    }
  });
});

describe('tables as they come', () => {
  test('a title above, sums and remarks below, a row without the empty cells at its end', async () => {
    const { fileOf, rejects, cells } = await read({
      'c.csv': CLIENTS,
      'p.csv':
        'Packages of Riverside Coaching,,,,\nprinted on 22 November 2026,,,,\n\nPackage ID,Client ID,Price,Sessions,Comment\nP1,C1,"$1,200.00",10,first\nP2,C2,$600.00,5\nP3,C3,$300.00,2\nP4,C1,$100.00,1,x\nTotal,,"$2,200.00",18,\nEnd of report,,,,\n',
    });
    const profile = fileOf('p.csv');
    expect(profile.format).toMatchObject({ headerLine: 4 });
    expect(profile.columns.map((column) => column.name)).toEqual(['Package ID', 'Client ID', 'Price', 'Sessions', 'Comment']);
    expect(profile.columns[2]?.sum).toBe(2200);
    expect(cells('p.csv')[1]).toEqual(['P2', 'C2', '$600.00', '5', '']);
    expect(rejects.map((one) => [one.outcome, one.line, one.reason])).toEqual([
      ['skipped', 1, 'it stands above the header'],
      ['skipped', 2, 'it stands above the header'],
      ['skipped', 9, 'a row of totals'],
      ['skipped', 10, 'a remark below the table'],
    ]);
    expect(profile.counts).toEqual({ rows: 8, staged: 4, rejected: 0, skipped: 4 });
  });

  test('numbered questions and answers are a form', async () => {
    const { fileOf } = await read({
      'c.csv': CLIENTS,
      'f.csv':
        'Form,Client Email,Submitted,Question 1,Response 1,Question 2,Response 2\nIntake,maya@example.com,2026-01-02,What brings you here?,A new job,What would success be?,More calm\nIntake,tomasz@example.com,2026-01-03,What brings you here?,Sleep,What would success be?,Evenings off\n',
    });
    expect(fileOf('f.csv').object).toBe('intake');
  });
});
