import { parentPort, workerData } from 'node:worker_threads';
import { openExport } from '../open-export.ts';
import { readExport } from '../read-export.ts';
import type { StageSink } from '../tray.ts';
import { failureOf, type Said, type Task } from './messages.ts';
import { packed } from './packed.ts';

/** So many batches may be under way: enough to keep both threads busy, too few to fill the memory. */
const MOST_UNDER_WAY = 4;

const port = parentPort;
if (port === null) throw new Error('this file runs as a thread of the reader');

let underWay = 0;
let goOn: (() => void) | null = null;
port.on('message', () => {
  underWay -= 1;
  goOn?.();
  goOn = null;
});

const say = (said: Said, handedOver: readonly ArrayBuffer[] = []): void => port.postMessage(said, handedOver);
const sayBatch = (said: Said, handedOver?: readonly ArrayBuffer[]): void => {
  underWay += 1;
  say(said, handedOver);
};

const sink: StageSink = {
  begin: (file) => say({ what: 'begin', file }),
  rows(batch) {
    const rows = packed(batch);
    sayBatch({ what: 'rows', rows }, [rows.places.buffer]);
  },
  rejects: (batch) => sayBatch({ what: 'rejects', batch }),
  issues: (batch) => sayBatch({ what: 'issues', batch }),
  end: (profile) => say({ what: 'end', profile }),
  async ready() {
    while (underWay >= MOST_UNDER_WAY) {
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    }
  },
};

const { path, options } = workerData as Task;
try {
  const files = await openExport(path, options.limits);
  try {
    say({ what: 'done', summary: await readExport(files, sink, options) });
  } finally {
    await files.close?.();
  }
} catch (thrown) {
  say({ what: 'failed', failure: failureOf(thrown) });
}
port.close();
