import { CutoverError } from '@cutover/domain';
import type { Connection } from './connection.ts';
import type { StagingChanges } from './ledger.ts';

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

function refuseDoubles(db: Connection, generation: number): void {
  const double = db
    .prepare<[number], { key: string }>(
      `select r.key from staged_member m join staged_row r on r.id = m.row where m.generation = ? group by r.key having count(*) > 1 limit 1`,
    )
    .get(generation);
  if (double !== undefined)
    throw new CutoverError('internal', `the key ${double.key} came twice in one extract`, { place: { id: double.key } });
}

/** Compares two generations by key and content, and marks what vanished. */
function compare(db: Connection, before: number, { generation, at }: Switch): StagingChanges {
  const named = { generation, before };
  const count = 'select count(*) n from staged_member m';
  const total = one(db, `${count} where m.generation = @generation`, { generation });
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

/** Puts a generation in force; must run inside a transaction. */
export function switchGeneration(db: Connection, step: Switch): StagingChanges {
  const { generation, summary } = step;
  if (one(db, `select count(*) n from staging_generation where id = @generation and state = 'writing'`, { generation }) === 0)
    throw new CutoverError('internal', 'another extract was begun meanwhile, or this one has ended');
  refuseDoubles(db, generation);
  const before = one(db, `select max(id) n from staging_generation where state = 'current'`);
  const changes = compare(db, before, step);
  welcomeBack(db, generation);
  clearOld(db, generation);
  run(db, `update staging_generation set state = 'current', summary = @summary where id = @generation`, { generation, summary });
  return changes;
}
