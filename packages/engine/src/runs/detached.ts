import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { CutoverError, type RunEvent, type RunId } from '@cutover/domain';
import type { Run } from '@cutover/ledger';
import type { Workspace } from '../workspace.ts';
import { openRun, type RunOptions, STARTING } from './open.ts';

/** Kinds of run that a door may start in a process of their own. */
export type DetachedKind = 'schema' | 'sample' | 'full' | 'delta' | 'verify' | 'repair' | 'rollback' | 'files';

/** How the `cutover` command is started: the file, and the arguments that come before its own. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** What a run in a process of its own writes to stdout and stderr: beside the ledger, for when it cannot even start. */
const OUTPUT_FILE = 'runs.log';

/**
 * Opens a run behind its gate and leaves it to a process of its own, which outlives the caller. Its progress is in the ledger.
 * A delta goes by the rows that were read last: whoever starts one has `deltaDryRun` read the export first.
 * @throws CutoverError `approval-required`, `run-active` and what else `openRun` refuses for
 */
export function startDetached(ws: Workspace, kind: DetachedKind, command: Command, options: RunOptions = {}): RunId {
  const saved = kind === 'rollback' || kind === 'repair' ? ws.ledger.operations.load(kind) : null;
  const opened = openRun(ws, kind, saved === null ? options : { ...options, operationsDigest: saved.digest }, () => null);
  ws.ledger.runs.setState(opened.run, 'paused', STARTING);
  ws.ledger.lock.release(opened.epoch);
  const log = openSync(join(ws.dir, OUTPUT_FILE), 'a', 0o600);
  const child = spawn(command.file, [...command.args, 'run', opened.run, '--workspace', ws.dir, '--output', 'ndjson'], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.on('error', (error) => {
    ws.ledger.runs.setState(opened.run, 'interrupted', { code: 'internal', message: `its process could not be started: ${error.message}` });
  });
  child.unref();
  return opened.run;
}

export interface RunView {
  readonly run: Run;
  /** Events after the one given, oldest first. */
  readonly events: readonly { readonly seq: number; readonly event: RunEvent }[];
  /** A process is at work on it now. */
  readonly active: boolean;
}

/** A run as the ledger knows it. @throws CutoverError `usage` when there is no such run */
export function watchRun(ws: Workspace, id: string, after = 0): RunView {
  const run = ws.ledger.runs.list().find((candidate) => candidate.run === id);
  if (run === undefined) throw new CutoverError('usage', `there is no run ${id}`, { place: { id } });
  const holder = ws.ledger.lock.holder();
  const active =
    run.state === 'running' && holder !== null && holder.host === ws.ports.self.host && ws.ports.self.isAlive(holder.pid, holder.startedAt);
  return { run, events: ws.ledger.runs.events(run.run, after), active };
}

/**
 * Asks the process at work on this run to finish what is in flight, save and stop: what the first Ctrl-C does.
 * @returns false when no process is at work on it
 */
export function cancelRun(ws: Workspace, id: string): boolean {
  const holder = ws.ledger.lock.holder();
  if (holder === null || !watchRun(ws, id).active) return false;
  process.kill(holder.pid, 'SIGINT');
  return true;
}
