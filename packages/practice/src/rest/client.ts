import { CutoverError, type ErrorCode } from '@cutover/domain';
import { sameHost } from './address.ts';
import type { Connector } from './connector.ts';
import { Gate } from './gate.ts';
import { parseKeepingNumbers } from './json.ts';
import type { SourcePorts } from './ports.ts';

export interface Answer {
  /** Numbers as text. */
  readonly json: unknown;
  /** The `link` header. */
  readonly link: string | null;
  /** The source's own clock in milliseconds since 1970, when it tells it. */
  readonly date: number | null;
}

/** An answer with the wrong form: asked for again, since a fault of the source may have caused it. */
export class AnswerFault extends Error {
  override readonly name = 'AnswerFault';
}

/** Something that may go away by itself. `waitMs`: how long the source asks to wait. */
class Passing extends Error {
  override readonly name = 'Passing';
  readonly waitMs: number | null;
  readonly code: ErrorCode;
  constructor(message: string, code: ErrorCode = 'source-unavailable', waitMs: number | null = null, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.waitMs = waitMs;
  }
}

/** The source turned the request down for good. */
export class Refused extends CutoverError {
  readonly status: number;
  constructor(status: number, message: string, details: { readonly expected: string }) {
    super('source-refused', message, { found: `status ${status}`, ...details });
    this.status = status;
  }
}

const MOST_REDIRECTS = 5;
const FIRST_WAIT_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;

/** Seconds, or a date. Null when it is neither. */
function retryAfterMs(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** The bytes of an answer as text, no more than allowed. */
async function textOf(response: Response, most: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > most)
      throw new CutoverError('source-answer', `${response.url.split('?')[0]} sent more than ${most / 1_000_000} MB in one answer`, {
        found: `over ${bytes} bytes`,
        expected: 'smaller pages (paging.size), or a higher limits.megabytes',
      });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

const words = (thrown: unknown): string => {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  return cause instanceof Error ? cause.message : String(cause);
};

/** Asks the source: GET only, the key to its own host only, again after faults that may pass. */
export class SourceClient {
  readonly #ports: SourcePorts;
  readonly #limits: Connector['limits'];
  readonly #headers: Record<string, string>;
  readonly #gate: Gate;

  constructor(connector: Connector, key: string | null, ports: SourcePorts) {
    this.#ports = ports;
    this.#limits = connector.limits;
    this.#gate = new Gate(connector.limits, ports.clock);
    const { auth } = connector;
    this.#headers = {
      ...connector.headers,
      accept: 'application/json',
      ...(auth === undefined || key === null ? {} : { [auth.header]: `${auth.prefix}${key}` }),
    };
  }

  /**
   * One answer, as `read` takes it; `read` throws an `AnswerFault` when its form is wrong.
   * @throws CutoverError `source-refused`, `source-unavailable`, `source-answer`, `interrupted`
   */
  async ask<T>(url: URL, read: (answer: Answer) => T): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#gate.through(async () => read(await this.#send(url)), this.#ports.stop);
      } catch (thrown) {
        if (this.#ports.stop.aborted)
          throw new CutoverError('interrupted', 'stopped while the source was being read; what has come is kept', { cause: thrown });
        const passing = this.#passing(thrown, url);
        if (attempt >= this.#limits.retries)
          throw new CutoverError(passing.code, `${passing.message} (asked ${attempt + 1} times)`, {
            cause: thrown,
            place: { file: url.pathname },
          });
        await this.#waitFor(passing, attempt, url);
      }
    }
  }

  /** What may be tried again. @throws what may not */
  #passing(thrown: unknown, url: URL): Passing {
    if (thrown instanceof Passing) return thrown;
    if (thrown instanceof CutoverError) throw thrown;
    if (thrown instanceof AnswerFault) return new Passing(`${url.pathname}: ${thrown.message}`, 'source-answer', null, thrown);
    if (
      thrown instanceof SyntaxError ||
      thrown instanceof RangeError ||
      (thrown instanceof TypeError && 'code' in thrown && thrown.code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    )
      return new Passing(
        `${url.pathname} did not answer with JSON that can be read: ${thrown.message.slice(0, 100)}`,
        'source-answer',
        null,
        thrown,
      );
    const why =
      thrown instanceof Error && thrown.name === 'TimeoutError' ? `no whole answer in ${this.#limits.timeoutSeconds} s` : words(thrown);
    return new Passing(`${url.origin}${url.pathname} cannot be reached: ${why}`, 'source-unavailable', null, thrown);
  }

  async #waitFor(passing: Passing, attempt: number, url: URL): Promise<void> {
    const longest = this.#limits.longestWaitSeconds * 1_000;
    if (passing.waitMs !== null && passing.waitMs > longest)
      throw new CutoverError(
        'source-unavailable',
        `${url.origin} asks to wait ${Math.ceil(passing.waitMs / 1_000)} s, more than limits.longestWaitSeconds`,
        {
          cause: passing,
        },
      );
    const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_WAIT_MS * 2 ** attempt) * (0.5 + this.#ports.random() / 2);
    // The limit is the account's: while the source asks for a pause, nothing else is sent either.
    if (passing.waitMs !== null) this.#gate.pause(Math.max(passing.waitMs, backoff));
    else
      await this.#ports.clock.sleep(backoff, this.#ports.stop).catch((cause: unknown) => {
        throw new CutoverError('interrupted', 'stopped while waiting for the source; what has come is kept', { cause });
      });
  }

  async #send(first: URL): Promise<Answer> {
    const signal = AbortSignal.any([this.#ports.stop, AbortSignal.timeout(this.#limits.timeoutSeconds * 1_000)]);
    let url = first;
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      const response = await this.#ports.fetch(url.href, { method: 'GET', headers: this.#headers, redirect: 'manual', signal });
      const location = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel();
        url = sameHost(location, url);
        continue;
      }
      if (!response.ok) {
        await response.body?.cancel();
        throw this.#notOk(response, url);
      }
      const json = parseKeepingNumbers((await textOf(response, this.#limits.megabytes * 1_000_000)).replace(/^\ufeff/, ''));
      const date = Date.parse(response.headers.get('date') ?? '');
      return { json, link: response.headers.get('link'), date: Number.isNaN(date) ? null : date };
    }
    throw new CutoverError('source-refused', `${first.pathname} redirects more than ${MOST_REDIRECTS} times`);
  }

  #notOk(response: Response, url: URL): Error {
    const { status } = response;
    const at = `${url.origin}${url.pathname}`;
    if (status === 429 || status === 408 || status >= 500)
      return new Passing(
        `${at} answered ${status}`,
        'source-unavailable',
        retryAfterMs(response.headers.get('retry-after'), this.#ports.clock.now()),
      );
    if (status === 401 || status === 403)
      return new Refused(status, `${at} answered ${status}: the key is missing, wrong, or may not read this`, {
        expected: 'a key that may read',
      });
    return new Refused(status, `${at} answered ${status}`, { expected: 'an address, path and query the source knows' });
  }
}
