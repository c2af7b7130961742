import { canonicalJson, TargetKey } from '@cutover/domain';
import type { OpenIntent } from '@cutover/ledger';
import { getRecord, type WireId } from '@cutover/pipedrive';
import { z } from 'zod';
import { settleUpdate } from '../delta/left-over.ts';
import { costOf } from '../load/costs.ts';
import type { Loader } from '../load/loader.ts';
import { type AccountState, type RecordNow, recordNow, wasBefore } from './account-state.ts';

/**
 * What a rollback's process before this one asked for without living to see the answer, told by the account as it stands now: a record that is gone was deleted,
 * one that holds what it held before us was restored. What did not arrive is asked for again.
 */
export async function settleUndone(loader: Loader, state: Pick<AccountState, 'records'>): Promise<void> {
  for (const intent of loader.ledger.journal.open()) {
    if (intent.op === 'schema') await abandon(loader, intent, 'removing it again does no harm');
    if (intent.op === 'delete' || intent.op === 'update') await settleRecord(loader, state, intent);
  }
}

/** A restore names no body: what it wrote is what the record held before us. */
const Restore = z.looseObject({ op: z.literal('update') });

/** Reads only the records that were being taken back, one by one: for a rollback that goes straight on, where reading everything would show no more. */
export async function settleUndoneAlone(loader: Loader): Promise<void> {
  const records = new Map<string, RecordNow>();
  for (const { op, key } of loader.ledger.journal.open()) {
    const row = op === 'delete' || op === 'update' ? loader.ledger.ids.get(TargetKey.parse(key)) : null;
    if (row === null) continue;
    // A relationship cannot be read alone: it is taken to be there, and deleting it again does no harm.
    const wire: WireId | null =
      row.entity === 'relationship' ? { id: row.pipedriveId } : await getRecord(loader.door, row.entity, row.pipedriveId);
    if (wire !== null && wire.is_deleted !== true && wire.active_flag !== false)
      records.set(`${row.entity}/${row.pipedriveId}`, recordNow(loader, row.entity, wire));
  }
  await settleUndone(loader, { records });
}

async function settleRecord(loader: Loader, state: Pick<AccountState, 'records'>, intent: OpenIntent): Promise<void> {
  const row = loader.ledger.ids.get(TargetKey.parse(intent.key));
  // An update of a record that is not in the id map is the loader's, not ours.
  if (row === null) return;
  if (intent.op === 'update' && !Restore.safeParse(intent.request).success) {
    const wire = row.entity === 'relationship' ? null : await getRecord(loader.door, row.entity, row.pipedriveId);
    await settleUpdate(loader, row, intent, wire);
    return;
  }
  const now = state.records.get(`${row.entity}/${row.pipedriveId}`);
  const before = wasBefore(loader, row);
  const done =
    intent.op === 'delete'
      ? now === undefined
      : now !== undefined &&
        Object.keys(row.written).every((field) => canonicalJson(now.fields[field] ?? null) === canonicalJson(before[field] ?? null));
  if (!done) return abandon(loader, intent, 'looked at and as it was: it never arrived');
  await loader.ledger.journal.settle(intent.seq, {
    state: 'done',
    status: 200,
    tokens: costOf(row.entity, intent.op === 'delete' ? 'delete' : 'update'),
    idState: { key: row.key, state: 'reverted', reason: null },
  });
}

async function abandon(loader: Loader, intent: OpenIntent, why: string): Promise<void> {
  await loader.ledger.journal.settle(intent.seq, { state: 'abandoned', why });
}
