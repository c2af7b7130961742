import OpenAI from 'openai';
import { AgentError } from '../errors.ts';
import type { AgentClock, Random } from '../ports.ts';
import { createAccumulator } from './accumulate.ts';
import { type Compat, compatOf, lessonOf } from './compat.ts';
import { modelFailure, RequestRefused } from './failures.ts';
import { idleTimer } from './idle.ts';
import type { ModelEvent, ModelPort, ModelReply, ModelRequest } from './port.ts';
import { createShownText, type ShownText } from './resume-text.ts';
import { RETRY, type RetryPolicy, waitBefore } from './retry.ts';
import { toWire } from './wire.ts';

export interface OpenAiModelOptions {
  readonly baseURL: string;
  /** Empty for a local server that asks for none. */
  readonly apiKey: string;
  readonly model: string;
  readonly fetch: typeof fetch;
  readonly clock: AgentClock;
  readonly random: Random;
  /** What is known better than by the base URL. */
  readonly compat?: Partial<Compat>;
  readonly retry?: RetryPolicy;
  /** A stream that says nothing for so long is given up, in milliseconds. */
  readonly idleMs?: number;
}

const IDLE_MS = 90_000;
/** How much one request may teach about its provider before a refusal is taken for one. */
const LESSONS = 3;

/**
 * A model behind any endpoint that speaks chat completions. Streams are read raw and put together by our own tolerant accumulator; what the
 * endpoint turns out not to support (usage in streams, streaming itself) is learnt from its refusals and kept for later requests.
 */
export function createOpenAiModel(options: OpenAiModelOptions): ModelPort {
  const client = new OpenAI({
    baseURL: options.baseURL,
    apiKey: options.apiKey === '' ? 'none' : options.apiKey,
    // Nothing comes from the environment but what was passed in.
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
    fetch: options.fetch,
  });
  const idleMs = options.idleMs ?? IDLE_MS;
  let compat = compatOf(options.baseURL, options.compat);
  let calls = 0;
  const newId = (): string => {
    calls += 1;
    return `call_${calls}`;
  };

  async function* whole(request: ModelRequest, signal: AbortSignal): AsyncGenerator<string, ModelReply> {
    const accumulator = createAccumulator(newId);
    const answer = await client.chat.completions.create({ ...toWire(options.model, request, compat), stream: false }, { signal });
    const text = accumulator.add(answer);
    if (text !== '') yield text;
    return accumulator.reply();
  }

  async function* streamed(request: ModelRequest, signal: AbortSignal): AsyncGenerator<string, ModelReply> {
    const accumulator = createAccumulator(newId);
    const idle = idleTimer(idleMs, signal, options.clock);
    try {
      const stream = await client.chat.completions.create(
        {
          ...toWire(options.model, request, compat),
          stream: true,
          ...(compat.usageInStream ? { stream_options: { include_usage: true } } : {}),
        },
        { signal: idle.signal },
      );
      for await (const chunk of stream) {
        idle.touch();
        const text = accumulator.add(chunk);
        if (text !== '') yield text;
      }
      // An abort ends the stream without an error.
      idle.signal.throwIfAborted();
    } catch (thrown) {
      throw idle.signal.reason instanceof AgentError ? idle.signal.reason : thrown;
    } finally {
      idle.stop();
    }
    const reply = accumulator.reply();
    if (reply.finish === null && isBrokenOff(reply)) {
      throw new AgentError('model-unreachable', 'the answer broke off before it was whole', { retryable: true });
    }
    return reply;
  }

  /** One attempt. A stream that ends with neither text nor calls may have lost the calls: it is asked for whole. */
  async function* attempt(request: ModelRequest, signal: AbortSignal): AsyncGenerator<string, ModelReply> {
    const inOne = !compat.streaming || (request.tools.length > 0 && !compat.streamsToolCalls);
    if (inOne) return yield* whole(request, signal);
    const reply = yield* streamed(request, signal);
    if (reply.text.trim() !== '' || reply.calls.length > 0 || request.tools.length === 0) return reply;
    const again = yield* whole(request, signal);
    if (again.calls.length > 0) compat = Object.freeze({ ...compat, streamsToolCalls: false });
    return again;
  }

  /** What to do after a failed attempt: wait and try again, or give up. @throws AgentError when there is no use in another attempt */
  async function recover(thrown: unknown, tried: Tried, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new AgentError('interrupted', 'interrupted', { cause: thrown });
    const error = modelFailure(thrown, options.clock.now(), options.apiKey);
    const lesson = error instanceof RequestRefused && tried.lessons < LESSONS ? lessonOf(error.message, compat) : null;
    if (lesson !== null) {
      compat = lesson;
      tried.lessons += 1;
      return;
    }
    tried.failed += 1;
    const wait = waitBefore(tried.failed, error, options.retry ?? RETRY, options.random);
    if (wait === null) throw error;
    await pause(wait, signal, options.clock);
  }

  async function* reply(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const shown = createShownText();
    const tried: Tried = { failed: 0, lessons: 0 };
    for (;;) {
      try {
        signal.throwIfAborted();
        shown.restart();
        const said = yield* told(attempt(request, signal), shown);
        yield { type: 'reply', reply: said };
        return;
      } catch (thrown) {
        await recover(thrown, tried, signal);
      }
    }
  }

  return Object.freeze({ name: options.model, reply });
}

const NOTHING: ModelReply = Object.freeze({ text: '', calls: Object.freeze([]), usage: null, finish: null });

/** How often one request was tried in vain, and how often its refusal taught something. */
interface Tried {
  failed: number;
  lessons: number;
}

/** An attempt's text as events, without what was shown before. */
async function* told(attempted: AsyncGenerator<string, ModelReply>, shown: ShownText): AsyncGenerator<ModelEvent, ModelReply> {
  try {
    for (;;) {
      const step = await attempted.next();
      if (step.done) return step.value;
      const delta = shown.show(step.value);
      if (delta !== '') yield { type: 'text', delta };
    }
  } finally {
    // Whoever stops listening ends the request.
    await attempted.return(NOTHING);
  }
}

function isBrokenOff(reply: ModelReply): boolean {
  if (reply.calls.length === 0) return reply.text === '';
  return reply.calls.some((call) => call.arguments !== '' && !isJson(call.arguments));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function pause(ms: number, signal: AbortSignal, clock: AgentClock): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (cause) {
    throw new AgentError('interrupted', 'interrupted', { cause });
  }
}
