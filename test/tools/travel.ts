import type { KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Decision, type EmitEvent, type Gate, isOpen, type PlanEnvelope } from '@cutover/domain';
import { extract, initWorkspace, makePlan, nodePorts, type Ports, type Workspace } from '@cutover/engine';
import { acceptAll, approve, decideMany, listDecisions, throwAwayKey, type Verdict } from '@cutover/engine/desk';
import { type Sandbox, type SandboxOptions, startSandbox } from '@cutover/sandbox';

export const SMALL = new URL('../../fixtures/practice-small', import.meta.url).pathname;

/** A company on a sandbox of its own, a workspace in a temporary folder, and a person with a key: what a road test travels with. */
export interface Traveller {
  readonly sandbox: Sandbox;
  readonly ws: Workspace;
  readonly ports: Ports;
  readonly stop: AbortController;
  readonly key: KeyObject;
  readonly dir: string;
  readonly get: (path: string) => Promise<Record<string, unknown>>;
  readonly post: (path: string, body?: unknown) => Promise<Record<string, unknown>>;
  readonly close: () => Promise<void>;
}

export interface TravelOptions {
  readonly source?: string;
  /** For a source that is read over REST. */
  readonly connector?: string;
  readonly sandbox?: SandboxOptions;
  /** Milliseconds since 1970 that the engine takes for now; real time unless given. */
  readonly now?: () => number;
  readonly emit?: EmitEvent;
  readonly tier?: 'lite' | 'growth' | 'premium' | 'ultimate';
  /** Somebody who stands before the sandbox and passes everything on: where the workspace finds its target instead. */
  readonly before?: (sandboxUrl: string) => Promise<string>;
}

const SPEED = 50;

/** Noon of the day the example is loaded on, when one of the sandbox's days of 1,728 seconds begins. */
const NOON = Date.parse('2026-11-22T12:00:00Z');

/** A clock for the account and for us, on which a day has just begun: what is about a day's budget does not meet the day's end by chance. */
export function newDay(): () => number {
  const begun = performance.now();
  return () => NOON + Math.floor(performance.now() - begun);
}

/** Starts everything; nothing is read or planned yet. */
export async function setOut(options: TravelOptions = {}): Promise<Traveller> {
  const tier = options.tier ?? 'premium';
  const sandbox = await startSandbox({ plan: tier, seats: 3, seed: 'road', speed: SPEED, ...options.sandbox });
  const stop = new AbortController();
  const real = nodePorts({
    env: { PIPEDRIVE_API_TOKEN: sandbox.token, CUTOVER_TIME_SCALE: String(SPEED) },
    emit: options.emit ?? (() => undefined),
    stop: stop.signal,
    version: 'test',
  });
  const ports: Ports = options.now === undefined ? real : { ...real, clock: { ...real.clock, now: options.now } };
  const target = (await options.before?.(sandbox.url)) ?? sandbox.url;
  const { key, publicKey } = throwAwayKey();
  const dir = mkdtempSync(join(tmpdir(), 'road-'));
  const ws = await initWorkspace(
    join(dir, 'workspace'),
    {
      source: options.source ?? SMALL,
      ...(options.connector === undefined ? {} : { connector: options.connector }),
      target,
      trust: [],
      trustKeys: [publicKey],
      tier,
      seats: sandbox.plan === tier ? 3 : 1,
    },
    ports,
  );
  const get = async (path: string): Promise<Record<string, unknown>> =>
    (await fetch(`${sandbox.url}/__sandbox/${path}`)).json() as Promise<Record<string, unknown>>;
  const post = async (path: string, body: unknown = {}): Promise<Record<string, unknown>> =>
    (
      await fetch(`${sandbox.url}/__sandbox/${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    ).json() as Promise<Record<string, unknown>>;
  const close = async (): Promise<void> => {
    ws.close();
    await sandbox.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { sandbox, ws, ports, stop, key, dir, get, post, close };
}

/** Reads the export, looks at the account, and answers everything: given answers first, then every first proposal, then every first alternative. */
export async function planned(traveller: Traveller, answers: Record<string, Verdict> = {}): Promise<PlanEnvelope> {
  await extract(traveller.ws);
  await makePlan(traveller.ws);
  decideAll(traveller.ws, answers);
  const envelope = traveller.ws.ledger.plan.loadEnvelope();
  if (envelope === null) throw new Error('there is no plan');
  return envelope;
}

export function decideAll(ws: Workspace, answers: Record<string, Verdict> = {}): void {
  if (Object.keys(answers).length > 0) decideMany(ws, answers);
  acceptAll(ws, listDecisions(ws).listDigest);
  for (let round = 0; round < 5; round += 1) {
    const open = listDecisions(ws).decisions.filter(isOpen);
    if (open.length === 0) return;
    decideMany(ws, Object.fromEntries(open.map((decision) => [decision.id, fallbackFor(decision)])));
  }
  throw new Error(
    `decisions stay open: ${listDecisions(ws)
      .decisions.filter(isOpen)
      .map((d) => d.id)
      .join(', ')}`,
  );
}

function fallbackFor(decision: Decision): Verdict {
  if (decision.proposal !== null) return { accept: true };
  return decision.alternatives.length > 0 ? { choose: 1 } : { reject: true };
}

/** The person's yes to a gate, with the key the workspace trusts. */
export function sayYes(traveller: Traveller, gate: Gate, extra: { onlyIf?: 'clean'; lifetimeMs?: number } = {}): void {
  approve(traveller.ws, { gate, key: traveller.key, company: traveller.sandbox.company.domain, ...extra });
}
