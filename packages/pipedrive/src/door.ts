import { CutoverError } from '@cutover/domain';
import { Agent, type Dispatcher } from 'undici';
import { type CallEvent, createCaller } from './call.ts';
import { createTransport, type Timeouts } from './http/transport.ts';
import { type Account, account } from './ops/account.ts';
import { type Labels, labels } from './ops/labels.ts';
import { type Activities, activities, type Deals, deals, type Organizations, organizations, type Persons, persons } from './ops/records.ts';
import { type ActivityTypes, activityTypes, type Fields, fields, type Pipelines, pipelines, type Stages, stages } from './ops/schema.ts';
import { type Search, search } from './ops/search.ts';
import { type Files, files, type Notes, notes, type Relationships, relationships } from './ops/v1-records.ts';
import { type BudgetLimits, type BudgetState, createBudget } from './rate/budget.ts';
import type { Clock } from './rate/clock.ts';
import { createGate } from './rate/gate.ts';

export interface DoorLimits {
  /** Requests per rolling window and token. */
  readonly perWindow: number;
  /** Milliseconds; 2,000 on the real Pipedrive. */
  readonly windowMs: number;
  readonly searchPerWindow: number;
}

export interface DoorOptions {
  /** Origin of the company's host; the token never goes anywhere else. */
  readonly baseUrl: string;
  readonly token: string;
  readonly limits: DoorLimits;
  readonly budget: BudgetLimits;
  readonly clock: Clock;
  /** No request before this time (milliseconds since 1970): the window of a door that was open just before must pass. */
  readonly notBefore?: number | undefined;
  /** 0 ≤ n < 1 */
  readonly random: () => number;
  /** One that does not follow redirects; by default an agent of the door's own, closed with it. */
  readonly dispatcher?: Dispatcher | undefined;
  /** When it fires, requests that have not started are given up (`interrupted`); those in flight are finished. */
  readonly signal?: AbortSignal | undefined;
  readonly onCall?: ((event: CallEvent) => void) | undefined;
  /** Asked at the last moment before a write leaves; when it throws a CutoverError the write was certainly not sent. */
  readonly beforeWrite?: (() => void) | undefined;
  readonly timeouts?: Timeouts | undefined;
  /** Largest answer that is read, in bytes. */
  readonly maxBytes?: number | undefined;
}

/** The only way to Pipedrive. Holds the token in a closure: printing or serialising a door shows none. */
export interface Door extends Account {
  readonly origin: string;
  readonly fields: Fields;
  readonly labels: Labels;
  readonly pipelines: Pipelines;
  readonly stages: Stages;
  readonly activityTypes: ActivityTypes;
  readonly persons: Persons;
  readonly organizations: Organizations;
  readonly deals: Deals;
  readonly activities: Activities;
  readonly notes: Notes;
  readonly files: Files;
  readonly relationships: Relationships;
  readonly search: Search;
  /** Tokens spent and left. */
  budget(): BudgetState;
  /** Requests in flight at once, at most: more callers than this gain nothing. */
  readonly concurrency: number;
  /** Waits for what is in flight and lets go of the connections. */
  close(): Promise<void>;
}

const TIMEOUTS: Timeouts = { headersMs: 30_000, bodyMs: 30_000 };
const CONNECT_MS = 10_000;
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * Opens the door to one Pipedrive account. Sends nothing yet.
 * @throws CutoverError `no-token` when the token cannot be one, `target-not-allowed` when the address is more than an origin
 */
export function openDoor(options: DoorOptions): Door {
  const { token, limits, clock } = options;
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new CutoverError('no-token', 'the Pipedrive token is empty or holds blanks or other signs no token has');
  const address = URL.canParse(options.baseUrl) ? new URL(options.baseUrl) : null;
  if (address === null || !/^https?:$/.test(address.protocol) || !/^\/?$/.test(address.pathname) || address.search !== '') {
    throw new CutoverError('target-not-allowed', `${options.baseUrl} is not the origin of a host`);
  }
  const concurrency = Math.max(4, Math.ceil(limits.perWindow / 4));
  const own =
    options.dispatcher === undefined ? new Agent({ connections: concurrency, pipelining: 1, connect: { timeout: CONNECT_MS } }) : null;
  const dispatcher = options.dispatcher ?? own;
  if (dispatcher === null) throw new CutoverError('internal', 'the door has nothing to send with');
  const budget = createBudget(options.budget, clock);
  const gate = createGate({ ...limits, concurrency }, clock);
  if (options.notBefore !== undefined) gate.holdUntil(options.notBefore);
  const caller = createCaller({
    transport: createTransport({
      origin: address.origin,
      token,
      dispatcher,
      timeouts: options.timeouts ?? TIMEOUTS,
      maxBytes: options.maxBytes ?? MAX_BYTES,
    }),
    gate,
    budget,
    clock,
    random: options.random,
    windowMs: limits.windowMs,
    signal: options.signal,
    onCall: options.onCall,
    beforeWrite: options.beforeWrite,
  });
  return Object.freeze({
    ...account(caller),
    origin: address.origin,
    fields: fields(caller),
    labels: labels(caller),
    pipelines: pipelines(caller),
    stages: stages(caller),
    activityTypes: activityTypes(caller),
    persons: persons(caller),
    organizations: organizations(caller),
    deals: deals(caller),
    activities: activities(caller),
    notes: notes(caller),
    files: files(caller),
    relationships: relationships(caller),
    search: search(caller),
    budget: () => budget.state(),
    concurrency,
    async close() {
      await own?.close();
    },
  });
}
