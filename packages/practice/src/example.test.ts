import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ExtractSummary, type FileProfile, Reject, StagedRow, unwritten, type ValueIssue } from '@cutover/domain';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { filesInMemory, openFolder, readExport } from './index.ts';

const folder = fileURLToPath(new URL('../../../fixtures/practice-small', import.meta.url));
const now = '2026-11-22T00:00:00Z';

const quiet = { begin: () => undefined, rows: () => undefined, rejects: () => undefined, issues: () => undefined, end: () => undefined };
const rows: StagedRow[] = [];
const rejects: Reject[] = [];
const issues: ValueIssue[] = [];
const calls: string[] = [];
let summary: ExtractSummary;

const fileOf = (name: string): FileProfile => summary.files.find((file) => file.file === name) ?? expect.fail(`${name} was not read`);
const column = (file: string, name: string) =>
  fileOf(file).columns.find((one) => one.name === name) ?? expect.fail(`${file} has no ${name}`);
const linkOf = (file: string, name: string) => summary.links.find((link) => link.file === file && link.index === column(file, name).index);

beforeAll(async () => {
  summary = await readExport(
    await openFolder(folder),
    {
      begin: (file) => calls.push(`begin ${file}`),
      rows: (batch) => rows.push(...batch.map(unwritten)),
      rejects: (batch) => rejects.push(...batch),
      issues: (batch) => issues.push(...batch),
      end: (profile) => calls.push(`end ${profile.file}`),
    },
    { now },
  );
});

