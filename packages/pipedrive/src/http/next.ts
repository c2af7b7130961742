import type { ErrorCode } from '@cutover/domain';
import type { OutcomeClass } from './outcome.ts';

/**
 * What follows an outcome. `take`: use the answer. `again`: send once more after a wait, up to `MAX_TRIES`. `absent`: there is no such record.
 * `refused`: this write is not going to happen, the caller decides. `unknown`: it may have happened, the caller finds out by reading. `stop`: nothing goes on.
 */
export type Next = 'take' | 'again' | 'absent' | 'refused' | 'unknown' | 'stop';

interface OutcomeRow {
  readonly read: Next;
  readonly write: Next;
  /** The error when it stops, is refused, or when trying again did not help. */
  readonly error: ErrorCode;
  readonly means: string;
}

/** How often one request is sent at most. */
export const MAX_TRIES = 4;

/** Reads may be repeated freely; a write only when it certainly did nothing: turned away by the burst limit, or never sent. */
export const OUTCOMES: Readonly<Record<OutcomeClass, OutcomeRow>> = Object.freeze({
  ok: { read: 'take', write: 'take', error: 'internal', means: '2xx with JSON' },
  burst: { read: 'again', write: 'again', error: 'blocked', means: '429 of the two-second window; four in a row count as a block' },
  daily: { read: 'stop', write: 'stop', error: 'budget-spent', means: '429 of the daily token budget' },
  blocked: { read: 'stop', write: 'stop', error: 'blocked', means: 'a page or other non-JSON refusal: the client is blocked' },
  validation: { read: 'stop', write: 'refused', error: 'write-refused', means: '400 and other refusals of the content' },
  permission: { read: 'stop', write: 'refused', error: 'forbidden', means: '403: the token may not do this' },
  cap: { read: 'stop', write: 'refused', error: 'cap-reached', means: '403: a limit of the plan is reached' },
  'not-found': { read: 'absent', write: 'refused', error: 'write-refused', means: '404' },
  gone: { read: 'absent', write: 'refused', error: 'write-refused', means: '410: purged, merged, or an endpoint that is no more' },
  unauthorized: { read: 'stop', write: 'stop', error: 'unauthorized', means: '401' },
  'account-closed': { read: 'stop', write: 'stop', error: 'account-closed', means: '402' },
  unavailable: { read: 'again', write: 'unknown', error: 'unavailable', means: '5xx, whatever the body' },
  misdirected: { read: 'stop', write: 'stop', error: 'answer-unusable', means: 'a redirect, or a page where the API should be' },
  malformed: { read: 'again', write: 'unknown', error: 'answer-unusable', means: '2xx whose JSON is cut, broken or not of the known form' },
  'not-sent': { read: 'again', write: 'again', error: 'unreachable', means: 'no connection was made' },
  unknown: { read: 'again', write: 'unknown', error: 'unavailable', means: 'time-out or cut connection after the request left' },
});
