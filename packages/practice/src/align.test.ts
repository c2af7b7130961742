import { type Reject, type StagedRow, unwritten, type WrittenRow } from '@cutover/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filesInMemory, type KnownLayout, readExport } from './index.ts';

async function read(contents: Readonly<Record<string, string>>, before: readonly KnownLayout[] = []) {
  const rows: StagedRow[] = [];
  const rejects: Reject[] = [];
  const quiet = { begin: () => undefined, issues: () => undefined, end: () => undefined };
  const sink = {
    ...quiet,
    rows: (batch: readonly WrittenRow[]) => void rows.push(...batch.map(unwritten)),
    rejects: (batch: readonly Reject[]) => void rejects.push(...batch),
  };
  const { files, findings } = await readExport(filesInMemory(contents), sink, { now: '2026-03-08T12:00:00Z', before });
  const layout = files.map(({ file, columns }) => ({ file, header: columns.map(({ name }) => name) }));
  const said = findings.filter(({ code }) => /^(file-renamed|columns-)/.test(code)).map(({ code, message }) => `${code}: ${message}`);
  return { rows, rejects, layout, said, content: rows.map(({ key, cells, hash }) => ({ key, cells, hash })) };
}

const CLIENTS = `Client ID,Name,E-mail,Phone,Coach
C1,Ann Berg,ann@example.com,(212) 555-0101,Dana
C2,Bo Chan,bo@example.com,(212) 555-0102,Sam
`;
const COMPANIES = `Company ID,Company,Website
O1,Brightwater,https://brightwater.example.com
`;

describe('a newer export', () => {
  test('with its columns in another order says the same', async () => {
    const first = await read({ 'clients.csv': CLIENTS });
    const turned = CLIENTS.split('\n')
      .map((line) => line.split(',').toReversed().join(','))
      .join('\n');
    const second = await read({ 'clients.csv': turned }, first.layout);
    expect(second.content).toEqual(first.content);
    expect(second.layout).toEqual(first.layout);
    expect(second.said).toEqual(['columns-moved: clients.csv has its columns in another order than at first']);
  });

  test('under another name is the file it was', async () => {
    const first = await read({ 'clients-2026-01-05.csv': CLIENTS, 'companies.csv': COMPANIES });
    const second = await read({ 'clients-2026-01-12.csv': CLIENTS, 'organisations.csv': COMPANIES }, first.layout);
    expect(second.content.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(first.content.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
    expect(second.said).toEqual([
      'file-renamed: clients-2026-01-12.csv has the columns of clients-2026-01-05.csv and is read as it',
      'file-renamed: organisations.csv has the columns of companies.csv and is read as it',
    ]);
  });

  test('with a new column in the middle and one that is gone keeps the others where they were', async () => {
    const first = await read({ 'clients.csv': CLIENTS });
    const newer = 'Client ID,Birthday,Name,E-mail,Coach\nC1,1984-05-17,Ann Berg,ann@example.com,Dana\nC2,,Bo Chan,bo@example.com,Sam\n';
    const second = await read({ 'clients.csv': newer }, first.layout);
    expect(second.layout[0]?.header).toEqual(['Client ID', 'Name', 'E-mail', '', 'Coach', 'Birthday']);
    expect(second.rows.map((row) => row.cells)).toEqual([
      ['C1', 'Ann Berg', 'ann@example.com', '', 'Dana', '1984-05-17'],
      ['C2', 'Bo Chan', 'bo@example.com', '', 'Sam', ''],
    ]);
    expect(second.said).toEqual([
      'columns-gone: clients.csv has no “Phone” any more',
      'columns-new: clients.csv has new columns: “Birthday”',
    ]);
    // The next one like it is unchanged.
    const third = await read({ 'clients.csv': newer }, second.layout);
    expect(third.content).toEqual(second.content);
    expect(third.said).toEqual(['columns-moved: clients.csv has its columns in another order than at first']);
  });

  test('with headers that stand twice, or not at all, tells them by their turn', async () => {
    const first = await read({ 'clients.csv': 'Client ID,Mail,,Mail,Name\nC1,a@example.com,x,b@example.com,Ann Berg\n' });
    const second = await read({ 'clients.csv': 'Name,Client ID,Mail,,Mail\nAnn Berg,C1,a@example.com,x,b@example.com\n' }, first.layout);
    expect(second.content).toEqual(first.content);
  });

  test('of another kind under the same name is another table', async () => {
    const first = await read({ 'export.csv': CLIENTS });
    const second = await read({ 'export.csv': COMPANIES }, first.layout);
    expect(second.layout).toEqual([{ file: 'export.csv', header: ['Company ID', 'Company', 'Website'] }]);
    expect(second.said).toEqual([]);
  });

  test('whose files could each be either is not guessed at', async () => {
    const first = await read({ 'clients-north.csv': CLIENTS, 'clients-south.csv': CLIENTS.replaceAll('C1', 'C3').replaceAll('C2', 'C4') });
    const second = await read({ 'a.csv': CLIENTS, 'b.csv': CLIENTS.replaceAll('C1', 'C3').replaceAll('C2', 'C4') }, first.layout);
    expect(second.layout.map(({ file }) => file)).toEqual(['a.csv', 'b.csv']);
  });

  test('a ragged line is rejected with the count of its own file', async () => {
    const first = await read({ 'clients.csv': CLIENTS });
    const turned =
      'Coach,Phone,E-mail,Name,Client ID\nDana,(212) 555-0101,ann@example.com,Ann Berg,C1\nSam,(212) 555-0102,bo@example.com\n';
    const second = await read({ 'clients.csv': turned }, first.layout);
    expect(second.rejects).toMatchObject([
      { line: 3, outcome: 'rejected', reason: '3 cells where the header has 5', raw: 'Sam,(212) 555-0102,bo@example.com' },
    ]);
    expect(second.rows).toHaveLength(1);
  });
});

test('any order of any columns, one of them new: every cell stays under its header', async () => {
  const header = ['Client ID', 'Name', 'E-mail', 'Phone', 'Coach', 'Tags', 'Notes'];
  const cell = (row: number, name: string) =>
    name === 'Client ID' ? `C${row}` : name === 'E-mail' ? `c${row}@example.com` : `${name} ${row}`;
  const table = (names: readonly string[]) =>
    [names, ...[1, 2, 3].map((row) => names.map((name) => cell(row, name)))].map((cells) => cells.join(',')).join('\n');
  const orders = fc
    .shuffledSubarray([...header, 'Fresh'], { minLength: 5 })
    .filter((names) => ['Client ID', 'Name', 'E-mail'].every((name) => names.includes(name)));
  // The companies are there so that something is recognised, whatever is left of the clients.
  const first = await read({ 'clients.csv': table(header), 'companies.csv': COMPANIES });
  await fc.assert(
    fc.asyncProperty(orders, async (names) => {
      const second = await read({ 'clients.csv': table(names), 'companies.csv': COMPANIES }, first.layout);
      const now = second.layout[0]?.header ?? [];
      expect(now.slice(0, header.length)).toEqual(header.map((name) => (names.includes(name) ? name : '')));
      for (const [index, row] of second.rows.filter(({ file }) => file === 'clients.csv').entries())
        expect(row.cells).toEqual(now.map((name) => (name === '' ? '' : cell(index + 1, name))));
    }),
    { numRuns: 60 },
  );
});
