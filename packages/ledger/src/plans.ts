import { CutoverError, PlanEnvelope } from '@cutover/domain';
import { type Connection, query } from './connection.ts';
import { instantOf, readJson, writeJson } from './json.ts';
import type { Plans } from './ledger.ts';

export function createPlans(db: Connection, clock: () => number): Plans {
  return {
    saveEnvelope(envelope) {
      const row = { digest: envelope.digest, json: writeJson(envelope, 'plan'), saved_at: instantOf(clock) };
      db.transaction(() => {
        // Deleted and added again, so that the one saved last is the last.
        db.run(query.deleteFrom('plan_envelope').where('digest', '=', envelope.digest));
        db.run(query.insertInto('plan_envelope').values(row));
      });
    },
    loadEnvelope(digest) {
      const last = query.selectFrom('plan_envelope').select('json').orderBy('n', 'desc').limit(1);
      const row = db.get(digest === undefined ? last : last.where('digest', '=', digest));
      if (row === undefined) return null;
      try {
        return readJson(PlanEnvelope, row.json, 'the plan');
      } catch (cause) {
        throw new CutoverError('plan-invalid', cause instanceof Error ? cause.message : 'the plan in the ledger cannot be read', { cause });
      }
    },
  };
}
