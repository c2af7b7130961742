import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesInMemory, openExport, readExport, withArchives } from './index.ts';
import { LIMITS } from './limits.ts';
import { openTables } from './open-tables.ts';
import { book, STYLE } from './testing/book.ts';
import { pack } from './testing/pack.ts';

const now = '2026-11-22T00:00:00Z';
const sink = { begin: () => undefined, rows: () => undefined, rejects: () => undefined, issues: () => undefined, end: () => undefined };

/** file → header and records, as `line: cells` or `line! reason`. */
async function read(name: string, content: string | Uint8Array) {
  const { tables, problem } = await openTables(filesInMemory({ [name]: content }), { path: name, size: 0 }, LIMITS);
  const all: Record<string, unknown> = {};
  for (const table of tables) {
    const rows: unknown[] = [];
    for await (const batch of table.batches())
      for (const record of batch) rows.push(record.cells === null ? `${record.line}! ${record.reason}` : [record.line, ...record.cells]);
    all[table.file] = [table.header, ...rows];
  }
  return problem ?? all;
}

const CLIENTS = 'Client ID,First Name,Last Name,Email\nC1,Maya,Chen,maya@example.com\nC2,Tomasz,Kowal,tomasz@example.com\n';
const SESSIONS = 'Session ID,Client ID,Date,Duration,Status\nS1,C1,2026-03-01,60,Completed\nS2,C2,2026-03-02,60,No-show\n';

describe('workbooks', () => {
  test('each sheet is a table; numbers are read as they are shown; missing cells are empty', async () => {
    const content = book({
      Clients: [
        ['Client ID', 'Name', 'Post code', 'Since', 'Last seen', 'Share', 'Paid', 'Newsletter', 'Long'],
        [
          'C1',
          'Maya <Chen> & co',
          { value: 1234, style: STYLE.postcode },
          { value: 45_000, style: STYLE.date },
          { value: 45_000.604166666, style: STYLE.datetime },
          { value: 0.125, style: STYLE.percent },
          { value: 1200.5, style: STYLE.euro },
          true,
          { value: 1.0625, style: STYLE.elapsed },
        ],
        ['C2', null, null, null, { value: 0.5625, style: STYLE.time }, 0.1 + 0.2, -5, false],
      ],
      Empty: [],
      'My Sessions': [
        ['Session ID', 'Client'],
        ['S1', 'C1'],
      ],
    });
    expect(await read('book.xlsx', content)).toEqual({
      'book.xlsx!Clients': [
        ['Client ID', 'Name', 'Post code', 'Since', 'Last seen', 'Share', 'Paid', 'Newsletter', 'Long'],
        [2, 'C1', 'Maya <Chen> & co', '01234', '2023-03-15', '2023-03-15 14:30', '12.5%', '€1200.5', 'true', '25:30'],
        [3, 'C2', '', '', '', '13:30', '0.3', '-5', 'false'],
      ],
      'book.xlsx!My Sessions': [
        ['Session ID', 'Client'],
        [2, 'S1', 'C1'],
      ],
    });
  });

  test('the days of 1904, inline texts, formulas, fonts and readings for the ear', async () => {
    const content = book(
      {
        A: [
          ['Id', 'Day', 'Text'],
          [
            { xml: '<c r="@" t="inlineStr"><is><r><t>Ma</t></r><r><t>ya</t></r><rPh><t>maja</t></rPh></is></c>' },
            { value: 43_538, style: STYLE.date },
            { xml: '<c r="@" t="str"><f>A1&amp;"x"</f><v>made_x000A_up</v></c>' },
          ],
        ],
      },
      { since1904: true },
    );
    expect(await read('b.xlsx', content)).toEqual({
      'b.xlsx!A': [
        ['Id', 'Day', 'Text'],
        [2, 'Maya', '2023-03-15', 'made\nup'],
      ],
    });
  });

  test('a damaged sheet keeps the rows before the damage and rejects the rest with its reason', async () => {
    const content = book({ A: [['Id', 'Name'], ['1', 'Maya'], [{ xml: '<c r="@"><v>1</c>' }]] });
    expect(await read('b.xlsx', content)).toEqual({
      'b.xlsx!A': [['Id', 'Name'], [2, '1', 'Maya'], expect.stringMatching(/^\d! the sheet cannot be read from here on: /)],
    });
  });

  test('entities that would grow are not expanded; cells beyond the last column are rejected', async () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>';
    const parts = (sheet: string) =>
      pack([
        { path: '[Content_Types].xml', content: '<Types/>' },
        { path: 'xl/workbook.xml', content: '<workbook><sheets><sheet name="A" id="r"/></sheets></workbook>' },
        {
          path: 'xl/_rels/workbook.xml.rels',
          content: '<Relationships><Relationship Id="r" Type="x/worksheet" Target="/xl/a.xml"/></Relationships>',
        },
        { path: 'xl/a.xml', content: sheet },
      ]);
    expect(JSON.stringify(await read('b.xlsx', parts(bomb)))).not.toContain('aaaa');
    const wide =
      '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="2"><c r="ZZZZZ2"><v>1</v></c></row></sheetData></worksheet>';
    expect(await read('b.xlsx', parts(wide))).toEqual({
      'b.xlsx!A': [['a'], '2! a cell stands in column 12356630; a sheet has 16384 at most'],
    });
  });
});

