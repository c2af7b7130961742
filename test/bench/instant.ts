import { Dispatcher } from 'undici';

/** Answers every create at once with the next id: what is left of a load's time is the loader's own. */
export class InstantAccount extends Dispatcher {
  #id = 1_000_000;
  answered = 0;

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#id += 1;
    this.answered += 1;
    const sent = typeof options.body === 'string' ? (JSON.parse(options.body) as Record<string, unknown>) : {};
    const body = Buffer.from(JSON.stringify({ success: true, data: { ...sent, id: this.#id } }));
    let aborted: Error | null = null;
    const controller: Dispatcher.DispatchController = {
      get aborted() {
        return aborted !== null;
      },
      get paused() {
        return false;
      },
      get reason() {
        return aborted;
      },
      rawHeaders: null,
      rawTrailers: null,
      abort: (reason: Error) => {
        aborted = reason;
        handler.onResponseError?.(controller, reason);
      },
      pause: () => undefined,
      resume: () => undefined,
    };
    handler.onRequestStart?.(controller, {});
    if (aborted !== null) return true;
    // In a turn of its own, as an answer comes.
    setImmediate(() => {
      handler.onResponseStart?.(controller, 200, { 'content-type': 'application/json' }, 'OK');
      handler.onResponseData?.(controller, body);
      handler.onResponseEnd?.(controller, {});
    });
    return true;
  }
}
