import { randomUUID } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CutoverError, type PlanTier } from '@cutover/domain';
import { type Ledger, openLedger } from '@cutover/ledger';
import { readPublicKey } from './desk/keys.ts';
import { instant, type Ports } from './ports.ts';
import { Company, META, Settings } from './settings.ts';
import { parseSource } from './source.ts';
import { parseTarget, type TargetAddress } from './target-url.ts';

/** An open workspace: its folder, its ledger, what was fixed at `init`, and the outside world. */
export interface Workspace {
  readonly dir: string;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly target: TargetAddress;
  readonly ports: Ports;
  /** The company that answered when the target was asked first; null before. */
  company(): Company | null;
  close(): void;
}

const LEDGER_FILE = 'ledger.sqlite';

export interface InitInput {
  /** A folder, or the address of an account that is read over REST. */
  readonly source: string;
  /** File that says how to read such an account; its content is fixed here. */
  readonly connector?: string;
  readonly target: string;
  /** Files with the public keys whose approvals count. */
  readonly trust: readonly string[];
  /** PEM texts, for keys made in memory. */
  readonly trustKeys?: readonly string[];
  readonly tier?: PlanTier;
  readonly seats?: number;
  readonly allowHost?: string;
  /** `replay` takes over the lineage of its plan. */
  readonly lineage?: string;
}

/**
 * Makes a workspace. Nothing is read from the export and nothing asked from the target yet.
 * @throws CutoverError `workspace-exists`, `source-missing`, `bad-file` for the connector, `target-not-allowed`, `bad-key`, `usage` without a key to trust
 */
export async function initWorkspace(dir: string, input: InitInput, ports: Ports): Promise<Workspace> {
  const target = parseTarget(input.target, input.allowHost ?? null);
  const source = parseSource(input.source, input.connector);
  const trust = [...input.trust.map(readPublicKey), ...(input.trustKeys ?? [])];
  if (trust.length === 0) throw new CutoverError('usage', 'no key was given whose approvals count', { expected: '--trust KEY.pub' });
  const file = join(dir, LEDGER_FILE);
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) {
    throw new CutoverError('workspace-exists', `${dir} is a workspace already`, { place: { file } });
  }
  const settings = Settings.parse({
    format: 1,
    lineage: input.lineage ?? randomUUID(),
    source,
    target: { url: target.url, host: target.host },
    trust,
    tier: input.tier ?? null,
    seats: input.seats ?? null,
    createdAt: instant(ports.clock),
  });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const ledger = await openLedger(file, { create: true, clock: ports.clock.now });
  ledger.meta.set(META.settings, settings);
  return workspaceOf(dir, ledger, settings, ports);
}

/** Opens the workspace in a folder. @throws CutoverError `no-workspace`, `ledger-corrupt`, `ledger-newer` */
export async function openWorkspace(dir: string, ports: Ports): Promise<Workspace> {
  const ledger = await openLedger(join(dir, LEDGER_FILE), { clock: ports.clock.now });
  try {
    const settings = ledger.meta.get(META.settings, Settings);
    if (settings === null)
      throw new CutoverError('no-workspace', `${dir} holds a ledger that init did not finish`, { place: { file: join(dir, LEDGER_FILE) } });
    return workspaceOf(dir, ledger, settings, ports);
  } catch (error) {
    ledger.close();
    throw error;
  }
}

function workspaceOf(dir: string, ledger: Ledger, settings: Settings, ports: Ports): Workspace {
  const url = new URL(settings.target.url);
  return Object.freeze({
    dir,
    ledger,
    settings,
    target: { url: settings.target.url, host: settings.target.host, loopback: url.hostname === '127.0.0.1' },
    ports,
    company: () => ledger.meta.get(META.company, Company),
    close: () => ledger.close(),
  });
}
