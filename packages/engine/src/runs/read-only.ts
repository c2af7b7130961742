import type { RunId } from '@cutover/domain';
import type { Door } from '@cutover/pipedrive';
import { openLog } from '../log.ts';
import { openTarget } from '../planning/target.ts';
import { instant } from '../ports.ts';
import type { Workspace } from '../workspace.ts';
import type { RunContext } from './execute.ts';

export type ReadContext = Pick<RunContext, 'ws' | 'door' | 'run' | 'epoch' | 'progress'>;

/** Work that only reads the account: no run is opened, no lock taken, no approval needed. */
export async function readOnly<T>(ws: Workspace, work: (context: ReadContext) => Promise<T>): Promise<T> {
  const { ports } = ws;
  const log = openLog(ws.dir, ports.clock.now);
  let tokens = 0;
  const door: Door = openTarget(ws, {
    onCall: (call) => {
      log.call(call);
      tokens += call.tokens;
    },
  });
  try {
    const run = 'dry-run' as RunId;
    // Epoch 0 is no lock's epoch: an intent under it would be refused by the ledger.
    return await work({
      ws,
      door,
      run,
      epoch: 0,
      progress: (stage, done, total) => ports.emit({ type: 'progress', run, stage, done, total, tokens, at: instant(ports.clock) }),
    });
  } finally {
    await door.close();
  }
}
