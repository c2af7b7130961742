import { type Connection, query } from './connection.ts';
import { readJson, readRow, writeJson } from './json.ts';
import type { Bindings } from './ledger.ts';
import { Binding, Json } from './records.ts';
import type { DB } from './schema.ts';

function parse(row: Omit<DB['binding'], 'n'>): Binding {
  const what = `binding ${row.kind} ${row.name}`;
  const { kind, name, origin, run } = row;
  return readRow(Binding, { kind, name, origin, run, targetId: row.target_id, value: readJson(Json, row.value, what) }, what);
}

export function createBindings(db: Connection): Bindings {
  const all = query.selectFrom('binding').selectAll();
  return {
    put(binding) {
      const { kind, name, value, origin, run, targetId } = Binding.parse(binding);
      const changed = { value: writeJson(value, name), origin, run, target_id: targetId };
      db.run(
        query
          .insertInto('binding')
          .values({ kind, name, ...changed })
          .onConflict((on) => on.columns(['kind', 'name']).doUpdateSet(changed)),
      );
    },
    get(kind, name) {
      const row = db.get(all.where('kind', '=', kind).where('name', '=', name));
      return row === undefined ? null : parse(row);
    },
    all: () => db.all(all.orderBy('n')).map(parse),
    created: () => db.all(all.where('origin', '=', 'created').orderBy('n')).map(parse),
    remove(kind, name) {
      db.run(query.deleteFrom('binding').where('kind', '=', kind).where('name', '=', name));
    },
  };
}
