import { CutoverError, type DesiredRecord, digestOf, type Entity, PipedriveId, type RunId } from '@cutover/domain';
import type { Workspace } from '@cutover/engine';
import type { IdRow, Json } from '@cutover/ledger';
import { projectorNow } from '../../packages/engine/src/delta/scope.ts';
import { noteBroughtIn } from '../../packages/engine/src/delta/stand.ts';
import type { RowOutcome } from '../../packages/engine/src/runs/projecting.ts';
import { type Connection, connect } from '../../packages/ledger/src/connection.ts';
import { createIds } from '../../packages/ledger/src/ids.ts';
import { type Chain, createChain } from '../../packages/ledger/src/journal-chain.ts';

/** Records that are written in one transaction. */
const BATCH = 5_000;
/** So much higher than the newest that the sandbox gave is the id of the first seeded record of a kind. */
const APART = 1_000_000;

/**
 * Puts into the ledger what a full run would have left there: for each wanted record its intent and result in the journal, its row in the id map, the outcomes
 * of rows without a record, and the run itself. Nothing is sent. Returns how many records the ledger knows then.
 */
export function seedFull(ws: Workspace): number {
  const { ledger, ports } = ws;
  const envelope = ledger.plan.loadEnvelope();
  const approval = ledger.approvals.list().findLast(({ gate }) => gate === 'full');
  if (envelope === null || approval === undefined) throw new CutoverError('internal', 'the workspace is not prepared');
  const owner = { pid: ports.self.pid, startedAt: ports.self.startedAt, host: ports.self.host, what: 'bench' };
  const { epoch } = ledger.lock.acquire(owner, ports.self.isAlive);
  const { runId } = ledger.runs.open({ kind: 'full', approval, params: {}, mode: 'foreground' });
  const db = connect(ledger.file);
  db.configure('NORMAL');
  const outcomes: RowOutcome[] = [];
  const firstId = (entity: Entity): number => (ledger.journal.createdBefore(Number.MAX_SAFE_INTEGER, entity) ?? 0) + APART;
  const write = writer(db, { run: runId, epoch, firstId });
  let batch: DesiredRecord[] = [];
  for (const { record } of projectorNow(ws, envelope).wanted((outcome) => outcomes.push(outcome))) {
    if (ledger.ids.find(record.key) !== null) continue;
    batch.push(record);
    if (batch.length < BATCH) continue;
    write(batch.splice(0));
    ledger.outcomes.put(outcomes.splice(0));
  }
  write(batch);
  batch = [];
  db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  ledger.outcomes.put(outcomes);
  noteBroughtIn(ws, envelope, envelope.plan.stagedDigest, false);
  ledger.runs.setState(runId, 'finished', { digest: envelope.digest });
  ledger.lock.release(epoch);
  return ledger.ids.counts().reduce((sum, { count }) => sum + count, 0);
}

interface Seeding {
  readonly run: RunId;
  readonly epoch: number;
  readonly firstId: (entity: Entity) => number;
}

function writer(db: Connection, { run, epoch, firstId }: Seeding): (records: readonly DesiredRecord[]) => void {
  const chain = createChain(db);
  const ids = createIds(db);
  const next = new Map<Entity, number>();
  return (records) =>
    db.transaction(() => {
      for (const record of records) {
        const id = next.get(record.entity) ?? firstId(record.entity);
        next.set(record.entity, id + 1);
        const row = idRowOf(record, id, run);
        journal(chain, { row, run, epoch });
        ids.store(row);
      }
    });
}

const NOTHING = { request_digest: null, request: null, before: null, intent: null, state: null, status: null, pipedrive_id: null };
const NO_FAULT = { tokens: null, code: null, reason: null, effect: null };

function journal(chain: Chain, { row, run, epoch }: { readonly row: IdRow; readonly run: RunId; readonly epoch: number }): void {
  const about = { ...NOTHING, ...NO_FAULT, at: '2026-11-22T12:00:00.000Z', run, epoch, op: 'create', entity: row.entity, key: row.key };
  const request = JSON.stringify(row.image);
  const intent = chain.append({ ...about, kind: 'intent', request, request_digest: digestOf(row.image) });
  const effect = digestOf({ idRow: row });
  chain.append({ ...about, kind: 'result', intent, state: 'done', status: 201, pipedrive_id: row.pipedriveId, tokens: 5, effect });
}

/** The image holds the values in one text: as large as a real one, and never looked at while nothing changes. */
function idRowOf(record: DesiredRecord, id: number, run: RunId): IdRow {
  const { key, entity, object, sourceId, rows, fields } = record;
  const image: Json = { id, values: JSON.stringify(fields) };
  const place = { key, entity, object, sourceId, rows, pipedriveId: PipedriveId.parse(id) };
  return { ...place, origin: 'created', run, written: fields, image, before: null, state: 'live', stateReason: null };
}
