import { asCutoverError, CutoverError, type RunKind } from '@cutover/domain';
import { runDelta } from '../delta/run.ts';
import { runFiles } from '../files/run.ts';
import { runRepair } from '../repair/run.ts';
import { runRollback } from '../rollback/run.ts';
import type { Workspace } from '../workspace.ts';
import type { RunResult } from './execute.ts';
import { runFull } from './full.ts';
import { isNew, type RunOptions } from './open.ts';
import { runSample } from './sample.ts';
import { runSchema } from './schema.ts';
import { runVerify } from './verify.ts';

/**
 * Goes on with a run by its id: what a process of its own is started with. Where it does not get as far as beginning (no token, the target blocks), the run
 * says so to whoever waits for it. @throws CutoverError `usage` when there is no such run to go on with
 */
export async function resumeRun(ws: Workspace, id: string, options: RunOptions): Promise<RunResult<unknown>> {
  const run = ws.ledger.runs.list().find((candidate) => candidate.run === id);
  if (run === undefined) throw new CutoverError('usage', `there is no run ${id}`, { place: { id } });
  if (ws.ledger.runs.resumable(run.kind)?.run !== run.run)
    throw new CutoverError('usage', `run ${id} is ${run.state} and cannot go on`, { place: { id } });
  try {
    return await goOn(ws, run.kind, options);
  } catch (error) {
    const { code, message } = asCutoverError(error);
    if (isNew(ws, run.run)) ws.ledger.runs.setState(run.run, 'interrupted', { code, message });
    throw error;
  }
}

function goOn(ws: Workspace, kind: RunKind, options: RunOptions): Promise<RunResult<unknown>> {
  switch (kind) {
    case 'schema':
      return runSchema(ws, options);
    case 'sample':
      return runSample(ws, options);
    case 'full':
      return runFull(ws, options);
    case 'delta':
      return runDelta(ws, options);
    case 'repair':
      return runRepair(ws, options);
    case 'verify':
      return runVerify(ws, options);
    case 'rollback':
      return runRollback(ws, options);
    case 'files':
      return runFiles(ws, options);
  }
}
