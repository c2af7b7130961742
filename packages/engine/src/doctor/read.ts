import { ANSWERS, asCutoverError, CutoverError, type PlanEnvelope } from '@cutover/domain';
import { capCheck, type Door, planSchemaSteps, readSnapshotFully, tierOfLimits, type WireWebhook } from '@cutover/pipedrive';
import { staleness } from '@cutover/planner';
import { openLog } from '../log.ts';
import { type CallInfo, openTarget, tierOf } from '../planning/target.ts';
import { strangersIn } from '../runs/inventory.ts';
import { Company } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import type { AccountFacts, ClockFacts, DoctorFacts, Hook, PlanFacts, WebhookFacts } from './facts.ts';
import { probeFileOf } from './facts-file.ts';
import { leftBehind } from './probe/diary.ts';

/** Webhook events that a load sets off; `*` fires for all (api-facts §3.10). */
const LOADED: ReadonlySet<string> = new Set(['*', 'activity', 'deal', 'note', 'organization', 'person', 'pipeline', 'stage']);
const FIRED: ReadonlySet<string> = new Set(['*', 'create', 'change']);
const SECOND_MS = 1000;

/** Asks the account, reading only. What cannot be asked is left null, and what stood in the way is noted. Uses the reserve of the budget too: it is the last to do without. */
export async function readFacts(ws: Workspace): Promise<{ facts: DoctorFacts; tokens: number }> {
  const log = openLog(ws.dir, ws.ports.clock.now);
  const seen = watch(ws);
  const asked: { -readonly [K in keyof Asked]: Asked[K] } = { user: null, company: null, webhooks: null, account: null };
  let stopped: CutoverError | null = null;
  let door: Door | null = null;
  try {
    door = openTarget(
      ws,
      {
        onCall: (call) => {
          log.call(call);
          seen.call(call);
        },
      },
      0,
    );
    const me = await door.me();
    asked.company = Company.parse({ id: me.company_id, domain: me.company_domain, name: me.company_name });
    asked.webhooks = await readWebhooks(door);
    const { snapshot, unreadable } = await readSnapshotFully(door);
    asked.user = { mail: snapshot.me.mail, admin: snapshot.me.admin };
    asked.account = { snapshot, unreadable: unreadable.length, strangers: strangersIn(ws, snapshot) };
  } catch (thrown) {
    stopped = asCutoverError(thrown);
    if (stopped.code === 'internal') throw stopped;
  } finally {
    await door?.close();
  }
  const state = door?.budget() ?? null;
  const observedTier = seen.window() === null ? null : tierOfLimits(seen.window() ?? 0, state?.observed ? state.limit : null);
  const facts: DoctorFacts = {
    ...asked,
    host: ws.target.host,
    now: ws.ports.clock.now(),
    keptCompany: ws.company(),
    tier: tierOf(ws),
    observedTier,
    // Without an answer there is only our own guess.
    budget: state === null || (asked.company === null && !state.observed) ? null : state,
    clock: seen.clock(),
    plan: planFacts(ws, asked.account),
    probe: probeFacts(ws),
    stopped,
  };
  return { facts, tokens: state?.spent ?? 0 };
}

type Asked = Pick<DoctorFacts, 'user' | 'company' | 'webhooks' | 'account'>;

/** Reads off the answers what no endpoint tells: the window's limit and the account's clock. */
function watch(ws: Workspace) {
  let windowLimit: number | null = null;
  let clock: ClockFacts | null = null;
  return {
    call({ windowLimit: limit, serverTime, ms }: CallInfo): void {
      windowLimit ??= limit;
      if (serverTime === null) return;
      // The header is cut to whole seconds, so half a second belongs on it.
      const middle = ws.ports.clock.now() - ms / 2;
      const uncertainMs = ms / 2 + SECOND_MS;
      if (clock === null || uncertainMs < clock.uncertainMs) clock = { aheadMs: serverTime + SECOND_MS / 2 - middle, uncertainMs };
    },
    window: () => windowLimit,
    clock: () => clock,
  };
}

async function readWebhooks(door: Door): Promise<WebhookFacts> {
  try {
    const { items, unreadable } = await door.webhooks();
    return { listed: items.filter(fires).map(hookOf), unreadable: unreadable.length };
  } catch (error) {
    if (error instanceof CutoverError && error.code === 'forbidden') return 'forbidden';
    throw error;
  }
}

const fires = ({ is_active, event_object, event_action }: WireWebhook): boolean =>
  is_active !== false && is_active !== 0 && LOADED.has(event_object ?? '*') && FIRED.has(event_action ?? '*');

const hookOf = ({ id, event_action, event_object, subscription_url }: WireWebhook): Hook => ({
  id,
  event: `${event_action ?? '*'} ${event_object ?? '*'}`,
  host: URL.canParse(subscription_url ?? '') ? new URL(subscription_url ?? '').host : 'an unknown address',
});

function probeFacts(ws: Workspace): DoctorFacts['probe'] {
  const file = probeFileOf(ws);
  const { made, unsure } = leftBehind(ws.dir);
  if (file === null) return made.length + unsure.size === 0 ? null : { at: '', settled: 0, remains: made.length + unsure.size };
  return { at: file.at, settled: file.facts.length, remains: made.length + unsure.size };
}

/** What the plan still needs of this account; null before there is one. */
function planFacts(ws: Workspace, account: AccountFacts | null): PlanFacts | null {
  const envelope = ws.ledger.plan.loadEnvelope();
  if (envelope === null) return null;
  const { ledger } = ws;
  const shown = account === null ? null : planSchemaSteps(envelope.plan.schema, account.snapshot);
  const made = ledger.ids
    .counts()
    .filter(({ entity, origin }) => entity === 'deal' && origin === 'created')
    .reduce((sum, { count }) => sum + count, 0);
  const deals = Math.max(0, (envelope.plan.counts.package ?? 0) - made);
  const spent = ledger.runs.list().reduce((sum, run) => sum + run.tokens, 0);
  const loaded = ledger.runs.latest('full')?.state === 'finished';
  return {
    envelope,
    stale: account === null ? null : staleness(envelope.plan, account.snapshot),
    caps: shown === null || account === null ? null : capCheck({ ...tierOf(ws), steps: shown, snapshot: account.snapshot, deals }),
    newTypes: shown === null ? null : shown.filter((step) => step.kind === 'activity-type' && step.reuse === undefined).length,
    tokensToCome: loaded ? 0 : Math.max(0, envelope.meta.estimate.tokens - spent),
    pausedByPerson: saysPaused(envelope),
  };
}

function saysPaused({ plan }: PlanEnvelope): boolean {
  return plan.decisions.some((decision) => decision.kind === 'side-effects' && ANSWERS['side-effects'].safeParse(decision.answer).success);
}
