import { CutoverError, type Digest, ExtractSummary, Reject, type RowKey, type SourceId, StagedRow, ValueIssue } from '@cutover/domain';
import { z } from 'zod';
import { type Connection, PAGE, pages, query } from './connection.ts';
import { readJson, readRow } from './json.ts';
import type { Staging, StagingCounts, VanishedRow } from './ledger.ts';
import { stagedDigest } from './staging-digest.ts';
import { scanRows } from './staging-scan.ts';
import { startExtract } from './staging-write.ts';

const Vanished = StagedRow.extend({ vanishedAt: z.string() });

const ROW = `select m.seq, r.key, f.name as file, m.line, r.source_id as sourceId, r.cells, r.hash
  from staged_member m join staged_row r on r.id = m.row join staged_file f on f.id = m.file`;

interface RawRow {
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly sourceId: string;
  readonly cells: string;
  readonly hash: string;
}

/** Rows hold whole notes: more of them at once are old before they are read, and make the heap grow. */
const ROWS_AT_ONCE = 200;

const ANYTHING = z.unknown();
const HASH = /^sha256:[0-9a-f]{64}$/;

/** What `StagedRow` demands, in a fraction of the time: rows are read by the million, and all of them at every proposal. */
function isRow(row: RawRow, cells: unknown): cells is string[] {
  const { key, file, line, sourceId, hash } = row;
  const texts = typeof key === 'string' && key.length >= 3 && typeof file === 'string' && typeof sourceId === 'string' && sourceId !== '';
  return texts && Number.isInteger(line) && HASH.test(hash) && Array.isArray(cells) && cells.every((cell) => typeof cell === 'string');
}

/** A row that is not of its form is read through its schema, which says what is wrong with it. */
function parseRow(row: RawRow): StagedRow {
  const { key, file, line, sourceId, hash } = row;
  const cells = readJson(ANYTHING, row.cells, `row ${key}`);
  if (!isRow(row, cells)) return readRow(StagedRow, { key, file, line, sourceId, hash, cells }, `row ${key}`);
  return { key: key as RowKey, file, line, sourceId: sourceId as SourceId, cells, hash: hash as Digest };
}

export function createStaging(db: Connection): Staging {
  const current = (): number => db.get(query.selectFrom('staging_generation').select('id').where('state', '=', 'current'))?.id ?? 0;
  /** A reader must not end early, nor mix two extracts, because a new one came in force under it. */
  const still = (generation: number): void => {
    if (current() !== generation) throw new CutoverError('internal', 'a new extract came in force while the rows were being read');
  };
  const rowPage = db.prepare<[number, string, number], RawRow & { seq: number }>(
    `${ROW} where m.generation = ? and m.file = (select id from staged_file where name = ?) and m.seq > ? order by m.seq limit ${ROWS_AT_ONCE}`,
  );
  const rowByKey = db.prepare<[string, number], RawRow>(
    `select r.key, f.name as file, m.line, r.source_id as sourceId, r.cells, r.hash from staged_row r
     join staged_member m on m.row = r.id join staged_file f on f.id = m.file where r.key = ? and m.generation = ?`,
  );
  const vanishedPage = db.prepare<[number], RawRow & { id: number; vanishedAt: string }>(
    `select r.id, r.key, f.name as file, r.line, r.source_id as sourceId, r.cells, r.hash, r.vanished_at as vanishedAt
     from staged_row r join staged_file f on f.id = r.file where r.vanished_at is not null and r.id > ? order by r.id limit ${PAGE}`,
  );

  function* beside<S extends z.ZodType>(
    table: 'staged_reject' | 'staged_issue',
    schema: S,
    file: string | undefined,
  ): IterableIterator<z.output<S>> {
    const generation = current();
    const found = pages(
      0,
      (after) => {
        still(generation);
        const page = query.selectFrom(table).select(['n', 'json']).where('generation', '=', generation).where('n', '>', after);
        return db.all((file === undefined ? page : page.where('file', '=', file)).orderBy('n').limit(PAGE));
      },
      (last) => last.n,
    );
    for (const { json } of found) yield readJson(schema, json, table);
  }

  const summary = (): ExtractSummary | null => {
    const row = db.get(query.selectFrom('staging_generation').select('summary').where('state', '=', 'current'));
    return row === undefined ? null : readJson(ExtractSummary, row.summary ?? 'null', 'the summary of the extract');
  };

  const counts = (): StagingCounts[] => {
    const generation = current();
    const tally = (sql: string, ...more: string[]) =>
      new Map(
        db
          .prepare<[number, ...string[]], { file: string; n: number }>(`${sql} group by 1`)
          .all(generation, ...more)
          .map(({ file, n }) => [file, n]),
      );
    const left = 'select file, count(*) n from staged_reject where generation = ? and outcome = ?';
    const staged = tally(
      'select f.name as file, count(*) n from staged_member m join staged_file f on f.id = m.file where m.generation = ?',
    );
    const rejected = tally(left, 'rejected');
    const skipped = tally(left, 'skipped');
    const issues = tally('select file, count(*) n from staged_issue where generation = ?');
    const named = summary()?.files.map(({ file }) => file) ?? [];
    const files = new Set([...named, ...staged.keys(), ...rejected.keys(), ...skipped.keys()]);
    return [...files].map((file) => ({
      file,
      staged: staged.get(file) ?? 0,
      rejected: rejected.get(file) ?? 0,
      skipped: skipped.get(file) ?? 0,
      issues: issues.get(file) ?? 0,
    }));
  };

  return {
    startExtract: (at) => startExtract(db, at),
    *rows(file) {
      const generation = current();
      const page = (after: number) => {
        still(generation);
        return rowPage.all(generation, file, after);
      };
      for (const row of pages(0, page, (last) => last.seq)) yield parseRow(row);
    },
    scan: (file) => scanRows(db, file),
    row(key) {
      const row = rowByKey.get(key, current());
      return row === undefined ? null : parseRow(row);
    },
    files: () => counts().map(({ file }) => file),
    counts,
    summary,
    rejects: (file) => beside('staged_reject', Reject, file),
    issues: (file) => beside('staged_issue', ValueIssue, file),
    *vanished() {
      for (const row of pages(
        0,
        (after) => vanishedPage.all(after),
        (last) => last.id,
      )) {
        const seen: VanishedRow = readRow(Vanished, { ...parseRow(row), vanishedAt: row.vanishedAt }, `row ${row.key}`);
        yield seen;
      }
    },
    digest: () => stagedDigest(db, current()),
  };
}
