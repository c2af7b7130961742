import { CutoverError } from '@cutover/domain';
import type { Workspace } from '@cutover/engine';

/** Nothing a run works by is changed under its feet. @throws CutoverError `run-active` */
export function refuseWhileRunning(ws: Workspace): void {
  const holder = ws.ledger.lock.holder();
  if (holder === null) return;
  if (holder.host === ws.ports.self.host && !ws.ports.self.isAlive(holder.pid, holder.startedAt)) return;
  throw new CutoverError('run-active', `a ${holder.what} run is at work since ${holder.since}: wait for it, or cancel it with run_cancel`);
}
