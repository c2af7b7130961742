import { digestOfBytes, RowKey, SourceId, type StagedRow } from '@cutover/domain';
import { expect, test } from 'vitest';
import { holdRow } from './held-row.ts';

const row = (id: string, cells: string[]): StagedRow => ({
  key: RowKey.parse(`clients.csv#${id}`),
  file: 'clients.csv',
  line: 2,
  sourceId: SourceId.parse(id),
  hash: digestOfBytes(JSON.stringify(cells)),
  cells,
});

test('a held row reads as it was, also between others', () => {
  const rows = [row('A', ['Lucía', '', '"quoted"', 'two\nlines \u0000']), row('B', []), row('C', ['C'])];
  const held = rows.map((each) => holdRow(each, 'clients.csv'));
  const read = ({ key, file, line, sourceId, hash, cells }: StagedRow) => ({ key, file, line, sourceId, hash, cells });
  expect(held.map(read)).toEqual(rows);
  expect(held.toReversed().map(read)).toEqual(rows.toReversed());
  expect([held[0]?.cells[0], held[2]?.cells[0], held[0]?.sourceId]).toEqual(['Lucía', 'C', 'A']);
});
