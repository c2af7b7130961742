import type { Refusal } from '@cutover/domain';
import { z } from 'zod';
import type { AgentEvent } from '../events.ts';
import { type Run, read, Standing, standing, ToolSaidNo } from '../mcp/reads.ts';
import { diff, report } from './figures.ts';
import { uncertain } from './look.ts';
import { type Act, paragraph, type Talk } from './talk.ts';

type Kind = 'schema' | 'sample' | 'full' | 'verify' | 'rollback';

const RUN_WORDS: Readonly<Record<string, string>> = Object.freeze({
  schema: 'creating fields, stages and activity types',
  sample: 'the sample',
  full: 'the full load',
  verify: 'the verification',
  rollback: 'the rollback',
});

/** The step a standing names, as one word. */
type Step = 'extract' | 'plan' | 'decide' | 'approve-plan' | 'schema' | 'sample' | 'approve-full' | 'full' | 'verify' | 'report';

function stepOf({ next }: Standing): Step {
  const command = next.replace(/^cutover /, '');
  if (command.startsWith('decisions')) return 'decide';
  if (command.startsWith('approve plan')) return 'approve-plan';
  if (command.startsWith('diff')) return 'approve-full';
  const known: readonly Step[] = ['extract', 'plan', 'schema', 'sample', 'full', 'verify'];
  return known.find((step) => command.startsWith(step)) ?? 'report';
}

/** The run at work, if any. */
function atWork({ runs }: Standing): Run | undefined {
  return runs.findLast(({ active, state }) => active || state === 'starting');
}

/** Says what comes next, in one line. */
export async function* leadOn(talk: Talk): Act {
  yield paragraph(nextLine(yield* standing(talk.hand, talk.signal)));
}

function nextLine(now: Standing): string {
  const run = atWork(now);
  if (run !== undefined) return `Next: ${RUN_WORDS[run.kind] ?? run.kind} is at work; "status" says how far, "stop" ends it.`;
  const open = now.decisions?.open ?? 0;
  switch (stepOf(now)) {
    case 'extract':
      return 'Next: say "start" and I read the export and draft the plan.';
    case 'plan':
      return 'Next: say "start" and I draft the plan.';
    case 'decide':
      return `Next: ${open} of ${now.decisions?.total ?? open} decisions wait for your answer (/decisions); "what is uncertain?" shows those to look at first.`;
    case 'approve-plan':
      return 'Next: every decision is answered. Approve the plan (/plan, then your key), then say "load the sample".';
    case 'schema':
    case 'sample':
      return 'Next: the plan is approved. Say "load the sample".';
    case 'approve-full':
      return 'Next: the sample is in Pipedrive. Look at "show differences", approve it (/diff, then your key), then say "load everything".';
    case 'full':
      return 'Next: the sample is approved. Say "load everything".';
    case 'verify':
      return 'Next: everything is loaded. Say "verify".';
    case 'report':
      return 'Next: say "report" for what was moved and what was not.';
  }
}

/** `start`, `next`: takes the step that comes next, or hands it to the person whose step it is. */
export async function* next(talk: Talk): Act {
  const now = yield* standing(talk.hand, talk.signal);
  if (atWork(now) !== undefined) return yield* status(talk);
  switch (stepOf(now)) {
    case 'extract':
      return yield* begin(talk, true);
    case 'plan':
      return yield* begin(talk, false);
    case 'decide':
      return yield* uncertain(talk);
    case 'approve-plan':
    case 'schema':
    case 'sample':
      return yield* start(talk, 'sample');
    case 'approve-full':
      yield* diff(talk);
      return yield* start(talk, 'full');
    case 'full':
      return yield* start(talk, 'full');
    case 'verify':
      return yield* start(talk, 'verify');
    case 'report':
      return yield* report(talk);
  }
}

const Extracted = z.looseObject({
  totals: z.looseObject({ rows: z.number(), staged: z.number(), rejected: z.number(), skipped: z.number() }),
  fromExport: z.looseObject({ files: z.array(z.looseObject({ id: z.string(), object: z.string().nullable(), rows: z.number() })) }),
});
const Made = z.looseObject({
  company: z.string(),
  decisions: z.looseObject({ total: z.number(), open: z.number() }),
  findings: z.looseObject({ error: z.number(), warning: z.number(), info: z.number() }),
  tokens: z.number(),
  grade: z.string(),
});

async function* begin(talk: Talk, extract: boolean): Act {
  if (extract) {
    const { totals, fromExport } = yield* read(talk.hand, 'extract', {}, Extracted, talk.signal);
    const files = fromExport.files
      .filter(({ object }) => object !== null)
      .map(({ id, object, rows }) => `${rows} ${String(object)} (${id.replace(/^object:/, '')})`);
    yield paragraph(
      `The export is read: ${totals.rows} rows in ${fromExport.files.length} files, ${totals.staged} staged, ${totals.rejected} rejected.`,
    );
    yield paragraph(`  ${files.join(', ')}`);
  }
  const plan = yield* read(talk.hand, 'plan_make', {}, Made, talk.signal);
  yield paragraph(
    `The plan for ${plan.company} is drafted: ${plan.decisions.total} decisions, ${plan.findings.warning + plan.findings.error} findings to look at, grade ${plan.grade}`,
  );
  yield* uncertain(talk);
}

