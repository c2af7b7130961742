import { CutoverError, type RunEvent } from '@cutover/domain';

type StopSignal = 'SIGINT' | 'SIGTERM';

/** What Ctrl-C and SIGTERM do: while a run is open it is finished and saved first; before that the command ends at once. */
export interface Interruption {
  /** Fires at the first signal. */
  readonly stop: AbortSignal;
  /** Rejects at the first signal that comes while nothing is open. */
  readonly atOnce: Promise<never>;
  /** Something is open now that ends by itself once `stop` fires. */
  hold(): void;
  /** Follows the runs: one that has started is held until it has ended. */
  watch(event: RunEvent): void;
  /** Takes a signal. @returns what is to be done about it */
  take(signal: StopSignal): 'exit' | 'finish' | 'end-at-once';
}

export function interruption(): Interruption {
  const stop = new AbortController();
  const { promise: atOnce, reject } = Promise.withResolvers<never>();
  // Whoever waits for it sees the rejection; with nobody waiting there is nothing to be told.
  atOnce.catch(() => undefined);
  let held = false;
  return {
    stop: stop.signal,
    atOnce,
    hold: () => {
      held = true;
    },
    watch: (event) => {
      if (event.type === 'run') held = event.state === 'started' || event.state === 'resumed';
    },
    take(signal) {
      if (stop.signal.aborted) return 'exit';
      stop.abort(new Error(`stopped by ${signal}`));
      if (held) return 'finish';
      reject(
        new CutoverError(
          signal === 'SIGTERM' ? 'killed' : 'interrupted',
          `stopped by ${signal} before a run was open; nothing was written`,
        ),
      );
      return 'end-at-once';
    },
  };
}
