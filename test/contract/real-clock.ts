import { setTimeout as sleep } from 'node:timers/promises';

/** Time as it is. */
export const realClock = {
  now: () => Date.now(),
  sleep: (ms: number, signal?: AbortSignal): Promise<void> => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};
