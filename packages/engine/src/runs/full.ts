import { type Entity, EXIT } from '@cutover/domain';
import { localFate } from '../delta/scope.ts';
import { noteBroughtIn } from '../delta/stand.ts';
import { soundPlan } from '../gates/facts.ts';
import { standsFor } from '../load/loader.ts';
import type { Workspace } from '../workspace.ts';
import { execute, type RunContext, type RunResult, type Worked } from './execute.ts';
import { load, startLoading } from './loading.ts';
import { needFinished, type RunOptions } from './open.ts';
import type { RowOutcome, Wanted } from './projecting.ts';

export interface FullResult {
  /** Records that were there already: the sample's, or an earlier run's. */
  readonly present: number;
  readonly created: number;
  readonly reused: number;
  readonly failed: number;
  readonly rejected: number;
}

const NOTHING: FullResult = { present: 0, created: 0, reused: 0, failed: 0, rejected: 0 };

/**
 * Loads everything the sample did not, and takes the sample's records over. With nothing left to do it writes nothing and needs no approval.
 * @throws CutoverError `approval-required`, `not-ready`, `plan-stale` and what stops a run
 */
export async function runFull(ws: Workspace, options: RunOptions): Promise<RunResult<FullResult>> {
  const done = alreadyDone(ws);
  if (done !== null) return done;
  return execute(ws, 'full', options, (context) => work(context));
}

/** The finished full run of this very plan, if there is one. */
function alreadyDone(ws: Workspace): RunResult<FullResult> | null {
  const latest = ws.ledger.runs.latest('full');
  if (latest?.state !== 'finished' || undoneSince(ws, latest.run)) return null;
  const params = latest.summary;
  const digest = typeof params === 'object' && params !== null && !Array.isArray(params) ? params.digest : null;
  if (digest !== soundPlan(ws, 'loaded').digest) return null;
  const failed = [...ws.ledger.outcomes.iterate('failed')].length;
  const rejected = rejectedRows(ws);
  return { run: latest.run, exit: failed + rejected > 0 ? EXIT.partial : EXIT.done, data: { ...NOTHING, failed, rejected } };
}

/** A rollback took back what this run made, so it is not done any more. */
function undoneSince(ws: Workspace, run: string): boolean {
  const runs = ws.ledger.runs.list();
  return runs.slice(runs.findIndex((each) => each.run === run)).some((each) => each.kind === 'rollback' && each.state === 'finished');
}

export function rejectedRows(ws: Workspace): number {
  return ws.ledger.staging.counts().reduce((sum, file) => sum + file.rejected, 0);
}

async function work(context: RunContext): Promise<Worked<FullResult>> {
  const { ws, envelope } = context;
  needFinished(ws, 'full', 'sample');
  const loading = await startLoading(context);
  const totals = new Map<Entity, number>();
  for (const { record } of loading.projector.wanted()) totals.set(record.entity, (totals.get(record.entity) ?? 0) + 1);
  const outcomes: RowOutcome[] = [];
  // A record that is there already, a sample's, is left as it is: a newer export than its own is brought to it by a delta.
  let changed = false;
  let unseen = ws.ledger.ids.counts().reduce((sum, { state, count }) => sum + (state === 'live' ? count : 0), 0);
  const look = (item: Wanted): void => {
    const ref = standsFor(ws.ledger, item.record.key);
    if (ref?.state === 'live') unseen -= 1;
    changed ||= ref !== null && ref.run !== context.run && localFate(ws, loading.loader.names, item) === 'changed';
  };
  const loaded = await load(
    context,
    loading,
    tellOutcomes(
      loading.projector.wanted((outcome) => outcomes.push(outcome)),
      outcomes,
      ws,
      look,
    ),
    totals,
  );
  ws.ledger.outcomes.put(outcomes);
  noteBroughtIn(ws, envelope, envelope.plan.stagedDigest, changed || unseen > 0);
  const failed = [...ws.ledger.outcomes.iterate('failed')].length;
  const data = { ...loaded, failed, rejected: rejectedRows(ws) };
  return { exit: failed + data.rejected > 0 ? EXIT.partial : EXIT.done, data, summary: { ...data, digest: envelope.digest } };
}

const BATCH = 500;

/** Passes the records on, each looked at before, and writes down, batch by batch, what became of rows without one. */
function* tellOutcomes(wanted: Iterable<Wanted>, outcomes: RowOutcome[], ws: Workspace, look: (item: Wanted) => void): Generator<Wanted> {
  for (const item of wanted) {
    if (outcomes.length >= BATCH) ws.ledger.outcomes.put(outcomes.splice(0));
    look(item);
    yield item;
  }
}
