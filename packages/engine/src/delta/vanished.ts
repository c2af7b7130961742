import { canonicalJson, type RowKey, type TargetKey } from '@cutover/domain';
import type { IdRow, Json, Ledger } from '@cutover/ledger';
import { deleteRecord, stableImage } from '@cutover/pipedrive';
import { costOf } from '../load/costs.ts';
import type { Loader } from '../load/loader.ts';
import { type Arrived, nothingThere, sendAndSettle, unresolved } from '../load/send.ts';
import { UNDO_ORDER } from '../rollback/operations.ts';
import { hangingOn, lookAt, type Standing } from './look.ts';

/** A record that the export no longer makes. */
export interface Vanished {
  readonly row: IdRow;
  /** Why it is not deleted whatever was decided; null: it may be. */
  readonly stays: string | null;
}

/** Records of ours that nothing in the export wants any more, children before parents. @param failed rows that are there and cannot be loaded */
export function vanishedFrom(ledger: Ledger, wanted: ReadonlySet<TargetKey>, failed: ReadonlySet<RowKey>): Vanished[] {
  const unreadable = new Map<string, string[]>();
  for (const { file, raw } of ledger.staging.rejects()) unreadable.set(file, [...(unreadable.get(file) ?? []), raw]);
  const gone: Vanished[] = [];
  for (const entity of UNDO_ORDER) {
    for (const row of ledger.ids.iterate(entity, 'reverse')) {
      // Contract documents are transferred in a step of their own, and are in no other set of records.
      const own = row.state === 'live' && !(entity === 'file' && row.object === 'contract');
      if (own && !wanted.has(row.key) && !row.rows.some((key) => failed.has(key)))
        gone.push({ row, stays: whyItStays(ledger, row, unreadable) });
    }
  }
  return gone;
}

function whyItStays(ledger: Ledger, row: IdRow, unreadable: ReadonlyMap<string, readonly string[]>): string | null {
  if (row.origin !== 'created') return 'it was in the account before the migration';
  const missing = row.rows.filter((key) => ledger.staging.row(key) === null);
  const torn = missing.some((key) => {
    const [file = '', id = ''] = key.split(/#(?=[^#]*$)/);
    return (unreadable.get(file) ?? []).some((raw) => raw.includes(id.replace(/~\d+$/, '')));
  });
  return torn ? 'its row is there and cannot be read any more' : null;
}

export type Removed = { readonly outcome: 'deleted' } | { readonly outcome: 'kept' | 'failed'; readonly why: string };

/** Deletes may be sent again: they say what should be. */
const MAX_SENDS = 4;

/** Takes a vanished record out of the account, unless a person edited it or hung something on it. @throws CutoverError what stops the run */
export async function removeVanished(loader: Loader, row: IdRow, isLeaving: (key: TargetKey) => boolean): Promise<Removed> {
  const left = loader.ledger.journal.open().find((intent) => intent.op === 'delete' && intent.key === row.key);
  const standing: Standing = row.entity === 'relationship' ? null : ((await lookAt(loader, [row])).get(row.key) ?? null);
  if (row.entity !== 'relationship') {
    if (left !== undefined && standing === null) {
      await loader.ledger.journal.settle(left.seq, doneResult(row, 200));
      return { outcome: 'deleted' };
    }
    if (standing === null) return { outcome: 'kept', why: 'it is not in Pipedrive any more' };
    if (standing.archived) return { outcome: 'kept', why: 'it is archived in Pipedrive' };
    if (canonicalJson(stableImage(row.entity, standing.wire)) !== canonicalJson(row.image))
      return { outcome: 'kept', why: 'it was edited in Pipedrive since' };
    const [one, ...more] = await hangingOn(loader, row, isLeaving);
    if (one !== undefined) return { outcome: 'kept', why: `${one}${more.length > 0 ? ` and ${more.length} more` : ''} hang on it` };
  }
  if (left !== undefined)
    await loader.ledger.journal.settle(left.seq, { state: 'abandoned', why: 'looked at and there: it never arrived' });
  return send(loader, row, standing);
}

async function send(loader: Loader, row: IdRow, standing: Standing): Promise<Removed> {
  const { entity, key, pipedriveId: id } = row;
  const sent = await sendAndSettle<Arrived<null>>(loader, {
    intent: { op: 'delete', entity, key, request: { op: 'delete', id }, before: standing === null ? row.image : (standing.wire as Json) },
    sends: MAX_SENDS,
    write: () => deleteRecord(loader.door, entity, id),
    asWanted: nothingThere,
    result: ({ status }) => doneResult(row, status),
  });
  if (sent.outcome === 'refused') return { outcome: 'failed', why: sent.reason };
  if (sent.outcome === 'unanswered') throw unresolved(key, `the deletion of ${key}`, sent);
  return { outcome: 'deleted' };
}

const doneResult = (row: IdRow, status: number) => ({
  state: 'done' as const,
  status,
  tokens: costOf(row.entity, 'delete'),
  idState: { key: row.key, state: 'reverted' as const, reason: 'deleted: the export no longer has it' },
});
