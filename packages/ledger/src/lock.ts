import { CutoverError } from '@cutover/domain';
import { type Connection, type Prepared, query } from './connection.ts';
import { instantOf, readRow } from './json.ts';
import type { Lock } from './ledger.ts';
import { LockOwner } from './records.ts';

const moved = (): CutoverError =>
  new CutoverError(
    'epoch-moved',
    'this workspace was taken over by another process, or given back: nothing more may be written under this run',
  );

interface LockRow {
  readonly epoch: number;
  readonly pid: number | null;
}

/** Statements of the lock, once for each connection: it is read twice for every request. */
const readers = new WeakMap<Connection, Prepared<[], LockRow>>();

/** The lock as it stands, read on any connection, so that it can be checked inside a transaction of that connection. */
export function readEpoch(db: Connection): LockRow {
  const reader = readers.get(db) ?? db.prepare<[], LockRow>('select epoch, pid from lock where id = 1');
  readers.set(db, reader);
  const row = reader.get();
  if (row === undefined) throw new CutoverError('ledger-edited', 'the lock is missing from the ledger');
  return row;
}

/** @throws CutoverError `epoch-moved` */
export function requireEpoch(db: Connection, epoch: number | null): void {
  const row = readEpoch(db);
  if (row.pid === null || row.epoch !== epoch) throw moved();
}

export function createLock(db: Connection, clock: () => number): Lock & { held(): number | null } {
  let mine: number | null = null;
  const holder: Lock['holder'] = () => {
    const row = db.get(query.selectFrom('lock').selectAll().where('id', '=', 1));
    if (row === undefined || row.pid === null) return null;
    const owner = readRow(LockOwner, { pid: row.pid, startedAt: row.started_at, host: row.host, what: row.what }, 'the lock');
    return { ...owner, epoch: row.epoch, since: row.since ?? '' };
  };
  const take = (owner: LockOwner): { epoch: number } => {
    const { pid, startedAt, host, what } = LockOwner.parse(owner);
    const epoch = readEpoch(db).epoch + 1;
    const row = { epoch, pid, started_at: startedAt, host, what, since: instantOf(clock) };
    db.run(query.updateTable('lock').set(row).where('id', '=', 1));
    return { epoch };
  };
  const took = (taken: { epoch: number }): { epoch: number } => {
    mine = taken.epoch;
    return taken;
  };
  return {
    acquire: (owner, isAlive) =>
      took(
        db.transaction(() => {
          const now = holder();
          if (now !== null && (now.host !== owner.host || isAlive(now.pid, now.startedAt))) {
            const where = now.host === owner.host ? `process ${now.pid}` : `process ${now.pid} on ${now.host}`;
            throw new CutoverError('run-active', `${where} holds this workspace since ${now.since}: ${now.what}`, {
              data: { pid: now.pid, host: now.host, what: now.what, since: now.since },
            });
          }
          return take(owner);
        }),
      ),
    takeOver: (owner) => took(db.transaction(() => take(owner))),
    release(epoch) {
      const free = { pid: null, started_at: null, host: null, what: null, since: null };
      db.run(query.updateTable('lock').set(free).where('id', '=', 1).where('epoch', '=', epoch));
      if (mine === epoch) mine = null;
    },
    assertEpoch: (epoch) => requireEpoch(db, epoch),
    holder,
    held: () => mine,
  };
}
