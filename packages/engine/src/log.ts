import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '@cutover/domain';

export const LOG_FILE = 'cutover.log';

/** The workspace's log: one JSON line per event and request. Method, path without query, status, cost: never a body, a token or a text of the export. */
export interface Log {
  event(event: RunEvent): void;
  call(call: { method: string; path: string; status: number | null; tokens: number; ms: number }): void;
  failure(failure: { code: string; message: string }): void;
}

export function openLog(dir: string, now: () => number): Log {
  const file = join(dir, LOG_FILE);
  const write = (line: Record<string, unknown>): void => {
    appendFileSync(file, `${JSON.stringify({ at: new Date(now()).toISOString(), ...line })}\n`, { mode: 0o600 });
  };
  mkdirSync(dir, { recursive: true });
  return Object.freeze({
    event: (event: RunEvent) => write(event),
    call: ({ method, path, status, tokens, ms }: Parameters<Log['call']>[0]) =>
      write({ type: 'call', method, path: path.split('?')[0], status, tokens, ms: Math.round(ms) }),
    failure: ({ code, message }: Parameters<Log['failure']>[0]) => write({ type: 'failure', code, message }),
  });
}
