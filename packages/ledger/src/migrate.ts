import { CutoverError } from '@cutover/domain';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Connection } from './connection.ts';
import { APPLICATION_ID, MIGRATIONS, provider } from './migrations.ts';
import { translateError } from './sqlite-error.ts';

/** SQLite can undo a change of tables: so a process killed between two of them leaves none. */
class AtomicAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class AtomicDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new AtomicAdapter();
  }
}

const hasTable = (db: Connection, name: string): boolean =>
  db.prepare<[string]>(`select 1 from sqlite_schema where type = 'table' and name = ?`).get(name) !== undefined;

/** Names of the steps this file has seen. */
function stepsOf(db: Connection): string[] {
  if (!hasTable(db, 'kysely_migration')) return [];
  return db
    .prepare<[], { name: string }>('select name from kysely_migration order by name')
    .all()
    .map(({ name }) => name);
}

const damaged = (file: string, why: string): CutoverError =>
  new CutoverError('ledger-corrupt', `the ledger ${file} is damaged: ${why}`, { place: { file } });

/**
 * Looks at a file before anything is written to it. Returns whether steps are missing.
 * @throws CutoverError `ledger-corrupt` · `ledger-foreign` (another program's database) · `ledger-newer`
 */
export function inspect(db: Connection): { fresh: boolean; behind: boolean } {
  const check = db.prepare<[], { quick_check: string }>('pragma quick_check(1)').get();
  if (check?.quick_check !== 'ok') throw damaged(db.file, check?.quick_check ?? 'it cannot be checked');
  const mark = db.prepare<[], { application_id: number }>('pragma application_id').get()?.application_id;
  const steps = stepsOf(db);
  const newer = steps.find((name) => !(name in MIGRATIONS));
  const tables = db.prepare<[], { n: number }>(`select count(*) n from sqlite_schema where name not like 'kysely_%'`).get()?.n ?? 0;
  if (mark !== APPLICATION_ID && tables > 0)
    throw new CutoverError('ledger-foreign', `${db.file} is a database of another program, not a ledger`, { place: { file: db.file } });
  if (newer !== undefined)
    throw new CutoverError('ledger-newer', `the ledger ${db.file} was made by a newer Cutover (its form is ${newer})`, {
      place: { file: db.file },
      found: newer,
      expected: Object.keys(MIGRATIONS).at(-1) ?? '',
    });
  return { fresh: steps.length === 0, behind: steps.length < Object.keys(MIGRATIONS).length };
}

/** Brings the tables to the present form, all steps or none. */
export async function migrate(db: Connection): Promise<void> {
  const kysely = new Kysely<unknown>({ dialect: new AtomicDialect({ database: db.sqlite }) });
  // Not destroyed afterwards: that would close the connection, which is ours.
  const { error } = await new Migrator({ db: kysely, provider }).migrateToLatest();
  if (error !== undefined) throw translateError(error, db.file);
}
