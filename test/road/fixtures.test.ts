import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExtractSummary, Reject, StagedRow, ValueIssue } from '@cutover/domain';
import { extract, extractSummary } from '@cutover/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planned, setOut, type Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';

/** What each fixture's README promises, read through the real extract into a ledger. Expectations are written by hand from the files. */
const FIXTURES = new URL('../../fixtures', import.meta.url).pathname;

interface Read {
  readonly summary: ExtractSummary;
  readonly rows: readonly StagedRow[];
  readonly rejects: readonly Reject[];
  readonly issues: readonly ValueIssue[];
}

function fixture(name: string): { read: () => Read; traveller: () => Traveller } {
  let traveller: Traveller | null = null;
  let read: Read | null = null;
  const need = <T>(value: T | null): T => value ?? expect.fail('the fixture was not read');
  beforeAll(async () => {
    traveller = await setOut({ source: join(FIXTURES, name) });
    await extract(traveller.ws);
    const { staging } = traveller.ws.ledger;
    const summary = extractSummary(traveller.ws);
    const rows = summary.files.flatMap(({ file }) => [...staging.rows(file)]);
    read = { summary, rows, rejects: [...staging.rejects()], issues: [...staging.issues()] };
  });
  afterAll(async () => {
    await traveller?.close();
  });
  return { read: () => need(read), traveller: () => need(traveller) };
}

/** file → object, column of ids, and rows: all, staged, rejected, skipped. */
const files = ({ summary }: Read) =>
  Object.fromEntries(
    summary.files.map(({ file, object, idColumn, columns, counts: { rows, staged, rejected, skipped } }) => [
      file,
      [object, idColumn === null ? null : columns[idColumn]?.name, rows, staged, rejected, skipped],
    ]),
  );
const links = ({ summary }: Read) =>
  summary.links.map(
    ({ file, index, toFile, by }) =>
      `${file}: ${summary.files.find((one) => one.file === file)?.columns[index]?.name} → ${toFile} by ${by}`,
  );
const types = ({ summary }: Read, file: string) => summary.files.find((one) => one.file === file)?.columns.map((column) => column.type);
const column = ({ summary }: Read, file: string, name: string) =>
  summary.files.find((one) => one.file === file)?.columns.find((one) => one.name === name);
const cells = ({ rows }: Read, file: string) => rows.filter((row) => row.file === file).map((row) => row.cells);
const left = ({ rejects }: Read) => rejects.map(({ outcome, file, line, reason }) => `${outcome} ${file}:${line} ${reason}`).sort();
const findings = ({ summary }: Read) => summary.findings.map(({ code, rows }) => [code, ...rows]);

describe('spreadsheet-de', () => {
  const { read } = fixture('spreadsheet-de');

  test(`${verifies('R1', 'R2')}sheets and a CSV beside them, with their titles and sums`, () => {
    expect(files(read())).toEqual({
      'Praxis.xlsx!Klienten': ['client', 'Kundennr', 4, 3, 0, 1],
      'Praxis.xlsx!Termine': ['session', 'Terminnr', 3, 3, 0, 0],
      'Praxis.xlsx!Hinweise': [null, null, 0, 0, 0, 0],
      'Rechnungen.csv': ['invoice', 'Rechnungsnummer', 4, 3, 0, 1],
    });
    expect(links(read())).toEqual([
      'Praxis.xlsx!Termine: Kundennr → Praxis.xlsx!Klienten by id',
      'Rechnungen.csv: Kundennr → Praxis.xlsx!Klienten by id',
    ]);
    expect(left(read())).toEqual(['skipped Praxis.xlsx!Klienten:1 it stands above the header', 'skipped Rechnungen.csv:5 a row of totals']);
    expect(findings(read())).toEqual([['file-empty'], ['encoding-guessed']]);
  });

  test('values as they are shown', () => {
    expect(cells(read(), 'Praxis.xlsx!Klienten')).toEqual([
      ['K-1', 'Anna', 'Müller', 'anna@example.com', '030 5550101', '01067', 'Dresden', '2024-04-03', 'true'],
      ['K-2', 'Jürgen', 'Weiß', 'juergen@example.com', '030 5550102', '10115', 'Berlin', '2024-06-17', 'false'],
      ['K-3', 'Zoë', 'Groß', 'zoe@example.com', '', '04109', 'Leipzig', '2025-02-12', ''],
    ]);
    expect(cells(read(), 'Praxis.xlsx!Termine').map((row) => row[2])).toEqual(['2026-03-01 10:00', '2026-03-02 11:30', '2026-03-29 02:30']);
    expect(['number', 'integer', 'duration']).not.toContain(column(read(), 'Praxis.xlsx!Klienten', 'PLZ')?.type);
    expect(column(read(), 'Rechnungen.csv', 'Betrag')).toMatchObject({
      type: 'money',
      reading: { decimal: ',', currency: 'EUR' },
      sum: 1290.5,
    });
    expect(column(read(), 'Rechnungen.csv', 'Rechnungsdatum')).toMatchObject({ type: 'date', reading: { order: 'dmy' } });
    expect(column(read(), 'Rechnungen.csv', 'Fällig am')).toMatchObject({ type: 'date' });
  });
});

