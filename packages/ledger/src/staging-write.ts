import { CutoverError, type FileProfile, type WrittenRow } from '@cutover/domain';
import { type Connection, query } from './connection.ts';
import { writeJson } from './json.ts';
import type { Extract, StageSink } from './ledger.ts';
import { hashOfJson } from './row-hash.ts';
import { keyFits } from './staging-key.ts';
import { switchGeneration } from './staging-switch.ts';

interface FileCounts {
  readonly id: number;
  staged: number;
  rejected: number;
  skipped: number;
  open: boolean;
}

const fault = (message: string, file: string): CutoverError => new CutoverError('internal', message, { place: { file } });

/** Removes what an extract that never finished has left. */
function clearUnfinished(db: Connection): void {
  const unfinished = query.selectFrom('staging_generation').select('id').where('state', '=', 'writing');
  if (db.get(unfinished) === undefined) return;
  for (const table of ['staged_member', 'staged_reject', 'staged_issue'] as const)
    db.run(query.deleteFrom(table).where('generation', 'in', unfinished));
  db.run(query.deleteFrom('staging_generation').where('state', '=', 'writing'));
  db.run(
    query.deleteFrom('staged_row').where('vanished_at', 'is', null).where('id', 'not in', query.selectFrom('staged_member').select('row')),
  );
}

function checkRow(row: WrittenRow): void {
  if (row.hash !== hashOfJson(row.cells)) throw fault(`the hash of row ${row.key} is not the hash of its cells`, row.file);
  if (!keyFits(row)) throw fault(`the key ${row.key} is not made of its file and source id`, row.file);
}

function checkCounts(profile: FileProfile, counts: FileCounts): void {
  const { staged, rejected, skipped } = profile.counts;
  if (staged === counts.staged && rejected === counts.rejected && skipped === counts.skipped) return;
  throw fault(
    `the profile of ${profile.file} counts ${staged} staged, ${rejected} rejected and ${skipped} skipped rows, but ${counts.staged}, ${counts.rejected} and ${counts.skipped} came`,
    profile.file,
  );
}

function createSink(db: Connection, generation: number, files: Map<string, FileCounts>): StageSink {
  const findRow = db.prepare<[string, string, string, string], { id: number; sound: number }>(
    'select id, cells = ? and source_id = ? as sound from staged_row where key = ? and hash = ?',
  );
  const mendRow = db.prepare<[string, string, number]>('update staged_row set cells = ?, source_id = ? where id = ?');
  const addRow = db.prepare<[string, string, number, string, string, number]>(
    'insert into staged_row (key, hash, file, source_id, cells, line) values (?, ?, ?, ?, ?, ?)',
  );
  const addMember = db.prepare<[number, number, number, number, number]>(
    'insert or ignore into staged_member (generation, file, seq, row, line) values (?, ?, ?, ?, ?)',
  );
  const addReject = db.prepare<[number, string, string, string]>(
    'insert into staged_reject (generation, file, outcome, json) values (?, ?, ?, ?)',
  );
  const addIssue = db.prepare<[number, string, string]>('insert into staged_issue (generation, file, json) values (?, ?, ?)');
  // The first extract of a workspace finds nothing that it could name again.
  const isFirst = db.prepare<[], { id: number }>('select id from staged_row limit 1').get() === undefined;
  const fileId = (name: string): number => {
    db.run(
      query
        .insertInto('staged_file')
        .values({ name })
        .onConflict((on) => on.column('name').doNothing()),
    );
    const row = db.get(query.selectFrom('staged_file').select('id').where('name', '=', name));
    if (row === undefined) throw fault(`the file ${name} got no number`, name);
    return row.id;
  };
  const openFile = (name: string): FileCounts => {
    const counts = files.get(name);
    if (counts?.open) return counts;
    throw fault(`rows of ${name} came outside its begin and end`, name);
  };
  const stage = (row: WrittenRow): void => {
    checkRow(row);
    const file = openFile(row.file);
    // A row that is known with this content is not written again, only named.
    const known = isFirst ? undefined : findRow.get(row.cells, row.sourceId, row.key, row.hash);
    // Somebody has changed what was kept of it: the export says it again.
    if (known?.sound === 0) mendRow.run(row.cells, row.sourceId, known.id);
    const id = known?.id ?? Number(addRow.run(row.key, row.hash, file.id, row.sourceId, row.cells, row.line).lastInsertRowid);
    file.staged += 1;
    if (addMember.run(generation, file.id, file.staged, id, row.line).changes === 0)
      throw fault(`the key ${row.key} came twice in one extract`, row.file);
  };
  return {
    begin(file) {
      if (files.has(file)) throw fault(`the file ${file} was begun twice`, file);
      files.set(file, { id: db.transaction(() => fileId(file)), staged: 0, rejected: 0, skipped: 0, open: true });
    },
    rows(batch) {
      db.transaction(() => batch.forEach(stage));
    },
    rejects(batch) {
      db.transaction(() => {
        for (const reject of batch) {
          openFile(reject.file)[reject.outcome] += 1;
          addReject.run(generation, reject.file, reject.outcome, writeJson(reject, 'reject'));
        }
      });
    },
    issues(batch) {
      db.transaction(() => {
        for (const issue of batch) addIssue.run(generation, issue.file, writeJson(issue, 'issue'));
      });
    },
    end(profile) {
      const counts = openFile(profile.file);
      checkCounts(profile, counts);
      counts.open = false;
    },
  };
}

/** Pages in the write-ahead log before they are carried over: each time waits for the disk, and an extract writes many. 4 MB and 32 MB. */
const WAL_PAGES = { usual: 1_000, extract: 8_000 } as const;

/**
 * Rows go into a generation of their own, a transaction a batch (one for a whole file would keep the journal and other processes waiting);
 * `finish` puts the generation in force in a single transaction.
 */
export function startExtract(db: Connection, at: string): Extract {
  db.sqlite.pragma(`wal_autocheckpoint = ${WAL_PAGES.extract}`);
  const generation = db.transaction(() => {
    clearUnfinished(db);
    const row = db.get(query.insertInto('staging_generation').values({ at, state: 'writing', summary: null }).returning('id'));
    if (row === undefined) throw new CutoverError('internal', 'the extract got no number');
    return row.id;
  });
  const files = new Map<string, FileCounts>();
  return {
    sink: createSink(db, generation, files),
    finish(summary, note) {
      for (const [name, counts] of files) if (counts.open) throw fault(`the file ${name} was begun and never ended`, name);
      const switched = db.transaction(() => {
        const done = switchGeneration(db, { generation, at, summary: writeJson(summary, 'summary') });
        note?.(done.digest);
        return done;
      });
      db.sqlite.pragma(`wal_autocheckpoint = ${WAL_PAGES.usual}`);
      return switched;
    },
    discard() {
      db.transaction(() => clearUnfinished(db));
      db.sqlite.pragma(`wal_autocheckpoint = ${WAL_PAGES.usual}`);
    },
  };
}
