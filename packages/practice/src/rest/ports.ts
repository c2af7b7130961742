export interface SourceClock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Rejects with the signal's reason when it fires first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The part of `fetch` that is used: GET, redirects by hand. */
export type SourceFetch = (
  url: string,
  init: { readonly method: 'GET'; readonly headers: Record<string, string>; readonly redirect: 'manual'; readonly signal: AbortSignal },
) => Promise<Response>;

/** What the REST way needs of the outside. */
export interface SourcePorts {
  readonly fetch: SourceFetch;
  readonly clock: SourceClock;
  /** 0 ≤ n < 1 */
  readonly random: () => number;
  /** Finish nothing more, keep what has come. */
  readonly stop: AbortSignal;
  /** Told now and then, so that a person sees that it goes on. */
  readonly tell: (message: string) => void;
}
