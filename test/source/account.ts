import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ExtractSummary, type Reject, type StagedRow, unwritten } from '@cutover/domain';
import { type Connector, type PullMode, parseConnector, readAccount, type SourcePorts, type StageSink } from '@cutover/practice';
import type { SourceRecord, SourceServer } from './server.ts';

export interface Staged {
  readonly rows: StagedRow[];
  readonly rejects: Reject[];
}

/** A sink that keeps what it is given. */
export function keeping(): Staged & { readonly sink: StageSink } {
  const rows: StagedRow[] = [];
  const rejects: Reject[] = [];
  return {
    rows,
    rejects,
    sink: {
      begin: () => undefined,
      rows: (batch) => void rows.push(...batch.map(unwritten)),
      rejects: (batch) => void rejects.push(...batch),
      issues: () => undefined,
      end: () => undefined,
    },
  };
}

export const connectorOf = (value: unknown): Connector => parseConnector(JSON.stringify(value), 'test.json');

/** A clock whose waits are short but real, so that a server's own time goes on. */
const quick: SourcePorts['clock'] = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(Math.min(ms, 60), undefined, signal === undefined ? {} : { signal }),
};

export interface Reader {
  readonly dir: string;
  /** Reads and puts in force, as an extract does. */
  readonly read: (options?: { mode?: PullMode; stop?: AbortSignal; now?: () => number }) => Promise<Staged & { summary: ExtractSummary }>;
  readonly told: string[];
  readonly close: () => void;
}

/** Reads a server with a connector into a folder of its own, as often as wanted. */
export function readerOf(server: Pick<SourceServer, 'url'>, connector: Connector, key: string | null = null): Reader {
  const dir = mkdtempSync(join(tmpdir(), 'cutover-source-'));
  const told: string[] = [];
  return {
    dir,
    told,
    async read({ mode = 'full', stop = new AbortController().signal, now } = {}) {
      const kept = keeping();
      const clock = now === undefined ? quick : { ...quick, now };
      const ports = {
        fetch: (url: string, init: RequestInit) => fetch(url, init),
        clock,
        random: () => 0.5,
        stop,
        tell: (text: string) => void told.push(text),
      };
      const account = { url: server.url, connector, key, dir: join(dir, 'copy') };
      const { summary, finish } = await readAccount(account, kept.sink, ports, { mode, now: '2026-03-08T12:00:00Z' });
      finish();
      return { rows: kept.rows, rejects: kept.rejects, summary };
    },
    close: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** So many clients, C0001 and on. */
export function clients(count: number, from = 1): SourceRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const n = String(from + i).padStart(4, '0');
    return { id: `C${n}`, name: `Client ${n}`, mail: `c${n}@example.com`, changed: '2026-03-01T10:00:00Z' };
  });
}

/** How to read `clients` in each manner of paging, by 10. */
export const PAGINGS = {
  v1: {
    path: '/v1/clients',
    rows: 'data',
    paging: { by: 'page', parameter: 'page', size: { parameter: 'per_page', rows: 10 }, total: 'meta.total' },
  },
  v2: { path: '/v2/clients', rows: 'items', paging: { by: 'offset', parameter: 'offset', size: { parameter: 'limit', rows: 10 } } },
  v3: {
    path: '/v3/clients',
    rows: 'result.list',
    paging: { by: 'cursor', parameter: 'after', next: 'result.next', size: { parameter: 'limit', rows: 10 } },
  },
  v4: { path: '/v4/clients', paging: { by: 'link', size: { parameter: 'per_page', rows: 10 } } },
  v5: { path: '/v5/clients', paging: { by: 'none' } },
} as const;

export type Manner = keyof typeof PAGINGS;

export function clientConnector(
  manner: Manner,
  more: Readonly<Record<string, unknown>> = {},
  limits: Readonly<Record<string, unknown>> = {},
): Connector {
  return connectorOf({
    format: 1,
    limits,
    endpoints: [
      {
        name: 'clients',
        id: 'id',
        ...PAGINGS[manner],
        fields: [
          { name: 'Client ID', path: 'id' },
          { name: 'Client', path: 'name' },
          { name: 'Mail', path: 'mail' },
        ],
        ignore: ['changed'],
        ...more,
      },
    ],
  });
}

export const idsOf = ({ rows }: Staged): string[] => rows.map((row) => row.sourceId);
