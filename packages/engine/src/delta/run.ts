import { CutoverError, EXIT, type ExtractSummary, type PlanEnvelope, type SourceObject, type TargetKey } from '@cutover/domain';
import type { IdRow } from '@cutover/ledger';
import { z } from 'zod';
import { extract } from '../extract.ts';
import { deltaWindow } from '../gates/delta.ts';
import { gateFacts, soundPlan, soundPlanAndRows } from '../gates/facts.ts';
import { judge } from '../gates/judge.ts';
import { refusal } from '../gates/refusal.ts';
import { instant } from '../ports.ts';
import { execute, type RunContext, type RunResult, type Worked } from '../runs/execute.ts';
import { rejectedRows } from '../runs/full.ts';
import { startLoading } from '../runs/loading.ts';
import { needFinished, type RunOptions } from '../runs/open.ts';
import { isBound, schemaSteps } from '../runs/schema.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { bringIn } from './bring-in.ts';
import { measure } from './scope.ts';
import type { FieldNote } from './sides.ts';
import { noteBroughtIn } from './stand.ts';
import { forget, memoryOf } from './touched.ts';
import type { Rule } from './update.ts';

export interface DeltaOptions extends RunOptions {
  /** A newer export elsewhere than where `init` said. */
  readonly source?: string;
}

/** A record that nothing in the export makes any more. */
export interface VanishedNote {
  readonly entity: string;
  readonly id: number;
  readonly key: TargetKey;
  readonly outcome: 'kept' | 'deleted' | 'failed';
  readonly why: string | null;
}

export interface DeltaResult {
  readonly created: number;
  readonly reused: number;
  readonly updated: number;
  readonly deleted: number;
  readonly failed: number;
  readonly rejected: number;
  /** Changed in Pipedrive, or in both: what stayed and what was written. */
  readonly fields: readonly FieldNote[];
  readonly vanished: readonly VanishedNote[];
  /** Records that are not in Pipedrive any more: never made again. */
  readonly gone: readonly { readonly entity: string; readonly id: number; readonly key: TargetKey }[];
  /** Until when deltas are covered by the approval of the full run. */
  readonly until: string | null;
}

/**
 * Reads the export again and brings the account up to it by the three-way rule: what is new is made, what the export changed is updated, what a person changed
 * in Pipedrive is kept or, where both did, goes by the plan's rule. An interrupted one goes on with the rows it began with.
 * @throws CutoverError `approval-required` also beyond the bounds of the plan; `not-ready`, `plan-stale`, `already-migrated` and what stops a run
 */
export async function runDelta(ws: Workspace, options: DeltaOptions): Promise<RunResult<DeltaResult>> {
  if (!goesOn(ws)) await readAgain(ws, options);
  return execute(ws, 'delta', options, (context) => work(context));
}

/** An unfinished delta over the very rows that are staged. */
function goesOn(ws: Workspace): boolean {
  const left = ws.ledger.runs.resumable('delta');
  if (left === null) return false;
  const params = z.looseObject({ stagedDigest: z.string() }).safeParse(left.params);
  return params.success && params.data.stagedDigest === ws.ledger.staging.digest();
}

/** Reads the export into the ledger while nobody else is at work, and counts what would change. */
export async function readAgain(ws: Workspace, options: DeltaOptions): Promise<void> {
  const envelope = soundPlan(ws, 'read');
  // Rows that are newer than the plan stop every load: before there was one, they are not read for nothing.
  if (deltaWindow(ws, envelope) === null) {
    const verdict = judge(
      envelope.approvals,
      gateFacts(ws, 'full', envelope, { runKind: 'delta', operationsDigest: null, resuming: false }),
    );
    if ('reason' in verdict) throw refusal(ws, 'full', envelope, verdict.reason);
    needFinished(ws, 'delta', 'full');
  }
  if (options.source === undefined) sayWhichExport(ws);
  const owner = { pid: ws.ports.self.pid, startedAt: ws.ports.self.startedAt, host: ws.ports.self.host, what: 'delta' };
  const { epoch } = options.takeOver === true ? ws.ledger.lock.takeOver(owner) : ws.ledger.lock.acquire(owner, ws.ports.self.isAlive);
  try {
    await extract(ws, {
      ...(options.source === undefined ? {} : { source: options.source }),
      changedOnly: true,
      accept: (summary) => refuseOtherForm(envelope, summary),
    });
    measure(ws);
  } finally {
    ws.ledger.lock.release(epoch);
  }
}

/** Without a word about where, the export of `init` is read again: after one from elsewhere that would take back what was newer there. */
function sayWhichExport(ws: Workspace): void {
  const last = ws.ledger.meta.get(META.readFrom, z.string());
  if (last === null) return;
  const message = `the export given at init is read again; the last one was read from ${last} (--source)`;
  ws.ports.emit({ type: 'notice', level: 'warning', message, at: instant(ws.ports.clock) });
}

