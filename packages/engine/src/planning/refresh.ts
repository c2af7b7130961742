import type { PlanEnvelope } from '@cutover/domain';
import { AccountSnapshot, CutoverError } from '@cutover/domain';
import type { Door } from '@cutover/pipedrive';
import { staleness } from '@cutover/planner';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { holdCompany } from './target.ts';

/** The account as the plan was made for it; where the plan was made for another account, as the schema run found this one. Null before either. */
export function knownAccount(ws: Workspace): AccountSnapshot | null {
  return ws.ledger.meta.get(META.account, AccountSnapshot) ?? ws.ledger.meta.get(META.accountNow, AccountSnapshot);
}

interface Asking {
  readonly ws: Workspace;
  readonly door: Door;
  readonly envelope: PlanEnvelope;
  readonly straightOn: boolean;
}

/** The account as it was looked at last. @throws CutoverError `no-plan` */
export function accountOf(ws: Workspace): AccountSnapshot {
  const account = knownAccount(ws);
  if (account === null) throw new CutoverError('no-plan', 'the account has not been looked at yet');
  return account;
}

/**
 * Before a run writes: is it still the same company, and does it still have the users the plan names? Two cheap requests, one where a run goes straight on;
 * fields, stages and types are bound since the schema run.
 * @throws CutoverError `other-target`, `plan-stale`
 */
export async function checkAccount({ ws, door, envelope, straightOn }: Asking): Promise<AccountSnapshot> {
  const [me, users] = await Promise.all([door.me(), straightOn ? null : door.users()]);
  holdCompany(ws, { id: me.company_id, domain: me.company_domain, name: me.company_name });
  const known = accountOf(ws);
  if (users === null) return known;
  const seen = new Map(users.items.map((user) => [user.id, user.active_flag !== false && user.is_deleted !== true]));
  const account = { ...known, users: known.users.map((user) => ({ ...user, active: user.active && seen.get(user.id) === true })) };
  refuseStale(envelope, account);
  return account;
}

/** @throws CutoverError `plan-stale` naming what the plan needs and this account lacks */
export function refuseStale(envelope: PlanEnvelope, account: AccountSnapshot): void {
  const stale = staleness(envelope.plan, account);
  if (stale.length > 0)
    throw new CutoverError(
      'plan-stale',
      `this account lacks what the plan names: ${stale.slice(0, 3).join('; ')}${stale.length > 3 ? ' …' : ''}`,
      { data: { stale } },
    );
}
