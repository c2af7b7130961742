import type { Readable } from 'node:stream';
import { asCutoverError, CutoverError, type ErrorCode } from '@cutover/domain';
import type { z } from 'zod';
import { type Operation, operationRow } from './data/operations.ts';
import { WINDOW_MS } from './data/tiers.ts';
import { MAX_TRIES, OUTCOMES } from './http/next.ts';
import { classify, type Outcome, type OutcomeClass } from './http/outcome.ts';
import type { Transport } from './http/transport.ts';
import { backoff } from './rate/backoff.ts';
import type { Budget } from './rate/budget.ts';
import type { Clock } from './rate/clock.ts';
import type { Gate } from './rate/gate.ts';

/** One request as it went over the line, for logs: no host, no token, no body. */
export interface CallEvent {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly operation: Operation;
  /** null: there was no answer. */
  readonly status: number | null;
  readonly outcome: OutcomeClass;
  readonly tokens: number;
  readonly ms: number;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Requests that the account says it allows per window (`x-ratelimit-limit`, api-facts §5.3); null for searches, which have a window of their own. */
  readonly windowLimit: number | null;
  /** The account's clock when it answered, in milliseconds since 1970 with whole seconds (`date`); null without an answer or where it does not say. */
  readonly serverTime: number | null;
}

export interface CallSpec {
  readonly operation: Operation;
  /** The answer is a file's bytes: their digest and number are what is read, as far as this many. */
  readonly hashed?: number;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON, or a stream that is opened anew for each try. */
  readonly body?: { readonly json: unknown } | { readonly open: () => Readable; readonly headers: Readonly<Record<string, string>> };
}

/** A write that Pipedrive (or a check of ours while sending) turned down: nothing was written. */
export interface Refused {
  readonly outcome: 'refused';
  readonly code: ErrorCode;
  readonly kind: OutcomeClass;
  readonly status: number | null;
  readonly reason: string;
}

/** A write of which nobody can say yet whether it happened. */
export interface Unknown {
  readonly outcome: 'unknown';
  readonly reason: string;
}

export type Written<T> = { readonly outcome: 'done'; readonly status: number; readonly value: T } | Refused | Unknown;

export interface Caller {
  /** The answer, or null when there is no such record. Repeated while that may help. @throws CutoverError */
  read<T>(spec: CallSpec, schema: z.ZodType<T>): Promise<T | null>;
  /** Sent again only when it certainly did nothing. @throws CutoverError when the whole run has to stop */
  write<T>(spec: CallSpec, schema: z.ZodType<T>): Promise<Written<T>>;
}

interface CallerParts {
  readonly transport: Transport;
  readonly gate: Gate;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly random: () => number;
  readonly windowMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onCall?: ((event: CallEvent) => void) | undefined;
  readonly beforeWrite?: (() => void) | undefined;
}

/** Outcomes after which this token must not be used again by this process. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['blocked', 'unauthorized', 'account-closed']);
/** Answers that Pipedrive does not charge for, as far as known. */
const FREE: ReadonlySet<OutcomeClass> = new Set(['burst', 'daily', 'blocked', 'unauthorized', 'not-sent']);
const LONGEST_BURST_WAIT_MS = 10_000;

type Settled<T> = { readonly outcome: Outcome; readonly value: T | null };

function pathOf(spec: CallSpec): string {
  const path = operationRow(spec.operation).path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = spec.params?.[name];
    if (value === undefined) throw new CutoverError('internal', `${spec.operation} lacks its ${name}`);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams(spec.query).toString();
  return query === '' ? path : `${path}?${query}`;
}

function payloadOf({ body }: CallSpec): { headers: Readonly<Record<string, string>>; body: string | Readable | null } {
  if (body === undefined) return { headers: {}, body: null };
  if ('json' in body) return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body.json) };
  return { headers: body.headers, body: body.open() };
}

function limitIn(headers: Readonly<Record<string, string>>): number | null {
  const limit = Number(headers['x-ratelimit-limit']);
  return Number.isInteger(limit) && limit > 0 ? limit : null;
}

function dateIn(headers: Readonly<Record<string, string>>): number | null {
  const time = Date.parse(headers.date ?? '');
  return Number.isNaN(time) ? null : time;
}

