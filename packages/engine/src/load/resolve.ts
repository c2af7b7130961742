import type { DesiredRecord, TargetKey } from '@cutover/domain';
import { findAllCreated, type WireId } from '@cutover/pipedrive';
import type { Loader } from './loader.ts';

/** Milliseconds before each look for a write of unknown outcome: lists are believed to be up to date, but nobody promises it (api-facts §12). */
const LOOKS_MS: readonly number[] = [200, 2_000, 5_000];

/** The same for writes of a process that died: time has passed since, so fewer looks do, and a crash costs fewer tokens. */
export const LATER_LOOKS_MS: readonly number[] = [200, 5_000];

/** Clocks differ; a record is not older than its intent by more than this. */
const CLOCK_MARGIN_MS = 10 * 60_000;

/** `updated_since` for records whose intents are no older than this instant. */
function sinceOf(instant: string): string {
  return new Date(Date.parse(instant) - CLOCK_MARGIN_MS).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/**
 * Looks in the account for creates whose answer never came, with growing patience. All of one kind share one reading, so that a crash costs little.
 * A key that is not in the result was looked for and is not there.
 */
export async function findLost(
  loader: Loader,
  lost: readonly { readonly record: DesiredRecord; readonly intentAt: string }[],
  looks: readonly number[] = LOOKS_MS,
): Promise<Map<TargetKey, WireId>> {
  const found = new Map<TargetKey, WireId>();
  let left = lost;
  for (const wait of looks) {
    if (left.length === 0) break;
    await loader.sleep(wait);
    const looked = await findAllCreated(
      loader.door,
      left.map(({ record, intentAt }) => ({ desired: record, since: sinceOf(intentAt) })),
      loader.names,
    );
    for (const { record } of left) {
      const hit = looked.get(record.key);
      // What the ledger knows already under another key is not the lost one.
      const fresh = hit?.all.find((id) => loader.ledger.ids.byId(record.entity, loader.pipedriveId(id)) === null);
      if (hit !== undefined && fresh !== undefined) found.set(record.key, hit.record);
    }
    left = left.filter(({ record }) => !found.has(record.key));
  }
  return found;
}
