import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiVersion } from '../core/errors.ts';
import { ApiError, blockPage, refuse, unauthorized, unknownFaultV2, v1Error } from '../core/errors.ts';
import type { User } from '../core/model.ts';
import { addressOf } from './addresses.ts';
import type { Company } from './company.ts';
import type { Faults, Then } from './faults.ts';

/** What is known about a request on its way through. */
export type Meter = {
  readonly api: ApiVersion;
  readonly endpoint: string;
  readonly path: string;
  readonly tokens: number;
  readonly search: boolean;
  readonly faults: readonly Then[];
  readonly user: User | null;
  readonly admitted: boolean;
};

declare module 'fastify' {
  interface FastifyRequest {
    meter: Meter | null;
  }
  interface FastifyContextConfig {
    readonly api?: ApiVersion;
    readonly endpoint?: string;
    readonly tokens?: number;
    readonly search?: boolean;
  }
}

export type LogLine = { readonly method: string; readonly path: string; readonly status: number; readonly ms: number };
export type Door = {
  readonly company: () => Company;
  readonly refound: () => void;
  readonly faults: Faults;
  readonly origin: () => string;
  readonly log: (line: LogLine) => void;
  readonly meterOf: (request: FastifyRequest) => Meter & { readonly user: User };
  readonly queryOf: (request: FastifyRequest) => Readonly<Record<string, unknown>>;
};

const isApi = (path: string): boolean => /^\/(api\/v[12]|v1)(\/|$)/.test(path);
const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';
const queryRecord = (request: FastifyRequest): Record<string, unknown> =>
  typeof request.query === 'object' && request.query !== null ? { ...request.query } : {};
/** Waiting does not keep a closed sandbox alive. */
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

const tokenOf = (request: FastifyRequest, door: Door): string => {
  const sent = request.headers['x-api-token'];
  if (typeof sent === 'string') return sent;
  const asked = queryRecord(request).api_token;
  return typeof asked === 'string' && door.company().world.switches.is('query-token', 'accepted') ? asked : '';
};

export const makeDoor = (parts: Pick<Door, 'company' | 'refound' | 'faults' | 'origin' | 'log'>): Door => ({
  ...parts,
  meterOf: (request) => {
    const { meter } = request;
    if (meter === null || meter.user === null) throw unauthorized();
    return { ...meter, user: meter.user };
  },
  queryOf: (request) => {
    const { api_token: _, ...rest } = queryRecord(request);
    return parts.company().world.switches.is('query-token', 'accepted') ? rest : queryRecord(request);
  },
});

/** Only this machine, and no other page than ours: a browser on the same machine must not be led here (Host and Origin are checked). */
function checkCaller(request: FastifyRequest, door: Door): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const { origin } = request.headers;
  if (!['127.0.0.1', 'localhost'].includes(host)) throw new ApiError(403, { success: false, error: 'This sandbox answers 127.0.0.1 only' });
  if (origin !== undefined && origin !== door.origin())
    throw new ApiError(403, { success: false, error: 'Requests from web pages are refused' });
}

const names = (request: FastifyRequest, path: string) => {
  const { config } = request.routeOptions;
  if (config.endpoint !== undefined && config.api !== undefined) {
    return { api: config.api, endpoint: config.endpoint, tokens: config.tokens ?? 0, search: config.search ?? false };
  }
  const address = addressOf(request.method, path);
  const shown = address?.operation == null ? `${request.method} ${path}` : `${request.method} /api/${address.api}${address.operation.path}`;
  return { api: address?.api ?? ('v1' as const), endpoint: shown, tokens: 0, search: false };
};

/** The first look at a request: who calls, from where, and which faults were ordered for it. */
export const guard = (door: Door) => async (request: FastifyRequest, reply: FastifyReply) => {
  checkCaller(request, door);
  const path = pathOf(request);
  if (!isApi(path)) return undefined;
  const plainPath = path.replace(/^\/v1/, '/api/v1');
  const faults = door.faults.take(request.method, plainPath);
  const meter = { ...names(request, plainPath), path: plainPath, faults, user: null, admitted: false };
  request.meter = meter;
  door.company().metrics.asked(meter.endpoint);
  for (const fault of faults) {
    if ('delayMs' in fault) await pause(fault.delayMs);
    else if ('budget' in fault) door.company().limits.spendAll();
    else if ('html403' in fault) throw new ApiError(403, blockPage, { 'content-type': 'text/html; charset=UTF-8' });
    else if ('status' in fault) throw faultAnswer(meter.api, fault.status);
    else if ('cut' in fault && fault.cut === 'before') return cutOff(request, reply);
  }
  return undefined;
};

