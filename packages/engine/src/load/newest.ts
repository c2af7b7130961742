import type { Entity } from '@cutover/domain';
import type { Ledger } from '@cutover/ledger';
import type { Door } from '@cutover/pipedrive';
import { z } from 'zod';
import { META } from '../settings.ts';

const Newest = z.strictObject({ activity: z.number().int(), note: z.number().int(), file: z.number().int() });

/**
 * Notes the newest activity, note and file of the account once, before the first load makes any: three small pages. People, organizations and deals are in the
 * inventory. @throws CutoverError
 */
export async function noteNewest(ledger: Ledger, door: Door): Promise<void> {
  if (ledger.meta.get(META.newest, Newest) !== null) return;
  const first = async (pages: AsyncIterable<{ readonly items: readonly { readonly id: number }[] }>): Promise<number> => {
    for await (const { items } of pages) return items[0]?.id ?? 0;
    return 0;
  };
  const [activity, note, file] = await Promise.all([
    first(door.activities.pages({ sort_by: 'id', sort_direction: 'desc', limit: 1 })),
    first(door.notes.pages({ sort: 'id DESC', limit: 1 })),
    first(door.files.pages({ sort: 'id DESC', limit: 1 })),
  ]);
  ledger.meta.set(META.newest, { activity, note, file });
}

/** A record of this kind that was there before this row of the journal was written, by its id: what the row asks for has a higher one. 0: there was none. */
export function newestBefore(ledger: Ledger, entity: Entity, seq: number): number {
  const ours = ledger.journal.createdBefore(seq, entity);
  if (ours !== null) return ours;
  if (entity === 'person' || entity === 'organization' || entity === 'deal') return ledger.inventory.highestId(entity) ?? 0;
  return entity === 'relationship' ? 0 : (ledger.meta.get(META.newest, Newest)?.[entity] ?? 0);
}
