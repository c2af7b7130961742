import { canonicalJson, type Digest, digestOf, ENTITIES, type Entity, PipedriveId, type Value } from '@cutover/domain';
import type { IdRow, Ledger } from '@cutover/ledger';
import { z } from 'zod';
import type { AccountState, Change, RecordNow } from './account-state.ts';
import { whyInUse } from './in-use.ts';
import { lostItsTarget } from './lost-links.ts';

/** One step of a rollback, in the order in which it is done. */
export const RollbackOperation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('delete'), entity: z.enum(ENTITIES), id: z.number().int(), key: z.string() }),
  /** Writes back what a record held before us, in the fields that we wrote. */
  z.strictObject({
    op: z.literal('restore'),
    entity: z.enum(ENTITIES),
    id: z.number().int(),
    key: z.string(),
    fields: z.array(z.string()),
  }),
  /** Writes back what a record held before an update of this one run, in the fields that still hold what the update wrote. */
  z.strictObject({
    op: z.literal('revert'),
    entity: z.enum(ENTITIES),
    id: z.number().int(),
    key: z.string(),
    run: z.string(),
    fields: z.array(z.string()),
  }),
  z.strictObject({ op: z.literal('unbind'), kind: z.string(), name: z.string(), targetId: z.string() }),
]);
export type RollbackOperation = z.infer<typeof RollbackOperation>;

export const Kept = z.strictObject({
  entity: z.string(),
  id: z.union([z.number().int(), z.string()]),
  key: z.string(),
  fields: z.array(z.string()),
  updatedAt: z.string().nullable(),
});
export type Kept = z.infer<typeof Kept>;

export const RollbackPlan = z.strictObject({
  scope: z.string().nullable(),
  operations: z.array(RollbackOperation),
  kept: z.array(Kept),
  /** Records of ours that are not there any more: nothing to do. */
  gone: z.array(z.string()),
});
export type RollbackPlan = z.infer<typeof RollbackPlan>;

/** What an approval of a rollback is signed over. */
export function operationsDigest(plan: RollbackPlan): Digest {
  return digestOf({ scope: plan.scope, operations: plan.operations });
}

/** Children before parents: Pipedrive deletes no children with a parent (api-facts §7). */
export const UNDO_ORDER: readonly Entity[] = ['file', 'note', 'activity', 'deal', 'person', 'relationship', 'organization'];

/** Which bindings of ours are removed first. A field goes with its options. */
const SCHEMA_ORDER = ['option', 'field', 'activity-type', 'stage', 'pipeline'];

/**
 * What would bring the account back: the difference between it as it stands and as it stood, with what a person edited since left out. Pure.
 * @param scope only what this run made; null: everything
 */
export function planRollback(ledger: Ledger, state: AccountState, scope: string | null): RollbackPlan {
  const operations: RollbackOperation[] = [];
  const kept: Kept[] = [];
  const gone: string[] = [];
  const isGone = (entity: Entity, id: number): boolean =>
    !state.records.has(`${entity}/${id}`) && ledger.ids.byId(entity, PipedriveId.parse(id)) !== null;
  for (const entity of UNDO_ORDER) {
    for (const row of ledger.ids.iterate(entity, 'reverse')) {
      if (row.state !== 'live' && row.state !== 'gone') continue;
      const now = state.records.get(`${entity}/${row.pipedriveId}`);
      if (scope !== null && row.run !== scope) {
        const change = state.changedBy(scope).get(row.key);
        if (change !== undefined) revertOrKeep(row, now, { ...change, run: scope }, operations, kept, gone);
        continue;
      }
      if (now === undefined) gone.push(row.key);
      else if (row.origin === 'created') deleteOrKeep(row, now, { ...state, isGone }, operations, kept);
      else restoreOrKeep(row, now, state.wasBefore(row), operations, kept);
    }
  }
  schemaOperations(ledger, state, scope, kept, operations);
  return { scope, operations, kept, gone };
}

type Standing = Pick<AccountState, 'hanging'> & { readonly isGone: (entity: Entity, id: number) => boolean };

