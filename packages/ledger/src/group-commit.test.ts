import { describe, expect, it } from 'vitest';
import { type Connection, connect } from './connection.ts';
import { createGroupCommit } from './group-commit.ts';
import { openLedger } from './index.ts';
import { newFile, tickingClock } from './testing/fixtures.ts';

async function table(): Promise<Connection> {
  const file = newFile();
  (await openLedger(file, { create: true, clock: tickingClock() })).close();
  const db = connect(file);
  db.configure('FULL');
  db.sqlite.exec(`create table parent (id integer primary key);
    create table child (id integer primary key, parent integer references parent (id) deferrable initially deferred, text text)`);
  return db;
}

const ids = (db: Connection): number[] =>
  db
    .prepare<[], { id: number }>('select id from child order by id')
    .all()
    .map(({ id }) => id);

describe('the group commit', () => {
  it('lets work of one turn share a transaction, and of two turns not', async () => {
    const db = await table();
    const group = createGroupCommit(db);
    const add = (id: number) => group.submit(() => db.sqlite.prepare('insert into child (id) values (?)').run(id).changes);
    expect(await Promise.all([add(1), add(2)])).toEqual([1, 1]);
    await add(3);
    expect(group.commits()).toBe(2);
    expect(ids(db)).toEqual([1, 2, 3]);
    db.close();
  });

  it('tells all of a group when its commit fails', async () => {
    const db = await table();
    db.sqlite.pragma('foreign_keys = on');
    const group = createGroupCommit(db);
    // The missing parent is only noticed by the commit itself.
    const add = (id: number, parent: number | null) =>
      group.submit(() => db.sqlite.prepare('insert into child (id, parent) values (?, ?)').run(id, parent).changes);
    const all = await Promise.allSettled([add(1, null), add(2, 77)]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(all[0]).toMatchObject({ reason: { code: 'internal', message: expect.stringContaining('FOREIGN KEY') } });
    expect(ids(db)).toEqual([]);
    expect(group.commits()).toBe(0);
    await add(3, null);
    expect(ids(db)).toEqual([3]);
    db.close();
  });

  it('tells who was written when the disk fills up, and goes on when there is room', async () => {
    const db = await table();
    const group = createGroupCommit(db);
    const add = (id: number, size: number) =>
      group.submit(() => db.prepare<[number, string]>('insert into child (id, text) values (?, ?)').run(id, 'x'.repeat(size)).changes);
    db.sqlite.pragma(`max_page_count = ${Number(db.sqlite.pragma('page_count', { simple: true }))}`);
    const all = await Promise.allSettled([add(1, 10), add(2, 200_000), add(3, 10)]);
    expect(all[1]).toMatchObject({ status: 'rejected', reason: { code: 'disk-full' } });
    const written = all.flatMap(({ status }, n) => (status === 'fulfilled' ? [n + 1] : []));
    expect(ids(db)).toEqual(written);
    db.sqlite.pragma('max_page_count = 1000000');
    await add(4, 200_000);
    expect(ids(db)).toEqual([...written, 4]);
    db.close();
  });
});