describe('the example export', () => {
  test.each([
    ['attachments.csv', 'file', 7, 7, 0],
    ['automations.csv', 'automation', 6, 6, 0],
    ['clients.csv', 'client', 41, 41, 0],
    ['coaches.csv', 'coach', 4, 4, 0],
    ['companies.csv', 'company', 14, 14, 0],
    ['contracts.csv', 'contract', 5, 5, 0],
    ['groups.csv', 'tag', 6, 6, null],
    ['intake.csv', 'intake', 12, 12, 0],
    ['invoice items.csv', 'invoice', 26, 26, null],
    ['invoices.csv', 'invoice', 20, 20, 0],
    ['messages.csv', 'message', 9, 9, 0],
    ['notes.csv', 'note', 25, 24, 0],
    ['packages.csv', 'package', 45, 45, 0],
    ['sessions.csv', 'session', 151, 150, 0],
  ])('%s is recognised as %s: %d rows, %d staged', (file, object, all, staged, idColumn) => {
    const profile = fileOf(file);
    expect(profile.object).toBe(object);
    expect(profile.confidence).toBeGreaterThan(0.7);
    expect(profile.reasons.length).toBeGreaterThan(1);
    expect(profile.idColumn).toBe(idColumn);
    expect(profile.counts).toEqual({ rows: all, staged, rejected: all - staged, skipped: 0 });
    expect(rows.filter((row) => row.file === file)).toHaveLength(staged);
  });

  test('two rows cannot be read, and it is said which and why', () => {
    expect(rejects.map(({ file, line, column: at, value, reason, outcome }) => ({ file, line, at, value, reason, outcome }))).toEqual([
      { file: 'notes.csv', line: 19, at: null, value: null, reason: '9 cells where the header has 6', outcome: 'rejected' },
      {
        file: 'sessions.csv',
        line: 117,
        at: 'Date',
        value: 'Tuesday after Easter',
        reason: 'its time cannot be read: not a date',
        outcome: 'rejected',
      },
    ]);
    expect(rejects[0]?.raw).toMatch(/^N025,C020,/);
    expect(issues).toEqual([]);
    expect(summary.findings.map((finding) => [finding.code, finding.object, finding.count, finding.rows])).toEqual([
      ['rows-rejected', 'note', 1, ['notes.csv:19']],
      ['rows-rejected', 'session', 1, ['sessions.csv:117']],
    ]);
  });

  test('everything has the shapes that the domain says', () => {
    expect(ExtractSummary.parse(summary)).toEqual(summary);
    expect(summary.at).toBe(now);
    for (const row of rows) StagedRow.parse(row);
    for (const reject of rejects) Reject.parse(reject);
  });

  test('files come one after the other, in the order of their names', () => {
    const names = summary.files.map((file) => file.file);
    expect(names).toEqual(names.toSorted());
    expect(calls).toEqual(names.flatMap((name) => [`begin ${name}`, `end ${name}`]));
  });

  test('cells are kept as written, lines are those of the file', () => {
    const row = rows.find((one) => one.key === 'companies.csv#CO02');
    expect(row).toMatchObject({ line: 3, sourceId: 'CO02', cells: expect.arrayContaining(['Fennel & Rye, LLC']) });
    const lines = readFileSync(`${folder}/sessions.csv`, 'utf8').split('\n');
    for (const one of rows.filter((each) => each.file === 'sessions.csv'))
      expect(lines[one.line - 1]).toMatch(new RegExp(`^${one.sourceId},`));
  });

  test.each([
    ['clients.csv', 'Company', 'companies.csv', 'name', 0.97],
    ['clients.csv', 'Coach', 'coaches.csv', 'mail', 1],
    ['companies.csv', 'looked_after_by', 'coaches.csv', 'mail', 1],
    ['sessions.csv', 'Client ID(s)', 'clients.csv', 'id', 0.99],
    ['sessions.csv', 'Package ID(s)', 'packages.csv', 'id', 1],
    ['sessions.csv', 'Led By', 'coaches.csv', 'mail', 1],
    ['messages.csv', 'handledBy', 'coaches.csv', 'name', 1],
    ['notes.csv', 'Written By', 'coaches.csv', 'name', 0.95],
    ['notes.csv', 'Attachment', 'attachments.csv', 'name', 1],
    ['invoices.csv', 'PACKAGE ID', 'packages.csv', 'id', 0.94],
    ['invoice items.csv', 'invoice', 'invoices.csv', 'id', 1],
    ['groups.csv', 'inside of', 'groups.csv', 'name', 1],
    ['groups.csv', 'members', 'clients.csv', 'id', 1],
    ['attachments.csv', 'session', 'sessions.csv', 'id', 1],
    ['contracts.csv', 'Client ID', 'clients.csv', 'id', 1],
  ])('%s: “%s” leads to %s by %s', (file, name, toFile, by, least) => {
    const link = linkOf(file, name);
    expect(link).toMatchObject({ toFile, by });
    expect(link?.overlap).toBeGreaterThanOrEqual(least);
  });

  test('links that would be chance are not found', () => {
    for (const [file, name] of [
      ['sessions.csv', 'Length (min)'],
      ['sessions.csv', 'Time Zone'],
      ['clients.csv', 'First Name'],
      ['clients.csv', 'E-mail'],
      ['invoice items.csv', 'line'],
      ['packages.csv', 'Sessions Used'],
    ] as const)
      expect(linkOf(file, name), `${file} ${name}`).toBeUndefined();
  });

  test.each([
    ['clients.csv', 'E-mail', 'mail'],
    ['clients.csv', 'Mobile', 'phone'],
    ['clients.csv', 'Other Phones', 'phone'],
    ['clients.csv', 'Birthday', 'date'],
    ['clients.csv', 'Newsletter?', 'boolean'],
    ['clients.csv', 'Annual Coaching Budget', 'money'],
    ['clients.csv', 'Intake Score', 'number'],
    ['clients.csv', 'Home Address', 'address'],
    ['clients.csv', 'Tags', 'list'],
    ['clients.csv', 'Lifecycle', 'enum'],
    ['companies.csv', 'website', 'url'],
    ['sessions.csv', 'Start', 'time'],
    ['sessions.csv', 'Time Zone', 'zone'],
    ['sessions.csv', 'Length (min)', 'integer'],
    ['sessions.csv', 'Session Notes', 'html'],
    ['sessions.csv', 'Status', 'enum'],
    ['messages.csv', 'sentAt', 'datetime'],
    ['packages.csv', 'Package Price', 'money'],
    ['packages.csv', 'Activated At', 'datetime'],
    ['invoices.csv', 'CURRENCY', 'currency'],
    ['attachments.csv', 'stored at', 'path'],
    ['contracts.csv', 'Document Link', 'url'],
  ])('%s: “%s” is %s', (file, name, type) => {
    expect(column(file, name).type).toBe(type);
  });

  test('profiles count, sum and hide', () => {
    expect(column('packages.csv', 'Package Price')).toMatchObject({ rows: 45, filled: 44, sum: 65320 });
    expect(column('sessions.csv', 'Time Zone').reading).toEqual({ zone: 'America/New_York' });
    expect(column('sessions.csv', 'Client ID(s)').reading).toEqual({ separator: ';' });
    expect(
      column('clients.csv', 'Coaching Tier')
        .values?.map(({ value }) => value)
        .toSorted(),
    ).toEqual(['Executive', 'Growth', 'Starter']);
    expect(column('clients.csv', 'How did you hear about us?').values).toContainEqual({ value: 'referral', count: 2 });
    expect(column('sessions.csv', 'Status').values?.reduce((sum, { count }) => sum + count, 0)).toBe(151);
    const shown = JSON.stringify(summary.files.map((file) => file.columns.map((one) => [one.examples, one.formats])));
    for (const secret of ['Maya', 'Chen', 'example.com', '555', 'Grove', 'Lisbon', 'Burnout']) expect(shown).not.toContain(secret);
  });

  test('files that are no tables are hashed, with their type by content', () => {
    expect(summary.attachments.map((file) => [file.path, file.mediaType])).toEqual([
      ['README.md', 'text/markdown'],
      ['attachments/C001/goals-worksheet-maya-chen.txt', 'text/plain'],
      ['attachments/C009/okonkwo-360-summary.txt', 'text/plain'],
      ['attachments/C016/values-wheel.png', 'image/png'],
      ['attachments/C027/disc-report-mei-ling-wu.pdf', 'application/pdf'],
      ['attachments/contracts/coaching-agreement-maya-chen-2023.pdf', 'application/pdf'],
      ['attachments/contracts/founder-retainer-okonkwo.pdf', 'application/pdf'],
      ['attachments/packages/retainer-scope-okonkwo.txt', 'text/plain'],
      ['attachments/sessions/hard-conversations-board.png', 'image/png'],
    ]);
    expect(summary.attachments.every((file) => /^sha256:[0-9a-f]{64}$/.test(file.sha256) && file.size > 0)).toBe(true);
  });
});

