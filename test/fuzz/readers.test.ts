import { CutoverError, ERRORS, type FileProfile } from '@cutover/domain';
import { filesInMemory, readExport, withArchives } from '@cutover/practice';
import * as values from '@cutover/values';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { book, STYLE } from '../../packages/practice/src/testing/book.ts';
import { pack } from '../../packages/practice/src/testing/pack.ts';
import { verifies } from '../tools/verifies.ts';
import { bent, cases, crooked } from './cases.ts';

const now = '2026-11-22T00:00:00Z';
const CLIENTS = 'Client ID,First Name,Last Name,Email\nC1,Maya,Chen,maya@example.com\nC2,Tomasz,Kowal,tomasz@example.com\n';

interface Handed {
  rows: number;
  rejected: number;
  skipped: number;
}

/**
 * Reads one odd file beside a sound one. Whatever it holds: no error but a coded one, every row in exactly one of staged, rejected and skipped,
 * and the sound file read as if it were alone.
 */
async function holds(name: string, content: string | Uint8Array): Promise<void> {
  const handed = new Map<string, Handed>();
  const keys = new Set<string>();
  const of = (file: string): Handed => {
    const known = handed.get(file) ?? { rows: 0, rejected: 0, skipped: 0 };
    handed.set(file, known);
    return known;
  };
  const ended: FileProfile[] = [];
  const files = await withArchives(filesInMemory({ 'a.csv': CLIENTS, [name]: content }));
  try {
    await readExport(
      files,
      {
        begin: () => undefined,
        rows: (batch) => {
          for (const row of batch) {
            of(row.file).rows += 1;
            expect(keys.has(row.key)).toBe(false);
            keys.add(row.key);
          }
        },
        rejects: (batch) => {
          for (const one of batch) {
            of(one.file)[one.outcome] += 1;
            expect(one.reason).not.toBe('');
          }
        },
        issues: () => undefined,
        end: (profile) => ended.push(profile),
      },
      { now },
    );
  } catch (thrown) {
    if (!(thrown instanceof CutoverError)) throw thrown;
    expect(Object.keys(ERRORS)).toContain(thrown.code);
    expect(thrown.code).not.toBe('internal');
    return;
  } finally {
    await files.close?.();
  }
  for (const { file, counts } of ended) {
    const { rows, rejected, skipped } = of(file);
    expect({ file, rows: rows + rejected + skipped, staged: rows, rejected, skipped }).toEqual({ file, ...counts });
  }
  expect(ended.find((profile) => profile.file === 'a.csv')?.counts).toEqual({ rows: 2, staged: 2, rejected: 0, skipped: 0 });
}

const MARKS = [
  '"',
  "'",
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\\',
  '""',
  '\\"',
  'sep=;',
  '\ufeff',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  'é',
  '\ud800',
  '=1+1',
  '-',
  'Total',
  '1',
  '2026-03-01',
  '10:00',
  'C1',
  'maya@example.com',
  '(5.00)',
  'N/A',
  '#',
  '?',
  'Client ID',
  'Date',
  'Status',
  'Session ID',
];
const SESSION_LINES =
  'Session ID,Client ID,Date,Status,Notes\nS1,C1,2026-03-01,Completed,"a ""b"", c"\nS2,C2,2026-03-02,No-show,"two\nlines"\nS3,C1,2026-03-03,Completed,\n';

test(`${verifies('R11')}separated values of any form`, { timeout: 600_000 }, async () => {
  await cases(
    'csv',
    fc.asyncProperty(crooked(MARKS), (text) => holds('b.csv', text)),
  );
});

test('separated values that were sound once', { timeout: 600_000 }, async () => {
  await cases(
    'csv bent',
    fc.asyncProperty(bent(Buffer.from(SESSION_LINES)), (bytes) => holds('b.csv', bytes)),
  );
});

test('JSON of any form, and JSON that was sound once', { timeout: 600_000 }, async () => {
  const marks = [
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '"id"',
    '"a"',
    '1',
    '1e999',
    '-',
    'null',
    'true',
    '\n',
    ' ',
    '\\',
    '\\u',
    '"\\ud800"',
    '__proto__',
    '"__proto__"',
    '"constructor"',
    '12345678901234567890',
  ];
  await cases(
    'json',
    fc.asyncProperty(crooked(marks), (text) => holds('b.json', text)),
  );
  const sound = JSON.stringify({
    data: {
      sessions: [
        { id: 'S1', client: 'C1', date: '2026-03-01', who: [{ a: 1 }, { a: 2 }] },
        { id: 'S2', client: 'C2', date: '2026-03-02', deep: { b: { c: 'x' } } },
      ],
    },
  });
  await cases(
    'json bent',
    fc.asyncProperty(bent(Buffer.from(sound)), (bytes) => holds('b.json', bytes)),
  );
  const lines = '{"id":"S1","client":"C1","date":"2026-03-01"}\n{"id":"S2","client":"C2","date":"2026-03-02"}\n';
  await cases(
    'ndjson bent',
    fc.asyncProperty(bent(Buffer.from(lines)), (bytes) => holds('b.ndjson', bytes)),
  );
  await cases(
    'json values',
    fc.asyncProperty(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (all) => holds('b.json', JSON.stringify(all))),
  );
});

