import { CutoverError, type DesiredRecord, type TargetKey } from '@cutover/domain';
import type { Json } from '@cutover/ledger';
import { createRecord, encode, stableImage, type WireCreate, type WireId } from '@cutover/pipedrive';
import { costOf } from './costs.ts';
import { idRowOf, type Loader, standsFor } from './loader.ts';
import { findLost } from './resolve.ts';
import { type Arrived, type DoneResult, foundAs, sendAndSettle, unresolved } from './send.ts';

export type Performed = 'present' | 'created' | 'reused' | 'failed';

/** How often a create may be sent when each time it was found out that the one before never arrived. */
const MAX_SENDS = 3;

/**
 * Makes one wanted record, once: known ones are left alone, and a create of unknown outcome is looked for before it is sent again.
 * A record that Pipedrive refuses is noted with its rows; the run goes on.
 * @throws CutoverError what stops the whole run, `unresolved` when nobody can say whether a write arrived
 */
export async function createWanted(loader: Loader, record: DesiredRecord): Promise<Performed> {
  const { ledger } = loader;
  if (standsFor(ledger, record.key) !== null) return 'present';
  const parent = record.dependsOn.find((key) => standsFor(ledger, key) === null);
  if (parent !== undefined) return failed(loader, record, 'parent-missing', `it hangs on ${parent}, which is not in the account`);

  const left = loader.open.get(record.key);
  if (left !== undefined && (await settleLeftOver(loader, record, left.seq))) return 'created';

  const wire = encodedOr(() => encode(record, loader.names, 'create'));
  if (wire instanceof CutoverError) return failed(loader, record, wire.code, wire.message);
  return send(loader, record, wire);
}

/** The body, or why this one record cannot have one: it is noted as refused, and the run goes on. @throws CutoverError what is wrong with more than this record */
export function encodedOr<T>(encoded: () => T): T | CutoverError {
  try {
    return encoded();
  } catch (error) {
    if (error instanceof CutoverError && error.code === 'write-refused') return error;
    throw error;
  }
}

/** A create that an earlier process sent without living to see the answer. True when it is there after all. */
export async function settleLeftOver(loader: Loader, record: DesiredRecord, seq: number): Promise<boolean> {
  const wire = loader.found.get(record.key);
  if (wire === undefined) {
    await loader.ledger.journal.settle(seq, { state: 'abandoned', why: 'looked for and not there: it never arrived' });
    return false;
  }
  await loader.ledger.journal.settle(seq, doneResult(loader, record, wire, 200));
  return true;
}

async function send(loader: Loader, record: DesiredRecord, wire: WireCreate): Promise<Performed> {
  const { entity, key } = record;
  const sent = await sendAndSettle<Arrived>(loader, {
    intent: { op: 'create', entity, key, request: wire.body as Json },
    sends: MAX_SENDS,
    write: () => createRecord(loader.door, wire, loader.bytes),
    look: async (seq) => {
      const late = (await findLost(loader, [{ record, seq }])).get(key);
      return late === undefined ? null : foundAs(late);
    },
    result: ({ record: made, status }) => doneResult(loader, record, made, status),
    refusedTokens: costOf(entity, 'create'),
  });
  if (sent.outcome === 'refused') return failed(loader, record, sent.code, sent.reason);
  if (sent.outcome === 'unanswered') throw unresolved(key, key, sent);
  clearFailure(loader, record);
  return 'created';
}

function doneResult(loader: Loader, record: DesiredRecord, wire: WireId, status: number): DoneResult {
  const image = stableImage(record.entity, wire) as Json;
  return {
    state: 'done',
    status,
    tokens: costOf(record.entity, 'create'),
    pipedriveId: loader.pipedriveId(wire.id),
    idRow: idRowOf(loader, record, wire.id, { origin: 'created', written: record.fields, image, before: null }),
  };
}

/** Notes why a row has no record; the report counts it and names it. */
export function failed(
  loader: Pick<Loader, 'ledger'>,
  record: Pick<DesiredRecord, 'rows' | 'key'>,
  code: string,
  reason: string,
): 'failed' {
  loader.ledger.outcomes.put(record.rows.map((row) => ({ row, outcome: 'failed' as const, code, reason, keys: [record.key] })));
  return 'failed';
}

/** A row that failed before and is there now has nothing to answer for, as far as this record goes. */
export function clearFailure(loader: Pick<Loader, 'ledger'>, record: Pick<DesiredRecord, 'rows' | 'key'>): void {
  for (const row of record.rows) {
    const outcome = loader.ledger.outcomes.get(row);
    if (outcome?.outcome === 'failed' && outcome.keys.includes(record.key as TargetKey)) loader.ledger.outcomes.remove(row);
  }
}
