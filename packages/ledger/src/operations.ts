import { type Connection, query } from './connection.ts';
import { instantOf, readJson, readRow, writeJson } from './json.ts';
import type { Operations } from './ledger.ts';
import { Json, SavedOperations } from './records.ts';

export function createOperations(db: Connection, clock: () => number): Operations {
  return {
    saveOperations(kind, digest, operations) {
      const row = { kind, digest, json: writeJson(operations, kind), at: instantOf(clock) };
      db.run(query.insertInto('operation').values(row));
    },
    load(kind, digest) {
      const last = query.selectFrom('operation').selectAll().where('kind', '=', kind).orderBy('n', 'desc').limit(1);
      const row = db.get(digest === undefined ? last : last.where('digest', '=', digest));
      if (row === undefined) return null;
      const what = `the operations of the ${kind}`;
      return readRow(SavedOperations, { kind: row.kind, digest: row.digest, at: row.at, operations: readJson(Json, row.json, what) }, what);
    },
  };
}
