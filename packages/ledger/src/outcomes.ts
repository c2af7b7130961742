import { TargetKey } from '@cutover/domain';
import { z } from 'zod';
import { type Connection, PAGE, pages, query } from './connection.ts';
import { readJson, readRow, writeJson } from './json.ts';
import type { Outcomes } from './ledger.ts';
import { Outcome } from './records.ts';
import type { DB } from './schema.ts';

const Keys = z.array(TargetKey);

function parse(row: DB['outcome']): Outcome {
  const what = `the outcome of ${row.row_key}`;
  const { outcome, code, reason } = row;
  return readRow(Outcome, { row: row.row_key, outcome, code, reason, keys: readJson(Keys, row.keys, what) }, what);
}

export function createOutcomes(db: Connection): Outcomes {
  const all = query.selectFrom('outcome').selectAll();
  const add = db.prepare<[string, string, string | null, string | null, string]>(
    'insert or replace into outcome (row_key, outcome, code, reason, keys) values (?, ?, ?, ?, ?)',
  );
  const byRow = db.prepare<[string], DB['outcome']>('select * from outcome where row_key = ?');
  return {
    put(batch) {
      db.transaction(() => {
        for (const { row, outcome, code, reason, keys } of batch) add.run(row, outcome, code, reason, writeJson(keys, row));
      });
    },
    get(row) {
      const found = byRow.get(row);
      return found === undefined ? null : parse(found);
    },
    *iterate(outcome) {
      const page = (after: string) => {
        const next = all.where('row_key', '>', after).orderBy('row_key').limit(PAGE);
        return db.all(outcome === undefined ? next : next.where('outcome', '=', outcome));
      };
      for (const row of pages('', page, (last) => last.row_key)) yield parse(row);
    },
    remove(row) {
      db.run(query.deleteFrom('outcome').where('row_key', '=', row));
    },
    clear() {
      db.run(query.deleteFrom('outcome'));
    },
  };
}
