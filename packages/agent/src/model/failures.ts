import { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import { AgentError, isAgentError } from '../errors.ts';

/** A refusal of the request itself, which may teach something about the provider. */
export class RequestRefused extends AgentError {}

/**
 * Anything thrown while a model was asked, as an AgentError that says whether trying again can help.
 * @param now milliseconds since 1970, for a `retry-after` given as a date
 * @param key never part of a message, also where a server repeats it
 */
export function modelFailure(thrown: unknown, now: number, key: string): AgentError {
  if (isAgentError(thrown)) return thrown;
  if (thrown instanceof APIUserAbortError) return new AgentError('interrupted', 'interrupted', { cause: thrown });
  if (thrown instanceof APIConnectionError) {
    return new AgentError('model-unreachable', `the model server cannot be reached: ${rootMessage(thrown)}`, {
      retryable: true,
      cause: thrown,
    });
  }
  if (thrown instanceof APIError) return byStatus(thrown, now, (text) => (key === '' ? text : text.replaceAll(key, '***')));
  if (thrown instanceof SyntaxError) {
    return new AgentError('model-answer', 'the model server sent something that is not JSON', { retryable: true, cause: thrown });
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AgentError('model-unreachable', `the connection to the model server broke: ${message}`, { retryable: true, cause: thrown });
}

function byStatus(error: APIError, now: number, hide: (text: string) => string): AgentError {
  const status: number | undefined = error.status;
  const waitMs = waitOf(error.headers, now);
  const cause = error;
  if (status === undefined)
    return new AgentError('model-failed', `the model server reported: ${hide(error.message)}`, { retryable: true, cause });
  if (status === 429) {
    const spent = error.code === 'insufficient_quota';
    return new AgentError('model-busy', spent ? 'the quota of this API key is spent' : 'the model server takes no more requests for now', {
      retryable: !spent,
      waitMs,
      cause,
    });
  }
  if (status === 408 || status === 409 || status === 425 || status >= 500) {
    return new AgentError('model-failed', `the model server answered ${status}`, { retryable: true, waitMs, cause });
  }
  if (status === 401 || status === 403 || status === 404) {
    return new AgentError('model-refused', `the model server answered ${status}: ${hide(error.message)}`, { cause });
  }
  return new RequestRefused('model-refused', `the model server refused the request (${status}): ${hide(error.message)}`, { cause });
}

function waitOf(headers: Headers | undefined, now: number): number | null {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms) && ms >= 0) return ms;
  const after = headers?.get('retry-after') ?? null;
  if (after === null) return null;
  const seconds = Number(after);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(after);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function rootMessage(error: Error): string {
  const cause: unknown = error.cause;
  return cause instanceof Error ? rootMessage(cause) : error.message;
}
