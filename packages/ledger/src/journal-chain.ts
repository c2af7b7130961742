import { CutoverError, type Digest, digestOfBytes } from '@cutover/domain';
import { type Connection, PAGE, pages, query } from './connection.ts';
import type { DB } from './schema.ts';

export type JournalRow = DB['journal'];

/** Hash of a row: over the hash of the row before it and all its columns; long ones by their own digests. */
export function chainHash(previous: string, row: Omit<JournalRow, 'hash'>): Digest {
  const { seq, at, kind, run, epoch, op, entity, key, intent, state, status, code, reason, effect, tokens } = row;
  const request = row.request === null ? null : digestOfBytes(row.request);
  const before = row.before === null ? null : digestOfBytes(row.before);
  const columns = [seq, at, kind, run, epoch, op, entity, key, row.request_digest, request, before];
  const result = [intent, state, status, row.pipedrive_id, tokens, code, reason, effect];
  return digestOfBytes(JSON.stringify([previous, ...columns, ...result]));
}

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export function readHead(db: Connection): Head | undefined {
  return db.get(query.selectFrom('journal').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1));
}

/** Adds a row after the last; must run inside a transaction. Returns its number. */
export function append(db: Connection, row: Omit<JournalRow, 'seq' | 'hash'>): number {
  const head = readHead(db) ?? { seq: 0, hash: '' };
  const full = { ...row, seq: head.seq + 1 };
  db.run(query.insertInto('journal').values({ ...full, hash: chainHash(head.hash, full) }));
  return full.seq;
}

export function journalRows(db: Connection): IterableIterator<JournalRow> {
  const all = query.selectFrom('journal').selectAll().orderBy('seq').limit(PAGE);
  return pages(
    0,
    (after) => db.all(all.where('seq', '>', after)),
    (last) => last.seq,
  );
}

const edited = (seq: number, why: string): CutoverError =>
  new CutoverError('ledger-edited', `row ${seq} of the journal ${why}`, { place: { id: String(seq) } });

/** @throws CutoverError `ledger-edited` naming the first row that was changed, taken out or put in by hand */
export function verifyChain(db: Connection): void {
  let head: Head = { seq: 0, hash: '' };
  for (const row of journalRows(db)) {
    if (row.seq !== head.seq + 1) throw edited(head.seq + 1, 'is missing');
    if (row.hash !== chainHash(head.hash, row)) throw edited(row.seq, 'was changed by hand');
    head = row;
  }
  const lost = db.get(
    query
      .selectFrom('journal')
      .select('seq')
      .where('kind', '=', 'intent')
      .where('seq', 'not in', query.selectFrom('journal_open').select('seq'))
      .where(
        'seq',
        'not in',
        query.selectFrom('journal').select('intent').where('intent', 'is not', null).$narrowType<{ intent: number }>(),
      )
      .limit(1),
  );
  if (lost !== undefined) throw edited(lost.seq, 'has no result and is not among the open ones');
}

/** @throws CutoverError `ledger-edited` naming a record said to be ours that the journal has not seen made under this id */
export function verifyIds(db: Connection): void {
  const strange = db.get(
    query
      .selectFrom('id_map')
      .select(['key', 'entity', 'pipedrive_id'])
      .where('origin', '=', 'created')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('journal')
              .select('seq')
              .whereRef('journal.entity', '=', 'id_map.entity')
              .whereRef('journal.key', '=', 'id_map.key')
              .whereRef('journal.pipedrive_id', '=', 'id_map.pipedrive_id')
              .where('journal.op', '=', 'create')
              .where('journal.state', '=', 'done'),
          ),
        ),
      )
      .limit(1),
  );
  if (strange === undefined) return;
  const { key, entity, pipedrive_id: id } = strange;
  throw new CutoverError('ledger-edited', `the journal did not make ${entity} ${id}, which the ledger has for ${key}`, {
    place: { id: key },
  });
}

/**
 * The other way round: what the journal made last for a key stands in the id map as made, and nothing there counts as taken back that no delete took back.
 * Otherwise a record would be made twice.
 * @throws CutoverError `ledger-edited` naming the key
 */
export function verifyMade(db: Connection): void {
  const lost = db.get(
    query
      .selectFrom('journal as made')
      .select(['made.key', 'made.entity', 'made.pipedrive_id'])
      .where('made.op', '=', 'create')
      .where('made.state', '=', 'done')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('id_map')
              .select('id_map.key')
              .whereRef('id_map.entity', '=', 'made.entity')
              .whereRef('id_map.key', '=', 'made.key')
              .whereRef('id_map.pipedrive_id', '=', 'made.pipedrive_id')
              .where('id_map.origin', '=', 'created'),
          ),
        ),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('journal as later')
              .select('later.seq')
              .whereRef('later.entity', '=', 'made.entity')
              .whereRef('later.key', '=', 'made.key')
              .whereRef('later.seq', '>', 'made.seq')
              .where('later.op', '=', 'create')
              .where('later.state', '=', 'done'),
          ),
        ),
      )
      .limit(1),
  );
  if (lost !== undefined)
    throw strangeId(lost.key, `the journal made ${lost.entity} ${lost.pipedrive_id}, which the ledger does not have for ${lost.key}`);
  const reverted = db.get(
    query
      .selectFrom('id_map')
      .select(['id_map.key', 'id_map.entity'])
      .where('id_map.state', '=', 'reverted')
      .where('id_map.origin', '=', 'created')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('journal')
              .select('journal.seq')
              .whereRef('journal.entity', '=', 'id_map.entity')
              .whereRef('journal.key', '=', 'id_map.key')
              .where('journal.op', '=', 'delete')
              .where('journal.state', '=', 'done'),
          ),
        ),
      )
      .limit(1),
  );
  if (reverted !== undefined) throw strangeId(reverted.key, `nothing in the journal took back ${reverted.entity} ${reverted.key}`);
}

const strangeId = (key: string, message: string): CutoverError => new CutoverError('ledger-edited', message, { place: { id: key } });
