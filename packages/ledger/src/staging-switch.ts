import { CutoverError, type Digest } from '@cutover/domain';
import type { Connection } from './connection.ts';
import type { StagingChanges } from './ledger.ts';
import { writtenDigest } from './staging-digest.ts';

interface Switch {
  readonly generation: number;
  readonly at: string;
  /** JSON */
  readonly summary: string;
}

type Named = Readonly<Record<string, number | string>>;

const one = (db: Connection, sql: string, named: Named = {}): number => db.prepare<[Named], { n: number | null }>(sql).get(named)?.n ?? 0;

const run = (db: Connection, sql: string, named: Named): void => {
  db.prepare<[Named]>(sql).run(named);
};

/** The row versions of a generation, and whether a version is among them. */
const IN_NEXT = 'exists (select 1 from staged_member a where a.generation = @generation and a.row =';
const IN_BEFORE = 'exists (select 1 from staged_member b where b.generation = @before and b.row =';

/** Compares two generations by key and content, and marks what vanished. `before` 0: there was none. */
function compare(db: Connection, before: number, { generation, at }: Switch): StagingChanges {
  const named = { generation, before };
  const count = 'select count(*) n from staged_member m';
  const total = one(db, `${count} where m.generation = @generation`, { generation });
  if (before === 0) return { new: total, changed: 0, unchanged: 0, vanished: 0 };
  const previous = one(db, `${count} where m.generation = @before`, { before });
  const unchanged = one(db, `${count} where m.generation = @generation and ${IN_BEFORE} m.row)`, named);
  const changed = one(
    db,
    `${count} join staged_row r on r.id = m.row where m.generation = @generation and not ${IN_BEFORE} m.row)
     and exists (select 1 from staged_row o where o.key = r.key and ${IN_BEFORE} o.id))`,
    named,
  );
  run(
    db,
    `update staged_row set vanished_at = @at,
       line = (select m.line from staged_member m where m.generation = @before and m.row = staged_row.id)
     where id in (select b.row from staged_member b where b.generation = @before)
     and not exists (select 1 from staged_row v where v.key = staged_row.key and ${IN_NEXT} v.id))`,
    { ...named, at },
  );
  return { new: total - unchanged - changed, changed, unchanged, vanished: previous - unchanged - changed };
}

/** What was vanished and is back, under whatever content, is vanished no more. */
function welcomeBack(db: Connection, generation: number): void {
  run(db, `update staged_row set vanished_at = null where vanished_at is not null and ${IN_NEXT} staged_row.id)`, { generation });
  run(
    db,
    `delete from staged_row where vanished_at is not null
     and exists (select 1 from staged_row r where r.key = staged_row.key and ${IN_NEXT} r.id))`,
    { generation },
  );
}

/** Drops everything that is in force no more; vanished rows stay. */
function clearOld(db: Connection, generation: number): void {
  for (const table of ['staged_member', 'staged_reject', 'staged_issue'])
    run(db, `delete from ${table} where generation <> @generation`, { generation });
  run(db, `delete from staged_row where vanished_at is null and not ${IN_NEXT} staged_row.id)`, { generation });
  run(db, 'delete from staging_generation where id <> @generation', { generation });
}

/** What an extract came to: what changed, and the digest of the rows that are in force now. */
export interface Switched {
  readonly changes: StagingChanges;
  readonly digest: Digest;
}

/** Puts a generation in force; must run inside a transaction. @throws CutoverError `internal` when a key came twice */
export function switchGeneration(db: Connection, step: Switch): Switched {
  const { generation, summary } = step;
  if (one(db, `select count(*) n from staging_generation where id = @generation and state = 'writing'`, { generation }) === 0)
    throw new CutoverError('internal', 'another extract was begun meanwhile, or this one has ended');
  const digest = writtenDigest(db, generation);
  const before = one(db, `select max(id) n from staging_generation where state = 'current'`);
  const changes = compare(db, before, step);
  // Before the first generation there is nothing that could be back or in force no more.
  if (before !== 0) {
    welcomeBack(db, generation);
    clearOld(db, generation);
  }
  run(db, `update staging_generation set state = 'current', summary = @summary where id = @generation`, { generation, summary });
  return { changes, digest };
}
