import { type PlanEnvelope, SOURCE_OBJECTS } from '@cutover/domain';
import { showPlan } from '@cutover/engine';
import { z } from 'zod';
import { Cursor, pageOf, Row } from '../page.ts';
import type { Shield } from '../privacy/shield.ts';
import { defineTool, READS } from '../tool.ts';
import { summaryOf } from '../views/plan.ts';

const PARTS = ['schema', 'values', 'owners', 'findings', 'counts'] as const;
type Part = (typeof PARTS)[number];

const MOST_OPTIONS = 20;

/** The rows of one part of the plan, each a flat record. */
export function rowsOf({ plan, meta }: PlanEnvelope, part: Part, shield: Shield): Record<string, unknown>[] {
  switch (part) {
    case 'schema':
      return [
        ...plan.schema.fields.map(({ options, ...field }) => ({
          create: 'field',
          ...field,
          options: options.slice(0, MOST_OPTIONS).map(shield.text),
          moreOptions: Math.max(0, options.length - MOST_OPTIONS),
        })),
        ...(plan.schema.pipeline === null ? [] : [{ create: 'pipeline', name: plan.schema.pipeline.name }]),
        ...plan.schema.stages.map((stage) => ({ create: 'stage', ...stage })),
        ...plan.schema.activityTypes.map((type) => ({ create: 'activity type', ...type })),
      ];
    case 'values':
      return Object.entries(plan.valueMaps).flatMap(([map, values]) =>
        Object.entries(values).map(([from, to]) => ({ map: shield.text(map), from: shield.text(from), to: shield.text(to) })),
      );
    case 'owners':
      return meta.owners.map(({ coach, mail, user, how, records }) => ({
        coach: shield.text(coach),
        mail: mail === null ? null : shield.text(mail),
        user,
        how,
        records,
      }));
    case 'findings':
      return meta.findings.map(({ rows, message, ...finding }) => ({
        ...finding,
        message: shield.text(message),
        rows: rows.slice(0, 5).map(shield.text),
      }));
    case 'counts':
      return SOURCE_OBJECTS.flatMap((object) => (plan.counts[object] === undefined ? [] : [{ object, rows: plan.counts[object] }]));
  }
}

export const planShow = defineTool({
  name: 'plan_show',
  title: 'Show the plan',
  description:
    'The plan as it stands: digest, how many decisions are open, findings, what is stale, what comes next. With part: the schema to create, value maps, owners, QA findings or row counts, page by page.',
  input: z.strictObject({ part: z.enum(PARTS).optional(), cursor: Cursor }),
  output: z.object({
    summary: Row.optional(),
    total: z.number().optional(),
    next: z.string().nullable().optional(),
    fromExport: z.object({ rows: z.array(Row) }).optional(),
  }),
  annotations: READS,
  run: ({ ws, shield }, { part, cursor }) => {
    const { envelope, stale } = showPlan(ws);
    if (part === undefined) return { summary: summaryOf(ws, envelope, stale) };
    const page = pageOf(rowsOf(envelope, part, shield), cursor, [envelope.digest, part], (row) => row);
    return { total: page.total, next: page.next, fromExport: { rows: page.items } };
  },
});
