import { setTimeout as delay } from 'node:timers/promises';
import { type RunView, statusOf, watchRun } from '@cutover/engine';
import { z } from 'zod';
import { defineTool, type Extra, READS, type Use } from '../tool.ts';
import { isStarting, RunLine, runLine } from '../views/run.ts';

const MOST_EVENTS = 25;
const LOOK_MS = 250;

const Event = z.object({ seq: z.number(), type: z.string(), at: z.string(), text: z.string() });

export const runStatus = defineTool({
  name: 'run_status',
  title: 'Watch runs',
  description:
    'How far a run is: state, progress, tokens, events after the number given. wait holds the answer until it ends, at most so many seconds. Without run: all runs, how many decisions are open, and what comes next.',
  input: z.strictObject({
    run: z.string().max(80).optional(),
    after: z.number().int().nonnegative().max(1e9).optional(),
    wait: z.number().min(0).max(25).optional(),
  }),
  output: z.object({
    next: z.string(),
    runs: z.array(RunLine),
    decisions: z.object({ total: z.number(), open: z.number() }).nullable(),
    progress: z.object({ stage: z.string(), done: z.number(), total: z.number().nullable() }).nullable(),
    events: z.array(Event),
    after: z.number(),
  }),
  annotations: READS,
  run: async (use, { run, after, wait }, extra) => {
    const { ws, shield } = use;
    const { next, decisions } = statusOf(ws);
    if (run === undefined) {
      const runs = ws.ledger.runs.list().slice(-10);
      return { next, decisions, runs: runs.map((one) => runLine(watchRun(ws, one.run), shield)), progress: null, events: [], after: 0 };
    }
    const from = after ?? 0;
    const view = await watched(use, run, from, wait ?? 0, extra);
    const told = view.events.filter(({ event }) => event.type !== 'progress').slice(0, MOST_EVENTS);
    return {
      next: statusOf(ws).next,
      decisions,
      runs: [runLine(view, shield)],
      progress: progressOf(view),
      events: told.map(({ seq, event }) => ({
        seq,
        type: event.type,
        at: event.at,
        text: shield.text(
          event.type === 'run' ? `${event.state}${event.message === undefined ? '' : `: ${event.message}`}` : textOf(event),
        ),
      })),
      after: (told.length < MOST_EVENTS ? view.events.at(-1)?.seq : told.at(-1)?.seq) ?? from,
    };
  },
});

const textOf = (event: RunView['events'][number]['event']): string => (event.type === 'notice' ? event.message : '');

function progressOf({ events }: RunView): { stage: string; done: number; total: number | null } | null {
  const last = events.findLast(({ event }) => event.type === 'progress')?.event;
  return last?.type === 'progress' ? { stage: last.stage, done: last.done, total: last.total } : null;
}

/** Looks again until the run has ended, the time is over, or the client gave up; tells the client of progress meanwhile. */
async function watched({ ws }: Use, run: string, after: number, seconds: number, extra: Extra): Promise<RunView> {
  const until = Date.now() + seconds * 1000;
  let told = after;
  for (;;) {
    const view = watchRun(ws, run, after);
    const fresh = view.events.filter(({ seq }) => seq > told);
    const progress = progressOf({ ...view, events: fresh });
    told = view.events.at(-1)?.seq ?? told;
    if (progress !== null)
      await extra.progress(`${progress.stage} ${progress.done}${progress.total === null ? '' : ` of ${progress.total}`}`);
    if ((!view.active && !isStarting(view.run) && view.run.state !== 'running') || Date.now() >= until || extra.signal.aborted) return view;
    await delay(LOOK_MS, undefined, { signal: extra.signal }).catch((error: unknown) => {
      if (!extra.signal.aborted) throw error;
    });
  }
}
