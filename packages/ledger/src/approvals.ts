import { Approval, digestOf, Instant, RunId, RunKind } from '@cutover/domain';
import { z } from 'zod';
import { type Connection, query } from './connection.ts';
import { instantOf, readJson, readRow, writeJson } from './json.ts';
import type { Approvals } from './ledger.ts';

const Use = z.strictObject({ nonce: z.string(), kind: RunKind, run: RunId, at: Instant });

export function createApprovals(db: Connection, clock: () => number): Approvals {
  return {
    add(approval) {
      const parsed = Approval.parse(approval);
      // Known by all of it: a forged one with the same nonce must not keep the true one out.
      const row = { id: digestOf(parsed), nonce: parsed.nonce, json: writeJson(parsed, 'approval'), added_at: instantOf(clock) };
      db.run(
        query
          .insertInto('approval')
          .values(row)
          .onConflict((on) => on.column('id').doNothing()),
      );
    },
    list: () => db.all(query.selectFrom('approval').select('json').orderBy('n')).map(({ json }) => readJson(Approval, json, 'an approval')),
    useNonce(nonce, kind, run, times = 'once') {
      const row = { nonce, kind, run, once: times === 'once' ? 1 : 0, at: instantOf(clock) };
      return (
        db.run(
          query
            .insertInto('nonce_use')
            .values(row)
            .onConflict((on) => on.doNothing()),
        ) === 1
      );
    },
    uses(nonce) {
      const uses = query.selectFrom('nonce_use').select(['nonce', 'kind', 'run', 'at']).orderBy('n');
      return db.all(nonce === undefined ? uses : uses.where('nonce', '=', nonce)).map((row) => readRow(Use, row, 'the use of an approval'));
    },
  };
}
