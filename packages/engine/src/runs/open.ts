import { CutoverError, GATE_OF_RUN, isOpen, type PlanEnvelope, type RunId, type RunKind } from '@cutover/domain';
import type { Json, Run } from '@cutover/ledger';
import { z } from 'zod';
import { checkDelta } from '../gates/delta.ts';
import { gateFacts, type Staged, soundPlan } from '../gates/facts.ts';
import { judge } from '../gates/judge.ts';
import { refusal } from '../gates/refusal.ts';
import { instant } from '../ports.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';

export interface OpenedRun {
  readonly run: RunId;
  readonly kind: RunKind;
  readonly epoch: number;
  readonly envelope: PlanEnvelope;
  readonly resumed: boolean;
  /** Instant that separates past from future sessions: fixed by the first run, the same for all later ones. */
  readonly loadAt: string;
}

export interface RunOptions {
  /** Take the workspace over even if its owner seems alive. */
  readonly takeOver?: boolean;
  /** Sleep through the day's budget instead of pausing. */
  readonly wait?: boolean;
  /** Take records over that carry source ids of this export and that another ledger's run made. */
  readonly adopt?: boolean;
  /** repair, rollback: digest of the operations the run would perform. */
  readonly operationsDigest?: string;
}

/** Kinds of run behind a gate that `checkGate` judges; a delta's has rules of its own. */
type GatedKind = Exclude<RunKind, 'verify' | 'delta'>;

/** After a delta the staged rows are newer than the plan; what only takes back, or is signed over its own operations, does not mind. */
const ROWS: Readonly<Record<GatedKind, Staged>> = {
  schema: 'planned',
  sample: 'planned',
  full: 'planned',
  repair: 'loaded',
  files: 'loaded',
  rollback: 'read',
};

/** Whether this run would be let through, without opening it. @throws CutoverError `approval-required` and what `soundPlan` throws */
export function checkGate(
  ws: Workspace,
  kind: GatedKind,
  options: RunOptions = {},
): { envelope: PlanEnvelope; approval: PlanEnvelope['approvals'][number]; resumes: RunId | null } {
  const envelope = soundPlan(ws, ROWS[kind]);
  const gate = GATE_OF_RUN[kind];
  const resumes = kind === 'rollback' ? ws.ledger.runs.resumable(kind) : notTakenBack(ws, ws.ledger.runs.resumable(kind));
  const facts = (resuming: boolean) =>
    gateFacts(ws, gate, envelope, { runKind: kind, operationsDigest: options.operationsDigest ?? null, resuming });
  // A run goes on under the approval that opened it, and no other. Where that one no longer counts, because the plan is another now, only a new yes
  // opens a new run.
  const own = resumes === null ? null : judge(approvalsOf(envelope, resumes.nonce), facts(true));
  const goesOn = own !== null && 'approval' in own;
  const verdict = goesOn ? own : judge(envelope.approvals, facts(false));
  if ('reason' in verdict) throw refusal(ws, gate, envelope, own !== null && 'reason' in own ? own.reason : verdict.reason);
  if (ws.ledger.decisions.all().some(isOpen)) throw refusal(ws, gate, envelope, 'digest');
  return { envelope, approval: verdict.approval, resumes: goesOn ? (resumes?.run ?? null) : null };
}

/** A run that was broken off and rolled back since is over: its approval was for what is gone, and only a new yes makes it again. */
export function notTakenBack(ws: Workspace, run: Run | null): Run | null {
  const runs = ws.ledger.runs.list();
  const later = run === null ? [] : runs.slice(runs.findIndex((each) => each.run === run.run) + 1);
  return later.some((each) => each.kind === 'rollback' && each.state === 'finished') ? null : run;
}

const approvalsOf = (envelope: PlanEnvelope, nonce: string | null): PlanEnvelope['approvals'] =>
  envelope.approvals.filter((approval) => approval.nonce === nonce);

/**
 * Checks the gate, takes the lock, holds the journal against itself, and opens the run or goes on with the one that did not finish. Nothing is asked
 * from the target.
 * @param ready called once the gate lets the run through and before its approval is used up; what it throws leaves the approval as it was
 * @throws CutoverError `approval-required`, `run-active`, `plan-stale`, `ledger-edited`, `no-plan`
 */
export function openRun<T>(ws: Workspace, kind: RunKind, options: RunOptions, ready: () => T): OpenedRun & { readonly ready: T } {
  const { ledger, ports } = ws;
  const gate = gateOf(ws, kind, options);
  const made = ready();
  const owner = { pid: ports.self.pid, startedAt: ports.self.startedAt, host: ports.self.host, what: kind };
  const { epoch } = options.takeOver === true ? ledger.lock.takeOver(owner) : ledger.lock.acquire(owner, ports.self.isAlive);
  try {
    ledger.journal.verify();
    const resumed = gate.resumes !== null && !isNew(ws, gate.resumes);
    if (gate.resumes !== null) ledger.runs.setState(gate.resumes, 'running');
    const run = gate.resumes ?? ledger.runs.open({ kind, approval: gate.approval, params: gate.params, mode: 'foreground' }).runId;
    return { run, kind, epoch, envelope: gate.envelope, resumed, loadAt: loadAtOf(ws), ready: made };
  } catch (error) {
    ledger.lock.release(epoch);
    throw error;
  }
}

interface Opening {
  readonly envelope: PlanEnvelope;
  readonly approval: PlanEnvelope['approvals'][number] | null;
  readonly resumes: RunId | null;
  readonly params: Json;
}

function gateOf(ws: Workspace, kind: RunKind, options: RunOptions): Opening {
  if (kind === 'verify')
    return { envelope: soundPlan(ws, 'loaded'), approval: null, resumes: ws.ledger.runs.resumable(kind)?.run ?? null, params: {} };
  if (kind !== 'delta') return { ...checkGate(ws, kind, options), params: {} };
  const { staged, ...opening } = checkDelta(ws);
  return { ...opening, params: { stagedDigest: staged, digest: opening.envelope.digest } };
}

/** A run that a door opened and whose own process begins only now has nothing to go on with. */
export const STARTING = Object.freeze({ code: 'starting' });

/** Whether a run was opened by a door and its own process has not begun yet. */
export function isNew(ws: Workspace, run: RunId): boolean {
  const summary = ws.ledger.runs.get(run)?.summary;
  return typeof summary === 'object' && summary !== null && !Array.isArray(summary) && summary.code === STARTING.code;
}

function loadAtOf(ws: Workspace): string {
  const known = ws.ledger.meta.get(META.loadAt, z.string());
  if (known !== null) return known;
  const now = instant(ws.ports.clock);
  ws.ledger.meta.set(META.loadAt, now);
  return now;
}

/** Refuses a step whose step before has not been finished since the last rollback. @throws CutoverError `not-ready` */
export function needFinished(ws: Workspace, kind: RunKind, before: RunKind): void {
  const runs = ws.ledger.runs.list();
  const undone = runs.findLastIndex((run) => run.kind === 'rollback' && run.state === 'finished');
  const done = runs.findLastIndex((run) => run.kind === before && run.state === 'finished');
  if (done <= undone) throw new CutoverError('not-ready', `${kind} needs a finished ${before} run: run cutover ${before} first`);
}
