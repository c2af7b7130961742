import { z } from 'zod';
import { UNCERTAIN } from '../loop/review.ts';
import { type Explained, explain, type Line, read, readDecisions } from '../mcp/reads.ts';
import { bookOf, type Entry, isIn, labelOf } from './book.ts';
import { type Act, askWhich, paragraph, type Talk } from './talk.ts';
import { answerWords } from './words.ts';

/** Rows of a list that are written out; the rest is counted. */
const MOST = 15;

/** How sure the proposal is; one that was put forward later has no measure, only somebody who did it. */
function sure({ proposal, confidence, proposedBy }: Line): string {
  if (proposal === null) return 'no proposal';
  return confidence === null ? `put forward by ${proposedBy.replace(/^model:/, '')}` : `${Math.round(confidence * 100)} % sure`;
}

/** `what is still open?`, `what is open for clients?` */
export async function* open(talk: Talk, about: string | null): Act {
  const lines = yield* readDecisions(talk.hand, {}, talk.signal);
  const all = bookOf(lines).entries.filter(({ line }) => line.state === 'proposed');
  const entries = about === null ? all : all.filter((entry) => isIn(entry, about) || bookOf([entry.line]).find(about).length > 0);
  talk.lead();
  if (all.length === 0) yield paragraph(`Nothing is open: all ${lines.length} decisions have your answer.`);
  else if (entries.length === 0)
    yield paragraph(`Nothing is open for "${about}". ${all.length} of ${lines.length} decisions are open in all.`);
  else {
    yield paragraph(`${entries.length} of ${lines.length} decisions are open${about === null ? '' : ` for ${about}`}:`);
    if (about === null && entries.length > MOST) yield* byKind(entries);
    else yield* listed(entries);
    const without = entries.filter(({ line }) => line.proposal === null);
    if (without.length > 0) yield paragraph(`Without a proposal: ${without.map(labelOf).join(', ')}.`);
  }
}

function* byKind(entries: readonly Entry[]): Generator<ReturnType<typeof paragraph>> {
  const groups = Map.groupBy(entries, ({ line }) => line.kind);
  for (const [kind, group] of groups) {
    const names = group.slice(0, 4).map(({ name }) => name);
    const more = group.length - names.length;
    yield paragraph(`  ${kind.replaceAll('-', ' ')}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
  }
}

function* listed(entries: readonly Entry[]): Generator<ReturnType<typeof paragraph>> {
  for (const entry of entries.slice(0, MOST)) {
    yield paragraph(`  ${labelOf(entry)}: ${answerWords(entry.line.kind, entry.line.proposal)} (${sure(entry.line)})`);
  }
  if (entries.length > MOST) yield paragraph(`  … and ${entries.length - MOST} more`);
}

/** `what is uncertain?`: the proposals to look at first, with what speaks for them and what else there is. */
export async function* uncertain(talk: Talk): Act {
  const below = yield* readDecisions(talk.hand, { open: true, below: UNCERTAIN }, talk.signal);
  // What somebody put forward was looked at already.
  const lines = below.filter(({ proposedBy }) => proposedBy === 'built-in');
  const [first, ...rest] = [...lines].sort((a, b) => (a.confidence ?? 0) - (b.confidence ?? 0));
  talk.lead();
  if (first === undefined) return yield paragraph('No open proposal is uncertain.');
  yield paragraph(`${lines.length} to look at, the least sure first:`);
  for (const line of [first, ...rest].slice(0, 5)) yield* told(yield* explain(talk.hand, line.id, talk.signal), null);
  if (lines.length > 5)
    yield paragraph(
      `… and ${lines.length - 5} more: ${rest
        .slice(4)
        .map(({ about }) => about)
        .join(', ')}`,
    );
}

/** `why is Tier a single-select?`: finds where the name ends by the names there are. */
export async function* why(talk: Talk, about: string): Act {
  const known = bookOf(yield* readDecisions(talk.hand, {}, talk.signal));
  const words = about.split(' ');
  for (let end = words.length; end > 0; end -= 1) {
    const found = known.find(words.slice(0, end).join(' '));
    if (found.length === 0) continue;
    const claim = words.slice(end).join(' ');
    const fitting = narrowed(found, claim);
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) return yield* told(yield* explain(talk.hand, only.line.id, talk.signal), claim);
    return yield* askWhich(
      talk,
      'Which one do you mean?',
      fitting.slice(0, 9).map((entry) => ({
        label: labelOf(entry),
        act: async function* () {
          yield* told(yield* explain(talk.hand, entry.line.id, talk.signal), claim);
        },
      })),
    );
  }
  yield paragraph(`I find no decision about "${about}". "what is open?" lists them.`);
}

/** Of several with one name those whose proposal is what the person says it is. */
function narrowed(found: readonly Entry[], claim: string): readonly Entry[] {
  if (claim === '' || found.length === 1) return found;
  const fitting = found.filter(({ line }) => claims(line, claim));
  return fitting.length > 0 ? fitting : found;
}

function claims(line: Line, claim: string): boolean {
  const said = answerWords(line.kind, line.answer ?? line.proposal).toLowerCase();
  return claim
    .toLowerCase()
    .replace(/^((becom(e|es|ing)|be|being|go(es|ing)?|made|a|an|the|to|in|into|as) )+/, '')
    .split(' ')
    .every((word) => said.includes(word.replace(/s$/, '')));
}

async function* told(decision: Explained, claim: string | null): Act {
  const answered = decision.state !== 'proposed';
  const answer = answered ? decision.answer : decision.proposal;
  const words = answerWords(decision.kind, answer);
  if (claim !== null && claim !== '' && !claims({ ...decision, proposal: answer, answer: null }, claim)) {
    yield paragraph(`It is not: ${decision.about} becomes ${words}.`);
  } else yield paragraph(`${decision.about}: ${words}.`);
  yield paragraph(`  ${decision.reason} (${answered ? `your answer: ${decision.state}` : sure(decision)})`);
  if (decision.evidence.length > 0) yield paragraph(`  Evidence: ${decision.evidence.join(' · ')}`);
  const others = decision.alternatives.map((one) => answerWords(decision.kind, one));
  if (others.length > 0) yield paragraph(`  Instead: ${others.join(' · ')}`);
}

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
