import { filesInMemory, readExport } from '@cutover/practice';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifies } from '../tools/verifies.ts';
import { connectorOf, keeping, PAGINGS, readerOf, type Staged } from './account.ts';
import { type SourceServer, serveSource } from './server.ts';

const HEADER = ['Client ID', 'First Name', 'Last Name', 'E-mail', 'Mobile', 'Client Since', 'Hourly Rate', 'Notes'] as const;
type Row = Record<(typeof HEADER)[number], string>;

let server: SourceServer;
beforeAll(async () => {
  server = await serveSource({ lists: { clients: [] } });
});
afterAll(() => server.close());

/** Quoted as the format asks for, so that any text is one cell. */
const csv = (rows: readonly Row[]): string =>
  [HEADER, ...rows.map((row) => HEADER.map((name) => row[name]))]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n');

/** Texts as people write them, and texts as nobody does; no lone surrogates, which are no UTF-8, and no line ends but \n, which a file may have changed. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'N/A',
    'TBD',
    '-',
    '=SUM(A1)',
    '0012',
    '1e3',
    '7',
    '3000.00',
    '-0.5',
    'true',
    'null',
    'ä ö ü €',
    '“quoted”',
    'a "b" c',
    'one\ntwo',
    '; , \t |',
  ),
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((one) => one.replace(/[\r\0\ufeff]/g, '').normalize()),
);

const row = fc.record<Row>({
  'Client ID': fc.integer({ min: 1, max: 40 }).map((n) => `C${n}`),
  'First Name': fc.constantFrom('Maya', 'Tomasz', 'Zoë', 'Li'),
  'Last Name': fc.constantFrom('Chen', 'Kowalczyk', "O'Hara", 'de la Cruz'),
  'E-mail': fc.constantFrom('maya@example.com', 'zoe@example.com', ''),
  Mobile: fc.constantFrom('(212) 555-0101', '+1 646 555 0102', 'none'),
  'Client Since': fc.constantFrom('2023-02-06', '2024-11-30', 'soon'),
  'Hourly Rate': fc.constantFrom('120', '99.50', '$80.00', ''),
  Notes: text,
});

const ways = Object.values(PAGINGS);

test(`${verifies('R3')}the same rows over REST and in a CSV file are staged as the same content, rejected and skipped alike`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 25 }), fc.nat(ways.length - 1), async (rows, way) => {
      const file = keeping();
      const fromFile = await readExport(filesInMemory({ 'clients.csv': csv(rows) }), file.sink, { now: '2026-03-08T12:00:00Z' });
      server.lists.set('clients', rows);
      const connector = connectorOf({
        format: 1,
        endpoints: [{ name: 'clients.csv', ...ways[way], fields: HEADER.map((name) => ({ name, path: [name] })) }],
      });
      const reader = readerOf(server, connector);
      try {
        const read = await reader.read();
        const content = ({ rows: staged }: Staged) => staged.map(({ key, sourceId, cells, hash }) => ({ key, sourceId, cells, hash }));
        expect(content(read)).toEqual(content(file));
        expect(read.rejects.map(({ outcome, column, value }) => ({ outcome, column, value }))).toEqual(
          file.rejects.map(({ outcome, column, value }) => ({ outcome, column, value })),
        );
        const { format: _, ...one } = read.summary.files[0] ?? expect.fail('nothing was read');
        const { format: __, ...other } = fromFile.files[0] ?? expect.fail('nothing was read');
        expect(one).toEqual(other);
      } finally {
        reader.close();
      }
    }),
    { numRuns: 150 },
  );
});