const Subject = z.looseObject({ file: z.string(), column: z.string(), index: z.number().int() });

/**
 * An export that lacks a file or a column of the plan would seem to have emptied all that came from there. (Files that were renamed and columns that moved are
 * read in the layout of the export before.)
 * @throws CutoverError `plan-stale` naming the file and the column
 */
function refuseOtherForm({ plan }: PlanEnvelope, { files }: Pick<ExtractSummary, 'files'>): void {
  const headers = new Map(files.map((file) => [file.file, new Map(file.columns.map((column) => [column.index, column.name]))]));
  for (const { kind, status, subject, answer } of plan.decisions) {
    if (kind !== 'field' || status === 'rejected' || answer?.target === 'ignore') continue;
    const { file, column, index } = Subject.parse(subject);
    const found = headers.get(file);
    if (found === undefined)
      throw new CutoverError('plan-stale', `the export has no ${file} any more, which the plan was made for`, {
        place: { file },
        expected: file,
      });
    if (plain(found.get(index)) !== plain(column))
      throw new CutoverError('plan-stale', `${file} has no column "${column}" any more, which the plan was made for`, {
        place: { file, column },
        found: found.get(index) ?? 'no column',
        expected: column,
      });
  }
}

const plain = (header = ''): string => header.trim().toLowerCase().replace(/\s+/g, ' ');

async function work(context: RunContext): Promise<Worked<DeltaResult>> {
  const { ws, envelope } = context;
  needFinished(ws, 'delta', 'full');
  needSchema(ws);
  const begun = instant(ws.ports.clock);
  const loading = await startLoading(context);
  const { staged } = soundPlanAndRows(ws, 'read');
  const memory = memoryOf(ws.ledger, context.run, { straightOn: context.straightOn, begun });
  const { left, ...made } = await bringIn(context, loading, {
    rule: ruleOf(envelope),
    since: lookedSince(ws),
    staged,
    own: context.resumed ? null : context.run,
    perform: true,
    memory,
  });
  ws.ledger.meta.set(META.deltaLooked, memory.begun);
  forget(ws.ledger);
  countUpdates(context);
  noteBroughtIn(ws, envelope, staged, left);
  const failed = [...ws.ledger.outcomes.iterate('failed')].length;
  const data: DeltaResult = { ...made, failed, rejected: rejectedRows(ws), until: windowEnd(ws, envelope) };
  const { fields, vanished, gone, until: _, ...figures } = data;
  const refused = vanished.some(({ outcome }) => outcome === 'failed');
  return {
    exit: failed + data.rejected > 0 || refused ? EXIT.partial : EXIT.done,
    data,
    summary: { ...figures, kept: fields.length, vanished: vanished.length, gone: gone.length, digest: envelope.digest },
  };
}

export const ruleOf = (envelope: PlanEnvelope): Rule => envelope.plan.policies.delta.rule;

function windowEnd(ws: Workspace, envelope: PlanEnvelope): string | null {
  const window = deltaWindow(ws, envelope);
  return window === null ? null : new Date(window.until).toISOString();
}

/** A plan that was changed since may name fields that are not made yet. @throws CutoverError `not-ready` */
function needSchema(ws: Workspace): void {
  const missing = schemaSteps(ws).filter((step) => !isBound(ws, step));
  if (missing.length > 0)
    throw new CutoverError('not-ready', `the plan names what the account does not have yet (${missing[0]?.key}): run cutover schema first`);
}

/** Clocks differ; an edit is not older than what we take for its time by more than this. */
const CLOCK_MARGIN_MS = 10 * 60_000;

/** Since when edits in the account are not known: the last delta's look at it, or the first load. */
export function lookedSince(ws: Workspace): string {
  const runs = ws.ledger.runs.list();
  const undone = runs.findLastIndex((run) => run.kind === 'rollback' && run.state === 'finished');
  const first = runs.slice(undone + 1).find((run) => run.kind === 'sample' || run.kind === 'full')?.startedAt;
  const looked = ws.ledger.meta.get(META.deltaLooked, z.string());
  const since = Math.max(...[first, looked].flatMap((time) => (time == null ? [] : [Date.parse(time)])), 0);
  return new Date(Math.max(0, since - CLOCK_MARGIN_MS)).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** How many records of each object were updated, for the report; told by the journal, so that a run that was broken off counts right. */
export function countUpdates({ ws, run }: Pick<RunContext, 'ws' | 'run'>): void {
  const updated = new Map<SourceObject, Set<string>>();
  for (const { key } of ws.ledger.journal.updates(run)) {
    const row: IdRow | null = ws.ledger.ids.get(key as TargetKey);
    if (row !== null) updated.set(row.object, (updated.get(row.object) ?? new Set()).add(key));
  }
  ws.ledger.runs.count(run, Object.fromEntries([...updated].map(([object, keys]) => [`updated:${object}`, keys.size])));
}
