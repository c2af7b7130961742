import { AgentError } from '../errors.ts';
import type { AgentClock } from '../ports.ts';

/** A signal that follows `outer` and also fires when nobody touched it for `ms`. */
export function idleTimer(ms: number, outer: AbortSignal, clock: AgentClock): { signal: AbortSignal; touch: () => void; stop: () => void } {
  const own = new AbortController();
  let waiting = new AbortController();
  const wait = (): void => {
    const { signal } = waiting;
    clock.sleep(ms, signal).then(
      () =>
        own.abort(new AgentError('model-unreachable', `the model server said nothing for ${Math.round(ms / 1000)} s`, { retryable: true })),
      // Touched or stopped in time.
      () => undefined,
    );
  };
  wait();
  return {
    signal: AbortSignal.any([outer, own.signal]),
    touch: () => {
      waiting.abort();
      waiting = new AbortController();
      wait();
    },
    stop: () => waiting.abort(),
  };
}
