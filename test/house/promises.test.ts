import { expect, test } from 'vitest';
import { citations, promisesIn } from './promises.ts';

test('promises are read from clauses, two on a line too', () => {
  expect(promisesIn('- R2 S — files. R3 S — and REST (see R2).\n- R11 + — rejects.')).toEqual(['R2', 'R3', 'R11']);
});

test('a cited number that is not promised is a fault', () => {
  const files = [{ file: 'a.test.ts', text: "test(verifies('R2', 'R99') + 'x')" }];
  const { cited, unknown } = citations(files, new Set(['R2']));
  expect([...cited]).toEqual(['R2']);
  expect(unknown).toEqual(['a.test.ts cites R99, which docs/promises.md does not have']);
});