describe('JSON', () => {
  test('a list, lists by name, values inside of values', async () => {
    const rows = [
      { id: 1, name: 'Maya', address: { city: 'Troy', zip: '01234' }, tags: ['vip', 'exec'], on: true, gone: null },
      {
        id: 12345678901234567890n,
        items: [
          { qty: 1, what: 'Session' },
          { qty: 2, what: 'Book' },
        ],
        odd: [{ a: ';' }, { a: '|' }, { a: '\n' }],
      },
    ];
    const text = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? `#${value}` : value), 1).replace(
      /"#(\d+)"/g,
      '$1',
    );
    const header = ['id', 'name', 'address.city', 'address.zip', 'tags', 'on', 'gone', 'items.qty', 'items.what', 'odd'];
    const table = [
      header,
      [2, '1', 'Maya', 'Troy', '01234', 'vip; exec', 'true', '', '', '', ''],
      [16, '12345678901234567890', '', '', '', '', '', '', '1; 2', 'Session; Book', '[{"a":";"},{"a":"|"},{"a":"\\n"}]'],
    ];
    expect(await read('a.json', text)).toEqual({ 'a.json': table });
    const wrapped = await read('b.json', `{"exported":"2026","data":{"clients":${JSON.stringify([rows[0]])},"none":[]},"n":{"x":1}}`);
    expect(Object.keys(wrapped)).toEqual(['b.json!data.clients']);
  });

  test('damage in one element is not the end of the others; what follows the end of sense is one reject', async () => {
    expect(await read('a.json', '[{"a":1},\n{"a":tru},\n7,\n{"a":"]}\\""},{"a":3}')).toEqual({
      'a.json': [
        ['a'],
        [1, '1'],
        expect.stringMatching(/^2! it is no JSON/),
        '3! it is no object with named values',
        [4, ']}"'],
        [4, '3'],
        '4! it cannot be read from here on: the file ends before its lists do',
      ],
    });
    expect(await read('a.json', '[{"a":1},{"a":')).toEqual({
      'a.json': [['a'], [1, '1'], '1! the file ends inside of it', '1! it cannot be read from here on: the file ends before its lists do'],
    });
  });

  test('values without end are rejected, in a document and in lines', async () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(await read('a.json', `[{"a":1},${deep}]`)).toEqual({
      'a.json': [['a'], [1, '1'], '1! values inside of values more than 32 deep'],
    });
    expect(await read('a.ndjson', `{"a":1}\n${deep}\n`)).toEqual({
      'a.ndjson': [['a'], [1, '1'], '2! values inside of values more than 32 deep'],
    });
  });

  test('lines of JSON, one of them broken', async () => {
    expect(await read('x.txt', '{"id":"C1","name":"Maya"}\n\n{"id":\n{"id":"C2","mail":"m@example.com"}\n')).toEqual({
      'x.txt': [['id', 'name', 'mail'], [1, 'C1', 'Maya', ''], expect.stringMatching(/^3! it is no JSON/), [4, 'C2', '', 'm@example.com']],
    });
  });

  test('in UTF-16, with and without mark', async () => {
    const expected = { 'a.json': [['name'], [1, 'Zoë']] };
    expect(await read('a.json', iconv.encode('[{"name":"Zoë"}]', 'utf-16le', { addBOM: true }))).toEqual(expected);
    expect(await read('a.json', iconv.encode('[{"name":"Zoë"}]', 'utf-16be'))).toEqual(expected);
  });
});

