import { CutoverError, type PlanTier, TargetInfo } from '@cutover/domain';
import { type Door, type DoorOptions, openDoor, TIERS } from '@cutover/pipedrive';
import { z } from 'zod';
import { Company, META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';

/** Share of the day's tokens left to the company's other integrations. */
export const RESERVE = 0.2;
const WINDOW_MS = 2000;

/** What is known of the account's plan: given at init, else read off the limits it announced, else the smallest. */
export function tierOf(ws: Workspace): Pick<TargetInfo, 'tier' | 'seats' | 'tierKnown'> {
  const { tier, seats } = ws.settings;
  if (tier !== null) return { tier, seats: seats ?? 1, tierKnown: 'given' };
  const seen = ws.ledger.meta.get(META.tier, TargetInfo);
  if (seen?.tierKnown === 'observed') return { tier: seen.tier, seats: seats ?? seen.seats, tierKnown: 'observed' };
  return { tier: 'lite', seats: seats ?? 1, tierKnown: 'assumed' };
}

interface Listeners {
  readonly onCall: (call: CallInfo) => void;
  /** Asked just before the first byte of a write, and before the last of an upload; what it throws keeps it back. */
  readonly beforeWrite?: () => void;
}

/**
 * The door to this workspace's target. Nothing is asked yet. `reserve`: the share of the day's tokens it stops at.
 * @throws CutoverError `no-token`, `token-elsewhere`, `blocked` while an earlier block lasts
 */
export function openTarget(ws: Workspace, log: Listeners, reserve = RESERVE): Door {
  return openDoor(targetOptions(ws, log, reserve));
}

/** How this workspace's target is talked to: its address, the token, the limits of its plan. @throws CutoverError as `openTarget` */
export function targetOptions(ws: Workspace, log: Listeners, reserve = RESERVE): DoorOptions {
  const { ports, target } = ws;
  const block = ws.ledger.blockedUntil();
  if (block !== null) {
    throw new CutoverError(
      'blocked',
      `Pipedrive blocked this client (${block.why}); no start before ${new Date(block.until).toISOString()}`,
    );
  }
  const token = ports.token(target.host, ws.dir);
  if (token === null) throw new CutoverError('no-token', `there is no token for ${target.host}`);
  const { tier, seats } = tierOf(ws);
  const limits = TIERS[tier];
  const windowMs = WINDOW_MS / (target.loopback ? ports.timeScale : 1);
  const last = ws.ledger.meta.get(META.lastCall, z.number());
  let noted = 0;
  return {
    // Another command may have used the window up a moment ago; one that seems to come, because the clock was set back, is taken for now.
    ...(last === null ? {} : { notBefore: Math.min(last, ports.clock.now()) + windowMs * (1 + 1 / NOTES_PER_WINDOW) }),
    baseUrl: target.url,
    token,
    limits: { perWindow: limits.perWindow, searchPerWindow: limits.search, windowMs },
    budget: { perDay: 30_000 * limits.multiplier * seats, reserve },
    clock: ports.clock,
    random: ports.random,
    beforeWrite: log.beforeWrite,
    onCall: (call) => {
      log.onCall(call);
      const now = ports.clock.now();
      if (Math.abs(now - noted) < windowMs / NOTES_PER_WINDOW) return;
      noted = now;
      ws.ledger.meta.set(META.lastCall, now);
    },
  };
}

/** How often the time of the last request is written down. */
const NOTES_PER_WINDOW = 8;

export interface CallInfo {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly tokens: number;
  readonly ms: number;
  readonly windowLimit: number | null;
  readonly serverTime: number | null;
}

/** Which company answers at the target; the first answer is kept, another one later is refused. @throws CutoverError `other-target` */
export function holdCompany(ws: Workspace, answered: Company): Company {
  const known = ws.company();
  if (known === null) {
    const company = Company.parse(answered);
    ws.ledger.meta.set(META.company, company);
    return company;
  }
  if (known.id === answered.id) return known;
  throw new CutoverError(
    'other-target',
    `${ws.target.host} is ${answered.domain} now, and was ${known.domain} when this workspace was made`,
    {
      found: `${answered.domain} (${answered.id})`,
      expected: `${known.domain} (${known.id})`,
    },
  );
}

/** Asks who answers at the target: ids of one company mean other records in another. @throws CutoverError `other-target` and what the door throws */
export async function holdTarget(ws: Workspace, door: Door): Promise<void> {
  const me = await door.me();
  holdCompany(ws, { id: me.company_id, domain: me.company_domain, name: me.company_name });
}

/** Stands in the envelope's `target`. `observed`: what the account's own limits spoke of, for where nobody gave the plan. */
export function targetInfo(ws: Workspace, company: Company, observed: { tier: PlanTier; seats: number } | null): TargetInfo {
  const known = tierOf(ws);
  const seen =
    known.tierKnown === 'assumed' && observed !== null
      ? { ...observed, seats: ws.settings.seats ?? observed.seats, tierKnown: 'observed' as const }
      : known;
  return TargetInfo.parse({ host: ws.target.host, company: { id: company.id, domain: company.domain }, ...seen });
}
