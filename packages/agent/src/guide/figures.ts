import { z } from 'zod';
import { read } from '../mcp/reads.ts';
import { type Act, paragraph, type Talk } from './talk.ts';

/** Rows of a list that are written out. */
const MOST = 15;

const Count = z.looseObject({ error: z.number(), warning: z.number(), info: z.number() });
const PlanView = z.looseObject({
  summary: z.looseObject({
    company: z.string(),
    decisions: z.looseObject({ total: z.number(), open: z.number() }),
    findings: Count,
    grade: z.string(),
    tokens: z.number(),
    stale: z.array(z.string()),
  }),
});
const Rows = z.looseObject({ total: z.number(), fromExport: z.looseObject({ rows: z.array(z.record(z.string(), z.unknown())) }) });

const figure = (value: number): string => value.toLocaleString('en-US');

/** `show plan` */
export async function* plan(talk: Talk): Act {
  const { summary } = yield* read(talk.hand, 'plan_show', {}, PlanView, talk.signal);
  const counts = yield* read(talk.hand, 'plan_show', { part: 'counts' }, Rows, talk.signal);
  const schema = yield* read(talk.hand, 'plan_show', { part: 'schema' }, Rows, talk.signal);
  yield paragraph(`The plan for ${summary.company}: ${summary.decisions.total} decisions, ${summary.decisions.open} open.`);
  yield paragraph(`  Rows: ${counts.fromExport.rows.map(({ object, rows }) => `${String(rows)} ${String(object)}`).join(', ')}`);
  const made = Map.groupBy(schema.fromExport.rows, ({ create }) => String(create));
  yield paragraph(`  To create: ${schema.total} in all (${[...made].map(([what, rows]) => `${what}: ${named(rows)}`).join('; ')})`);
  const { error, warning, info } = summary.findings;
  yield paragraph(`  Findings: ${error} errors, ${warning} warnings, ${info} remarks (/qa lists them). Grade ${summary.grade}`);
  yield paragraph(`  Cost: ${figure(summary.tokens)} API tokens ("estimate" says more)`);
  for (const reason of summary.stale) yield paragraph(`  Stale: ${reason}`);
  talk.lead();
}

function named(rows: readonly Record<string, unknown>[]): string {
  const names = rows.slice(0, 6).map(({ name }) => String(name));
  return `${names.join(', ')}${rows.length > 6 ? ' …' : ''}`;
}

const EstimateView = z.looseObject({
  tier: z.string(),
  seats: z.number(),
  tierKnown: z.string(),
  tokens: z.number(),
  requests: z.number(),
  days: z.number(),
  minutesAtFullRate: z.number(),
  grade: z.looseObject({ letter: z.string(), timeline: z.string() }),
});

/** `estimate` */
export async function* estimate(talk: Talk): Act {
  const view = yield* read(talk.hand, 'estimate', {}, EstimateView, talk.signal);
  const known = view.tierKnown === 'assumed' ? ' (assumed)' : '';
  yield paragraph(`The load costs ${figure(view.tokens)} API tokens in ${figure(view.requests)} requests.`);
  yield paragraph(
    `  On the ${view.tier} plan with ${view.seats} seats${known}: ${view.days} days of budget, ${view.minutesAtFullRate} minutes at full rate.`,
  );
  yield paragraph(`  Grade ${view.grade.letter}: ${view.grade.timeline}`);
  talk.lead();
}

const DiffView = z.looseObject({
  total: z.number(),
  records: z.number(),
  clean: z.boolean(),
  verdicts: z.looseObject({ equal: z.number(), declared: z.number(), different: z.number() }),
  notCovered: z.array(z.string()),
  fromExport: z.looseObject({
    records: z.array(
      z.looseObject({
        entity: z.string(),
        sourceId: z.string(),
        fields: z.array(
          z.looseObject({
            field: z.string(),
            wanted: z.string().nullable(),
            got: z.string().nullable(),
            verdict: z.string(),
            rule: z.string().nullable(),
          }),
        ),
      }),
    ),
  }),
});

/** `show differences` */
export async function* diff(talk: Talk): Act {
  const view = yield* read(talk.hand, 'diff_show', {}, DiffView, talk.signal);
  const { equal, declared, different } = view.verdicts;
  yield paragraph(
    `${view.records} records of the sample read back: ${figure(equal)} fields equal, ${figure(declared)} changed by a known rule, ${different} different.`,
  );
  const rows = view.fromExport.records.flatMap(({ entity, sourceId, fields }) =>
    fields
      .filter(({ verdict }) => verdict === 'different')
      .map((one) => `  ${entity} ${sourceId}, ${one.field}: wanted ${one.wanted ?? 'nothing'}, found ${one.got ?? 'nothing'}`),
  );
  for (const row of rows.slice(0, MOST)) yield paragraph(row);
  const rules = new Set(view.fromExport.records.flatMap(({ fields }) => fields.flatMap(({ rule }) => (rule === null ? [] : [rule]))));
  if (rules.size > 0) yield paragraph(`  Rules: ${[...rules].slice(0, 8).join('; ')}`);
  if (view.notCovered.length > 0) yield paragraph(`  Not covered by the sample: ${view.notCovered.join('; ')}`);
  yield paragraph(view.clean ? '  Nothing differs that no rule explains. /diff shows every field.' : '  /diff shows every field.');
  talk.lead();
}

const ReportView = z.looseObject({
  summary: z.looseObject({
    tokens: z.looseObject({ estimated: z.number(), spent: z.number() }),
    discrepancies: z.number().nullable(),
    counts: z.array(
      z.looseObject({
        object: z.string(),
        source: z.number(),
        rejected: z.number(),
        planned: z.number(),
        created: z.number(),
        reused: z.number(),
        failed: z.number(),
      }),
    ),
    sizes: z.record(z.string(), z.number()),
  }),
});

/** `report` */
export async function* report(talk: Talk): Act {
  const { summary } = yield* read(talk.hand, 'report_show', {}, ReportView, talk.signal);
  for (const one of summary.counts) {
    yield paragraph(
      `  ${one.object}: ${one.source} rows, ${one.rejected} rejected, ${one.planned} planned; ${one.created} created, ${one.reused} reused, ${one.failed} failed`,
    );
  }
  const { estimated, spent } = summary.tokens;
  yield paragraph(
    `  Tokens: ${figure(estimated)} estimated, ${figure(spent)} spent. Discrepancies: ${summary.discrepancies ?? 'not verified yet'}. /report writes it out.`,
  );
  talk.lead();
}
