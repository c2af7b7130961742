import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Approval,
  type Decision,
  digestOf,
  type ExtractSummary,
  type FileProfile,
  type Gate,
  PipedriveId,
  RowKey,
  RunId,
  SourceId,
  type StagedRow,
  TargetKey,
} from '@cutover/domain';
import { type IdRow, type Ledger, type LockOwner, openLedger, rowHash } from '../index.ts';

export const START = Date.UTC(2026, 2, 8, 14);

/** A clock that moves on by a second with each look. */
export function tickingClock(start = START): () => number {
  let now = start;
  return () => {
    now += 1000;
    return now;
  };
}

export const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'cutover-ledger-')), 'ledger.sqlite');

export const newLedger = (): Promise<Ledger> => openLedger(newFile(), { create: true, clock: tickingClock() });

export function row(file: string, id: string, cells: string[], line = 2): StagedRow {
  const key = RowKey.parse(`${file}#${id}`);
  return { key, file, line, sourceId: SourceId.parse(id.replace(/~\d+$/, '')), cells, hash: rowHash(cells) };
}

export function profile(file: string, staged: number, rejected = 0, skipped = 0): FileProfile {
  return {
    file,
    format: { kind: 'csv', encoding: 'utf-8', delimiter: ',' },
    object: 'client',
    confidence: 1,
    reasons: [],
    others: [],
    idColumn: 0,
    columns: [],
    counts: { rows: staged + rejected + skipped, staged, rejected, skipped },
  };
}

export function summary(files: FileProfile[], at = '2026-03-08T14:00:00Z'): ExtractSummary {
  return { at, files, links: [], attachments: [], findings: [] };
}

export function decision(id: string, over: Partial<Extract<Decision, { kind: 'tags' }>> = {}): Decision {
  return {
    id,
    kind: 'tags',
    subject: {},
    proposal: { as: 'set' },
    alternatives: [{ as: 'labels' }],
    confidence: 0.5,
    evidence: [],
    reason: 'because',
    proposedBy: 'built-in',
    status: 'proposed',
    answer: null,
    by: null,
    at: null,
    ...over,
  };
}

export function approval(gate: Gate, nonce: string): Approval {
  return Approval.parse({
    gate,
    lineage: '2b2f4f5e-6c1d-4c86-9c5b-0d7f5f3f6a11',
    company: 'brightwater',
    digest: digestOf('plan'),
    approver: 'Ada',
    at: '2026-03-08T14:00:00Z',
    expires: '2026-03-11T14:00:00Z',
    nonce,
    publicKey: 'PEM',
    signature: 'AAAA',
  });
}

export const owner = (pid: number, over: Partial<LockOwner> = {}): LockOwner => ({
  pid,
  startedAt: `start of ${pid}`,
  host: 'desk',
  what: 'full',
  ...over,
});

export function idRow(key: string, id: number, over: Partial<IdRow> = {}): IdRow {
  return {
    key: TargetKey.parse(key),
    entity: 'person',
    pipedriveId: PipedriveId.parse(id),
    object: 'client',
    sourceId: SourceId.parse(key.slice(key.indexOf(':') + 1)),
    rows: [RowKey.parse(`clients.csv#${key.slice(key.indexOf(':') + 1)}`)],
    origin: 'created',
    run: RunId.parse('sample-1'),
    written: { name: { t: 'text', v: `Person ${id}` } },
    image: { name: `Person ${id}` },
    before: null,
    state: 'live',
    stateReason: null,
    ...over,
  };
}
