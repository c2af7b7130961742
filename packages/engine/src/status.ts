import { isOpen } from '@cutover/domain';
import { sourceName } from './source.ts';
import type { Workspace } from './workspace.ts';

export interface Status {
  readonly lineage: string;
  readonly source: string;
  readonly target: string;
  readonly company: string | null;
  readonly staged: number | null;
  readonly decisions: { readonly total: number; readonly open: number } | null;
  readonly digest: string | null;
  readonly approvals: readonly {
    readonly gate: string;
    readonly approver: string;
    readonly expires: string;
    readonly opened: readonly string[];
  }[];
  readonly runs: readonly {
    readonly run: string;
    readonly kind: string;
    readonly state: string;
    /** Its process is gone: the same command goes on with it. */
    readonly brokenOff: boolean;
    readonly started: string;
    readonly ended: string | null;
    readonly tokens: number;
  }[];
  readonly lock: { readonly pid: number; readonly what: string; readonly since: string } | null;
  /** The command that comes next. */
  readonly next: string;
}

/** How far this migration is, from the ledger alone. */
export function statusOf(ws: Workspace): Status {
  const { ledger, settings } = ws;
  const summary = ledger.staging.summary();
  const decisions = ledger.decisions.all();
  const envelope = ledger.plan.loadEnvelope();
  const holder = ledger.lock.holder();
  const { self } = ws.ports;
  const working = holder !== null && (holder.host !== self.host || self.isAlive(holder.pid, holder.startedAt));
  const status = {
    lineage: settings.lineage,
    source: sourceName(settings.source),
    target: settings.target.url,
    company: ws.company()?.domain ?? null,
    staged: summary === null ? null : summary.files.reduce((sum, file) => sum + file.counts.staged, 0),
    decisions: decisions.length === 0 ? null : { total: decisions.length, open: decisions.filter(isOpen).length },
    digest: envelope?.digest ?? null,
    approvals: ledger.approvals.list().map(({ gate, approver, expires, nonce }) => ({
      gate,
      approver,
      expires,
      opened: ledger.approvals.uses(nonce).map((use) => use.kind),
    })),
    runs: ledger.runs.list().map(({ run, kind, state, startedAt, endedAt, tokens }) => ({
      ...{ run, kind, state, started: startedAt, ended: endedAt, tokens },
      brokenOff: state === 'running' && !working,
    })),
    lock: holder === null ? null : { pid: holder.pid, what: holder.what, since: holder.since },
  };
  return { ...status, next: nextStep(status) };
}

/** Runs that lead from an approved plan to a loaded account. */
const LOADS: readonly string[] = Object.freeze(['schema', 'sample', 'full']);

function nextStep(status: Omit<Status, 'next'>): string {
  // What a rollback took back is done anew: only what was begun after it counts.
  const undone = status.runs.findLastIndex(({ kind, state }) => kind === 'rollback' && state === 'finished');
  const runs = status.runs.slice(undone + 1);
  const finished = (kind: string): boolean => runs.some((run) => run.kind === kind && run.state === 'finished');
  const begun = (kind: string): boolean => runs.some((run) => run.kind === kind);
  const approved = (gate: string, kind: string): boolean =>
    begun(kind) || status.approvals.some((approval) => approval.gate === gate && approval.opened.length === 0);
  if (status.staged === null) return 'cutover extract';
  if (status.decisions === null) return 'cutover plan';
  if (status.decisions.open > 0) return `cutover decisions (${status.decisions.open} open)`;
  if (undone >= 0 && !LOADS.some(begun)) return 'cutover report';
  if (finished('full')) return finished('verify') ? 'cutover report' : 'cutover verify';
  if (finished('sample') || begun('full')) return approved('full', 'full') ? 'cutover full' : 'cutover diff, then cutover approve full';
  if (finished('schema') || begun('sample')) return 'cutover sample';
  return approved('plan', 'schema') ? 'cutover schema' : 'cutover approve plan';
}
