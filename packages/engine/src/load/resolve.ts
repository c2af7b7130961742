import type { DesiredRecord, TargetKey } from '@cutover/domain';
import { findAllCreated, type WireId } from '@cutover/pipedrive';
import type { Loader } from './loader.ts';
import { newestBefore } from './newest.ts';

/** Milliseconds before each look for a write of unknown outcome: lists are believed to be up to date, but nobody promises it (api-facts §12). */
const LOOKS_MS: readonly number[] = [200, 2_000, 5_000];

/** The same for writes of a process that died: time has passed since, so fewer looks do, and a crash costs fewer tokens. */
export const LATER_LOOKS_MS: readonly number[] = [200, 5_000];

/** A create whose answer never came, with the row of the journal that says it was about to leave. */
export interface LostCreate {
  readonly record: DesiredRecord;
  readonly seq: number;
}

/**
 * Looks in the account for creates whose answer never came, with growing patience. All of one kind share one reading, so that a crash costs little.
 * A key that is not in the result was looked for and is not there.
 */
export async function findLost(
  loader: Loader,
  lost: readonly LostCreate[],
  looks: readonly number[] = LOOKS_MS,
): Promise<Map<TargetKey, WireId>> {
  const found = new Map<TargetKey, WireId>();
  const taken = new Set<string>();
  // What the ledger knows already under another key is not the lost one, nor what another lost one was found to be.
  const isFree = (record: DesiredRecord, id: number): boolean =>
    !taken.has(`${record.entity}/${id}`) && loader.ledger.ids.byId(record.entity, loader.pipedriveId(id)) === null;
  let left = lost;
  for (const wait of looks) {
    if (left.length === 0) break;
    await loader.sleep(wait);
    const wanted = left.map(({ record, seq }) => ({ desired: record, after: newestBefore(loader.ledger, record.entity, seq) }));
    const looked = await findAllCreated(loader.door, wanted, loader.names);
    for (const { record } of left) {
      const hit = looked.get(record.key)?.find(({ id }) => isFree(record, id));
      if (hit === undefined) continue;
      found.set(record.key, hit);
      taken.add(`${record.entity}/${hit.id}`);
    }
    left = left.filter(({ record }) => !found.has(record.key));
  }
  return found;
}