const Started = z.looseObject({ status: z.string(), run: z.string().optional() });

/** How long one look at a run lasts, in seconds, and how many looks a turn takes before it gives the word back. */
const LOOK_SECONDS = 10;
const LOOKS = 6;

/** `load the sample` and its like. The sample brings its schema first where that is still to do. */
export async function* start(talk: Talk, kind: Kind): Act {
  if (kind === 'rollback') yield* preview(talk);
  if (kind === 'sample' && ['approve-plan', 'schema'].includes(stepOf(yield* standing(talk.hand, talk.signal)))) {
    const done = yield* started(talk, 'schema');
    if (!done) return;
  }
  yield* started(talk, kind);
}

/** Starts a run and watches it for a while. @returns whether it finished */
async function* started(talk: Talk, kind: Kind): AsyncGenerator<AgentEvent, boolean> {
  try {
    const { run } = yield* read(talk.hand, 'run_start', { kind }, Started, talk.signal);
    talk.lead();
    if (run === undefined) return false;
    yield paragraph(`${capital(RUN_WORDS[kind] ?? kind)}: started.`);
    return yield* watched(talk, run);
  } catch (thrown) {
    if (!(thrown instanceof ToolSaidNo) || thrown.outcome.is !== 'gate') throw thrown;
    yield* handOver(thrown.outcome.refusal);
    return false;
  }
}

async function* watched(talk: Talk, run: string): AsyncGenerator<AgentEvent, boolean> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { runs, progress } = yield* read(talk.hand, 'run_status', { run, wait: LOOK_SECONDS }, Standing, talk.signal);
    const [now] = runs;
    if (now === undefined) return false;
    if (now.active || now.state === 'starting' || now.state === 'running') {
      if (progress !== null)
        yield paragraph(`  ${progress.stage}: ${progress.done}${progress.total === null ? '' : ` of ${progress.total}`}`);
      continue;
    }
    yield paragraph(`  ${now.state}, ${now.tokens.toLocaleString('en-US')} tokens.`);
    return now.state === 'finished';
  }
  yield paragraph('  It goes on by itself; "status" says how far it is.');
  return false;
}

/** A closed gate, in the guide's words. */
function* handOver({ gate, reason, ask, open }: Refusal): Generator<AgentEvent> {
  if (open !== undefined && open.length > 0) {
    yield paragraph(
      `The ${gate} gate is closed: decisions still wait for your answer (/decisions). "what is uncertain?" shows those to look at first.`,
    );
    return;
  }
  yield paragraph(`The ${gate} gate is closed (${reason}). Only you can open it, with your key: ${ask}`);
}

const Preview = z.looseObject({
  wouldRevert: z.number(),
  irreversible: z.array(z.string()),
  kept: z.array(z.unknown()),
  moreKept: z.number(),
});

async function* preview(talk: Talk): Act {
  const view = yield* read(talk.hand, 'rollback_preview', {}, Preview, talk.signal);
  yield paragraph(
    `A rollback would take back ${view.wouldRevert} records and keep ${view.kept.length + view.moreKept} that somebody edited since.`,
  );
  for (const line of view.irreversible) yield paragraph(`  Cannot be undone: ${line}`);
}

/** `status` */
export async function* status(talk: Talk): Act {
  const now = yield* standing(talk.hand, talk.signal);
  if (now.decisions === null) yield paragraph('Nothing is planned yet.');
  else yield paragraph(`${now.decisions.total - now.decisions.open} of ${now.decisions.total} decisions have your answer.`);
  for (const run of now.runs)
    yield paragraph(`  ${RUN_WORDS[run.kind] ?? run.kind}: ${run.state}, ${run.tokens.toLocaleString('en-US')} tokens`);
  const run = atWork(now);
  if (run !== undefined) {
    const { progress } = yield* read(talk.hand, 'run_status', { run: run.run }, Standing, talk.signal);
    if (progress !== null)
      yield paragraph(`  Now: ${progress.stage} ${progress.done}${progress.total === null ? '' : ` of ${progress.total}`}`);
  }
  talk.lead();
}

const Cancelled = z.looseObject({ asked: z.boolean() });

/** `stop` */
export async function* stop(talk: Talk): Act {
  const run = atWork(yield* standing(talk.hand, talk.signal));
  if (run === undefined) return yield paragraph('No run is at work.');
  const { asked } = yield* read(talk.hand, 'run_cancel', { run: run.run }, Cancelled, talk.signal);
  yield paragraph(asked ? 'It finishes what is in flight, saves and stops; the same request resumes it.' : 'It has ended by itself.');
  talk.lead();
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
