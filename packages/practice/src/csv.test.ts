import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { LIMITS } from './limits.ts';
import { filesInMemory } from './memory-files.ts';
import { type Hints, openTables } from './open-tables.ts';
import { splitCells } from './split-cells.ts';
import type { SourceRecord } from './table.ts';

async function read(content: string | Uint8Array, name = 'a.csv', hints: Hints = {}) {
  const { tables } = await openTables(filesInMemory({ [name]: content }), { path: name, size: 0 }, LIMITS, { [name]: hints });
  const [table] = tables;
  if (table === undefined) return null;
  const records: SourceRecord[] = [];
  for await (const batch of table.batches()) records.push(...batch);
  return { header: table.header, format: table.format, records };
}
const cells = (table: Awaited<ReturnType<typeof read>>) => table?.records.map((record) => record.cells);
const lines = (table: Awaited<ReturnType<typeof read>>) => table?.records.map((record) => record.line);

describe('encodings', () => {
  const text = 'Name;Ort\nJürgen Weiß;Köln\nŞule;“Łódź”\n';
  const latin = 'Name;Ort\nJürgen Weiß;Köln – Süd\n';
  test.each([
    ['utf-8', Buffer.from(text), text],
    ['utf-8', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), text],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(text, 'utf-16le')]), text],
    ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), iconv.encode(text, 'utf-16be')]), text],
    ['utf-16le', iconv.encode(text, 'utf-16le'), text],
    ['utf-16be', iconv.encode(text, 'utf-16be'), text],
    ['windows-1252', iconv.encode(latin, 'win1252'), latin],
  ])('%s is found and read', async (encoding, bytes, expected) => {
    const table = await read(bytes);
    expect(table?.format).toEqual({ kind: 'csv', encoding, delimiter: ';' });
    expect(table?.header).toEqual(['Name', 'Ort']);
    const [, ...rows] = expected.trim().split('\n');
    expect(cells(table)).toEqual(rows.map((row) => row.split(';')));
  });
});

test.each([',', ';', '\t', '|'])('the delimiter %j is found, others may stand in the cells', async (delimiter) => {
  const other = delimiter === ',' ? ';' : ',';
  const table = await read([`a${delimiter}b`, `1${other}5${delimiter}x`, `2${other}5${delimiter}"y${delimiter}z"`].join('\n'));
  expect(table?.format.delimiter).toBe(delimiter);
  expect(cells(table)).toEqual([
    [`1${other}5`, 'x'],
    [`2${other}5`, `y${delimiter}z`],
  ]);
});

test('a first line that only says the delimiter is obeyed', async () => {
  const table = await read('sep=;\r\na;b\r\n1,2,3;x\r\n');
  expect(table?.header).toEqual(['a', 'b']);
  expect(table?.records).toEqual([{ line: 3, cells: ['1,2,3', 'x'], raw: '1,2,3;x' }]);
});

describe('lines and records', () => {
  test('line breaks of every kind, quoted ones kept, empty lines left out', async () => {
    const table = await read('a,b\r\n1,"x\r\ny"\r\n\r\n   \r\n2,z\r\n');
    expect(cells(table)).toEqual([
      ['1', 'x\r\ny'],
      ['2', 'z'],
    ]);
    expect(lines(table)).toEqual([2, 6]);
    expect(cells(await read('a,b\r1,2\r3,4'))).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  test('a quote that never closes costs its own line only', async () => {
    const table = await read('a,b,c\n1,"open,x\n2,"two\nlines",y\n3,z,z\n');
    expect(table?.records).toEqual([
      { line: 2, cells: null, raw: '1,"open,x', reason: expect.stringContaining('quote') },
      { line: 3, cells: ['2', 'two\nlines', 'y'], raw: '2,"two\nlines",y' },
      { line: 5, cells: ['3', 'z', 'z'], raw: '3,z,z' },
    ]);
  });

  test('quotes inside of cells that are not quoted belong to the text', async () => {
    const table = await read('a,b\n1,5" pipe\n2,say "hi" there\n3,x\n');
    expect(cells(table)).toEqual([
      ['1', '5" pipe'],
      ['2', 'say "hi" there'],
      ['3', 'x'],
    ]);
  });

  test('a record with too many or too few cells is one record, its lines included', async () => {
    const table = await read('a,b,c\n1,2\n1,2,3,4\n5,"six\nseven",8,9\n');
    expect(cells(table)).toEqual([
      ['1', '2'],
      ['1', '2', '3', '4'],
      ['5', 'six\nseven', '8', '9'],
    ]);
    expect(lines(table)).toEqual([2, 3, 4]);
  });

  test('what is written comes back, whatever the cells hold', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', ';', '"', '\n', ' ', '1', '|'), maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constant('k'), cell, cell), { minLength: 1, maxLength: 20 }), async (rows) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const table = await read(`h1,h2,h3\n${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`);
        expect(cells(table)).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  test('damage of any kind neither throws nor loses a line', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', ',', '"', '""', ' '), maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 15 }), async (body) => {
        const text = ['h1,h2', ...body].join('\n');
        const table = await read(text, 'a.csv', { headerLine: 1 });
        const raws = (table?.records ?? []).map((record) => record.raw).join('\n');
        const squeeze = (all: string) => all.split('\n').filter((one) => one.trim() !== '');
        expect(squeeze(raws)).toEqual(squeeze(body.join('\n')));
      }),
      { numRuns: 300 },
    );
  });
});

test('letters, pictures and lists of words are no tables', async () => {
  expect(await read('Dear Maya,\nthank you, and see you soon.\n\nDana\n', 'letter.txt')).toBeNull();
  expect(await read('# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |\n', 'README.md')).toBeNull();
  expect(await read(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'wheel.csv')).toBeNull();
  expect(await read('', 'empty.csv')).toBeNull();
  expect(await read('a\tb\tc\n1\t2\t3\n4\t5\t6\n', 'download.txt')).not.toBeNull();
});

test('splitting a line gives what the parser gives, or nothing', () => {
  const line = fc.string({ unit: fc.constantFrom('a', ',', '"', '""', ' ', 'é'), maxLength: 14 }).filter((text) => text.trim() !== '');
  fc.assert(
    fc.property(line, (text) => {
      const split = splitCells(text, { delimiter: ',', quote: '"', escape: '"' });
      if (split !== null) expect(parse(text, { relax_column_count: true })).toEqual([split]);
    }),
    { numRuns: 500 },
  );
});