describe('archives', () => {
  const files = async (content: Buffer) => {
    const opened = await withArchives(filesInMemory({ 'all.zip': content }));
    const list = (await opened.list()).map((file) => file.path);
    await opened.close?.();
    return { list, refused: opened.refused };
  };

  test('an export in an archive, a workbook and another archive inside; what is unpacked is read like any other file', async () => {
    const inner = pack([{ path: 'sessions.csv', content: SESSIONS }]);
    const opened = await withArchives(
      filesInMemory({
        'all.zip': pack([
          {
            path: 'export/clients.xlsx',
            content: book({
              C: [
                ['Client ID', 'First Name', 'Last Name', 'Email'],
                ['C1', 'Maya', 'Chen', 'maya@example.com'],
                ['C2', 'Tom', 'Kowal', 'tom@example.com'],
              ],
            }),
            stored: true,
          },
          { path: 'export/more.zip', content: inner },
          { path: '__MACOSX/._x', content: 'x' },
        ]),
      }),
    );
    const { files: read, attachments, findings } = await readExport(opened, sink, { now });
    await opened.close?.();
    expect(read.map((file) => [file.file, file.object, file.counts.staged])).toEqual([
      ['all.zip/export/clients.xlsx!C', 'client', 2],
      ['all.zip/export/more.zip/sessions.csv', 'session', 2],
    ]);
    expect([attachments, findings]).toEqual([[], []]);
  });

  test('paths that lead out, links, secrets, bombs and names that occur twice are refused by name, all else is read', async () => {
    const content = pack([
      { path: '../up.csv', content: 'a' },
      { path: '/etc/x.csv', content: 'a' },
      { path: 'C:\\x.csv', content: 'a' },
      { path: 'a/../../b.csv', content: 'a' },
      { path: 'link.csv', content: '/etc/passwd', link: true },
      { path: 'secret.csv', content: 'a', encrypted: true },
      { path: 'bomb.csv', content: Buffer.alloc(5_000_000) },
      { path: 'tty\u001b[2J.csv', content: 'a' },
      { path: 'clients.csv', content: CLIENTS },
      { path: 'clients.csv', content: 'other' },
    ]);
    expect(await files(content)).toEqual({
      list: ['all.zip', 'all.zip/clients.csv'],
      refused: [
        { path: 'all.zip/../up.csv', reason: 'its path leads out of the archive (..)' },
        { path: 'all.zip//etc/x.csv', reason: 'its path is absolute' },
        { path: 'all.zip/C:/x.csv', reason: 'its path is absolute' },
        { path: 'all.zip/a/../../b.csv', reason: 'its path leads out of the archive (..)' },
        { path: 'all.zip/link.csv', reason: 'it is a link' },
        { path: 'all.zip/secret.csv', reason: 'it is encrypted' },
        { path: 'all.zip/bomb.csv', reason: 'it unpacks to 1000 times its size or more' },
        { path: 'all.zip/tty\u001b[2J.csv', reason: 'its name holds control characters' },
        { path: 'all.zip/clients.csv', reason: 'its name occurs twice' },
      ],
    });
  });

  test('archives in archives in archives in archives are not opened for ever; sizes are added up', async () => {
    let content = pack([{ path: 'clients.csv', content: CLIENTS }]);
    for (let depth = 0; depth < 5; depth += 1) content = pack([{ path: 'in.zip', content, stored: true }]);
    const { list, refused } = await files(content);
    expect(list.at(-1)).toBe('all.zip/in.zip/in.zip/in.zip');
    expect(refused).toEqual([{ path: 'all.zip/in.zip/in.zip/in.zip', reason: 'it lies in more than 3 archives, one inside the other' }]);
    const many = pack(Array.from({ length: 10 }, (_, i) => ({ path: `${i}.csv`, content: 'x'.repeat(100), stored: true })));
    const small = await withArchives(filesInMemory({ 'all.zip': many }), { ...LIMITS, archiveBytes: 450 });
    expect(small.refused?.map((one) => one.path)).toEqual(['4', '5', '6', '7', '8', '9'].map((n) => `all.zip/${n}.csv`));
    expect(small.refused?.[0]?.reason).toBe('the archives of this export unpack to too many bytes');
  });

  test('damage costs the file that has it', async () => {
    const opened = await withArchives(
      filesInMemory({
        'all.zip': pack([
          { path: 'clients.csv', content: CLIENTS },
          { path: 'sessions.csv', content: SESSIONS, damaged: true },
        ]),
      }),
    );
    const { files: read, findings } = await readExport(opened, sink, { now });
    expect(read.map((file) => file.file)).toEqual(['all.zip/clients.csv']);
    expect(findings).toMatchObject([
      {
        code: 'file-refused',
        rows: ['all.zip/sessions.csv'],
        message: 'all.zip/sessions.csv was not read: its bytes are damaged (check sum)',
      },
    ]);
    const cut = await withArchives(
      filesInMemory({ 'c.csv': CLIENTS, 'all.zip': pack([{ path: 'a.csv', content: CLIENTS }]).subarray(0, 60) }),
    );
    expect(cut.refused).toMatchObject([{ path: 'all.zip', reason: expect.stringContaining('cannot be read as an archive') }]);
  });

  test('an archive that a table lists is an upload and moved as it is', async () => {
    const opened = await withArchives(
      filesInMemory({
        'c.csv': CLIENTS,
        'files.csv': 'File ID,File Name,Stored At,Client ID\nF1,all.zip,up/all.zip,C1\nF2,plan.pdf,up/plan.pdf,C2\n',
        'up/all.zip': pack([{ path: 'sessions.csv', content: SESSIONS }]),
        'up/plan.pdf': '%PDF-1.4 \u0000',
      }),
    );
    const { files: read, attachments } = await readExport(opened, sink, { now });
    expect(read.map((file) => file.file)).toEqual(['c.csv', 'files.csv']);
    expect(attachments.map((file) => [file.path, file.mediaType])).toEqual([
      ['up/all.zip', 'application/zip'],
      ['up/plan.pdf', 'application/pdf'],
    ]);
  });
});

describe('a source given by its path', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'practice-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('an archive or a single workbook instead of a folder', async () => {
    writeFileSync(join(folder, 'export.zip'), pack([{ path: 'clients.csv', content: CLIENTS }]));
    writeFileSync(
      join(folder, 'book.xlsx'),
      book({
        A: [
          ['Client ID', 'First Name', 'Last Name', 'Email'],
          ['C1', 'Maya', 'Chen', 'maya@example.com'],
        ],
      }),
    );
    for (const [name, file] of [
      ['export.zip', 'export.zip/clients.csv'],
      ['book.xlsx', 'book.xlsx!A'],
    ] as const) {
      const opened = await openExport(join(folder, name));
      const { files } = await readExport(opened, sink, { now });
      await opened.close?.();
      expect(files.map((one) => [one.file, one.object])).toEqual([[file, 'client']]);
    }
    await expect(openExport(join(folder, 'nowhere.zip'))).rejects.toMatchObject({ code: 'source-missing' });
  });
});