const BOOK = book({
  A: [
    ['Session ID', 'Client ID', 'Date', 'Status'],
    ['S1', 'C1', { value: 46_082, style: STYLE.date }, 'Completed'],
    ['S2', 'C2', { value: 46_083.5, style: STYLE.datetime }, 'No-show'],
  ],
});

test('workbooks that were sound once; sheets of any form', { timeout: 600_000 }, async () => {
  await cases(
    'xlsx bent',
    fc.asyncProperty(bent(BOOK), (bytes) => holds('b.xlsx', bytes)),
  );
  const marks = [
    '<row>',
    '</row>',
    '<row r="2">',
    '<row r="-1">',
    '<c r="A1" t="s">',
    '<c r="B1">',
    '<c r="ZZZ9" t="str">',
    '<c>',
    '</c>',
    '<v>',
    '</v>',
    '1',
    '99999',
    '-1',
    '1e999',
    '<is><t>',
    '</t></is>',
    'x',
    '&amp;',
    '&lt;',
    '&x;',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '\u0000',
    '_x0000_',
  ];
  const sheet = (xml: string): Uint8Array =>
    pack([
      { path: '[Content_Types].xml', content: '<Types/>', stored: true },
      { path: 'xl/workbook.xml', content: '<workbook><sheets><sheet name="A" id="r"/></sheets></workbook>', stored: true },
      {
        path: 'xl/_rels/workbook.xml.rels',
        content: '<Relationships><Relationship Id="r" Type="x/worksheet" Target="a.xml"/></Relationships>',
        stored: true,
      },
      { path: 'xl/a.xml', content: `<worksheet><sheetData>${xml}</sheetData></worksheet>`, stored: true },
    ]);
  await cases(
    'xlsx sheet',
    fc.asyncProperty(crooked(marks, 60), (xml) => holds('b.xlsx', sheet(xml))),
  );
});

const ZIP = pack([
  { path: 'clients.csv', content: CLIENTS },
  { path: 'in/sessions.csv', content: SESSION_LINES, stored: true },
  { path: 'in.zip', content: pack([{ path: 'x.csv', content: SESSION_LINES }]), stored: true },
]);

test('archives that were sound once; entries of any name', { timeout: 600_000 }, async () => {
  await cases(
    'zip bent',
    fc.asyncProperty(bent(ZIP), (bytes) => holds('b.zip', bytes)),
  );
  const name = crooked(['..', '/', '\\', '.', 'a', 'C:', '\u0000', '\n', '\u202e', ' ', '.csv', '__proto__', '!', '#'], 8);
  await cases(
    'zip names',
    fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 4 }), (names) =>
      holds('b.zip', pack(names.map((path) => ({ path, content: SESSION_LINES })))),
    ),
  );
});

test('bytes of any kind under any name', { timeout: 600_000 }, async () => {
  const name = fc.constantFrom('b.csv', 'b.xlsx', 'b.json', 'b.ndjson', 'b.zip', 'b.txt', 'b.pdf', 'b');
  const start = fc.constantFrom('', '\xff\xfe', '\xfe\xff', '\xef\xbb\xbf', 'PK\x03\x04', '[', '{', 'id,name\n');
  await cases(
    'bytes',
    fc.asyncProperty(name, start, fc.uint8Array({ maxLength: 400 }), (file, mark, bytes) =>
      holds(file, Buffer.concat([Buffer.from(mark, 'latin1'), bytes])),
    ),
  );
});

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  typesOf: values.typesOf,
  isBlank: values.isBlank,
  shapeOf: values.shapeOf,
  splitList: (text) => values.splitList(text),
  readDate: (text) => values.readDate(text, { order: 'dmy' }),
  readDateTime: (text) => values.readDateTime(text),
  readTime: values.readTime,
  readDuration: values.readDuration,
  readMoney: (text) => values.readMoney(text),
  readNumber: (text) => values.readNumber(text),
  readBalance: values.readBalance,
  readBoolean: values.readBoolean,
  readPhones: (text) => values.readPhones(text, 'US'),
  readMails: values.readMails,
  readPerson: values.readPerson,
  readZone: values.readZone,
  readOffset: values.readOffset,
  readCurrency: (text) => values.readCurrency(text),
  toInstant: (text) => values.toInstant(text.slice(0, 10), text.slice(11, 16), text.slice(17)),
  clocksChange: (text) => values.clocksChange(text, '2026-03-08'),
};

test.each(Object.entries(READERS))('values: %s reads or refuses any text, the same each time', { timeout: 600_000 }, async (name, read) => {
  const telling = [
    '1',
    '12',
    '2026',
    '-',
    '/',
    '.',
    ':',
    ',',
    ' ',
    'am',
    'PM',
    'T',
    'Z',
    '+',
    '€',
    '$',
    '%',
    '(',
    ')',
    'h',
    'min',
    'Mar',
    'März',
    '@',
    'example.com',
    'Europe/Berlin',
    'UTC',
    '&',
    'Dr.',
    'N/A',
    ';',
    '\n',
    '°',
    '\u00a0',
    '\u2212',
    '\u0000',
    'ß',
    'İ',
    '𝟙',
  ];
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), crooked(telling, 14), fc.string({ maxLength: 3_000 }));
  await cases(
    `values ${name}`,
    fc.property(text, (one) => {
      expect(read(one)).toEqual(read(one));
    }),
  );
});
