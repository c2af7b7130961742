import type { DesiredRecord } from '@cutover/domain';
import type { Json } from '@cutover/ledger';
import { decode, findAllCreated, stableImage, type WireId } from '@cutover/pipedrive';
import { valuesEqual } from '@cutover/projection';
import { idRowOf, type Loader, standsFor } from './loader.ts';

/**
 * Takes records over that an earlier migration of the same source made in this account: persons, organizations and deals by their source id, activities and
 * notes by their `Source:` line, files and relationships by what they hang on. Nothing is written to the account; each record as it is now is kept, so that a
 * rollback knows what it was.
 * @returns how many were taken over
 */
export async function adoptRecords(loader: Loader, wanted: Iterable<DesiredRecord>): Promise<number> {
  const missing = [...wanted].filter((record) => standsFor(loader.ledger, record.key) === null && !loader.open.has(record.key));
  let adopted = 0;
  // One kind after the other: children are looked for by parents that were taken over before them.
  for (const entity of ['organization', 'person', 'deal', 'activity', 'note', 'relationship', 'file'] as const) {
    const own = missing.filter((record) => record.entity === entity);
    if (own.length === 0) continue;
    const found = await findAllCreated(
      loader.door,
      own.map((desired) => ({ desired, after: 0 })),
      loader.names,
    );
    for (const record of own) {
      const wire = found.get(record.key)?.find(({ id }) => loader.ledger.ids.byId(entity, loader.pipedriveId(id)) === null);
      if (wire === undefined) continue;
      takeOver(loader, record, wire);
      adopted += 1;
    }
  }
  return adopted;
}

/** What agrees with the export counts as written; the rest is the account's own until a person has it repaired. */
function takeOver(loader: Loader, record: DesiredRecord, wire: WireId): void {
  const now = decode(record.entity, wire, loader.names).fields;
  const agreed = Object.entries(record.fields).filter(([field, value]) => {
    const got = now[field];
    return got !== undefined && valuesEqual(field, value, got) !== 'different';
  });
  loader.ledger.ids.put(
    idRowOf(loader, record, wire.id, {
      origin: 'adopted',
      written: Object.fromEntries(agreed),
      image: stableImage(record.entity, wire) as Json,
      before: wire as Json,
    }),
  );
}
