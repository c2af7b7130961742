import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** A record as its source holds it; values that are written like JSON numbers are sent as numbers, digit for digit. */
export type SourceRecord = Readonly<Record<string, string | null | boolean | object>>;

/** What one request meets instead of its answer. */
export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The connection breaks in the middle of the body. */
  | { readonly cut: true }
  | { readonly delayMs: number }
  /** The body as given, with status 200. */
  | { readonly body: string; readonly headers?: Readonly<Record<string, string>> };

export interface SourceServer {
  readonly url: string;
  /** Lists by name; change them as you like, while they are being paged too. */
  readonly lists: Map<string, SourceRecord[]>;
  /** Every request, as `GET /v1/clients?page=1`. */
  readonly seen: string[];
  /** The headers of the last request. */
  readonly headers: () => Readonly<Record<string, string | string[] | undefined>>;
  readonly most: () => number;
  /** What the n-th request (from 1) meets whose path and query contain the text. */
  readonly fault: (containing: string, nth: number, fault: Fault) => void;
  /** Called after each answer, with the number of requests so far. */
  onAnswer: ((request: string, count: number) => void) | null;
  readonly close: () => Promise<void>;
}

export interface SourceServerOptions {
  readonly lists: Readonly<Record<string, readonly SourceRecord[]>>;
  /** `authorization: Bearer <key>` or `x-api-key: <key>`; anything else answers 401. */
  readonly key?: string;
  /** Requests in a tenth of a second; more answer 429 with `retry-after`. */
  readonly burst?: number;
  readonly largestPage?: number;
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

function json(value: SourceRecord[string]): string {
  if (typeof value === 'string' && NUMBER.test(value)) return value;
  return JSON.stringify(value);
}

function recordJson(record: SourceRecord): string {
  return `{${Object.entries(record)
    .map(([key, value]) => `${JSON.stringify(key)}:${json(value)}`)
    .join(',')}}`;
}

const listJson = (records: readonly SourceRecord[]): string => `[${records.map(recordJson).join(',')}]`;

/**
 * An account of a practice as a REST service might show it, in four manners of paging: `/v1/<list>` by page and total, `/v2` by offset, `/v3` by
 * cursor, `/v4` by link header; `/v5` gives all at once. Every list takes `changed_since` (an instant) where its records have `changed`.
 */
export async function serveSource(options: SourceServerOptions): Promise<SourceServer> {
  const lists = new Map(Object.entries(options.lists).map(([name, records]) => [name, [...records]]));
  const seen: string[] = [];
  const faults: { containing: string; nth: number; fault: Fault; count: number }[] = [];
  let headers: IncomingMessage['headers'] = {};
  let inside = 0;
  let most = 0;
  let recent: number[] = [];
  const largest = options.largestPage ?? 1_000;

  const send = (response: ServerResponse, status: number, body: string, more: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...more }).end(body);
  };

  const meets = (request: string): Fault | null => {
    const met = faults.filter((one) => {
      if (!request.includes(one.containing)) return false;
      one.count += 1;
      return one.count === one.nth;
    });
    return met[0]?.fault ?? null;
  };

  const tooMany = (): boolean => {
    if (options.burst === undefined) return false;
    const now = performance.now();
    recent = recent.filter((at) => now - at < 100);
    if (recent.length >= options.burst) return true;
    recent.push(now);
    return false;
  };

  const allowed = (request: IncomingMessage): boolean =>
    options.key === undefined || request.headers.authorization === `Bearer ${options.key}` || request.headers['x-api-key'] === options.key;

  const page = (url: URL, manner: string, all: readonly SourceRecord[], response: ServerResponse): void => {
    const number = (name: string, otherwise: number): number => Number(url.searchParams.get(name) ?? otherwise);
    const size = Math.min(largest, number('limit', number('per_page', 50)));
    if (manner === 'v1') {
      const from = (number('page', 1) - 1) * size;
      send(response, 200, `{"data":${listJson(all.slice(from, from + size))},"meta":{"total":${all.length}}}`);
    } else if (manner === 'v2') {
      const from = number('offset', 0);
      send(response, 200, `{"items":${listJson(all.slice(from, from + size))}}`);
    } else if (manner === 'v3') {
      const from = Number(Buffer.from(url.searchParams.get('after') ?? '', 'base64url').toString() || 0);
      const next = from + size < all.length ? JSON.stringify(Buffer.from(String(from + size)).toString('base64url')) : 'null';
      send(response, 200, `{"result":{"list":${listJson(all.slice(from, from + size))},"next":${next}}}`);
    } else if (manner === 'v4') {
      const from = number('from', 0);
      const next = new URL(url);
      next.searchParams.set('from', String(from + size));
      const links = [
        `<${url.pathname}>; rel="first"`,
        ...(from + size < all.length ? [`<${next.pathname}${next.search}>; rel="next"`] : []),
      ];
      send(response, 200, listJson(all.slice(from, from + size)), { link: links.join(', ') });
    } else send(response, 200, listJson(all));
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, manner = '', name = ''] = /^\/(v[1-5])\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
    if (request.method !== 'GET') return send(response, 405, '{"error":"read only"}');
    if (!allowed(request)) return send(response, 401, '{"error":"no such key"}');
    if (tooMany()) return send(response, 429, '{"error":"too many"}', { 'retry-after': '0.1' });
    const fault = meets(`${url.pathname}${url.search}`);
    if (fault !== null && 'delayMs' in fault) await delay(fault.delayMs);
    else if (fault !== null && 'status' in fault) return send(response, fault.status, '{"error":"as told"}', fault.headers);
    else if (fault !== null && 'body' in fault) return send(response, 200, fault.body, fault.headers);
    const list = lists.get(name);
    if (list === undefined) return send(response, 404, '{"error":"no such list"}');
    const since = url.searchParams.get('changed_since');
    const all = since === null ? list : list.filter((record) => String(record.changed ?? '') >= since);
    if (fault !== null && 'cut' in fault) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
      response.write('{"data":[{"id":');
      await delay(10);
      response.destroy();
      return;
    }
    page(url, manner, all, response);
  };

  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    headers = request.headers;
    inside += 1;
    most = Math.max(most, inside);
    const text = `${request.method} ${request.url}`;
    const count = seen.length;
    response.on('close', () => {
      inside -= 1;
      made.onAnswer?.(text, count);
    });
    answer(request, response).catch((thrown: unknown) => response.destroy(thrown instanceof Error ? thrown : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const made: SourceServer = {
    url: `http://127.0.0.1:${port}`,
    lists,
    seen,
    headers: () => headers,
    most: () => most,
    fault: (containing, nth, fault) => faults.push({ containing, nth, fault, count: 0 }),
    onAnswer: null,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return made;
}
