import { Readable } from 'node:stream';
import { CutoverError, digestOfBytes } from '@cutover/domain';
import { Agent } from 'undici';
import type { DoorOptions } from '../door.ts';
import { multipart } from '../http/multipart.ts';
import { MAX_TRIES, OUTCOMES } from '../http/next.ts';
import { classify, type Outcome } from '../http/outcome.ts';
import { createTransport, type RawAnswer } from '../http/transport.ts';
import { type BudgetState, createBudget } from '../rate/budget.ts';
import { createGate } from '../rate/gate.ts';

/** One request of a probe. Unlike the door, it may be one that Pipedrive refuses: that is what is being asked. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From `/api` on, with its query. */
  readonly path: string;
  /** What Pipedrive charges for it (api-facts §2.2). */
  readonly tokens: number;
  /** Counts in the search window too. */
  readonly search?: true;
  readonly json?: unknown;
  /** A small text file, with the fields that go along. */
  readonly file?: { readonly name: string; readonly text: string; readonly fields: Readonly<Record<string, string>> };
}

export interface Reply {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** The error's words, or nothing. */
  readonly reason: string;
  /** What stands at a dotted path of the JSON; undefined when nothing does. */
  at(path: string): unknown;
}

export interface ProbeLine {
  /** @throws CutoverError when nothing more can be asked: blocked, unauthorized, budget spent, no connection, or a lost answer (`unresolved`) */
  ask(question: Question): Promise<Reply>;
  budget(): BudgetState;
  close(): Promise<void>;
}

const TIMEOUTS = { headersMs: 30_000, bodyMs: 30_000 };
const MAX_BYTES = 32 * 1024 * 1024;
/** A probe is in no hurry, and asks one thing after the other. */
const CONCURRENCY = 1;

/** A line to one account under the same limits as the door: one origin, no redirects, the rate, the budget. */
export function openProbeLine(options: DoorOptions): ProbeLine {
  const { clock } = options;
  const agent = new Agent({ connections: CONCURRENCY, pipelining: 1 });
  const transport = createTransport({
    origin: new URL(options.baseUrl).origin,
    token: options.token,
    dispatcher: options.dispatcher ?? agent,
    timeouts: options.timeouts ?? TIMEOUTS,
    maxBytes: options.maxBytes ?? MAX_BYTES,
  });
  const gate = createGate({ ...options.limits, concurrency: CONCURRENCY }, clock);
  if (options.notBefore !== undefined) gate.holdUntil(options.notBefore);
  const budget = createBudget(options.budget, clock);

  async function once(question: Question): Promise<{ raw: RawAnswer; outcome: Outcome }> {
    const ticket = budget.admit(question.tokens);
    const { headers, body } = payload(question);
    const raw = await transport.send({ method: question.method, path: question.path, headers, body });
    const outcome = classify(raw);
    const charged = raw.kind === 'answer' && raw.status !== 429;
    ticket.settle(charged, raw.kind === 'answer' ? raw.headers : {});
    if (outcome.kind === 'burst') gate.holdUntil(clock.now() + (outcome.waitMs ?? options.limits.windowMs));
    return { raw, outcome };
  }

  return {
    async ask(question) {
      for (let tries = 1; ; tries += 1) {
        const { raw, outcome } = await gate.run(question.search === true, () => once(question));
        if (raw.kind === 'answer' && isReply(outcome, raw.status)) return replyOf(raw);
        if (outcome.kind === 'ok') throw new CutoverError('internal', 'an answer without an answer');
        if ((outcome.kind === 'burst' || outcome.kind === 'not-sent') && tries < MAX_TRIES) continue;
        if (outcome.kind === 'daily') throw budget.exhausted(outcome.waitMs, outcome.reason);
        const code = OUTCOMES[outcome.kind].write === 'unknown' ? 'unresolved' : OUTCOMES[outcome.kind].error;
        throw new CutoverError(code, `${question.method} ${question.path.split('?')[0]}: ${outcome.reason}`);
      }
    },
    budget: () => budget.state(),
    close: () => agent.close(),
  };
}

/** Answers that say something about the question; a 413 may be a page of the web server in front. */
const isReply = ({ kind }: Outcome, status: number): boolean =>
  status === 413 || ['ok', 'validation', 'permission', 'cap', 'not-found', 'gone'].includes(kind);

function payload({ json, file }: Question): { headers: Readonly<Record<string, string>>; body: string | Readable | null } {
  if (file !== undefined) {
    const bytes = Buffer.from(file.text);
    const part = { name: file.name, mediaType: 'text/plain', size: bytes.length, sha256: digestOfBytes(bytes) };
    const form = multipart(file.fields, part, () => Readable.from([bytes]));
    return { headers: form.headers, body: form.open() };
  }
  return json === undefined ? { headers: {}, body: null } : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) };
}

function replyOf(raw: Extract<RawAnswer, { kind: 'answer' }>): Reply {
  const body = jsonIn(raw.text);
  const at = (path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>(
        (found, key) => (typeof found === 'object' && found !== null ? new Map(Object.entries(found)).get(key) : undefined),
        body,
      );
  const words = at('error');
  return {
    status: raw.status,
    ok: raw.status < 300 && at('success') !== false,
    headers: raw.headers,
    reason: typeof words === 'string' ? words : '',
    at,
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
