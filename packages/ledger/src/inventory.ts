import { type Connection, PAGE, pages, query } from './connection.ts';
import { instantOf, readJson, writeJson } from './json.ts';
import type { Inventory } from './ledger.ts';
import { Json } from './records.ts';

export function createInventory(db: Connection, clock: () => number): Inventory {
  const takenAt = (entity: string): string | null =>
    db.get(query.selectFrom('inventory_taken').select('at').where('entity', '=', entity))?.at ?? null;
  const add = db.prepare<[string, number, string]>('insert into inventory (entity, id, json) values (?, ?, ?)');
  return {
    replace(entity, rows) {
      const at = instantOf(clock);
      db.transaction(() => {
        db.run(query.deleteFrom('inventory').where('entity', '=', entity));
        for (const { id, json } of rows) add.run(entity, id, writeJson(json, `${entity} ${id}`));
        db.run(
          query
            .insertInto('inventory_taken')
            .values({ entity, at })
            .onConflict((on) => on.column('entity').doUpdateSet({ at })),
        );
      });
    },
    *iterate(entity) {
      const all = query.selectFrom('inventory').select(['id', 'json']).where('entity', '=', entity).orderBy('id').limit(PAGE);
      const page = (after: number) => db.all(all.where('id', '>', after));
      for (const { id, json } of pages(Number.MIN_SAFE_INTEGER, page, (last) => last.id))
        yield { id, json: readJson(Json, json, `${entity} ${id}`) };
    },
    has: (entity) => takenAt(entity) !== null,
    count: (entity) =>
      db.get(
        query
          .selectFrom('inventory')
          .select((row) => row.fn.countAll<number>().as('n'))
          .where('entity', '=', entity),
      )?.n ?? 0,
    highestId: (entity) =>
      db.get(query.selectFrom('inventory').select('id').where('entity', '=', entity).orderBy('id', 'desc').limit(1))?.id ?? null,
    takenAt,
  };
}
