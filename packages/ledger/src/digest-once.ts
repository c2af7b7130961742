import type { Digest } from '@cutover/domain';
import { type Connection, query } from './connection.ts';
import type { Staging } from './ledger.ts';

interface Known {
  readonly generation: number;
  readonly version: number;
  readonly digest: Digest;
}

/**
 * Staging whose digest is computed anew only when the rows can have changed since: a command asks for it several times, and over a million rows each time takes
 * seconds. What another connection or process wrote to the file, whatever it was, shows in SQLite's `data_version`; over this connection rows change only by
 * an extract, and it puts a generation of its own in force.
 */
export function digestOnce(db: Connection, staging: Staging): Staging {
  const version = db.prepare<[], { data_version: number }>('pragma data_version');
  const generation = query.selectFrom('staging_generation').select('id').where('state', '=', 'current');
  let known: Known | null = null;
  return {
    ...staging,
    digest() {
      // Looked at before the rows are read: what comes in meanwhile is not taken for seen.
      const now = { generation: db.get(generation)?.id ?? 0, version: version.get()?.data_version ?? -1 };
      if (known === null || known.generation !== now.generation || known.version !== now.version)
        known = { ...now, digest: staging.digest() };
      return known.digest;
    },
  };
}
