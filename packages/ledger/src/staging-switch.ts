import { CutoverError } from '@cutover/domain';
import type { Connection } from './connection.ts';
import type { StagingChanges } from './ledger.ts';

interface Switch {
  readonly generation: number;
  readonly at: string;
  /** JSON */
  readonly summary: string;
}

const one = (db: Connection, sql: string, ...parameters: (number | string)[]): number =>
  db.prepare<(number | string)[], { n: number }>(sql).get(...parameters)?.n ?? 0;

const run = (db: Connection, sql: string, ...parameters: (number | string)[]): void => {
  db.prepare<(number | string)[]>(sql).run(...parameters);
};

function refuseDoubles(db: Connection, generation: number): void {
  const double = db
    .prepare<[number], { key: string }>(
      `select r.key from staged_member m join staged_row r on r.id = m.row where m.generation = ? group by r.key having count(*) > 1 limit 1`,
    )
    .get(generation);
  if (double !== undefined)
    throw new CutoverError('internal', `the key ${double.key} came twice in one extract`, { place: { id: double.key } });
}

/** Compares two generations by key and content, marks what vanished, and drops versions that are in force no more. */
function compare(db: Connection, before: number, { generation, at }: Switch): StagingChanges {
  const total = one(db, 'select count(*) n from staged_member where generation = ?', generation);
  const previous = one(db, 'select count(*) n from staged_member where generation = ?', before);
  const unchanged = one(
    db,
    `select count(*) n from staged_member a where a.generation = ?
     and exists (select 1 from staged_member b where b.generation = ? and b.row = a.row)`,
    generation,
    before,
  );
  const changed = one(
    db,
    `select count(*) n from staged_member a join staged_row r on r.id = a.row
     where a.generation = ?1 and not exists (select 1 from staged_member b where b.generation = ?2 and b.row = a.row)
     and exists (select 1 from staged_row o join staged_member b on b.generation = ?2 and b.row = o.id where o.key = r.key)`,
    generation,
    before,
  );
  run(
    db,
    `update staged_row set vanished_at = ?3, line = (select m.line from staged_member m where m.generation = ?2 and m.row = staged_row.id)
     where id in (
       select b.row from staged_member b where b.generation = ?2
       and not exists (select 1 from staged_member a where a.generation = ?1 and a.row = b.row)
       and not exists (select 1 from staged_row r join staged_row v on v.key = r.key
         join staged_member a on a.generation = ?1 and a.row = v.id where r.id = b.row))`,
    generation,
    before,
    at,
  );
  return { new: total - unchanged - changed, changed, unchanged, vanished: previous - unchanged - changed };
}

/** What was vanished and is back, under whatever content, is vanished no more. */
function welcomeBack(db: Connection, generation: number): void {
  run(
    db,
    `update staged_row set vanished_at = null where vanished_at is not null
     and exists (select 1 from staged_member m where m.generation = ? and m.row = staged_row.id)`,
    generation,
  );
  run(
    db,
    `delete from staged_row where vanished_at is not null and exists (
       select 1 from staged_row r join staged_member m on m.generation = ? and m.row = r.id where r.key = staged_row.key)`,
    generation,
  );
}

/** Puts a generation in force; must run inside a transaction. */
export function switchGeneration(db: Connection, step: Switch): StagingChanges {
  const { generation, summary } = step;
  if (one(db, `select count(*) n from staging_generation where id = ? and state = 'writing'`, generation) === 0)
    throw new CutoverError('internal', 'another extract was begun meanwhile, or this one has ended');
  refuseDoubles(db, generation);
  const before = one(db, `select max(id) n from staging_generation where state = 'current'`);
  const changes = compare(db, before, step);
  welcomeBack(db, generation);
  for (const table of ['staged_member', 'staged_reject', 'staged_issue']) run(db, `delete from ${table} where generation <> ?`, generation);
  run(
    db,
    `delete from staged_row where vanished_at is null
     and not exists (select 1 from staged_member m where m.generation = ? and m.row = staged_row.id)`,
    generation,
  );
  run(db, 'delete from staging_generation where id <> ?', generation);
  run(db, `update staging_generation set state = 'current', summary = ? where id = ?`, summary, generation);
  return changes;
}
