import { CutoverError, type DesiredRecord, TargetKey } from '@cutover/domain';
import type { IdRow, Json } from '@cutover/ledger';
import { Binding, decode, deleteRecord, encode, removeBinding, updateRecord, type WriteResult } from '@cutover/pipedrive';
import { costOf } from '../load/costs.ts';
import type { Loader } from '../load/loader.ts';
import { orAbandon } from '../load/perform.ts';
import type { AccountState } from './account-state.ts';
import { isGone } from './gone.ts';
import type { RollbackOperation } from './operations.ts';
import { revert } from './revert.ts';

export interface FailedUndo {
  readonly entity: string;
  readonly id: number | string;
  readonly reason: string;
}

/** Deletes and restores may be sent again: they say what should be. */
const MAX_SENDS = 4;

/** Does one step, or says why not. What an earlier process did already counts as done. @throws CutoverError what stops the whole run */
export async function undo(
  loader: Loader,
  state: Pick<AccountState, 'changedBy'>,
  operation: RollbackOperation,
): Promise<FailedUndo | null> {
  if (operation.op === 'unbind') return unbind(loader, operation);
  const row = loader.ledger.ids.get(TargetKey.parse(operation.key));
  if (row === null || (row.state !== 'live' && row.state !== 'gone')) return null;
  if (operation.op === 'revert') {
    const change = state.changedBy(operation.run).get(row.key);
    return change === undefined ? null : revert(loader, row, change, operation.fields);
  }
  const write =
    operation.op === 'delete' ? () => deleteRecord(loader.door, operation.entity, operation.id) : restoring(loader, row, operation.fields);
  if (typeof write !== 'function') return write;
  return settled(loader, row, operation.op === 'delete' ? 'delete' : 'update', write);
}

async function settled(
  loader: Loader,
  row: IdRow,
  op: 'delete' | 'update',
  write: () => Promise<WriteResult<unknown>>,
): Promise<FailedUndo | null> {
  const { journal } = loader.ledger;
  for (let sends = 1; sends <= MAX_SENDS; sends += 1) {
    const seq = await journal.intent({
      run: loader.run,
      epoch: loader.epoch,
      op,
      entity: row.entity,
      key: row.key,
      request: { op, id: row.pipedriveId },
      before: row.image,
    });
    const result = await orAbandon(loader, seq, write());
    if (result.outcome === 'unknown') {
      await journal.settle(seq, { state: 'abandoned', why: result.reason });
      continue;
    }
    // Not there any more is what a delete wanted.
    if (result.outcome === 'done' || (op === 'delete' && (result.status === 404 || result.status === 410))) {
      await journal.settle(seq, {
        state: 'done',
        status: result.status ?? 0,
        tokens: costOf(row.entity, op),
        idState: { key: row.key, state: 'reverted', reason: null },
      });
      return null;
    }
    await journal.settle(seq, { state: 'refused', code: result.code, reason: result.reason, status: result.status });
    return { entity: row.entity, id: row.pipedriveId, reason: result.reason };
  }
  return { entity: row.entity, id: row.pipedriveId, reason: `no answer after ${MAX_SENDS} tries` };
}

/** The body that writes back what the record held before us; a failure when Pipedrive cannot empty one of the fields. */
function restoring(loader: Loader, row: IdRow, fields: readonly string[]): (() => Promise<WriteResult<unknown>>) | FailedUndo {
  const before: Pick<DesiredRecord, 'entity' | 'key' | 'fields'> = {
    entity: row.entity,
    key: row.key,
    fields: decode(row.entity, row.before, loader.names).fields,
  };
  try {
    const body = encode(before, loader.names, { update: fields });
    return () => updateRecord(loader.door, row.pipedriveId, body);
  } catch (error) {
    if (error instanceof CutoverError) return { entity: row.entity, id: row.pipedriveId, reason: error.message };
    throw error;
  }
}

async function unbind(loader: Loader, operation: Extract<RollbackOperation, { op: 'unbind' }>): Promise<FailedUndo | null> {
  const { journal, bindings } = loader.ledger;
  const row = bindings.get(operation.kind, operation.name);
  if (row === null) return null;
  const binding = Binding.parse({ kind: row.kind, name: row.name, value: row.value });
  const fieldKey = (name: string): string | null => {
    const field = bindings.get('field', name.split('/').slice(0, 2).join('/'));
    return field === null ? null : field.targetId;
  };
  for (let sends = 1; sends <= MAX_SENDS; sends += 1) {
    const seq = await journal.intent({
      run: loader.run,
      epoch: loader.epoch,
      op: 'schema',
      entity: row.kind,
      key: row.name,
      request: { op: 'remove', targetId: row.targetId } as Json,
    });
    const result = await removeBinding(loader.door, binding, fieldKey).catch(async (error: unknown) => {
      if (error instanceof CutoverError) await journal.settle(seq, { state: 'abandoned', why: `not written: ${error.code}` });
      throw error;
    });
    if (result.outcome === 'unknown') {
      await journal.settle(seq, { state: 'abandoned', why: result.reason });
      continue;
    }
    if (result.outcome === 'done' || result.status === 404 || result.status === 410 || (await isGone(loader.door, binding, fieldKey))) {
      await journal.settle(seq, { state: 'done', status: 200, tokens: 3, unbind: { kind: row.kind, name: row.name } });
      if (row.kind === 'field') forgetOptions(loader, row.name);
      return null;
    }
    await journal.settle(seq, { state: 'refused', code: result.code, reason: result.reason, status: result.status });
    return { entity: row.kind, id: row.targetId, reason: result.reason };
  }
  return { entity: row.kind, id: row.targetId, reason: `no answer after ${MAX_SENDS} tries` };
}

/** A field's options are gone with it. */
function forgetOptions(loader: Loader, field: string): void {
  const { bindings } = loader.ledger;
  for (const binding of bindings.all())
    if (binding.kind === 'option' && binding.name.startsWith(`${field}/`)) bindings.remove('option', binding.name);
}
