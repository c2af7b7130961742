import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Dispatcher, errors } from 'undici';

/** What came back, before anybody judged it. Headers in lower case, several values joined. */
export type RawAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
      /** Of bytes that were asked for: they are not kept. */
      readonly bytes?: Bytes;
    }
  /** `sent`: bytes of the request may have reached the host. */
  | { readonly kind: 'failed'; readonly sent: boolean; readonly why: string };

/** What is known of bytes that went by. */
export interface Bytes {
  readonly sha256: string;
  readonly size: number;
}

export interface Timeouts {
  /** Milliseconds from the request's start to the answer's headers. */
  readonly headersMs: number;
  /** Milliseconds between two pieces of the body. */
  readonly bodyMs: number;
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with query, from the host on. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Readable | null;
  /** The answer is bytes, which are hashed as they come, as far as this many: the first that is too many ends it. */
  readonly hashed?: number;
  /** Asked when a connection is at hand, just before the first byte: when it throws, nothing is sent. */
  readonly check?: (() => void) | undefined;
}

export interface Transport {
  send(request: TransportRequest): Promise<RawAnswer>;
}

interface TransportOptions {
  readonly origin: string;
  readonly token: string;
  readonly dispatcher: Dispatcher;
  readonly timeouts: Timeouts;
  readonly maxBytes: number;
}

class TooLarge extends Error {}

async function readBounded(body: Readable, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    const piece: Uint8Array = chunk;
    bytes += piece.byteLength;
    if (bytes > maxBytes) throw new TooLarge(`the answer is larger than ${maxBytes} bytes`);
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function hash(body: Readable, most: number): Promise<Bytes> {
  const sum = createHash('sha256');
  let size = 0;
  for await (const chunk of body) {
    const piece: Uint8Array = chunk;
    size += piece.byteLength;
    sum.update(piece);
    // Leaving the loop closes the answer: what never ends is not waited for.
    if (size > most) break;
  }
  return { sha256: `sha256:${sum.digest('hex')}`, size };
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
  );
  return Object.fromEntries(entries);
}

/** A sentence about a network fault that names the host and holds neither headers nor bodies. */
function faultOf(thrown: unknown, host: string): string {
  if (thrown instanceof TooLarge) return thrown.message;
  if (thrown instanceof errors.HeadersTimeoutError) return `no answer from ${host} in time`;
  if (thrown instanceof errors.BodyTimeoutError) return `the answer from ${host} stopped half-way`;
  if (thrown instanceof errors.ConnectTimeoutError) return `no connection to ${host} in time`;
  if (!(thrown instanceof Error)) return `the request to ${host} failed`;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
  return `the connection to ${host} failed (${code})`;
}

/** Tells the moment a request is put on a connection: before that, nothing of it can have arrived. An error that `onStart` gives ends it there. */
function markStart(onStart: () => Error | null): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context) => {
        const refusal = onStart();
        if (refusal !== null) controller.abort(refusal);
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}

/** Holds back the last piece of a long body until it is asked for once more: without it the other end stores nothing. */
async function* guarded(body: Readable, check: () => boolean): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | null = null;
  for await (const chunk of body) {
    if (held !== null) yield held;
    held = chunk;
  }
  if (!check()) throw new Error('not to be sent any more');
  if (held !== null) yield held;
}

function refusalOf(check: (() => void) | undefined): Error | null {
  try {
    check?.();
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

/**
 * Sends one request over undici: the token in the `x-api-token` header alone, to one origin alone, redirects never followed, every wait bounded.
 * What could not be answered comes back as `failed`. @throws what a request's `check` throws, and nothing else
 */
export function createTransport(options: TransportOptions): Transport {
  const { origin, token, dispatcher, timeouts, maxBytes } = options;
  const { host } = new URL(origin);
  return {
    async send(request) {
      let sent = false;
      let refusal: Error | null = null;
      const check = (): boolean => {
        refusal = refusalOf(request.check);
        return refusal === null;
      };
      const marked = dispatcher.compose(
        markStart(() => {
          check();
          sent = refusal === null;
          return refusal;
        }),
      );
      try {
        const response = await marked.request({
          origin,
          path: request.path,
          method: request.method,
          headers: { ...request.headers, accept: request.hashed !== undefined ? '*/*' : 'application/json', 'x-api-token': token },
          body: request.body instanceof Readable ? Readable.from(guarded(request.body, check)) : request.body,
          headersTimeout: timeouts.headersMs,
          bodyTimeout: timeouts.bodyMs,
        });
        if (request.hashed !== undefined && response.statusCode === 200) {
          const bytes = await hash(response.body, request.hashed);
          return { kind: 'answer', status: 200, headers: flat(response.headers), text: '', bytes };
        }
        const text = await readBounded(response.body, maxBytes);
        return { kind: 'answer', status: response.statusCode, headers: flat(response.headers), text: text.replaceAll(token, '[token]') };
      } catch (thrown) {
        if (refusal !== null) throw refusal;
        return { kind: 'failed', sent, why: faultOf(thrown, host).replaceAll(token, '[token]') };
      }
    },
  };
}