describe('json-account', () => {
  const { read } = fixture('json-account');

  test('lists of a document, lines of another; one broken element each', () => {
    expect(files(read())).toEqual({
      'export.json!data.contacts': ['client', 'id', 3, 3, 0, 0],
      'export.json!data.appointments': ['session', 'appointmentId', 4, 3, 1, 0],
      'messages.ndjson': ['message', 'messageId', 4, 3, 1, 0],
    });
    expect(links(read())).toEqual([
      'export.json!data.appointments: attendees.contactId → export.json!data.contacts by id',
      'messages.ndjson: contactId → export.json!data.contacts by id',
    ]);
    expect(left(read())).toEqual([
      'rejected export.json!data.appointments:13 it is no object with named values',
      'rejected messages.ndjson:3 it is no JSON: Unexpected end of JSON input',
    ]);
  });

  test('long ids digit for digit, values inside of values, several in a cell', () => {
    expect(cells(read(), 'export.json!data.contacts')[0]).toEqual([
      ...[
        '9007199254740993',
        'Maya',
        'Chen',
        'maya@example.com; m.chen@example.com',
        '+12125550101',
        'Troy',
        '01234',
        'vip; exec',
        'true',
        '',
      ],
    ]);
    expect(cells(read(), 'export.json!data.appointments')[0]?.slice(5)).toEqual(['9007199254740993; 9007199254740994', 'client; guest']);
  });
});

describe('archive', () => {
  const { read } = fixture('archive');
  const inside = (name: string) => `export.zip/The Practice/${name}`;

  test('archives inside of archives; what would do harm is refused by name', () => {
    expect(files(read())).toEqual({
      [inside('2026.zip/sessions.csv')]: ['session', 'Session ID', 3, 3, 0, 0],
      [inside('clients.txt')]: ['client', 'Client ID', 3, 3, 0, 0],
      [inside('files.csv')]: ['file', 'File ID', 2, 2, 0, 0],
    });
    expect(findings(read())).toEqual([
      ['file-refused', 'export.zip/../outside.csv'],
      ['file-refused', inside('shortcut.csv')],
      ['file-refused', inside('zeros.csv')],
    ]);
    expect(read().summary.attachments.map(({ path, mediaType }) => [path, mediaType])).toEqual([
      ['README.md', 'text/markdown'],
      [inside('up/photos.zip'), 'application/zip'],
      [inside('up/plan.pdf'), 'application/pdf'],
    ]);
  });

  test('UTF-16 with tabs, bars with a mark, lengths in three manners', () => {
    const format = (name: string) => read().summary.files.find((one) => one.file === inside(name))?.format;
    expect(format('clients.txt')).toEqual({ kind: 'csv', encoding: 'utf-16le', delimiter: '\t' });
    expect(format('2026.zip/sessions.csv')).toEqual({ kind: 'csv', encoding: 'utf-8', delimiter: '|' });
    expect(column(read(), inside('2026.zip/sessions.csv'), 'Session ID')?.name).toBe('Session ID');
    expect(column(read(), inside('2026.zip/sessions.csv'), 'Length')?.type).toBe('duration');
    expect(column(read(), inside('clients.txt'), 'Tags')).toMatchObject({ type: 'list', reading: { separator: ';' } });
  });
});

