import { ENTITIES } from '@cutover/domain';
import { readDiff } from '@cutover/engine';
import { z } from 'zod';
import { Cursor, PAGE, pageOf } from '../page.ts';
import { defineTool, READS } from '../tool.ts';
import { DiffRecord, diffView } from '../views/diff.ts';

export const diffShow = defineTool({
  name: 'diff_show',
  title: "Show the sample's diff",
  description:
    'The sample read back from Pipedrive and compared field by field: equal, declared (a known rule), different. Differences come first; equal fields are shown with sourceId. Values are masked unless a person allowed the column.',
  input: z.strictObject({
    verdict: z.enum(['different', 'declared']).optional(),
    entity: z.enum(ENTITIES).optional(),
    sourceId: z.string().max(200).optional(),
    cursor: Cursor,
  }),
  output: z.object({
    ...PAGE,
    diffDigest: z.string(),
    clean: z.boolean(),
    verdicts: z.object({ equal: z.number(), declared: z.number(), different: z.number() }),
    records: z.number(),
    notCovered: z.array(z.string()),
    fromExport: z.object({ records: z.array(DiffRecord) }),
  }),
  annotations: READS,
  run: ({ ws, shield }, { verdict, entity, sourceId, cursor }) => {
    const diff = readDiff(ws);
    const has = (record: (typeof diff.records)[number], wanted: string): boolean => record.fields.some((field) => field.verdict === wanted);
    const rank = (record: (typeof diff.records)[number]): number => (has(record, 'different') ? 0 : has(record, 'declared') ? 1 : 2);
    const wanted = diff.records
      .filter((record) => (entity === undefined || record.entity === entity) && (sourceId === undefined || record.sourceId === sourceId))
      .filter((record) => verdict === undefined || has(record, verdict))
      .toSorted((a, b) => rank(a) - rank(b));
    const view = diffView(ws, shield);
    const identity = [diff.diffDigest, verdict ?? null, entity ?? null, sourceId ?? null];
    const page = pageOf(wanted, cursor, identity, (record) => view(record, sourceId !== undefined));
    const count = (name: string): number =>
      diff.records.reduce((sum, record) => sum + record.fields.filter((field) => field.verdict === name).length, 0);
    return {
      total: page.total,
      next: page.next,
      diffDigest: diff.diffDigest,
      clean: diff.clean,
      verdicts: { equal: count('equal'), declared: count('declared'), different: count('different') },
      records: diff.records.length,
      notCovered: diff.uncovered.slice(0, 10).map(shield.text),
      fromExport: { records: page.items },
    };
  },
});
