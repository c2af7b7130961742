import { CutoverError, type Value } from '@cutover/domain';
import type { IdRow, Json } from '@cutover/ledger';
import { canBeEmptied, encode, getRecord, updateRecord, type WireId } from '@cutover/pipedrive';
import { imageAfter } from '../delta/image.ts';
import { writtenAfter } from '../delta/update.ts';
import { costOf } from '../load/costs.ts';
import type { Loader } from '../load/loader.ts';
import { type Arrived, sendAndSettle } from '../load/send.ts';
import type { Change } from './account-state.ts';
import { type FailedUndo, failedUndo } from './failed.ts';

/** An update may be sent again: it says what should be. */
const MAX_SENDS = 4;

/**
 * Takes one run's updates of a record back: the record stays, and the ledger knows it as it was before that run. What Pipedrive cannot empty again stays
 * written, and is told. @throws CutoverError what stops the whole run
 */
export async function revert(loader: Loader, row: IdRow, { was }: Change, fields: readonly string[]): Promise<FailedUndo | null> {
  const stuck = fields.filter((field) => was[field] === undefined && !canBeEmptied(row.entity, field, loader.names));
  const back = fields.filter((field) => !stuck.includes(field));
  const told: FailedUndo | null =
    stuck.length === 0 ? null : { entity: row.entity, id: row.pipedriveId, reason: `Pipedrive cannot empty ${stuck.join(', ')} again` };
  if (back.length === 0 || row.entity === 'relationship') return told;
  const wire = await getRecord(loader.door, row.entity, row.pipedriveId);
  if (wire === null) return { entity: row.entity, id: row.pipedriveId, reason: 'it is not in Pipedrive any more' };
  const failure = await send(loader, row, { was, back }, wire);
  return failure ?? told;
}

async function send(
  loader: Loader,
  row: IdRow,
  { was, back }: { readonly was: Readonly<Record<string, Value>>; readonly back: readonly string[] },
  before: WireId,
): Promise<FailedUndo | null> {
  const about = { entity: row.entity, id: row.pipedriveId };
  const body = encoded(loader, row, was, back);
  if (body instanceof CutoverError) return { ...about, reason: body.message };
  const { entity, key, pipedriveId } = row;
  const sent = await sendAndSettle<Arrived>(loader, {
    intent: { op: 'update', entity, key, request: body.body as Json, before: before as Json },
    sends: MAX_SENDS,
    write: () => updateRecord(loader.door, pipedriveId, body),
    result: ({ record: after, status }) => ({
      state: 'done',
      status,
      tokens: costOf(entity, 'update'),
      idRow: revertedRow(row, was, back, before, after),
    }),
  });
  return failedUndo(about, sent);
}

function encoded(loader: Loader, row: IdRow, was: Readonly<Record<string, Value>>, back: readonly string[]) {
  try {
    return encode({ entity: row.entity, key: row.key, fields: was }, loader.names, { update: back });
  } catch (error) {
    if (error instanceof CutoverError) return error;
    throw error;
  }
}

/** The record as the ledger knows it once the fields hold again what they held. */
function revertedRow(
  row: IdRow,
  was: Readonly<Record<string, Value>>,
  back: readonly string[],
  before: Readonly<Record<string, unknown>>,
  after: WireId,
): IdRow {
  return { ...row, state: 'live', written: writtenAfter(row, back, was), image: imageAfter(row.entity, row.image, before, after) };
}
