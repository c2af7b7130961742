import type { RunView } from '@cutover/engine';
import { z } from 'zod';
import type { Shield } from '../privacy/shield.ts';

export const RunLine = z.object({
  run: z.string(),
  kind: z.string(),
  state: z.string(),
  active: z.boolean(),
  started: z.string(),
  ended: z.string().nullable(),
  tokens: z.number(),
  summary: z.looseObject({}),
});

const Summary = z.record(z.string(), z.unknown());

/** Opened, and left to a process that has not begun. */
export function isStarting({ state, summary }: RunView['run']): boolean {
  const parsed = Summary.safeParse(summary);
  return state === 'paused' && parsed.success && parsed.data.code === 'starting';
}

/** A run as the ledger knows it. One whose process has not begun yet is `starting`. */
export function runLine({ run, active }: Pick<RunView, 'run' | 'active'>, shield: Shield): z.infer<typeof RunLine> {
  const parsed = Summary.safeParse(run.summary);
  const summary = parsed.success ? parsed.data : {};
  return {
    run: run.run,
    kind: run.kind,
    state: isStarting(run) ? 'starting' : run.state,
    active,
    started: run.startedAt,
    ended: active || isStarting(run) ? null : run.endedAt,
    tokens: run.tokens,
    summary: Object.fromEntries(
      Object.entries(summary).map(([key, value]) => [key, typeof value === 'string' ? shield.text(value) : value]),
    ),
  };
}
