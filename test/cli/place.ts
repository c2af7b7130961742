import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract, initWorkspace, makePlan, nodePorts, openWorkspace, type Workspace } from '@cutover/engine';
import { approve as approveGate, newKey, openKey } from '@cutover/engine/desk';
import { type Sandbox, type SandboxOptions, startSandbox } from '@cutover/sandbox';
import Database from 'better-sqlite3';
import { smallExport } from '../road/small.ts';
import { decideAll } from '../tools/travel.ts';
import { type Answer, cutover, oneObject, type Start } from './cutover.ts';

export const PASSPHRASE = 'correct horse battery';
const SPEED = 50;

/** The road's stations, in order: each is the workspace as one more command left it. */
const STATIONS = ['made', 'read', 'planned', 'decided', 'approved', 'schema', 'sampled', 'loaded'] as const;
export type Station = (typeof STATIONS)[number];

/** A company on a sandbox of its own, a small export, a person's key, and workspaces at any station of the road. */
export interface Place {
  readonly sandbox: Sandbox;
  readonly dir: string;
  readonly source: string;
  readonly key: string;
  /** The token and how fast the sandbox's time goes. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command with the token set. */
  readonly run: (args: readonly string[], options?: Start) => Promise<Answer>;
  /** Runs a command that has to end well, and gives its JSON. */
  readonly well: (args: readonly string[], options?: Start) => Promise<Record<string, unknown>>;
  /** A copy of the workspace as it is at a station; stations from `schema` on write to the account, once. */
  readonly at: (station: Station) => Promise<string>;
  /** A path that nothing is at yet. */
  readonly fresh: (name: string) => string;
  readonly approve: (gate: string, workspace: string, ...more: string[]) => Promise<Record<string, unknown>>;
  /** Answers every decision: each proposal, then each first alternative, else no. */
  readonly decide: (workspace: string) => Promise<void>;
  /** Ids of the records that are there, by list: `persons`, `activities`, … */
  readonly ids: (list: string) => Promise<number[]>;
  readonly metrics: () => Promise<{ writes: number; requests: Record<string, number> }>;
  /** Lets the sandbox fail one request, or none any more. */
  readonly fault: (
    match: { method: string; path: string; nth?: number } | null,
    effect?: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface SettleOptions extends SandboxOptions {
  /** A small export of its own unless given. */
  readonly source?: string;
  /** For a source that is read over REST. */
  readonly connector?: string;
  /** Set for every command, beside the token. */
  readonly env?: Readonly<Record<string, string>>;
  /** The export has rows that cannot be read. */
  readonly rejects?: boolean;
  /** The stations up to the approved plan are reached by command too; otherwise in this process, which leaves the same and takes a tenth of the time. */
  readonly byCommand?: boolean;
}

export async function settle(options: SettleOptions = {}): Promise<Place> {
  const { source: given, connector, env: setToo, rejects = false, byCommand = false, ...sandboxOptions } = options;
  const sandbox = await startSandbox({ plan: 'premium', seats: 3, seed: 'cli', speed: SPEED, ...sandboxOptions });
  const dir = mkdtempSync(join(tmpdir(), 'cutover-cli-'));
  const source = given ?? smallExport(join(dir, 'export'));
  const key = join(dir, 'approver.key');
  const env = { ...setToo, PIPEDRIVE_API_TOKEN: sandbox.token, CUTOVER_TIME_SCALE: String(SPEED) };
  let copies = 0;
  const fresh = (name: string): string => {
    copies += 1;
    return join(dir, `${name}-${copies}`);
  };
  const run = (args: readonly string[], { env: more = {}, ...rest }: Start = {}): Promise<Answer> =>
    cutover(args, { ...rest, env: { ...env, ...more } });
  const well = async (args: readonly string[], start: Start = {}): Promise<Record<string, unknown>> => {
    const answer = await run([...args, '--output', 'json'], start);
    // An export with a row that cannot be read ends these with 5, and the road goes on.
    if (answer.exit !== 0 && !(answer.exit === 5 && rejects && (args[0] === 'extract' || args[0] === 'full')))
      throw new Error(`cutover ${args.join(' ')} ended with ${answer.exit}: ${answer.out}${answer.err}`);
    return oneObject(answer);
  };
  const approve = (gate: string, workspace: string, ...more: string[]): Promise<Record<string, unknown>> =>
    well(['approve', gate, '--key', key, '--company', sandbox.company.domain, '--workspace', workspace, ...more], {
      env: { CUTOVER_KEY_PASSPHRASE: PASSPHRASE },
    });

  const decide = async (workspace: string): Promise<void> => {
    const list = oneObject(await run(['decisions', '--workspace', workspace, '--output', 'json']));
    await run(['decide', '--all', '--accept', '--list', String(list.listDigest), '--workspace', workspace]);
    const rest = oneObject(await run(['decisions', '--workspace', workspace, '--output', 'json']));
    const open = (rest.decisions as { id: string; status: string; alternatives: unknown[] }[]).filter((d) => d.status === 'proposed');
    const answers = open.map(({ id, alternatives }) => [id, alternatives.length > 0 ? { choose: 1 } : { reject: true }]);
    const file = fresh('answers.json');
    writeFileSync(file, JSON.stringify(Object.fromEntries(answers)));
    await run(['decide', '--file', file, '--workspace', workspace]);
    await well(['decisions', '--workspace', workspace]);
  };
  const arrive: Readonly<Record<Station, (workspace: string) => Promise<unknown>>> = {
    made: async (workspace) => {
      await well(['keys', 'new', '--out', key], { env: { CUTOVER_KEY_PASSPHRASE: PASSPHRASE } });
      return well([
        ...['init', workspace, '--source', source, '--target', sandbox.url, '--trust', `${key}.pub`],
        ...['--pipedrive-plan', 'premium', '--seats', '3'],
        ...(connector === undefined ? [] : ['--connector', connector]),
      ]);
    },
    read: (workspace) => well(['extract', '--workspace', workspace]),
    planned: (workspace) => well(['plan', '--workspace', workspace]),
    decided: decide,
    approved: (workspace) => approve('plan', workspace),
    schema: (workspace) => well(['schema', '--workspace', workspace]),
    sampled: (workspace) => well(['sample', '--workspace', workspace]),
    loaded: async (workspace) => {
      await approve('full', workspace);
      return well(['full', '--workspace', workspace]);
    },
  };
  const stop = new AbortController();
  const ports = nodePorts({ env, emit: () => undefined, stop: stop.signal, version: 'test' });
  const inside = async (workspace: string, work: (ws: Workspace) => unknown): Promise<void> => {
    const ws = await openWorkspace(workspace, ports);
    try {
      await work(ws);
    } finally {
      ws.close();
    }
  };
  /** What the commands of the same stations do. */
  const arriveInside: Partial<Record<Station, (workspace: string) => Promise<void>>> = {
    made: async (workspace) => {
      newKey(key, PASSPHRASE);
      const input = { source, target: sandbox.url, trust: [`${key}.pub`], tier: 'premium' as const, seats: 3 };
      (await initWorkspace(workspace, connector === undefined ? input : { ...input, connector }, ports)).close();
    },
    read: (workspace) => inside(workspace, (ws) => extract(ws)),
    planned: (workspace) => inside(workspace, (ws) => makePlan(ws)),
    decided: (workspace) => inside(workspace, (ws) => decideAll(ws)),
    approved: (workspace) =>
      inside(workspace, (ws) => approveGate(ws, { gate: 'plan', key: openKey(key, PASSPHRASE), company: sandbox.company.domain })),
  };
  const reached = new Map<Station, Promise<string>>();
  const station = (name: Station): Promise<string> => {
    const before = STATIONS[STATIONS.indexOf(name) - 1];
    const path = join(dir, `at-${name}`);
    const there =
      reached.get(name) ??
      (async () => {
        if (before !== undefined) cpSync(await station(before), path, { recursive: true });
        await ((byCommand ? undefined : arriveInside[name]) ?? arrive[name])(path);
        return path;
      })();
    reached.set(name, there);
    return there;
  };
  const at = async (name: Station): Promise<string> => {
    const copy = fresh(name);
    cpSync(await station(name), copy, { recursive: true });
    return copy;
  };
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> =>
    (await fetch(`${sandbox.url}/__sandbox/${path}`, init)).json();
  return {
    ...{ sandbox, dir, source, key, env, run, well, at, fresh, approve, decide },
    metrics: async () => (await ask('metrics')) as { writes: number; requests: Record<string, number> },
    ids: async (list) => {
      const state = (await ask('state')) as Record<string, { id: number; is_deleted: boolean }[]>;
      return (state[list] ?? []).filter((row) => !row.is_deleted).map((row) => row.id);
    },
    fault: async (match, effect) => {
      const faults =
        match === null
          ? []
          : [
              Object.fromEntries([
                ['match', match],
                ['then', effect],
              ]),
            ];
      await ask('faults', { method: 'POST', body: JSON.stringify(faults), headers: { 'content-type': 'application/json' } });
    },
    close: async () => {
      await sandbox.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Every file below a folder. */
export function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

/**
 * What a folder holds, file by file: of the ledger its rows, of anything else its bytes. The log is left out, because a refusal may be noted there, and
 * so are the empty files that SQLite keeps beside an open ledger.
 * Null when there is no folder.
 */
export function contentOf(dir: string): Readonly<Record<string, string>> | null {
  if (!existsSync(dir)) return null;
  return Object.fromEntries(
    filesBelow(dir)
      .filter((path) => !path.endsWith('cutover.log') && !path.endsWith('-shm') && !(path.endsWith('-wal') && statSync(path).size === 0))
      .map((path) => [path.slice(dir.length), digest((path.endsWith('.sqlite') ? rowsOf(path) : null) ?? readFileSync(path))]),
  );
}

const digest = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** All rows of all tables as text; null when the file is no sound database. */
function rowsOf(file: string): string | null {
  const bytes = readFileSync(file);
  if (bytes.length < 20) return null;
  // Switches the copy from write-ahead log to rollback journal, so that it opens from memory.
  bytes.fill(1, 18, 20);
  try {
    const db = new Database(bytes);
    const tables = db
      .prepare("select name from sqlite_schema where type = 'table' and name <> 'sqlite_sequence' order by name")
      .pluck()
      .all();
    const rows = tables.map((table) => [
      table,
      db
        .prepare(`select * from "${table}"`)
        .raw()
        .all()
        // When the last request left is noted whatever came of it.
        .filter((row) => !(Array.isArray(row) && row[0] === 'last-call')),
    ]);
    db.close();
    return JSON.stringify(rows);
  } catch {
    // Damaged on purpose: its bytes are compared instead.
    return null;
  }
}

/** Files below a folder that hold one of these texts. */
export function filesWith(dir: string, ...secrets: readonly string[]): string[] {
  if (!existsSync(dir)) return [];
  return filesBelow(dir).filter((path) => {
    const bytes = readFileSync(path);
    return secrets.some((secret) => bytes.includes(secret));
  });
}

export function folder(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}