test('names of files decide nothing: with meaningless or misleading ones every file is recognised the same', async () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  for (const rename of [(i: number) => `${String.fromCharCode(97 + i)}.csv`, (i: number) => names[(i + 5) % names.length] ?? '']) {
    const contents = Object.fromEntries(names.map((name, i) => [rename(i), readFileSync(`${folder}/${name}`)]));
    const read = await readExport(filesInMemory(contents), quiet, { now });
    const objects = new Map(read.files.map((file) => [file.file, file.object]));
    expect(names.map((_, i) => objects.get(rename(i)))).toEqual(names.map((name) => fileOf(name).object));
  }
});

test('the order of columns decides nothing either', async () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  const turned = (name: string): string => {
    const records: string[][] = parse(readFileSync(`${folder}/${name}`), { relax_column_count: true });
    const whole = records.filter((record) => record.length === records[0]?.length);
    return whole
      .map((record) =>
        record
          .toReversed()
          .map((cell) => `"${cell.replaceAll('"', '""')}"`)
          .join(';'),
      )
      .join('\r\n');
  };
  const contents = Object.fromEntries(names.map((name, i) => [`${i}.csv`, turned(name)]));
  const read = await readExport(filesInMemory(contents), quiet, { now });
  const idOf = (file: FileProfile | undefined) => (file === undefined || file.idColumn === null ? null : file.columns[file.idColumn]?.name);
  const found = names.map((_, i) => read.files.find((file) => file.file === `${i}.csv`));
  expect(found.map((file) => [file?.object, idOf(file)])).toEqual(names.map((name) => [fileOf(name).object, idOf(fileOf(name))]));
});