function deleteOrKeep(row: IdRow, now: RecordNow, state: Standing, operations: RollbackOperation[], kept: Kept[]): void {
  const image = Image.parse(row.image ?? {});
  const edited = differing(row.image, now.image).filter((key) => !lostItsTarget(key, image[key], now.image[key], state.isGone));
  const hanging = state.hanging.get(`${row.entity}/${row.pipedriveId}`) ?? [];
  if (edited.length + hanging.length > 0) {
    kept.push({ entity: row.entity, id: row.pipedriveId, key: row.key, fields: [...edited, ...hanging], updatedAt: now.updatedAt });
  } else {
    operations.push({ op: 'delete', entity: row.entity, id: row.pipedriveId, key: row.key });
  }
}

/** Of a record that was there before us: fields that still hold our value are written back, those that a person changed since are kept. One that holds what it held before us is back already. */
function restoreOrKeep(
  row: IdRow,
  now: RecordNow,
  before: Readonly<Record<string, Value>>,
  operations: RollbackOperation[],
  kept: Kept[],
): void {
  if (row.before === null) return;
  const back = (field: string): boolean => canonicalJson(now.fields[field] ?? null) === canonicalJson(before[field] ?? null);
  const ours = Object.keys(row.written).filter(
    (field) =>
      !back(field) &&
      (canonicalJson(now.fields[field] ?? null) === canonicalJson(row.written[field] ?? null) || now.equalTo(field, row.written[field])),
  );
  const theirs = Object.keys(row.written).filter((field) => !ours.includes(field) && !back(field));
  if (theirs.length > 0) kept.push({ entity: row.entity, id: row.pipedriveId, key: row.key, fields: theirs, updatedAt: now.updatedAt });
  if (ours.length > 0) operations.push({ op: 'restore', entity: row.entity, id: row.pipedriveId, key: row.key, fields: ours });
}

/** Of a record that another run made: what this run's updates wrote and nobody changed since is written back. */
function revertOrKeep(
  row: IdRow,
  now: RecordNow | undefined,
  { run, fields, was, is }: Change & { readonly run: string },
  operations: RollbackOperation[],
  kept: Kept[],
  gone: string[],
): void {
  if (now === undefined) {
    gone.push(row.key);
    return;
  }
  const { entity, pipedriveId: id, key } = row;
  const ours = fields.filter((field) => sameValue(now.fields[field], is[field]) || now.equalTo(field, is[field]));
  const theirs = fields.filter((field) => !ours.includes(field) && !sameValue(now.fields[field], was[field]));
  if (theirs.length > 0) kept.push({ entity, id, key, fields: theirs, updatedAt: now.updatedAt });
  if (ours.length > 0) operations.push({ op: 'revert', entity, id, key, run, fields: ours });
}

const sameValue = (a: Value | undefined, b: Value | undefined): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);

const Image = z.record(z.string(), z.unknown());

/** Top-level and custom keys that differ between the record after our last write and now. */
function differing(before: unknown, now: unknown): string[] {
  const flat = (image: unknown): Map<string, string> => {
    const entries = Object.entries(typeof image === 'object' && image !== null ? image : {});
    return new Map(
      entries.flatMap(([key, value]) =>
        key === 'custom_fields'
          ? Object.entries(value as object).map(([k, v]) => [k, canonicalJson(v)] as const)
          : [[key, canonicalJson(value)] as const],
      ),
    );
  };
  const [a, b] = [flat(before), flat(now)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key)).sort();
}

/** Schema that nobody else uses: not the fields of records that stay, nor stages with deals that stay. */
function schemaOperations(ledger: Ledger, state: AccountState, scope: string | null, kept: Kept[], operations: RollbackOperation[]): void {
  const keptEntities = new Set(kept.map((record) => record.entity));
  const created = ledger.bindings.created().filter((binding) => scope === null || binding.run === scope);
  const fields = new Set(created.filter((binding) => binding.kind === 'field').map((binding) => binding.name));
  for (const kind of SCHEMA_ORDER) {
    for (const binding of created.filter((candidate) => candidate.kind === kind).reverse()) {
      // An option of a field we made goes with the field.
      if (kind === 'option' && fields.has(binding.name.split('/').slice(0, 2).join('/'))) continue;
      const why = whyInUse(ledger, state, keptEntities, binding);
      if (why === null) operations.push({ op: 'unbind', kind, name: binding.name, targetId: binding.targetId });
      else kept.push({ entity: kind, id: binding.targetId, key: binding.name, fields: [why], updatedAt: null });
    }
  }
}
