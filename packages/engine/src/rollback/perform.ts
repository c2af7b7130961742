import { CutoverError, type DesiredRecord, TargetKey } from '@cutover/domain';
import type { IdRow } from '@cutover/ledger';
import { Binding, decode, deleteRecord, encode, removeBinding, type StepResult, updateRecord, type WriteResult } from '@cutover/pipedrive';
import { costOf } from '../load/costs.ts';
import type { Loader } from '../load/loader.ts';
import { type Arrived, nothingThere, sendAndSettle } from '../load/send.ts';
import type { AccountState } from './account-state.ts';
import { type FailedUndo, failedUndo } from './failed.ts';
import { isGone } from './gone.ts';
import type { RollbackOperation } from './operations.ts';
import { revert } from './revert.ts';

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
  { entity, key, image, pipedriveId: id }: IdRow,
  op: 'delete' | 'update',
  write: () => Promise<WriteResult<unknown>>,
): Promise<FailedUndo | null> {
  const sent = await sendAndSettle<Arrived<unknown>>(loader, {
    intent: { op, entity, key, request: { op, id }, before: image },
    sends: MAX_SENDS,
    write,
    ...(op === 'delete' ? { asWanted: nothingThere } : {}),
    result: ({ status }) => ({ state: 'done', status, tokens: costOf(entity, op), idState: { key, state: 'reverted', reason: null } }),
  });
  return failedUndo({ entity, id }, sent);
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

type Removed = Extract<StepResult, { outcome: 'done' }>;

async function unbind(loader: Loader, operation: Extract<RollbackOperation, { op: 'unbind' }>): Promise<FailedUndo | null> {
  const { bindings } = loader.ledger;
  const row = bindings.get(operation.kind, operation.name);
  if (row === null) return null;
  const binding = Binding.parse({ kind: row.kind, name: row.name, value: row.value });
  const fieldKey = (name: string): string | null => {
    const field = bindings.get('field', name.split('/').slice(0, 2).join('/'));
    return field === null ? null : field.targetId;
  };
  const removed: Removed = { outcome: 'done', created: false, bindings: [] };
  const sent = await sendAndSettle<Removed>(loader, {
    intent: { op: 'schema', entity: row.kind, key: row.name, request: { op: 'remove', targetId: row.targetId } },
    sends: MAX_SENDS,
    write: () => removeBinding(loader.door, binding, fieldKey),
    asWanted: async (refused) =>
      (await nothingThere(refused)) !== null || (await isGone(loader.door, binding, fieldKey)) ? removed : null,
    result: () => ({ state: 'done', status: 200, tokens: 3, unbind: { kind: row.kind, name: row.name } }),
  });
  if (sent.outcome === 'done' && row.kind === 'field') forgetOptions(loader, row.name);
  return failedUndo({ entity: row.kind, id: row.targetId }, sent);
}

/** A field's options are gone with it. */
function forgetOptions(loader: Loader, field: string): void {
  const { bindings } = loader.ledger;
  for (const binding of bindings.all())
    if (binding.kind === 'option' && binding.name.startsWith(`${field}/`)) bindings.remove('option', binding.name);
}
