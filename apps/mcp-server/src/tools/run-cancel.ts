import { setTimeout as delay } from 'node:timers/promises';
import { cancelRun, watchRun } from '@cutover/engine';
import { z } from 'zod';
import { Row } from '../page.ts';
import { defineTool, LOCAL } from '../tool.ts';
import { isStarting, runLine } from '../views/run.ts';

/** A process that was only just started may take so long until it can be told to stop. */
const STARTING_MS = 10_000;
const LOOK_MS = 100;

export const runCancel = defineTool({
  name: 'run_cancel',
  title: 'Stop a run',
  description:
    'Asks a run to finish what is in flight, save and stop, as Ctrl-C does. Nothing is lost: run_start of the same kind resumes it under the same approval. Use it when the person wants to stop.',
  input: z.strictObject({ run: z.string().min(1).max(80) }),
  output: z.object({ asked: z.boolean(), run: Row }),
  annotations: LOCAL,
  run: async ({ ws, shield }, { run }, extra) => {
    const until = Date.now() + STARTING_MS;
    let view = watchRun(ws, run);
    let asked = cancelRun(ws, view.run.run);
    while (!asked && isStarting(view.run) && Date.now() < until && !extra.signal.aborted) {
      await delay(LOOK_MS);
      view = watchRun(ws, run);
      asked = cancelRun(ws, view.run.run);
    }
    return { asked, run: runLine(watchRun(ws, run), shield) };
  },
});
