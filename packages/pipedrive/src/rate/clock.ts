/** Time as the door sees it; injected so that tests own it. */
export interface Clock {
  /** Milliseconds; only differences and UTC days are used. */
  now(): number;
  /** Rejects when the signal fires first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
