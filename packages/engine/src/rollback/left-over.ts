import { canonicalJson, TargetKey } from '@cutover/domain';
import type { OpenIntent } from '@cutover/ledger';
import { costOf } from '../load/costs.ts';
import type { Loader } from '../load/loader.ts';
import type { AccountState } from './account-state.ts';

/**
 * What a rollback's process before this one asked for without living to see the answer, told by the account as it stands now: a record that is gone was deleted,
 * one that holds what it held before us was restored. What did not arrive is asked for again.
 */
export async function settleUndone(loader: Loader, state: AccountState): Promise<void> {
  for (const intent of loader.ledger.journal.open()) {
    if (intent.op === 'schema') await abandon(loader, intent, 'removing it again does no harm');
    if (intent.op === 'delete' || intent.op === 'update') await settleRecord(loader, state, intent);
  }
}

async function settleRecord(loader: Loader, state: AccountState, intent: OpenIntent): Promise<void> {
  const row = loader.ledger.ids.get(TargetKey.parse(intent.key));
  // An update of a record that is not in the id map is the loader's, not ours.
  if (row === null) return;
  const now = state.records.get(`${row.entity}/${row.pipedriveId}`);
  const before = state.wasBefore(row);
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
