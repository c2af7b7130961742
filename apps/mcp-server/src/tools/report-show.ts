import type { Report } from '@cutover/domain';
import { buildReport } from '@cutover/engine';
import { z } from 'zod';
import { Cursor, type Page, pageOf, Row } from '../page.ts';
import type { Shield } from '../privacy/shield.ts';
import { defineTool, READS } from '../tool.ts';

const PARTS = ['failures', 'rejects', 'owners', 'fields', 'notMigrated', 'ids'] as const;
type Part = (typeof PARTS)[number];

/** One page of a list of the report; what came from the export masked. */
function pageOfPart(report: Report, part: Part, cursor: string | undefined, shield: Shield): Page<Row> {
  const page = <T>(rows: readonly T[], view: (row: T) => Row): Page<Row> =>
    pageOf(rows, cursor, [report.planDigest, report.journalHead, part], view);
  switch (part) {
    case 'failures':
      return page(report.failures, (one) => ({ ...one, sourceId: shield.key(one.sourceId), reason: shield.text(one.reason) }));
    case 'rejects':
      return page(report.rejects, (one) => ({
        ...one,
        column: one.column === null ? null : shield.text(one.column),
        value: one.value === null ? null : shield.value(one.value, 'words', false),
        reason: shield.text(one.reason),
      }));
    case 'owners':
      return page(report.owners, (one) => ({ ...one, coach: shield.text(one.coach) }));
    case 'fields':
      return page(report.fields, (one) => ({ ...one, decision: shield.handle(one.decision), name: shield.text(one.name) }));
    case 'notMigrated':
      return page(report.notMigrated, (one) => ({ ...one, what: shield.text(one.what), why: shield.text(one.why) }));
    case 'ids':
      return page(report.ids, (one) => ({ ...one, source_id: shield.key(one.source_id) }));
  }
}

export const reportShow = defineTool({
  name: 'report_show',
  title: 'Show the report',
  description:
    'The migration report as of now: counts per object that add up, runs, tokens estimated and spent, discrepancies. With part: failures, rejected rows, owners, the field log, what was not migrated, or source id ↔ Pipedrive id.',
  input: z.strictObject({ part: z.enum(PARTS).optional(), cursor: Cursor }),
  output: z.object({
    summary: z
      .object({
        company: z.string(),
        madeAt: z.string(),
        planDigest: z.string(),
        tokens: Row,
        discrepancies: z.number().nullable(),
        counts: z.array(Row),
        runs: z.array(Row),
        sizes: Row,
      })
      .optional(),
    total: z.number().optional(),
    next: z.string().nullable().optional(),
    fromExport: z.object({ rows: z.array(Row) }).optional(),
  }),
  annotations: READS,
  run: ({ ws, shield }, { part, cursor }) => {
    const report = buildReport(ws);
    if (part !== undefined) {
      const page = pageOfPart(report, part, cursor, shield);
      return { total: page.total, next: page.next, fromExport: { rows: page.items } };
    }
    const { company, madeAt, planDigest, tokens, discrepancies, counts, runs } = report;
    const sizes = Object.fromEntries(PARTS.map((name) => [name, report[name].length]));
    return { summary: { company, madeAt, planDigest, tokens, discrepancies, counts, runs: runs.slice(-8), sizes } };
  },
});
