import { ApiError, blockPage } from '../core/errors.ts';
import type { World } from '../core/world.ts';
import { limits } from '../data/plans.ts';

/** Moments of requests in a rolling window, oldest first. */
class Window {
  readonly #moments: number[] = [];
  #first = 0;
  fullest = 0;

  count(now: number, length: number): number {
    while (this.#first < this.#moments.length && (this.#moments[this.#first] ?? 0) <= now - length) this.#first++;
    if (this.#first > 4_096) {
      this.#moments.splice(0, this.#first);
      this.#first = 0;
    }
    return this.#moments.length - this.#first;
  }

  add(now: number, length: number): void {
    this.#moments.push(now);
    this.fullest = Math.max(this.fullest, this.count(now, length));
  }

  /** When the oldest request in the window leaves it. */
  frees(now: number, length: number): number {
    return Math.max(0, (this.#moments[this.#first] ?? now) + length - now);
  }
}

type Sender = {
  readonly general: Window;
  readonly search: Window;
  readonly arrivals: Window;
  readonly refusals: Window;
  blockedUntil: number;
};

/** Milliseconds since midnight where the day starts (switch `daily-reset-zone`). */
function sinceMidnight(now: number, zone: string): number {
  if (zone === 'UTC') return now % limits.dayMs;
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).formatToParts(now);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
  return ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1_000 + (now % 1_000);
}

/**
 * What may be sent and how much is left: the company's token budget of the day, the rolling two seconds of each token, and the block that
 * stubborn senders run into (api-facts §5). `--speed` divides every length.
 */
export class Limits {
  readonly #world: World;
  readonly #senders = new Map<string, Sender>();
  #day = '';
  #spentToday = 0;
  #answered = 0;
  tokens = 0;

  constructor(world: World) {
    this.#world = world;
  }

  get budget(): number {
    return limits.tokensPerSeat * this.#world.plan.multiplier * this.#world.seats;
  }

  get remaining(): number {
    this.#turnDay();
    return Math.max(0, this.budget - this.#spentToday);
  }

  get spentToday(): number {
    this.#turnDay();
    return this.#spentToday;
  }

  /** The largest number of requests that any token sent within one window. */
  get fullestWindow(): number {
    return Math.max(0, ...[...this.#senders.values()].map((sender) => sender.arrivals.fullest));
  }

  spendAll(): void {
    this.#turnDay();
    this.#spentToday = this.budget;
  }

  charge(tokens: number): void {
    this.#turnDay();
    this.#spentToday += tokens;
    this.tokens += tokens;
  }

  /** @throws ApiError 403 (a page) while blocked, 429 when the budget or the window is used up. */
  admit(token: string, cost: number, search: boolean): void {
    const now = this.#world.clock.now();
    const sender = this.#sender(token);
    const length = this.#windowMs;
    sender.arrivals.add(now, length);
    if (sender.blockedUntil > now) throw new ApiError(403, blockPage, { 'content-type': 'text/html; charset=UTF-8' });
    this.#turnDay();
    if (this.#spentToday + cost > this.budget) throw this.#refused(sender, now, this.#dailyRefusal(now));
    const { plan, switches } = this.#world;
    const general = !search || switches.is('search-window', 'counts-in-general');
    const full = general && sender.general.count(now, length) >= plan.burst ? sender.general : undefined;
    const searchFull = search && sender.search.count(now, length) >= plan.searchBurst ? sender.search : undefined;
    const blocking = searchFull ?? full;
    if (blocking !== undefined) throw this.#refused(sender, now, this.#burstRefusal(blocking, now, search ? plan.searchBurst : plan.burst));
    if (general) sender.general.add(now, length);
    if (search) sender.search.add(now, length);
  }

  /** The headers every metered answer carries (api-facts §5.3). */
  headers(token: string, search: boolean): Record<string, string> {
    const now = this.#world.clock.now();
    const { plan, switches } = this.#world;
    const sender = this.#sender(token);
    const [window, limit] = search ? [sender.search, plan.searchBurst] : [sender.general, plan.burst];
    const used = window.count(now, this.#windowMs);
    this.#answered++;
    const late = switches.is('token-headers', 'late') && this.#answered < 4;
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - used)),
      'x-ratelimit-reset': this.#reset(window, now),
      ...(late
        ? {}
        : { 'x-daily-ratelimit-token-limit': String(this.budget), 'x-daily-ratelimit-token-remaining': String(this.remaining) }),
    };
  }

  get #windowMs(): number {
    return limits.windowMs / this.#world.speed;
  }

  #seconds(ms: number): number {
    return Math.max(1, Math.ceil(ms / 1_000));
  }

  #reset(window: Window, now: number): string {
    const wait = this.#seconds(window.frees(now, this.#windowMs));
    return String(this.#world.switches.is('reset-unit', 'epoch') ? Math.floor(now / 1_000) + wait : wait);
  }

  #sender(token: string): Sender {
    const known = this.#senders.get(token);
    if (known !== undefined) return known;
    const made = { general: new Window(), search: new Window(), arrivals: new Window(), refusals: new Window(), blockedUntil: 0 };
    this.#senders.set(token, made);
    return made;
  }

  #sinceReset(now: number): number {
    return sinceMidnight(now, this.#world.switches.text('daily-reset-zone')) % (limits.dayMs / this.#world.speed);
  }

  #turnDay(): void {
    const now = this.#world.clock.now();
    const since = sinceMidnight(now, this.#world.switches.text('daily-reset-zone'));
    // Midnight to the second, and the part of that day: `--speed` makes several days of one.
    const day = `${Math.round((now - since) / 1_000)}/${Math.floor((since * this.#world.speed) / limits.dayMs)}`;
    if (day === this.#day) return;
    this.#day = day;
    this.#spentToday = 0;
  }

  #refused(sender: Sender, now: number, error: ApiError): ApiError {
    const patience = 10_000 / this.#world.speed;
    sender.refusals.add(now, patience);
    if (sender.refusals.count(now, patience) >= this.#world.switches.number('block-after')) {
      sender.blockedUntil = now + (this.#world.switches.number('block-seconds') * 1_000) / this.#world.speed;
    }
    return error;
  }

  #dailyRefusal(now: number): ApiError {
    const left = limits.dayMs / this.#world.speed - this.#sinceReset(now);
    const info = this.#world.switches.is('daily-error-info', 'present') ? { error_info: 'Please check developers.pipedrive.com' } : {};
    const body = { success: false, error: 'daily request budget exceeded', errorCode: 429, ...info };
    return new ApiError(429, body, { 'retry-after': String(this.#seconds(left)) });
  }

  /** The body of the burst 429 is invented: nobody has shown one (api-facts §1.4, §5.4). */
  #burstRefusal(window: Window, now: number, limit: number): ApiError {
    const { switches } = this.#world;
    const wait = String(this.#seconds(window.frees(now, this.#windowMs)));
    const retry = switches.is('burst-retry-after', 'present') ? { 'retry-after': wait } : {};
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': this.#reset(window, now),
      ...retry,
    };
    if (switches.is('burst-body', 'empty')) return new ApiError(429, '', { ...headers, 'content-type': 'text/plain' });
    const error = switches.is('burst-body', 'gateway') ? 'request over limit' : 'Rate limit exceeded. Slow down.';
    return new ApiError(429, { success: false, error, errorCode: 429 }, headers);
  }
}
