import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { asCutoverError, CutoverError, type RunEvent } from '@cutover/domain';
import type { Workspace } from './workspace.ts';

export const LOG_FILE = 'cutover.log';

/** The workspace's log: one JSON line per event and request. Method, path without query, status, cost: never a body, a token or a text of the export. */
export interface Log {
  event(event: RunEvent): void;
  call(call: { method: string; path: string; status: number | null; tokens: number; ms: number }): void;
  failure(failure: { code: string; message: string }): void;
}

const FULL = new Set(['ENOSPC', 'EDQUOT']);

function unwritable(file: string, error: unknown): CutoverError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = `the log ${file} could not be written: ${error instanceof Error ? error.message : String(error)}`;
  return new CutoverError(FULL.has(code) ? 'disk-full' : 'bad-file', message, { place: { file }, cause: error });
}

export function openLog(dir: string, now: () => number): Log {
  const file = join(dir, LOG_FILE);
  const write = (line: Record<string, unknown>): void => {
    try {
      appendFileSync(file, `${JSON.stringify({ at: new Date(now()).toISOString(), ...line })}\n`, { mode: 0o600 });
    } catch (error) {
      throw unwritable(file, error);
    }
  };
  mkdirSync(dir, { recursive: true });
  return Object.freeze({
    event: (event: RunEvent) => write(event),
    call: ({ method, path, status, tokens, ms }: Parameters<Log['call']>[0]) =>
      write({ type: 'call', method, path: path.split('?')[0], status, tokens, ms: Math.round(ms) }),
    failure: (failure: Parameters<Log['failure']>[0]) => {
      noted.add(failure);
      write({ type: 'failure', code: failure.code, message: failure.message });
    },
  });
}

/** Failures that stand in a log already. */
const noted = new WeakSet<object>();

/** A fault of ours that came up outside a run goes to the log of the workspace too: that is what a report is asked to bring along. */
export function noteFault(ws: Pick<Workspace, 'dir' | 'ports'>, thrown: unknown): void {
  const error = asCutoverError(thrown);
  if (error.code === 'internal' && !noted.has(error)) openLog(ws.dir, ws.ports.clock.now).failure(error);
}
