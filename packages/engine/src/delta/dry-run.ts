import { CutoverError } from '@cutover/domain';
import { type DeltaScope, deltaWindow } from '../gates/delta.ts';
import { soundPlanAndRows } from '../gates/facts.ts';
import { loaderOf } from '../load/loader.ts';
import { readOnly } from '../runs/read-only.ts';
import type { Workspace } from '../workspace.ts';
import { bringIn, type DeltaOperation } from './bring-in.ts';
import { type DeltaOptions, type DeltaResult, lookedSince, readAgain, ruleOf } from './run.ts';
import { accountNow, measure, projectorNow } from './scope.ts';

export interface DeltaDryRun extends Omit<DeltaResult, 'failed' | 'rejected'> {
  readonly scope: DeltaScope;
  /** Whether the approval of the full run covers it: its hours are not over and it is within the bounds. */
  readonly within: boolean;
  readonly operations: readonly DeltaOperation[];
}

/** What a delta would do: reads the export and the account, writes to neither. Needs no approval. @throws CutoverError as `runDelta` */
export async function deltaDryRun(ws: Workspace, options: DeltaOptions): Promise<DeltaDryRun> {
  await readAgain(ws, options);
  const { envelope, staged } = soundPlanAndRows(ws, 'read');
  const scope = measure(ws);
  const { maxCreates, maxUpdates } = envelope.plan.policies.delta;
  const window = deltaWindow(ws, envelope);
  if (window === null) throw new CutoverError('not-ready', 'delta needs a finished full run: run cutover full first');
  const operations: DeltaOperation[] = [];
  const { left: _, ...found } = await readOnly(ws, (context) => {
    const loader = loaderOf(context, accountNow(ws), () => {
      throw new CutoverError('internal', 'a dry run uploads nothing');
    });
    return bringIn(
      { ...context, envelope },
      { loader, projector: projectorNow(ws, envelope) },
      {
        rule: ruleOf(envelope),
        since: lookedSince(ws),
        staged,
        own: null,
        perform: false,
        memory: null,
        onOperation: (operation) => operations.push(operation),
      },
    );
  });
  const within = ws.ports.clock.now() < window.until && scope.creates <= maxCreates && scope.updates + scope.deletes <= maxUpdates;
  return { ...found, until: new Date(window.until).toISOString(), scope, within, operations };
}
