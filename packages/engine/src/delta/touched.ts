import { type Entity, PipedriveId, type TargetKey } from '@cutover/domain';
import type { IdRow } from '@cutover/ledger';
import { decode, type Names, type WireId } from '@cutover/pipedrive';
import { showValue, valuesEqual } from '@cutover/projection';
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
