import { type Connection, query } from './connection.ts';
import { readJson, writeJson } from './json.ts';
import type { MetaStore } from './ledger.ts';

function store(db: Connection, table: 'meta' | 'state'): MetaStore {
  return {
    get(key, schema) {
      const row = db.get(query.selectFrom(table).select('value').where('key', '=', key));
      return row === undefined ? null : readJson(schema, row.value, `${table} ${key}`);
    },
    set(key, value) {
      const text = writeJson(value, key);
      db.run(
        query
          .insertInto(table)
          .values({ key, value: text })
          .onConflict((on) => on.column('key').doUpdateSet({ value: text })),
      );
    },
    remove(key) {
      db.run(query.deleteFrom(table).where('key', '=', key));
    },
  };
}

export const createMeta = (db: Connection): MetaStore => store(db, 'meta');

/** The ledger's own single values; never mixed with what callers set. */
export const createState = (db: Connection): MetaStore => store(db, 'state');
