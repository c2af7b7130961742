import { CutoverError, type Entity, PipedriveId, SOURCE_ID_FIELD, type TargetKey } from '@cutover/domain';
import type { IdRow } from '@cutover/ledger';
import { decode, type Names, type WireId } from '@cutover/pipedrive';
import { showValue, valuesEqual } from '@cutover/projection';
import { z } from 'zod';
import type { Loader } from '../load/loader.ts';
import { goneRelationships, touchedSince } from './look.ts';
import type { FieldNote } from './sides.ts';

/** What others did in the account since it was looked at last. */
export interface Touched {
  /** Fields of ours that differ from how we left them, by record. */
  readonly edits: Map<TargetKey, FieldNote[]>;
  readonly gone: Map<TargetKey, IdRow>;
}

const LISTED = ['organization', 'person', 'deal', 'activity', 'note', 'file'] as const;

/**
 * Reads what was touched since an instant. Our own writes are among it and come out as unchanged.
 * @throws CutoverError `already-migrated` when a record carries a source id and nobody here made it
 */
export async function readTouched(loader: Loader, since: string, tell: (entity: Entity) => void): Promise<Touched> {
  const { ids } = loader.ledger;
  const edits = new Map<TargetKey, FieldNote[]>();
  const gone = new Map<TargetKey, IdRow>();
  for (const entity of LISTED) {
    tell(entity);
    if (!ids.counts().some((count) => count.entity === entity && count.state === 'live')) continue;
    for await (const { wire, state } of touchedSince(loader.door, entity, since)) {
      const rows = ids.allById(entity, PipedriveId.parse(wire.id)).filter((row) => row.state === 'live');
      if (rows.length === 0 && state === 'live') refuseStranger(loader, entity, wire);
      for (const row of rows) {
        if (state === 'gone') {
          gone.set(row.key, row);
          continue;
        }
        const notes = editsOf(loader.names, row, wire);
        if (notes.length > 0) edits.set(row.key, notes);
      }
    }
  }
  tell('relationship');
  for (const row of await goneRelationships(loader)) gone.set(row.key, row);
  return { edits, gone };
}

/** Fields of ours that somebody changed. */
function editsOf(names: Names, row: IdRow, wire: WireId): FieldNote[] {
  const then = row.image === null ? row.written : decode(row.entity, row.image, names).fields;
  const now = decode(row.entity, wire, names).fields;
  return Object.keys(row.written).flatMap((field): FieldNote[] => {
    const [was, is, wrote] = [then[field], now[field], row.written[field]];
    const same = was === undefined || is === undefined ? was === is : valuesEqual(field, was, is) !== 'different';
    const asWritten = wrote !== undefined && is !== undefined && valuesEqual(field, wrote, is) !== 'different';
    if (same || asWritten) return [];
    const shown = (value: typeof is): string | null => (value === undefined ? null : showValue(value));
    const { entity, pipedriveId: id, key } = row;
    return [{ entity, id, key, field, fate: 'kept', was: shown(was), source: shown(wrote), pipedrive: shown(is), why: null }];
  });
}

const Custom = z.looseObject({ custom_fields: z.record(z.string(), z.unknown()).nullish() });

/** A record that somebody else's migration of the same source made since: ours would be its twin. */
function refuseStranger({ names, ledger }: Loader, entity: Entity, wire: WireId): void {
  if (entity !== 'person' && entity !== 'organization' && entity !== 'deal') return;
  const key = names.field(entity, SOURCE_ID_FIELD.slug)?.key;
  const custom = Custom.safeParse(wire);
  const id = key === undefined || !custom.success ? null : custom.data.custom_fields?.[key];
  if (typeof id !== 'string' || id === '') return;
  const object = { person: 'client', organization: 'company', deal: 'package' }[entity];
  // A copy that a person made of one of our records in Pipedrive carries its id too: that is theirs to settle.
  if (ledger.ids.get(`${object}:${id}` as TargetKey) !== null) return;
  if (ledger.journal.open().some((intent) => intent.key === `${object}:${id}`)) return;
  throw new CutoverError('already-migrated', `${entity} ${wire.id} carries the source id ${id} and is not in this ledger`, {
    data: { strangers: 1 },
  });
}