/** All requests go through here: the queue, the budget, the judgement, and what follows from it. */
export function createCaller(parts: CallerParts): Caller {
  const { transport, gate, budget, clock, random, signal } = parts;
  /** Where the window is shorter than Pipedrive's, on a sandbox in a hurry, all waits are. */
  const pace = parts.windowMs / WINDOW_MS;
  let stopped: CutoverError | null = null;

  const interrupted = () => new CutoverError('interrupted', 'stopped before the next request');

  /** Whoever listens may fail (a full disk): this answer still counts, or a write that was done would pass for one that was not; nothing is sent after it. */
  function tell(event: CallEvent): void {
    try {
      parts.onCall?.(event);
    } catch (error) {
      stopped ??= asCutoverError(error);
    }
  }

  async function send(spec: CallSpec, attempt: number): Promise<Outcome> {
    if (stopped !== null) throw stopped;
    const row = operationRow(spec.operation);
    const path = pathOf(spec);
    const ticket = budget.admit(row.tokens);
    const begun = clock.now();
    const raw = await transport.send({
      method: row.method,
      path,
      ...payloadOf(spec),
      ...(spec.hashed === undefined ? {} : { hashed: spec.hashed }),
      check: row.method === 'GET' ? undefined : parts.beforeWrite,
    });
    const outcome = classify(raw);
    const tokens = FREE.has(outcome.kind) ? 0 : row.tokens;
    ticket.settle(tokens > 0, raw.kind === 'answer' ? raw.headers : {});
    const status = raw.kind === 'answer' ? raw.status : null;
    tell({
      method: row.method,
      path,
      operation: spec.operation,
      status,
      outcome: outcome.kind,
      tokens,
      ms: clock.now() - begun,
      attempt,
      windowLimit: raw.kind === 'answer' && row.search !== true ? limitIn(raw.headers) : null,
      serverTime: raw.kind === 'answer' ? dateIn(raw.headers) : null,
    });
    if (outcome.kind === 'burst') {
      const asked = Math.min(outcome.waitMs ?? 0, LONGEST_BURST_WAIT_MS) * pace;
      gate.holdUntil(clock.now() + Math.max(asked, parts.windowMs));
    }
    return outcome;
  }

  async function once<T>(spec: CallSpec, schema: z.ZodType<T>, attempt: number): Promise<Settled<T>> {
    if (signal?.aborted === true) throw interrupted();
    const waiting = gate.run(operationRow(spec.operation).search === true, () => send(spec, attempt), signal);
    const outcome = await waiting.catch((thrown: unknown) => {
      throw thrown instanceof CutoverError ? thrown : signal?.aborted === true ? interrupted() : thrown;
    });
    if (outcome.kind !== 'ok') return { outcome, value: null };
    const parsed = schema.safeParse(outcome.body);
    if (parsed.success) return { outcome, value: parsed.data };
    const where = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`).join('; ');
    return { outcome: { kind: 'malformed', status: outcome.status, reason: where.slice(0, 300), waitMs: null }, value: null };
  }

  function failure(spec: CallSpec, outcome: Exclude<Outcome, { kind: 'ok' }>, role: 'read' | 'write'): CutoverError {
    if (outcome.kind === 'daily') return budget.exhausted(outcome.waitMs, outcome.reason);
    const row = operationRow(spec.operation);
    const code = role === 'read' && outcome.kind === 'validation' ? 'answer-unusable' : OUTCOMES[outcome.kind].error;
    const error = new CutoverError(code, `${row.method} ${row.path}: ${outcome.reason}`, {
      data: { operation: spec.operation, status: outcome.status, outcome: outcome.kind },
    });
    if (FINAL.has(code)) stopped = error;
    return error;
  }

  async function perform<T>(spec: CallSpec, schema: z.ZodType<T>, role: 'read' | 'write'): Promise<Settled<T>> {
    for (let attempt = 1; ; attempt += 1) {
      const settled = await once(spec, schema, attempt);
      const { outcome } = settled;
      if (outcome.kind === 'ok') return settled;
      const next = OUTCOMES[outcome.kind][role];
      if (next === 'stop' || (next === 'again' && attempt >= MAX_TRIES)) throw failure(spec, outcome, role);
      if (next !== 'again') return settled;
      await clock.sleep(backoff(attempt, random) * pace, signal).catch(() => {
        throw interrupted();
      });
    }
  }

  return {
    async read(spec, schema) {
      return (await perform(spec, schema, 'read')).value;
    },
    async write(spec, schema) {
      const { outcome, value } = await perform(spec, schema, 'write');
      if (outcome.kind === 'ok') {
        if (value === null) return { outcome: 'unknown', reason: 'the answer holds nothing' };
        return { outcome: 'done', status: outcome.status, value };
      }
      const row = OUTCOMES[outcome.kind];
      if (row.write === 'unknown') return { outcome: 'unknown', reason: outcome.reason };
      return { outcome: 'refused', code: row.error, kind: outcome.kind, status: outcome.status, reason: outcome.reason };
    },
  };
}
