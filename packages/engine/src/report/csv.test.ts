import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';
import { markdownOf } from './markdown.ts';

test('cells are quoted where they must be, and a formula is no formula any more', () => {
  expect(csvLine(['a', 1, null, 'x,y', 'say "hi"', 'two\nlines'])).toBe('a,1,,"x,y","say ""hi""","two\nlines"\r\n');
  expect(csvLine(['=1+1', '+44 1', '-5', '@cmd', '\tx'])).toBe("'=1+1,'+44 1,'-5,'@cmd,'\tx\r\n");
});

test('texts of the export cannot break the report or become HTML', () => {
  const report = {
    lineage: 'l',
    company: 'acme',
    madeAt: 'now',
    planDigest: 'd',
    runs: [],
    counts: [],
    rejects: [],
    owners: [],
    fields: [],
    valueMaps: {},
    notMigrated: [],
    ids: [],
    tokens: { estimated: 1, spent: 1 },
    discrepancies: null,
    journalHead: null,
    failures: [
      {
        object: 'note' as const,
        sourceId: 'N|1',
        entity: null,
        code: 'x',
        reason: '<script>\nalert(1)</script> [a](b)',
        file: null,
        line: null,
      },
    ],
  };
  const text = markdownOf(report);
  expect(text).toContain('| note | N\\|1 | x | &lt;script&gt; alert(1)&lt;/script&gt; \\[a\\](b) | — | — |');
  expect(text).not.toContain('<script>');
});
