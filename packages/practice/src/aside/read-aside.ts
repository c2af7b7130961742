import { Worker } from 'node:worker_threads';
import { CutoverError, type ExtractSummary } from '@cutover/domain';
import type { StageSink } from '../tray.ts';
import { errorOf, type Said, TAKEN, type Task } from './messages.ts';
import { unpacked } from './packed.ts';

/** Bounds of the thread's heap, in MB. They decide how soon it is swept, and so how much memory a long file takes; none is ever near the second. */
const HEAP = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1024 };

/** The thread's file has the ending of this one: run from source, compiled, or in a bundle beside it. */
const WORKER = new URL(`./reader-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/** Hands one call on to the sink. True: it was a batch, which has to be answered. */
function handOn(sink: StageSink, said: Exclude<Said, { what: 'done' | 'failed' }>): boolean {
  switch (said.what) {
    case 'begin':
      sink.begin(said.file);
      return false;
    case 'end':
      sink.end(said.profile);
      return false;
    case 'rows':
      sink.rows(unpacked(said.rows));
      return true;
    case 'rejects':
      sink.rejects(said.batch);
      return true;
    case 'issues':
      sink.issues(said.batch);
      return true;
  }
}

/**
 * Reads an export in a thread of its own, so that reading and writing use a core each: the sink is called in this thread, in the same order as by `readExport`.
 * What the sink throws ends the reader.
 * @throws CutoverError as `readExport` and `openExport` do
 */
export async function readAside(task: Task, sink: StageSink): Promise<ExtractSummary> {
  const worker = new Worker(WORKER, {
    workerData: task,
    resourceLimits: HEAP,
    ...(WORKER.pathname.endsWith('.ts') ? { execArgv: ['--conditions=@cutover/source'] } : {}),
  });
  try {
    return await new Promise<ExtractSummary>((resolve, reject) => {
      worker.on('message', (said: Said) => {
        if (said.what === 'done') return resolve(said.summary);
        if (said.what === 'failed') return reject(errorOf(said.failure));
        try {
          if (handOn(sink, said)) worker.postMessage(TAKEN);
        } catch (thrown) {
          reject(thrown);
        }
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new CutoverError('internal', `the thread that reads the export ended with ${code}`)));
    });
  } finally {
    await worker.terminate();
  }
}
