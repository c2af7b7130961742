import { RecordDiff, TargetKey } from '@cutover/domain';
import { z } from 'zod';
import { type Connection, query } from './connection.ts';
import { instantOf, readJson, readRow, writeJson } from './json.ts';
import type { Samples } from './ledger.ts';
import { Sample } from './records.ts';

const Keys = z.array(TargetKey);
const Uncovered = z.array(z.string());
const Diff = z.array(RecordDiff);

export function createSamples(db: Connection, clock: () => number): Samples {
  return {
    saveSample({ run, keys, uncovered, diff, diffDigest }) {
      const row = {
        keys: writeJson(keys, 'sample'),
        uncovered: writeJson(uncovered, 'sample'),
        diff: diff === null ? null : writeJson(diff, 'sample'),
        diff_digest: diffDigest,
        at: instantOf(clock),
      };
      db.run(
        query
          .insertInto('sample')
          .values({ run, ...row })
          .onConflict((on) => on.column('run').doUpdateSet(row)),
      );
    },
    latest() {
      const row = db.get(query.selectFrom('sample').selectAll().orderBy('n', 'desc').limit(1));
      if (row === undefined) return null;
      const sample = {
        run: row.run,
        keys: readJson(Keys, row.keys, 'the sample'),
        uncovered: readJson(Uncovered, row.uncovered, 'the sample'),
        diff: row.diff === null ? null : readJson(Diff, row.diff, 'the diff of the sample'),
        diffDigest: row.diff_digest,
        at: row.at,
      };
      return readRow(Sample, sample, 'the sample');
    },
  };
}
