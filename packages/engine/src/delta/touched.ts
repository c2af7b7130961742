import { type Entity, PipedriveId, type RunId, TargetKey } from '@cutover/domain';
import type { IdRow, Ledger } from '@cutover/ledger';
import { decode, type Names, type WireId } from '@cutover/pipedrive';
import { showValue, valuesEqual } from '@cutover/projection';
import { z } from 'zod';
import type { Loader } from '../load/loader.ts';
import { META } from '../settings.ts';
import { goneRelationships, touchedSince } from './look.ts';
import { FieldNote } from './sides.ts';

/** What others did in the account since it was looked at last. */
export interface Touched {
  /** Fields of ours that differ from how we left them, by record. */
  readonly edits: Map<TargetKey, FieldNote[]>;
  readonly gone: Map<TargetKey, IdRow>;
}

const LISTED = ['organization', 'person', 'deal', 'activity', 'note', 'file'] as const;

/** What a delta has seen so far, kept for the case that it is broken off: reading it all again costs more than a crash should. */
const Memory = z.strictObject({
  run: z.string(),
  /** When it began to look: edits since then are the next delta's. */
  begun: z.string(),
  read: z.array(z.enum(LISTED)),
  edits: z.array(z.tuple([TargetKey, z.array(FieldNote)])),
  gone: z.array(TargetKey),
});
export type Memory = z.infer<typeof Memory>;

/** Organizations up to this one have been asked for their relationships: by itself, since it moves on with every request. */
const Asked = z.strictObject({ run: z.string(), organization: z.number().int() });

/** Nothing needs to be remembered any more: the delta has seen it all. */
export function forget({ meta }: Ledger): void {
  meta.remove(META.deltaTouched);
  meta.remove(META.deltaAsked);
}

/** What this run remembers having seen when it goes straight on; otherwise nothing yet. */
export function memoryOf(ledger: Ledger, run: RunId, { straightOn, begun }: { straightOn: boolean; begun: string }): Memory {
  const known = straightOn ? ledger.meta.get(META.deltaTouched, Memory) : null;
  return known?.run === run ? known : { run, begun, read: [], edits: [], gone: [] };
}

/**
 * Reads what was touched since an instant. Our own writes are among it and come out as unchanged.
 * @param memory what was read of it before this process; null: nothing is kept
 */
export async function readTouched(loader: Loader, since: string, tell: (entity: Entity) => void, memory: Memory | null): Promise<Touched> {
  const { ids, meta } = loader.ledger;
  const edits = new Map(memory?.edits);
  const gone = new Map((memory?.gone ?? []).flatMap((key) => pairOf(key, ids.get(key))));
  const read = new Set(memory?.read);
  const live = new Set(ids.counts().flatMap(({ entity, state }) => (state === 'live' ? [entity] : [])));
  const remember = (): void => {
    if (memory !== null) meta.set(META.deltaTouched, { ...memory, read: [...read], edits: [...edits], gone: [...gone.keys()] });
  };
  for (const entity of LISTED) {
    tell(entity);
    if (read.has(entity) || !live.has(entity)) continue;
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
    read.add(entity);
    remember();
  }
  tell('relationship');
  for await (const missing of relationshipsGone(loader, memory)) {
    for (const row of missing) gone.set(row.key, row);
    remember();
  }
  return { edits, gone };
}

/** Relationships that are not there any more, of one organization after the other; how far it has got is remembered with each. */
async function* relationshipsGone(loader: Loader, memory: Memory | null): AsyncGenerator<readonly IdRow[], void, void> {
  const { meta } = loader.ledger;
  const asked = memory === null ? null : meta.get(META.deltaAsked, Asked);
  for await (const { organization, gone } of goneRelationships(loader, asked?.run === memory?.run ? (asked?.organization ?? 0) : 0)) {
    if (gone.length > 0) yield gone;
    if (memory !== null) meta.set(META.deltaAsked, { run: memory.run, organization });
  }
}

const pairOf = (key: TargetKey, row: IdRow | null): [TargetKey, IdRow][] => (row === null ? [] : [[key, row]]);

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
