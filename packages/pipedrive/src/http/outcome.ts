import { z } from 'zod';
import type { RawAnswer } from './transport.ts';

/** Every way a request can end. The closed set that `OUTCOMES` has a row for. */
export type OutcomeClass =
  | 'ok'
  | 'burst'
  | 'daily'
  | 'blocked'
  | 'validation'
  | 'permission'
  | 'cap'
  | 'not-found'
  | 'gone'
  | 'unauthorized'
  | 'account-closed'
  | 'unavailable'
  | 'misdirected'
  | 'malformed'
  | 'not-sent'
  | 'unknown';

/** An answered `ok` carries its JSON. `waitMs`: how long Pipedrive asks to wait, when it says so. */
export type Outcome =
  | { readonly kind: 'ok'; readonly status: number; readonly body: unknown }
  | {
      readonly kind: Exclude<OutcomeClass, 'ok'>;
      readonly status: number | null;
      readonly reason: string;
      readonly waitMs: number | null;
    };

const ErrorBody = z.looseObject({
  success: z.boolean().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  errors: z.unknown().optional(),
});
type ErrorBody = z.infer<typeof ErrorBody>;

/** A `retry-after` above this many seconds cannot mean the two-second window (api-facts §5.4). */
const LONGEST_BURST_SECONDS = 10;

const secondsIn = (text: string | undefined): number | null => {
  const seconds = Number(text);
  return text === undefined || text.trim() === '' || !Number.isFinite(seconds) || seconds < 0 ? null : seconds;
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const looksHtml = (headers: Readonly<Record<string, string>>, text: string): boolean =>
  (headers['content-type'] ?? '').includes('text/html') || /^\s*</.test(text);

/** The error's own words. `error_info` is left out: it is in the user's language (api-facts §11 #23). */
function reasonOf(body: ErrorBody | null, status: number): string {
  const words = body?.error ?? (body?.errors === undefined ? '' : JSON.stringify(body.errors));
  const text = words === '' ? `status ${status}` : words;
  return body?.code === undefined ? text : `${text} (${body.code})`;
}

/** Seconds until the window opens. The unit is not documented: a large number is a moment, to be held against the account's own clock (api-facts §5.3). */
function resetIn(headers: Readonly<Record<string, string>>): number | null {
  const reset = secondsIn(headers['x-ratelimit-reset']);
  if (reset === null || reset <= LONGEST_BURST_SECONDS) return reset;
  const wait = reset - Date.parse(headers.date ?? '') / 1_000;
  return wait >= 0 && wait <= LONGEST_BURST_SECONDS ? wait : null;
}

/** Tells the two kinds of 429 apart (api-facts §5.4). */
function tooMany(headers: Readonly<Record<string, string>>, reason: string): Outcome {
  const after = secondsIn(headers['retry-after']);
  const spent = secondsIn(headers['x-daily-ratelimit-token-remaining']) === 0;
  const daily = spent || /daily request budget/i.test(reason) || (after !== null && after > LONGEST_BURST_SECONDS);
  const wait = daily ? after : (resetIn(headers) ?? after);
  return { kind: daily ? 'daily' : 'burst', status: 429, reason, waitMs: wait === null ? null : wait * 1_000 };
}

const isCap = (body: ErrorBody): boolean =>
  (body.code ?? '').startsWith('feature_capping') || /\blimit\b[^.]*\breached\b|\breached\b[^.]*\blimit\b/i.test(body.error ?? '');

function classOfStatus(status: number, body: ErrorBody | null): Exclude<OutcomeClass, 'ok'> {
  if (status === 404) return 'not-found';
  if (status === 410) return 'gone';
  if (body === null) return 'blocked';
  if (status !== 403) return 'validation';
  return isCap(body) ? 'cap' : 'permission';
}

/**
 * Judges one answer (api-facts §1.4, §5.4). What is no JSON where JSON belongs is a block, because the pages Cloudflare puts up are the only ones seen;
 * faults (5xx) and missing records are told by status alone.
 */
export function classify(raw: RawAnswer): Outcome {
  if (raw.kind === 'failed') return { kind: raw.sent ? 'unknown' : 'not-sent', status: null, reason: raw.why, waitMs: null };
  const { status, headers, text } = raw;
  if (raw.bytes !== undefined) return { kind: 'ok', status, body: raw.bytes };
  const bad = (kind: Exclude<OutcomeClass, 'ok'>, reason: string): Outcome => ({ kind, status, reason, waitMs: null });
  const json = parseJson(text);
  const parsed = ErrorBody.safeParse(json);
  const body = parsed.success ? parsed.data : null;
  const reason = reasonOf(body, status);

  if (status >= 500) return bad('unavailable', reason);
  if (status === 408) return bad('unknown', reason);
  if (status >= 300 && status < 400) return bad('misdirected', `status ${status}: a redirect, which is never followed`);
  if (status === 401) return bad('unauthorized', reason);
  if (status === 402) return bad('account-closed', reason);
  if (body === null && looksHtml(headers, text)) {
    return status === 404
      ? bad('misdirected', 'status 404 with a page instead of JSON')
      : bad('blocked', `status ${status} with a page instead of JSON`);
  }
  // Nobody has caught the body of a burst 429 (api-facts §1.4): it may be empty or other than JSON.
  if (status === 429) return tooMany(headers, reason);
  // One developer saw a v1 DELETE answer 410 although it had worked (api-facts §11 #25).
  if (status === 410 && body?.success === true) return { kind: 'ok', status, body: json };
  if (status >= 400) return bad(classOfStatus(status, body), reason);
  if (body === null) return bad('malformed', `status ${status}, but the answer is cut or no JSON`);
  return body.success === false ? bad('validation', reason) : { kind: 'ok', status, body: json };
}
