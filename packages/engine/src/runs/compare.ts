import {
  type DesiredRecord,
  ENTITIES,
  type Entity,
  type FieldDiff,
  type ObservedRecord,
  type RecordDiff,
  type Value,
} from '@cutover/domain';
import type { IdRow } from '@cutover/ledger';
import { canBeEmptied, decode, type WireId } from '@cutover/pipedrive';
import { diffRecord, showValue } from '@cutover/projection';
import { lookAt } from '../delta/look.ts';
import { costOfIds, costOfList } from '../load/costs.ts';
import { holdsAll } from '../load/join.ts';
import type { Loader } from '../load/loader.ts';
import { listIn } from '../load/records.ts';
import type { RunContext } from './execute.ts';
import type { Loading } from './loading.ts';

export interface DiffSummary {
  readonly equal: number;
  readonly declared: number;
  readonly different: number;
}

export function summaryOf(diff: readonly RecordDiff[]): DiffSummary {
  const count = (verdict: 'equal' | 'declared' | 'different'): number =>
    diff.reduce((sum, record) => sum + record.fields.filter((field) => field.verdict === verdict).length, 0);
  return { equal: count('equal'), declared: count('declared'), different: count('different') };
}

/**
 * Reads wanted records back by list pages and compares each field by field. One list per entity: never a request per record.
 * @param how `some`: a choice of records, read by their ids where that costs less
 */
export async function readBack(
  context: RunContext,
  { loader }: Loading,
  records: readonly DesiredRecord[],
  how: 'lists' | 'some' = 'lists',
): Promise<RecordDiff[]> {
  const diffs = new Map<string, RecordDiff>();
  for (const entity of ENTITIES) {
    const wanted = records.filter((record) => record.entity === entity);
    if (wanted.length === 0) continue;
    const ids = new Map(
      wanted.flatMap((record) => {
        const row = loader.ledger.ids.get(record.key);
        return row === null || row.state !== 'live' ? [] : [[row.pipedriveId as number, record] as const];
      }),
    );
    const observed = await (how === 'lists' ? observeAll : observeSome)(context, loader, entity, ids);
    for (const [i, record] of wanted.entries()) {
      diffs.set(record.key, compare(loader, record, observed));
      context.progress('read back', i + 1, wanted.length);
    }
  }
  return records.flatMap((record) => diffs.get(record.key) ?? []);
}

/** How long a list may be behind (api-facts §12 #11: not known); what was written last is looked for once more after it. */
const LIST_LAG_MS = 3_000;

/** Like `observe`, and once more for what a list did not show: it may have been behind. Nothing missing, nothing asked. */
export async function observeAll(context: Pick<RunContext, 'ws'>, loader: Loader, entity: Entity, ids: ReadonlyMap<number, DesiredRecord>) {
  const observed = await observe(loader, entity, ids);
  const missing = new Map([...ids].filter(([id]) => !observed.has(id)));
  if (missing.size === 0) return observed;
  const { ports, target } = context.ws;
  await ports.clock.sleep(LIST_LAG_MS / (target.loopback ? ports.timeScale : 1));
  return new Map([...observed, ...(await observe(loader, entity, missing))]);
}

async function observe(loader: Loader, entity: Entity, ids: ReadonlyMap<number, DesiredRecord>): Promise<Map<number, ObservedRecord>> {
  const observed = new Map<number, ObservedRecord>();
  if (ids.size === 0) return observed;
  for await (const wire of listed(loader, entity, ids)) {
    if (ids.has(wire.id)) observed.set(wire.id, decode(entity, wire, loader.names));
    if (observed.size === ids.size) break;
  }
  return observed;
}

/** All that the lists show; archived deals, which are in a list of their own (api-facts §6), only when the first one did not show all that is looked for. */
async function* listed(loader: Loader, entity: Entity, ids: ReadonlyMap<number, DesiredRecord>): AsyncGenerator<WireId, void, void> {
  const { door } = loader;
  if (entity !== 'relationship') {
    for await (const page of listIn(door, entity)) yield* page;
    if (entity === 'deal')
      for await (const page of door.deals.archivedPages()) yield* page.items.filter((deal) => deal.is_deleted !== true);
    return;
  }
  const parents = new Set([...ids.values()].flatMap((record) => parentOf(loader, record) ?? []));
  for (const parent of parents) for await (const page of door.relationships.pages(parent)) yield* page.items;
}

/** Reads these alone, where that costs less than the lists that they are in. */
async function observeSome(context: Pick<RunContext, 'ws'>, loader: Loader, entity: Entity, ids: ReadonlyMap<number, DesiredRecord>) {
  const { ledger } = loader;
  const known = ledger.ids.counts().reduce((sum, count) => sum + (count.entity === entity && count.state === 'live' ? count.count : 0), 0);
  if (entity === 'relationship' || costOfIds(entity, ids.size) >= costOfList(entity, known))
    return observeAll(context, loader, entity, ids);
  const rows = [...ids.values()].flatMap((record) => ledger.ids.get(record.key) ?? []);
  const seen = await lookAt(loader, rows);
  return new Map(
    [...seen.values()].flatMap((standing) => (standing === null ? [] : [[standing.wire.id, decode(entity, standing.wire, loader.names)]])),
  );
}

function parentOf(loader: Loader, record: DesiredRecord): number | null {
  const parent = record.fields.parent;
  return parent?.t === 'ref' ? (loader.ledger.ids.get(parent.v)?.pipedriveId ?? null) : null;
}

/** A record's diff; of a record that was there before us, what we did not write is the account's own and stays. */
export function compare(loader: Loader, record: DesiredRecord, observed: ReadonlyMap<number, ObservedRecord>): RecordDiff {
  const row = loader.ledger.ids.get(record.key);
  const got = row === null ? null : (observed.get(row.pipedriveId) ?? null);
  const diff = diffRecord(record, got);
  if (row === null || row.origin === 'created') return diff;
  const own = (field: FieldDiff): FieldDiff =>
    row.origin === 'adopted' ? adoptedField(loader, field, got, record) : keptField(field, row, got, record.fields[field.field]);
  return { ...diff, fields: diff.fields.map(own) };
}

const KEPT = "the existing record's own value is kept";
const LEFT_EMPTY = 'left empty on the existing record: a rollback could not empty it again';

function keptField(field: FieldDiff, row: IdRow, got: ObservedRecord | null, wanted: Value | undefined): FieldDiff {
  if (field.verdict !== 'different') return field;
  const own = got?.fields[field.field];
  if (field.field in row.written) return holdsAll(own, wanted) ? { ...field, verdict: 'declared', rule: ADDED } : field;
  return { ...field, got: own === undefined ? null : showValue(own), verdict: 'declared', rule: own === undefined ? LEFT_EMPTY : KEPT };
}

/** Of a record that an earlier migration made: what differs is a discrepancy, unless no request, or no rollback after it, could mend it. */
function adoptedField({ names }: Loader, field: FieldDiff, got: ObservedRecord | null, record: DesiredRecord): FieldDiff {
  if (field.verdict !== 'different' || got === null) return field;
  if (record.createOnly.includes(field.field)) return { ...field, verdict: 'declared', rule: KEPT };
  const empty = got.fields[field.field] === undefined && !canBeEmptied(record.entity, field.field, names);
  return empty ? { ...field, verdict: 'declared', rule: LEFT_EMPTY } : field;
}

const ADDED = "added to the existing record's own";
