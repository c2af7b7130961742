import { randomBytes } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { AccountSnapshot, CutoverError } from '@cutover/domain';
import { tierOf } from '../../planning/target.ts';
import { instant } from '../../ports.ts';
import { META } from '../../settings.ts';
import type { Workspace } from '../../workspace.ts';
import { failuresPart, journalPart, logPart, runsPart } from './history.ts';
import { planPart, sourcePart } from './source.ts';
import { type Veil, veilOf } from './veil.ts';

/** What the bundle says of the machine. */
export interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly arch: string;
}

const SALT_BYTES = 32;

/**
 * Diagnostics that can be sent to somebody: versions, settings, counts, run history, error codes, the last journal rows by shape. Values stand as marks
 * under a salt that is thrown away; there are no tokens, names, mails, notes or addresses in it. Asks the account nothing.
 */
export function bundleOf(ws: Workspace, machine: Machine, salt: Uint8Array = randomBytes(SALT_BYTES)) {
  const veil = veilOf(salt);
  return {
    format: 1,
    about: 'cutover doctor --bundle: values are marks under a random salt that was not kept',
    at: instant(ws.ports.clock),
    machine: { ...machine, cutover: ws.ports.version },
    settings: settingsPart(ws, veil),
    account: accountPart(ws),
    source: sourcePart(ws, veil),
    plan: planPart(ws, veil),
    approvals: ws.ledger.approvals
      .list()
      .map(({ gate, at, expires, nonce }) => ({ gate, at, expires, opened: ws.ledger.approvals.uses(nonce).map(({ kind }) => kind) })),
    records: ws.ledger.ids.counts(),
    bindings: countBy(ws.ledger.bindings.all().map(({ kind, origin }) => `${kind} ${origin}`)),
    outcomes: countBy([...ws.ledger.outcomes.iterate()].map(({ outcome, code }) => (code === null ? outcome : `${outcome} ${code}`))),
    runs: runsPart(ws),
    failures: failuresPart(ws, veil),
    journal: journalPart(ws, veil),
    log: logPart(ws, veil),
  };
}

function settingsPart(ws: Workspace, { mark }: Veil) {
  const { settings, target, ledger } = ws;
  const holder = ledger.lock.holder();
  return {
    lineage: mark(settings.lineage),
    createdAt: settings.createdAt,
    target: { host: mark(target.host), loopback: target.loopback },
    tier: tierOf(ws),
    trustedKeys: settings.trust.length,
    timeScale: ws.ports.timeScale,
    ledgerBytes: statSync(ledger.file).size,
    lock: holder === null ? null : { since: holder.since, what: holder.what },
    blocked: ledger.blockedUntil() !== null,
  };
}

/** How much the account held when it was looked at last. */
function accountPart({ ledger }: Workspace) {
  const account = ledger.meta.get(META.accountNow, AccountSnapshot) ?? ledger.meta.get(META.account, AccountSnapshot);
  if (account === null) return null;
  return {
    admin: account.me.admin,
    users: { active: account.users.filter((user) => user.active).length, all: account.users.length },
    customFields: countBy(account.fields.filter((field) => field.custom).map(({ entity, type }) => `${entity} ${type}`)),
    pipelines: account.pipelines.length,
    stages: account.stages.length,
    activityTypes: account.activityTypes.length,
    currencies: account.currencies.length,
    persons: account.persons.length,
    organizations: account.organizations.length,
    deals: account.deals.length,
  };
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** Writes the bundle for its owner alone. @throws CutoverError `bad-file` when something is there already, or the place cannot be written */
export function writeBundle(ws: Workspace, file: string, machine: Machine): { file: string; bytes: number } {
  const text = `${JSON.stringify(bundleOf(ws, machine), null, 1)}\n`;
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    const taken = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new CutoverError('bad-file', `${file} ${taken ? 'exists already; a bundle never overwrites anything' : 'cannot be written'}`, {
      place: { file },
      cause,
    });
  }
  return { file, bytes: Buffer.byteLength(text) };
}
