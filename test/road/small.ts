import { type KeyObject, randomBytes, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CutoverError, type Gate } from '@cutover/domain';
import { nodePorts, openWorkspace, type Ports, type Workspace } from '@cutover/engine';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { SMALL, type Traveller } from '../tools/travel.ts';

const CLIENTS = ['C001', 'C002', 'C003', 'C005', 'C006', 'C009'];
const IDS = [
  ...CLIENTS,
  ...['CO01', 'CO02', 'CO03', 'CO05', 'CO06', 'CO09', 'K1', 'K2', 'K3', 'K4'],
  ...['P001', 'P002', 'P003', 'P004', 'P005', 'P009', 'P010', 'P015', 'P016'],
  ...['N001', 'N002', 'N003', 'N004', 'N005', 'N007', 'INV-1002', 'INV-1009', 'INV-1015'],
];
const FILES = ['clients', 'companies', 'coaches', 'packages', 'sessions', 'notes', 'invoices'];
/** A session with one of them alone, written on one line. */
const SESSION = new RegExp(`^S\\d+,.*,(?:${CLIENTS.join('|')}),[a-z.]+@`);
const whole = (line: string): boolean => line.split('"').length % 2 === 1;

/**
 * Six clients of the example export and what belongs to them, as an export of its own: a road that is walked in a second or two. A little more than
 * a sample of 50 records holds, so that something is left for the full run.
 */
export function smallExport(dir: string): string {
  mkdirSync(dir, { recursive: true });
  for (const file of FILES) {
    const [head = '', ...lines] = readFileSync(join(SMALL, `${file}.csv`), 'utf8').split('\n');
    const own = lines.filter((line) => whole(line) && (SESSION.test(line) || IDS.some((id) => line.startsWith(`${id},`))));
    writeFileSync(join(dir, `${file}.csv`), `${[head, ...own].join('\n')}\n`);
  }
  return dir;
}

/** Answers for the small export: a sample that leaves something for the full run. */
export const SMALL_SAMPLE = { sample: { set: { size: 50 } } } as const;

/** What somebody who forges or revokes can set in an approval; everything else is as the true one would have it. */
export interface Signing {
  readonly gate: Gate;
  readonly key?: KeyObject;
  readonly publicKey?: string;
  readonly set?: Readonly<Record<string, unknown>>;
}

/** RFC 8785 for what approvals hold: ASCII strings and no numbers. Written here once more, so that the product's own does not vouch for itself. */
const canonical = (value: Readonly<Record<string, unknown>>): string =>
  `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(value[key])}`)
    .join(',')}}`;

const seconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** An approval by the letter of the contract, §3, made without the product. Nothing is given to the workspace. */
export function statement(traveller: Traveller, { gate, set = {} }: Signing): Record<string, unknown> {
  const { ws, sandbox } = traveller;
  const now = ws.ports.clock.now();
  return {
    gate,
    lineage: ws.settings.lineage,
    company: sandbox.company.domain,
    digest: ws.ledger.plan.loadEnvelope()?.digest,
    approver: 'a person',
    at: seconds(now),
    expires: seconds(now + 3_600_000),
    nonce: randomBytes(16).toString('hex'),
    publicKey: ws.settings.trust[0],
    ...set,
  };
}

/** @returns the approval's JSON, signed */
export function signed(said: Readonly<Record<string, unknown>>, key: KeyObject): Record<string, unknown> {
  return { ...said, signature: sign(null, Buffer.from(canonical(said)), key).toString('base64') };
}

/** Puts the approvals given into the ledger's file in place of all that are there, as an editor of the file would. */
export function onlyApprovals(traveller: Pick<Traveller, 'ws'>, ...approvals: readonly Readonly<Record<string, unknown>>[]): void {
  edit(traveller.ws, (db) => {
    db.prepare('delete from approval').run();
    const insert = db.prepare('insert into approval (id, nonce, json, added_at) values (?, ?, ?, ?)');
    for (const approval of approvals)
      insert.run(randomBytes(8).toString('hex'), String(approval.nonce), JSON.stringify(approval), '2026-01-01T00:00:00Z');
  });
}

/** Another program opens the ledger's file and changes it. */
export function edit<T>(ws: Pick<Workspace, 'ledger'>, change: (db: Database.Database) => T): T {
  const db = new Database(ws.ledger.file);
  try {
    return change(db);
  } finally {
    db.close();
  }
}

/** What `work` was refused with. */
export async function caught(work: () => Promise<unknown>): Promise<CutoverError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CutoverError) return error;
    throw error;
  }
  throw new Error('it was let through');
}

/** What `work` was refused with, and that it asked the account nothing at all before. */
export async function refusedUnasked(traveller: Pick<Traveller, 'get'>, work: () => Promise<unknown>): Promise<CutoverError> {
  const before = await traveller.get('metrics');
  const error = await caught(work);
  const after = await traveller.get('metrics');
  expect(after.requests, `${error.code}: ${error.message}`).toEqual(before.requests);
  return error;
}

/** How many writes the account accepted so far. */
export async function writes(traveller: Pick<Traveller, 'get'>): Promise<number> {
  return Number((await traveller.get('metrics')).writes);
}

/** The workspace opened again by another process's eyes: the same file, with a stop button that was not pressed. The old one is closed. */
export async function reopened(
  traveller: Traveller,
  emit: Ports['emit'] = () => undefined,
): Promise<{ ws: Workspace; stop: AbortController }> {
  traveller.ws.close();
  const stop = new AbortController();
  const real = nodePorts({
    env: { PIPEDRIVE_API_TOKEN: traveller.sandbox.token, CUTOVER_TIME_SCALE: '50' },
    emit,
    stop: stop.signal,
    version: 'test',
  });
  return { ws: await openWorkspace(traveller.ws.dir, { ...real, clock: traveller.ports.clock }), stop };
}

/** A small export with so many sessions that the sample leaves most of them to the full run. */
export function crowdedExport(dir: string): string {
  smallExport(dir);
  const file = join(dir, 'sessions.csv');
  const [head = '', session = ''] = readFileSync(file, 'utf8').split('\n');
  const id = session.split(',')[0] ?? '';
  const more = Array.from({ length: 300 }, (_, i) => session.replace(id, `X${1000 + i}`));
  writeFileSync(file, `${[head, session, ...more].join('\n')}\n`);
  return dir;
}
