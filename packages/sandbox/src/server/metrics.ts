const more = (counts: Map<string, number>, key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by);

/** What was asked of the sandbox. `writes` counts accepted API requests that were not GET. */
export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #tokens = new Map<string, number>();
  readonly #statuses = new Map<string, number>();
  #writes = 0;

  asked(endpoint: string): void {
    more(this.#requests, endpoint, 1);
  }

  /** Counted before the answer leaves, so that whoever has it finds it counted. */
  answered(endpoint: string, method: string, status: number, tokens: number): void {
    if (tokens > 0) more(this.#tokens, endpoint, tokens);
    more(this.#statuses, String(status), 1);
    if (method !== 'GET' && status >= 200 && status < 300) this.#writes++;
  }

  snapshot(tokens: number, fullestWindow: number) {
    return {
      requests: Object.fromEntries(this.#requests),
      tokens,
      tokensByEndpoint: Object.fromEntries(this.#tokens),
      byStatus: Object.fromEntries(this.#statuses),
      fullestWindow,
      writes: this.#writes,
    };
  }
}
