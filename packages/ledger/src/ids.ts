import { CutoverError, Entity, PipedriveId, RowKey, TargetKey, Value } from '@cutover/domain';
import { z } from 'zod';
import { type Connection, PAGE, pages, query } from './connection.ts';
import { readJson, readRow, writeJson } from './json.ts';
import type { Ids } from './ledger.ts';
import { IdRow, IdState, Json } from './records.ts';
import type { DB } from './schema.ts';

const Rows = z.array(RowKey);
const Written = z.record(z.string(), Value);
const Count = z.strictObject({ entity: Entity, origin: IdRow.shape.origin, state: IdState, count: z.number().int() });

type Stored = Omit<DB['id_map'], 'n'>;

function parse(row: Stored): IdRow {
  const what = `the record of ${row.key}`;
  const parsed = {
    key: row.key,
    entity: row.entity,
    pipedriveId: row.pipedrive_id,
    object: row.object,
    sourceId: row.source_id,
    rows: readJson(Rows, row.rows, what),
    origin: row.origin,
    run: row.run,
    written: readJson(Written, row.written, what),
    image: readJson(Json, row.image, what),
    before: readJson(Json, row.before, what),
    state: row.state,
    stateReason: row.state_reason,
  };
  return readRow(IdRow, parsed, what);
}

function store(row: IdRow): Stored {
  return {
    key: row.key,
    entity: row.entity,
    pipedrive_id: row.pipedriveId,
    object: row.object,
    source_id: row.sourceId,
    rows: writeJson(row.rows, row.key),
    origin: row.origin,
    run: row.run,
    written: writeJson(row.written, row.key),
    image: writeJson(row.image, row.key),
    before: writeJson(row.before, row.key),
    state: row.state,
    state_reason: row.stateReason,
  };
}

/** The id map as the journal writes it: a row that was parsed with the result it came in. */
export interface StoredIds extends Ids {
  /** As `put`; only inside a transaction. */
  store(row: IdRow): void;
}

const COLUMNS = [
  ...(['key', 'entity', 'pipedrive_id', 'object', 'source_id', 'rows', 'origin'] as const),
  ...(['run', 'written', 'image', 'before', 'state', 'state_reason'] as const),
] as const;
const PUT = `insert into id_map (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})
  on conflict (key) do update set ${COLUMNS.slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`;

const Ref = z.strictObject({ entity: Entity, pipedriveId: PipedriveId, state: IdState, run: IdRow.shape.run });

export function createIds(db: Connection): StoredIds {
  const all = query.selectFrom('id_map').selectAll();
  const byKey = db.prepare<[string], Stored>('select * from id_map where key = ?');
  const refByKey = db.prepare<[string], { entity: string; pipedriveId: number; state: string; run: string }>(
    'select entity, pipedrive_id as pipedriveId, state, run from id_map where key = ?',
  );
  const known = db.prepare<[string], Pick<Stored, 'pipedrive_id' | 'before'>>('select pipedrive_id, before from id_map where key = ?');
  const insert = db.prepare<(string | number | null)[]>(PUT);
  const link = db.prepare<[string, string]>('insert or ignore into id_row (row_key, key) values (?, ?)');
  const unlink = db.prepare<[string]>('delete from id_row where key = ?');
  const get = (key: TargetKey): IdRow | null => {
    const row = byKey.get(key);
    return row === undefined ? null : parse(row);
  };
  const put = (row: IdRow): void => {
    const before = known.get(row.key);
    const stored = store(row);
    // What the record was before our *first* change is what rollback brings back.
    const keep = before !== undefined && before.pipedrive_id === row.pipedriveId && before.before !== 'null';
    const kept = keep ? { ...stored, before: before.before } : stored;
    insert.run(...COLUMNS.map((column) => kept[column]));
    if (before !== undefined) unlink.run(row.key);
    for (const source of row.rows) link.run(source, row.key);
  };
  // Left to itself, SQLite walks all records of the kind in the order that is asked for.
  const byRecord = db.prepare<[string, number], Stored>(
    'select * from id_map indexed by id_map_record where entity = ? and pipedrive_id = ? order by n',
  );
  const allById: Ids['allById'] = (entity, id) => byRecord.all(entity, id).map(parse);

  return {
    get,
    find(key) {
      const row = refByKey.get(key);
      return row === undefined ? null : readRow(Ref, row, `the record of ${key}`);
    },
    allById,
    byId(entity, id) {
      const rows = allById(entity, id);
      return rows.find(({ origin }) => origin === 'created') ?? rows[0] ?? null;
    },
    *iterate(entity, order = 'forward') {
      const forward = order === 'forward';
      const page = (after: number) =>
        db.all(
          all
            .where('entity', '=', entity)
            .where('n', forward ? '>' : '<', after)
            .orderBy('n', forward ? 'asc' : 'desc')
            .limit(PAGE),
        );
      for (const row of pages(forward ? 0 : Number.MAX_SAFE_INTEGER, page, (last) => last.n)) yield parse(row);
    },
    counts: () =>
      db
        .all(
          query
            .selectFrom('id_map')
            .select(['entity', 'origin', 'state', (row) => row.fn.countAll<number>().as('count')])
            .groupBy(['entity', 'origin', 'state'])
            .orderBy('entity')
            .orderBy('origin')
            .orderBy('state'),
        )
        .map((row) => readRow(Count, row, 'the id map')),
    store: put,
    put(row) {
      const parsed = IdRow.parse(row);
      db.transaction(() => put(parsed));
    },
    setState(key, state, reason) {
      const changed = db.run(query.updateTable('id_map').set({ state, state_reason: reason }).where('key', '=', key));
      if (changed === 0) throw new CutoverError('internal', `the id map has no record of ${key}`, { place: { id: key } });
    },
    keysOfRow: (row) =>
      db
        .all(query.selectFrom('id_row').select('key').where('row_key', '=', row).orderBy('key'))
        .map(({ key }) => readRow(TargetKey, key, `the records of ${row}`)),
  };
}
