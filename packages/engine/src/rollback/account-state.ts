import { type Entity, LABEL_FIELD, PipedriveId, RunId, TargetKey, type Value } from '@cutover/domain';
import type { IdRow } from '@cutover/ledger';
import { decode, stableImage, type WireId } from '@cutover/pipedrive';
import { valuesEqual } from '@cutover/projection';
import { z } from 'zod';
import { changeOf } from '../delta/left-over.ts';
import type { Loader } from '../load/loader.ts';
import { listIn } from '../load/records.ts';

/** A record as it stands. */
export interface RecordNow {
  readonly image: Record<string, unknown>;
  readonly fields: Readonly<Record<string, Value>>;
  readonly updatedAt: string | null;
  equalTo(field: string, wanted: Value | undefined): boolean;
}

/** The account as it stands, as far as a rollback has to know it. */
export interface AccountState {
  /** Records of ours, by `<entity>/<id>`. */
  readonly records: ReadonlyMap<string, RecordNow>;
  /** What others hung on records of ours since: `activity 12` … by `<entity>/<id>`. */
  readonly hanging: ReadonlyMap<string, readonly string[]>;
  /** Custom field keys that records of others hold a value in. */
  readonly usedKeys: ReadonlySet<string>;
  /** Options that records of others hold: `<field key>/<option id>`; of labels `label_ids/<id>` behind the entity. */
  readonly usedOptions: ReadonlySet<string>;
  /** Keys of activity types that activities of others have. */
  readonly usedTypes: ReadonlySet<string>;
  /** Pipelines that deals of others stand in. */
  readonly usedPipelines: ReadonlySet<number>;
  /** What a record that was there before us held then; nothing for one that we made. */
  wasBefore(row: IdRow): Readonly<Record<string, Value>>;
  /** What the updates of a run changed, by record: from before its first one to after its last. */
  changedBy(run: string): ReadonlyMap<TargetKey, Change>;
}

/** Fields that were changed, as they were and as they were written. */
export interface Change {
  readonly fields: readonly string[];
  readonly was: Readonly<Record<string, Value>>;
  readonly is: Readonly<Record<string, Value>>;
}

const LISTED = ['organization', 'person', 'deal', 'activity', 'note', 'file'] as const;

/** A stranger's record, as far as it may hang on ours or use our schema. */
const Stranger = z.looseObject({
  person_id: z.number().nullish(),
  org_id: z.number().nullish(),
  deal_id: z.number().nullish(),
  participants: z.array(z.looseObject({ person_id: z.number() })).nullish(),
  label_ids: z.array(z.number()).nullish(),
  custom_fields: z.record(z.string(), z.unknown()).nullish(),
  type: z.string().nullish(),
  pipeline_id: z.number().nullish(),
});

/** An option of a field that a record holds. */
export const optionUse = (entity: string, field: string, id: number | string): string => `${entity}/${field}/${id}`;

/** Option ids in a custom value; other numbers among them do no harm, since they stand under their own field. */
const idsIn = (value: unknown): number[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is number => typeof each === 'number');

function optionsIn(entity: Entity, { label_ids, custom_fields }: z.infer<typeof Stranger>): string[] {
  const labels = (label_ids ?? []).map((id) => optionUse(entity, LABEL_FIELD.slug, id));
  return [
    ...labels,
    ...Object.entries(custom_fields ?? {}).flatMap(([key, value]) => idsIn(value).map((id) => optionUse(entity, key, id))),
  ];
}

function parentsOf({ person_id, org_id, deal_id, participants }: z.infer<typeof Stranger>): { entity: Entity; id: number }[] {
  const one = (entity: Entity, id: number | null | undefined): { entity: Entity; id: number }[] =>
    id === null || id === undefined ? [] : [{ entity, id }];
  return [
    ...one('person', person_id),
    ...one('organization', org_id),
    ...one('deal', deal_id),
    ...(participants ?? []).flatMap((each) => one('person', each.person_id)),
  ];
}

