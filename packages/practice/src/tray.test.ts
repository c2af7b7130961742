import { type Digest, digestOfBytes, type RowKey, type SourceId, type WrittenRow } from '@cutover/domain';
import { expect, test } from 'vitest';
import { type StageSink, Tray } from './tray.ts';

const rowOf = (id: string, cells: string): WrittenRow => ({
  file: 'a.csv',
  line: 2,
  key: `a.csv#${id}` as RowKey,
  sourceId: id as SourceId,
  cells,
  hash: digestOfBytes(cells) as Digest,
});

/** How many rows each batch held. */
function batchesOf(rows: readonly WrittenRow[]): number[] {
  const sizes: number[] = [];
  const sink: StageSink = {
    begin: () => undefined,
    rows: (batch) => void sizes.push(batch.length),
    rejects: () => undefined,
    issues: () => undefined,
    end: () => undefined,
  };
  const tray = new Tray('a.csv', sink);
  for (const row of rows) tray.row(row);
  tray.flush();
  return sizes;
}

test('rows are handed on by the thousand, long ones sooner', () => {
  const short = JSON.stringify(['C1', 'Ana']);
  const long = JSON.stringify(['C1', 'x'.repeat(900_000)]);
  const many = (count: number, cells: string): WrittenRow[] => Array.from({ length: count }, (_, n) => rowOf(`C${n}`, cells));
  expect(batchesOf(many(2_500, short))).toEqual([1_000, 1_000, 500]);
  expect(batchesOf(many(12, long))).toEqual([5, 5, 2]);
  // What was handed on counts no more.
  expect(batchesOf([...many(5, long), ...many(1_000, short)])).toEqual([5, 1_000]);
});
