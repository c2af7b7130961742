import { CutoverError } from '@cutover/domain';
import type { Connection } from './connection.ts';
import { COLUMN_LIST, chainHash, PLACE } from './journal-chain.ts';

const edited = (seq: number, why: string): CutoverError =>
  new CutoverError('ledger-edited', `row ${seq} of the journal ${why}`, { place: { id: String(seq) } });

/** @throws CutoverError `ledger-edited` naming the first row that was changed, taken out or put in by hand */
export function verifyChain(db: Connection): void {
  let seq = 0;
  let hash = '';
  // Results follow their intents within moments: never many.
  const open = new Set<unknown>();
  for (const row of db.prepare(`select ${COLUMN_LIST} from journal order by seq`).lists()) {
    seq += 1;
    if (row[PLACE.seq] !== seq) throw edited(seq, 'is missing');
    const { [PLACE.hash]: own } = row;
    if (own !== chainHash(hash, row)) throw edited(seq, 'was changed by hand');
    hash = String(own);
    if (row[PLACE.kind] === 'intent') open.add(seq);
    else open.delete(row[PLACE.intent]);
  }
  for (const row of db.prepare<[], { seq: number }>('select seq from journal_open').all()) open.delete(row.seq);
  const [lost] = open;
  if (lost !== undefined) throw edited(Number(lost), 'has no result and is not among the open ones');
}

interface Named {
  readonly key: string;
  readonly entity: string;
  readonly pipedrive_id: number;
}

/** @throws CutoverError `ledger-edited` naming a record said to be ours that the journal has not seen made under this id */
export function verifyIds(db: Connection): void {
  const strange = db
    .prepare<[], Named>(
      `select key, entity, pipedrive_id from id_map indexed by id_map_record
       where origin = 'created' and not exists (
         select 1 from journal indexed by journal_key
         where journal.entity = id_map.entity and journal.key = id_map.key and journal.pipedrive_id = id_map.pipedrive_id
           and journal.op = 'create' and journal.state = 'done')
       limit 1`,
    )
    .get();
  if (strange === undefined) return;
  const { key, entity, pipedrive_id: id } = strange;
  throw strangeId(key, `the journal did not make ${entity} ${id}, which the ledger has for ${key}`);
}

/**
 * The other way round: what the journal made last for a key stands in the id map as made, and nothing there counts as taken back that no delete took back.
 * Otherwise a record would be made twice.
 * @throws CutoverError `ledger-edited` naming the key
 */
export function verifyMade(db: Connection): void {
  const lost = db
    .prepare<[], Named>(
      `select made.key, made.entity, made.pipedrive_id from journal as made indexed by journal_made
       where made.op = 'create' and made.state = 'done'
         and not exists (
           select 1 from id_map indexed by id_map_record
           where id_map.entity = made.entity and id_map.pipedrive_id = made.pipedrive_id and id_map.key = made.key and id_map.origin = 'created')
         and not exists (
           select 1 from journal as later indexed by journal_key
           where later.entity = made.entity and later.key = made.key and later.seq > made.seq and later.op = 'create' and later.state = 'done')
       limit 1`,
    )
    .get();
  if (lost !== undefined)
    throw strangeId(lost.key, `the journal made ${lost.entity} ${lost.pipedrive_id}, which the ledger does not have for ${lost.key}`);
  const reverted = db
    .prepare<[], Named>(
      `select key, entity, pipedrive_id from id_map indexed by id_map_record
       where state = 'reverted' and origin = 'created' and not exists (
         select 1 from journal indexed by journal_key
         where journal.entity = id_map.entity and journal.key = id_map.key and journal.op = 'delete' and journal.state = 'done')
       limit 1`,
    )
    .get();
  if (reverted !== undefined) throw strangeId(reverted.key, `nothing in the journal took back ${reverted.entity} ${reverted.key}`);
}

const strangeId = (key: string, message: string): CutoverError => new CutoverError('ledger-edited', message, { place: { id: key } });
