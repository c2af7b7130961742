import { CutoverError } from '@cutover/domain';
import type { Caller } from '../call.ts';
import { type Page, whole } from '../pages.ts';
import { WireCurrency, WireMe, WireUser, WireUserSettings, WireWebhook } from '../wire/account.ts';
import { one } from '../wire/envelope.ts';

export interface Account {
  /** The token's user and company; `company_domain` tells the company's own host. */
  me(): Promise<WireMe>;
  users(): Promise<Page<WireUser>>;
  userSettings(): Promise<WireUserSettings>;
  currencies(): Promise<Page<WireCurrency>>;
  /** Webhooks that a load would fire; needs an admin. */
  webhooks(): Promise<Page<WireWebhook>>;
}

async function present<T>(answer: Promise<T | null>, what: string): Promise<T> {
  const value = await answer;
  if (value === null) throw new CutoverError('answer-unusable', `the target does not answer ${what}: is it Pipedrive?`);
  return value;
}

export const account = (caller: Caller): Account => ({
  me: () => present(caller.read({ operation: 'getCurrentUser' }, one(WireMe)), 'who its user is'),
  users: () => whole(caller, { operation: 'getUsers' }, WireUser),
  userSettings: () => present(caller.read({ operation: 'getUserSettings' }, one(WireUserSettings)), 'its settings'),
  currencies: () => whole(caller, { operation: 'getCurrencies' }, WireCurrency),
  webhooks: () => whole(caller, { operation: 'getWebhooks' }, WireWebhook),
});
