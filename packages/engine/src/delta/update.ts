import { CutoverError, type Value } from '@cutover/domain';
import type { IdRow, Json } from '@cutover/ledger';
import { decode, encode, getRecord, updateRecord, type WireId } from '@cutover/pipedrive';
import { valuesEqual } from '@cutover/projection';
import { costOf } from '../load/costs.ts';
import type { Loader } from '../load/loader.ts';
import { clearFailure, encodedOr, failed } from '../load/perform.ts';
import { type Arrived, type DoneResult, foundAs, sendAndSettle, unresolved } from '../load/send.ts';
import type { Wanted } from '../runs/projecting.ts';
import { imageAfter } from './image.ts';
import { settleUpdate } from './left-over.ts';
import type { Standing } from './look.ts';
import { type FieldNote, knownOf, type ThreeWay, threeWay } from './sides.ts';

/** An update may be sent again: it says what should be, not what to add. */
const MAX_SENDS = 3;

export type Rule = 'keep-pipedrive' | 'take-source';

export interface BroughtUp {
  readonly outcome: 'unchanged' | 'updated' | 'failed' | 'gone';
  /** Fields that were written. */
  readonly fields: readonly string[];
  readonly notes: readonly FieldNote[];
}

/** What the rule says about a known record as it was just read. Nothing is written. */
export function compareKnown(loader: Loader, wanted: Wanted, row: IdRow, standing: Exclude<Standing, null>, rule: Rule): ThreeWay {
  const known = knownOf(loader.names, wanted, row);
  const three = threeWay(known, decode(row.entity, standing.wire, loader.names).fields, rule);
  if (!standing.archived || three.update.length === 0) return three;
  const { entity, pipedriveId: id, key } = row;
  const why = 'the deal is archived in Pipedrive, and refuses changes until it is not';
  const notes = three.update.map((field) => ({
    entity,
    id,
    key,
    field,
    fate: 'fixed' as const,
    was: null,
    source: null,
    pipedrive: null,
    why,
  }));
  return { ...three, update: [], notes: [...three.notes.filter(({ fate }) => fate !== 'taken'), ...notes] };
}

/**
 * Brings a known record up to the export by the three-way rule. It was read a moment ago; what a person changed in it stays. A record that is not there any
 * more is noted as gone and never made again.
 * @throws CutoverError what stops the whole run
 */
export async function bringUp(loader: Loader, wanted: Wanted, given: IdRow, standing: Standing, rule: Rule): Promise<BroughtUp> {
  const { ids } = loader.ledger;
  const left = loader.openUpdates.get(given.key);
  if (left !== undefined) await settleUpdate(loader, given, left, standing?.wire ?? null, wanted.record.fields);
  const row = ids.get(given.key) ?? given;
  if (standing === null) {
    if (row.state === 'live') ids.setState(row.key, 'gone', 'not in Pipedrive any more');
    return { outcome: 'gone', fields: [], notes: [] };
  }
  if (row.state === 'gone') ids.setState(row.key, 'live', null);
  const three = compareKnown(loader, wanted, row, standing, rule);
  const known = knownOf(loader.names, wanted, row);
  if (three.update.length > 0) return sendUpdate(loader, { wanted, row, three, fields: known.wanted.fields }, standing.wire);
  if (three.agreed.length > 0)
    ids.put({ ...row, state: 'live', rows: wanted.record.rows, written: writtenAfter(row, three.agreed, known.wanted.fields) });
  clearFailure(loader, wanted.record);
  return { outcome: 'unchanged', fields: [], notes: three.notes };
}

export interface Change {
  readonly wanted: Wanted;
  readonly row: IdRow;
  readonly three: ThreeWay;
  readonly fields: Readonly<Record<string, Value>>;
}

/** Writes the fields named in `three.update` and says how it went. @throws CutoverError what stops the whole run */
export async function sendUpdate(loader: Loader, change: Change, before: WireId): Promise<BroughtUp> {
  const { row, three, wanted } = change;
  const { record } = wanted;
  const none = { fields: [], notes: three.notes };
  const body = encodedOr(() =>
    encode({ entity: record.entity, key: record.key, fields: change.fields }, loader.names, { update: three.update }),
  );
  if (body instanceof CutoverError) return { outcome: failed(loader, record, body.code, body.message), ...none };
  const { entity, key, pipedriveId } = row;
  const sent = await sendAndSettle<Arrived>(loader, {
    intent: { op: 'update', entity, key, request: body.body as Json, before: before as Json },
    sends: MAX_SENDS,
    write: () => updateRecord(loader.door, pipedriveId, body),
    look: () => arrivedAs(loader, change),
    result: ({ record: after, status }) => doneResult(loader, change, before, after, status),
  });
  if (sent.outcome === 'refused') return { outcome: failed(loader, record, sent.code, sent.reason), ...none };
  if (sent.outcome === 'unanswered') throw unresolved(key, `the update of ${key}`, sent);
  clearFailure(loader, record);
  return { outcome: 'updated', fields: three.update, notes: three.notes };
}

/** The record, if it holds what was sent; null: it does not. */
async function arrivedAs(loader: Loader, { row, three, fields }: Change): Promise<Arrived | null> {
  const wire = row.entity === 'relationship' ? null : await getRecord(loader.door, row.entity, row.pipedriveId);
  if (wire === null) return null;
  const now = decode(row.entity, wire, loader.names).fields;
  return three.update.every((field) => holds(field, fields[field], now[field])) ? foundAs(wire) : null;
}

export function holds(field: string, wanted: Value | undefined, got: Value | undefined): boolean {
  return wanted === undefined || got === undefined ? wanted === got : valuesEqual(field, wanted, got) !== 'different';
}

function doneResult(loader: Loader, { wanted, row, three, fields }: Change, before: WireId, after: WireId, status: number): DoneResult {
  return {
    state: 'done',
    status,
    tokens: costOf(row.entity, 'update'),
    pipedriveId: loader.pipedriveId(after.id),
    idRow: {
      ...row,
      state: 'live',
      rows: wanted.record.rows,
      written: writtenAfter(row, [...three.update, ...three.agreed], fields),
      image: imageAfter(row.entity, row.image, before, after),
      // Of what was there before us the first image is kept; what we made had none.
      before: row.origin === 'created' || row.before !== null ? row.before : (before as Json),
    },
  };
}

/** The values as last written: fields that were emptied are out. */
export function writtenAfter(row: IdRow, changed: readonly string[], fields: Readonly<Record<string, Value>>): IdRow['written'] {
  const written: Record<string, Value> = { ...row.written };
  for (const field of changed) {
    const value = fields[field];
    if (value === undefined) delete written[field];
    else written[field] = value;
  }
  return written;
}