describe('printed-reports', () => {
  const { read } = fixture('printed-reports');

  test('titles, sums and remarks are set aside; rows are numbered and have no ids', () => {
    expect(files(read())).toEqual({
      'appointments.csv': ['session', null, 7, 4, 0, 3],
      'clients.csv': ['client', null, 6, 4, 0, 2],
      'packages.csv': ['package', null, 4, 4, 0, 0],
    });
    expect(left(read())).toEqual([
      'skipped appointments.csv:1 it stands above the header',
      'skipped appointments.csv:7 a row of totals',
      'skipped appointments.csv:8 a remark below the table',
      'skipped clients.csv:1 it stands above the header',
      'skipped clients.csv:2 it stands above the header',
    ]);
    expect(findings(read())).toEqual([['header-twice']]);
    expect(links(read())).toEqual(['appointments.csv: Client → clients.csv by name', 'packages.csv: Client → clients.csv by name']);
    expect(read().summary.links.map((link) => link.overlap)).toEqual([1, 1]);
  });

  test('US dates, 12 hours, brackets, balances, empty words, rows that end early', () => {
    expect(types(read(), 'appointments.csv')).toEqual(['integer', 'name', 'date', 'time', 'duration', 'money', 'text']);
    expect(column(read(), 'appointments.csv', 'Date')?.reading.order).toBe('mdy');
    expect(column(read(), 'appointments.csv', 'Fee')?.sum).toBe(1335);
    expect(column(read(), 'clients.csv', 'Time Zone')).toMatchObject({ type: 'zone', filled: 4 });
    expect(column(read(), 'clients.csv', 'Referred by')?.filled).toBe(1);
    expect(column(read(), 'packages.csv', 'Sessions')?.type).toBe('balance');
    expect(cells(read(), 'packages.csv')[3]).toEqual(['Hours', 'Noah & Lin Okafor', '0/5 hours', '', '', '']);
    expect(read().issues).toEqual([]);
  });
});

describe('participants', () => {
  const { read } = fixture('participants');

  test('one session for each id, with everybody who took part', () => {
    expect(files(read())).toEqual({
      'feedback.csv': ['intake', null, 2, 2, 0, 0],
      'forms.csv': ['intake', null, 3, 3, 0, 0],
      'groups.csv': ['tag', null, 3, 3, 0, 0],
      'people.csv': ['client', null, 5, 5, 0, 0],
      'sessions.csv': ['session', 'Session ID', 6, 3, 0, 3],
    });
    expect(cells(read(), 'sessions.csv').map((row) => [row[0], row[4], row[5]])).toEqual([
      ['S-1', 'Maya Chen (maya@example.com); Tomasz Kowal (tomasz@example.com); Amara Diallo (amara@example.com)', 'show; no show'],
      ['S-2', 'Maya Chen (maya@example.com)', 'show'],
      ['S-3', 'Noah Okafor (noah@example.com); Lin Okafor (lin@example.com)', 'show'],
    ]);
    expect(links(read())).toEqual([
      'feedback.csv: Person → people.csv by mail',
      'forms.csv: Person → people.csv by mail',
      'groups.csv: Inside of → groups.csv by name',
      'groups.csv: Members → people.csv by mail',
      'people.csv: Groups → groups.csv by name',
      'sessions.csv: Client → people.csv by mail',
    ]);
  });

  test('day first, a zone by its city, an answer of two lines', () => {
    expect(column(read(), 'sessions.csv', 'Starts')).toMatchObject({ type: 'datetime', reading: { order: 'dmy' } });
    expect(column(read(), 'sessions.csv', 'Zone')).toMatchObject({ type: 'zone', reading: { zone: 'Europe/Berlin' } });
    expect(cells(read(), 'forms.csv')[0]?.at(-1)).toBe('More calm\nand evenings off');
    expect(read().issues).toEqual([]);
  });
});

