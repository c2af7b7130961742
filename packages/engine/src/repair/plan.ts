import type { DesiredRecord, RecordDiff } from '@cutover/domain';
import { knownOf } from '../delta/sides.ts';
import { type Loader, standing } from '../load/loader.ts';
import { compare, observeAll } from '../runs/compare.ts';
import type { RunContext } from '../runs/execute.ts';
import type { Projector, Wanted } from '../runs/projecting.ts';
import type { Beyond, RepairOperation, RepairPlan } from './operations.ts';

const GONE = 'it is not in Pipedrive any more, or hidden from this token; it is never made again';

type Reading = Pick<RunContext, 'ws' | 'progress'>;

/**
 * What would bring the account to what the projection wants: records that are not as wanted, and those that were never made. Everything is read by list pages.
 * What a person changed is among it: whoever approves sees each value.
 */
export async function planRepair(context: Reading, loader: Loader, projector: Projector): Promise<RepairPlan> {
  const known = new Map<DesiredRecord['entity'], Wanted[]>();
  const creates: RepairOperation[] = [];
  for (const wanted of projector.wanted()) {
    const { entity, key } = wanted.record;
    const row = standing(loader.ledger, key);
    if (row === null) creates.push({ op: 'create', entity, id: null, key, fields: [] });
    else if (row.state === 'live' || row.state === 'gone') known.set(entity, [...(known.get(entity) ?? []), wanted]);
  }
  const updates: RepairOperation[] = [];
  const beyond: Beyond[] = [];
  for (const [entity, records] of known) {
    context.progress(`reading ${entity}`, 0, records.length);
    const ids = new Map(records.flatMap(({ record }) => idOf(loader, record)));
    const observed = await observeAll(context, loader, entity, ids);
    for (const wanted of records) {
      const sorted = sort(loader, wanted, compare(loader, wanted.record, observed));
      if (sorted.update !== null) updates.push(sorted.update);
      beyond.push(...sorted.beyond);
    }
  }
  return { operations: [...updates, ...creates], beyond };
}

function idOf({ ledger }: Loader, record: DesiredRecord): (readonly [number, DesiredRecord])[] {
  const row = ledger.ids.get(record.key);
  return row === null ? [] : [[row.pipedriveId, record]];
}

function sort(loader: Loader, wanted: Wanted, diff: RecordDiff): { update: RepairOperation | null; beyond: Beyond[] } {
  const { entity, key } = wanted.record;
  const row = loader.ledger.ids.get(key);
  const different = diff.fields.filter(({ verdict }) => verdict === 'different');
  if (row === null || different.length === 0) return { update: null, beyond: [] };
  const about = { entity, id: row.pipedriveId, key };
  if (diff.id === null) return { update: null, beyond: [{ ...about, fields: [], why: GONE }] };
  const { fixed } = knownOf(loader.names, wanted, row);
  const stuck = different.filter(({ field }) => fixed.has(field));
  const fields = different.filter(({ field }) => !fixed.has(field)).map(({ field, wanted: value, got }) => ({ field, wanted: value, got }));
  return {
    update: fields.length === 0 ? null : { op: 'update', ...about, fields },
    beyond: stuck.map(({ field }) => ({ ...about, fields: [field], why: fixed.get(field) ?? '' })),
  };
}