/** Reads every list once. @throws CutoverError */
export async function readAccountState(loader: Loader, tell: (entity: Entity) => void): Promise<AccountState> {
  const records = new Map<string, RecordNow>();
  const hanging = new Map<string, string[]>();
  const usedKeys = new Set<string>();
  const usedOptions = new Set<string>();
  const usedTypes = new Set<string>();
  const usedPipelines = new Set<number>();

  const note = (entity: Entity, wire: WireId): void => {
    records.set(`${entity}/${wire.id}`, recordNow(loader, entity, wire));
  };
  const stranger = (entity: Entity, wire: WireId): void => {
    const parsed = Stranger.safeParse(wire);
    if (!parsed.success) return;
    const { custom_fields, type, pipeline_id } = parsed.data;
    for (const parent of parentsOf(parsed.data)) {
      const place = `${parent.entity}/${parent.id}`;
      if (parent.entity === entity || rowOf(loader, parent.entity, parent.id)?.origin !== 'created') continue;
      hanging.set(place, [...new Set([...(hanging.get(place) ?? []), `${entity} ${wire.id}`])]);
    }
    for (const [key, value] of Object.entries(custom_fields ?? {})) if (value !== null && value !== '') usedKeys.add(key);
    for (const option of optionsIn(entity, parsed.data)) usedOptions.add(option);
    if (entity === 'activity' && type) usedTypes.add(type);
    if (entity === 'deal' && pipeline_id) usedPipelines.add(pipeline_id);
  };

  for (const entity of LISTED) {
    tell(entity);
    for await (const page of listIn(loader.door, entity)) {
      for (const wire of page) {
        const row = rowOf(loader, entity, wire.id);
        if (row === null || row.state === 'reverted') stranger(entity, wire);
        else note(entity, wire);
      }
    }
  }
  await relationships(loader, note);
  return {
    records,
    hanging,
    usedKeys,
    usedOptions,
    usedTypes,
    usedPipelines,
    wasBefore: (row) => wasBefore(loader, row),
    changedBy: changesByRun(loader),
  };
}

/** What a record that was there before us held then. */
export function wasBefore(loader: Loader, row: IdRow): Readonly<Record<string, Value>> {
  return row.before === null ? {} : decode(row.entity, row.before, loader.names).fields;
}

export function recordNow(loader: Loader, entity: Entity, wire: WireId): RecordNow {
  const { fields, updatedAt } = decode(entity, wire, loader.names);
  return {
    image: stableImage(entity, wire),
    fields,
    updatedAt,
    equalTo: (field, wanted) =>
      wanted !== undefined && fields[field] !== undefined && valuesEqual(field, wanted, fields[field]) !== 'different',
  };
}

/** What the updates of a run changed, read from the journal once. */
export function changesByRun(loader: Loader): AccountState['changedBy'] {
  const byRun = new Map<string, ReadonlyMap<TargetKey, Change>>();
  return (run) => {
    const known = byRun.get(run) ?? changesOf(loader, run);
    byRun.set(run, known);
    return known;
  };
}

type Values = Readonly<Record<string, Value>>;
const only = (fields: readonly string[], values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([field]) => fields.includes(field)));
const without = (fields: readonly string[], values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([field]) => !fields.includes(field)));

function changesOf(loader: Loader, run: string): Map<TargetKey, Change> {
  const changes = new Map<TargetKey, Change>();
  const id = RunId.safeParse(run);
  for (const intent of id.success ? loader.ledger.journal.updates(id.data) : []) {
    const row = loader.ledger.ids.get(TargetKey.parse(intent.key));
    const change = row === null ? null : changeOf(loader, intent, row);
    if (row === null || change === null) continue;
    const earlier = changes.get(row.key);
    const first = change.fields.filter((field) => earlier?.fields.includes(field) !== true);
    changes.set(row.key, {
      fields: [...(earlier?.fields ?? []), ...first],
      was: { ...only(first, change.was), ...earlier?.was },
      is: { ...without(change.fields, earlier?.is ?? {}), ...only(change.fields, change.is) },
    });
  }
  return changes;
}

async function relationships(loader: Loader, note: (entity: Entity, wire: WireId) => void): Promise<void> {
  const ours = [...loader.ledger.ids.iterate('relationship')].filter((row) => row.state === 'live');
  const parents = new Set(
    ours.flatMap((row) => {
      const parent = row.written.parent;
      return parent?.t === 'ref' ? (loader.ledger.ids.get(parent.v)?.pipedriveId ?? []) : [];
    }),
  );
  const known = new Set<number>(ours.map((row) => row.pipedriveId));
  for (const parent of parents) {
    for await (const page of loader.door.relationships.pages(parent)) {
      for (const wire of page.items) if (known.has(wire.id)) note('relationship', wire);
    }
  }
}

function rowOf(loader: Loader, entity: Entity, id: number): IdRow | null {
  return loader.ledger.ids.byId(entity, PipedriveId.parse(id));
}