describe('damaged', () => {
  const { read } = fixture('damaged');

  test(`${verifies('R11')}each row is staged or rejected with its reason, and the lines around damage are read`, () => {
    expect(files(read())).toEqual({
      'clients.csv': ['client', 'Client ID', 7, 7, 0, 0],
      'sessions.csv': ['session', 'Session ID', 12, 7, 5, 0],
    });
    expect(left(read())).toEqual([
      'rejected sessions.csv:10 its time cannot be read: no such day: 2026-2-30',
      'rejected sessions.csv:11 10 cells where the header has 7',
      'rejected sessions.csv:12 no id',
      'rejected sessions.csv:2 a quote is opened here and not closed',
      'rejected sessions.csv:7 it holds a NUL byte, which no text has',
    ]);
    expect(
      read()
        .rows.filter((row) => row.file === 'sessions.csv')
        .map((row) => row.key.split('#')[1]),
    ).toEqual(['S2', 'S3', 'S4', 'S5', 'S7', 'S7~2', 'S11']);
    expect(findings(read())).toEqual([
      ['id-twice', 'clients.csv#C2~2'],
      ['id-twice', 'sessions.csv#S7~2'],
      ['rows-rejected', 'sessions.csv:2', 'sessions.csv:7', 'sessions.csv:10', 'sessions.csv:11', 'sessions.csv:12'],
    ]);
  });

  test('values that cannot be read are reported, their rows kept as they were', () => {
    expect(read().issues.map(({ file, line, column: name, reason }) => [file, line, name, reason])).toEqual([
      ['clients.csv', 3, 'Email', 'not a mail address'],
      ['sessions.csv', 3, 'Start', 'the clocks skip this time: taken as much later as they skip'],
      ['sessions.csv', 4, 'Start', 'the clocks show this time twice: taken as the first'],
      ['sessions.csv', 8, 'Notes', 'holds bytes that are no utf-8'],
    ]);
    expect(column(read(), 'clients.csv', 'Member Since')?.reading.order).toBe('ambiguous');
    expect(cells(read(), 'clients.csv').map((row) => row[5])).toEqual(['+1 for walking', '@home', '-2 kg', '=1+1', '', 'plain', 'plain']);
    expect(cells(read(), 'sessions.csv')[2]?.[6]).toBe('\u001b[2Jclears the screen');
  });
});

test.each(['spreadsheet-de', 'json-account', 'archive', 'printed-reports', 'participants', 'by-client', 'damaged'])(
  '%s: a plan can be made and every question answered',
  async (name) => {
    const traveller = await setOut({ source: join(FIXTURES, name) });
    try {
      const envelope = await planned(traveller);
      expect(envelope.plan.decisions.length).toBeGreaterThan(10);
    } finally {
      await traveller.close();
      rmSync(traveller.dir, { recursive: true, force: true });
    }
  },
);

test('what a person says about reading a file goes before what was found out, and stays', async () => {
  const traveller = await setOut({ source: join(FIXTURES, 'printed-reports') });
  try {
    const reading = join(traveller.dir, 'reading.json');
    const formatOf = (file: string) => extractSummary(traveller.ws).files.find((one) => one.file === file)?.format;
    writeFileSync(
      reading,
      JSON.stringify({ files: { 'clients.csv': { headerLine: 2, encoding: 'windows-1252' } }, limits: { columns: 7 } }),
    );
    await extract(traveller.ws, { reading });
    await extract(traveller.ws);
    expect(formatOf('clients.csv')).toBeUndefined();
    expect(extractSummary(traveller.ws).findings.map((finding) => finding.message)).toContain(
      'clients.csv was not read: clients.csv has 8 columns or more; at most 7 are taken',
    );
    writeFileSync(reading, JSON.stringify({ files: { 'clients.csv': { headerLine: 4, encoding: 'windows-1252', delimiter: ',' } } }));
    await extract(traveller.ws, { reading });
    expect(formatOf('clients.csv')).toEqual({ kind: 'csv', encoding: 'windows-1252', delimiter: ',', headerLine: 4 });
    writeFileSync(reading, JSON.stringify({ files: { 'clients.csv': { encoding: 'ebcdic' } } }));
    await expect(extract(traveller.ws, { reading })).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('files.clients.csv.encoding'),
    });
  } finally {
    await traveller.close();
  }
});
