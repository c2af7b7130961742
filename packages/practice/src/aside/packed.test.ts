import { type Digest, digestOfBytes, type RowKey, type SourceId, type WrittenRow } from '@cutover/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packed, unpacked } from './packed.ts';

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const rows = fc.array(
  fc.record({ line: fc.nat(), key: text, sourceId: text, cells: fc.array(fc.string({ unit: 'binary' }), { maxLength: 6 }) }),
  { minLength: 1, maxLength: 30 },
);

test('rows of any text come out of the pack as they went in', () => {
  fc.assert(
    fc.property(rows, (made) => {
      const batch = made.map(({ line, key, sourceId, cells }): WrittenRow => {
        const json = JSON.stringify(cells);
        return {
          file: 'a.csv',
          line,
          key: key as RowKey,
          sourceId: sourceId as SourceId,
          cells: json,
          hash: digestOfBytes(json) as Digest,
        };
      });
      expect(unpacked(structuredClone(packed(batch)))).toEqual(batch);
    }),
  );
});
