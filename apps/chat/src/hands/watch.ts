import { type RunEvent, RunKind } from '@cutover/domain';
import { type Workspace, watchRun } from '@cutover/engine';
import { z } from 'zod';
import type { Stage, Watched } from './facts.ts';

/** How long a new process may take until its run counts as never started. */
const START_MS = 30_000;

const Summary = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).catch({});

interface Seen {
  /** Number of the last event read. */
  readonly seq: number;
  readonly watched: Watched;
}

/** Reads how far a run is, again and again; each reader keeps what it has read. */
export function createWatcher(ws: Workspace): (run: string) => Watched {
  const seen = new Map<string, Seen>();
  return (id) => {
    const before = seen.get(id);
    const view = watchRun(ws, id, before?.seq ?? 0);
    const { run } = view;
    const old = before?.watched;
    const starting = run.state === 'paused' && Summary.parse(run.summary).code === 'starting';
    const young = ws.ports.clock.now() - Date.parse(run.startedAt) < START_MS;
    const events = view.events.map(({ event }) => event);
    const watched: Watched = {
      run: id,
      kind: RunKind.parse(run.kind),
      state: starting ? 'starting' : run.state,
      active: view.active || (starting && young),
      stages: stagesAfter(old?.stages ?? [], events),
      tokens: Math.max(run.tokens, tokensIn(events) ?? old?.tokens ?? 0),
      since: old?.since ?? firstProgress(events),
      notices: [...(old?.notices ?? []), ...events.flatMap(noticeOf)],
      summary: Summary.parse(run.summary),
    };
    seen.set(id, { seq: view.events.at(-1)?.seq ?? before?.seq ?? 0, watched });
    return watched;
  };
}

function stagesAfter(before: readonly Stage[], events: readonly RunEvent[]): readonly Stage[] {
  const stages = new Map(before.map((stage) => [stage.name, stage]));
  for (const event of events)
    if (event.type === 'progress') stages.set(event.stage, { name: event.stage, done: event.done, total: event.total });
  return [...stages.values()];
}

const tokensIn = (events: readonly RunEvent[]): number | null => events.findLast((event) => event.type === 'progress')?.tokens ?? null;

function firstProgress(events: readonly RunEvent[]): number | null {
  const first = events.find((event) => event.type === 'progress');
  return first === undefined ? null : Date.parse(first.at);
}

const noticeOf = (event: RunEvent): string[] => (event.type === 'notice' && event.level !== 'info' ? [event.message] : []);