function cutOff(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

const faultTexts: Readonly<Record<number, string>> = { 402: 'Payment required', 500: 'Internal Server Error', 503: 'Service unavailable' };
function faultAnswer(api: ApiVersion, status: number): ApiError {
  if (status === 401) return unauthorized();
  if (status === 502) return new ApiError(502, '<html><body><h1>502 Bad Gateway</h1></body></html>', { 'content-type': 'text/html' });
  if (status === 429)
    return new ApiError(429, { success: false, error: 'request over limit', errorCode: 429 }, { 'x-ratelimit-reset': '1' });
  if (api === 'v2' && status === 500) return unknownFaultV2();
  return refuse(api, status, faultTexts[status] ?? 'Fault on request');
}

/** Who it is and whether it may pass: token, block, daily budget, burst. Runs before the body is read. */
export const admitted = (door: Door) => async (request: FastifyRequest) => {
  const { meter } = request;
  if (meter === null) return;
  const company = door.company();
  const token = tokenOf(request, door);
  const user = company.userOf(token);
  if (user === undefined || !user.active) throw unauthorized();
  request.meter = { ...meter, user };
  company.limits.admit(token, meter.tokens, meter.search);
  request.meter = { ...meter, user, admitted: true };
};

const isCharged = (company: Company, status: number): boolean => status < 400 || company.world.switches.is('failed-calls', 'cost');

/** Charges the tokens, adds the headers, and spoils the answer where a fault says so. */
export const sending = (door: Door) => async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
  const { meter } = request;
  if (meter === null) return payload;
  const company = door.company();
  const tokens = meter.admitted && isCharged(company, reply.statusCode) ? meter.tokens : 0;
  company.limits.charge(tokens);
  company.metrics.answered(meter.endpoint, request.method, reply.statusCode, tokens);
  reply.header('date', new Date(company.world.clock.now()).toUTCString());
  const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
  if (meter.user !== null && !isPage) {
    for (const [name, value] of Object.entries(company.limits.headers(meter.user.token, meter.search))) {
      if (!reply.hasHeader(name)) reply.header(name, value);
    }
  }
  if (meter.faults.some((fault) => 'cut' in fault && fault.cut === 'after')) {
    request.raw.socket.destroy();
    return payload;
  }
  if (meter.faults.some((fault) => 'truncate' in fault)) {
    const whole = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : '';
    const half = whole.slice(0, Math.floor(whole.length / 2));
    reply.removeHeader('content-length');
    return half;
  }
  return payload;
};

/** One line for a log, once the answer has left. */
export const answered = (door: Door) => async (request: FastifyRequest, reply: FastifyReply) => {
  const { meter } = request;
  if (meter !== null) door.log({ method: request.method, path: meter.path, status: reply.statusCode, ms: reply.elapsedTime });
};

/** Every refusal becomes its body; anything unforeseen is the server's fault and says so. */
export async function failed(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (error instanceof ApiError) return reply.code(error.status).headers(error.headers).send(error.body);
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status === 413) return reply.code(413).send({ success: false, error: 'Payload too large', errorCode: 413 });
  const answer = status < 500 ? refuse(request.meter?.api ?? 'v1', status, error.message) : unknownFaultV2();
  return reply.code(answer.status).send(answer.body);
}

/** An address no route lives at: gone, another method, not built here, or unknown. */
export const elsewhere = (_door: Door) => async (request: FastifyRequest) => {
  const path = pathOf(request);
  const address = addressOf(request.method, path);
  if (address === null) throw new ApiError(404, { success: false, error: 'Not found' });
  const { api } = address;
  if (address.gone)
    throw new ApiError(410, { success: false, error: 'This API version is no longer available. Please use API v2.', errorCode: 410 });
  if (address.otherMethod) throw refuse(api, 405, `Method ${request.method} is not allowed`);
  if (address.operation !== null)
    throw v1Error(501, `${request.method} ${address.operation.path} exists in Pipedrive but not in this sandbox.`);
  throw refuse(api, 404, 'Unknown method.');
};
