import { type Kysely, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';

/** Marks a file as a ledger ("CUTO"), so that another program's database is told apart. */
export const APPLICATION_ID = 0x4355544f;

const FIRST = [
  `pragma application_id = ${APPLICATION_ID}`,
  `create table meta (key text primary key, value text not null) strict, without rowid`,
  `create table state (key text primary key, value text not null) strict, without rowid`,
  `create table staging_generation (id integer primary key autoincrement, at text not null, state text not null, summary text) strict`,
  `create unique index staging_current on staging_generation (state) where state = 'current'`,
  `create table staged_file (id integer primary key, name text not null unique) strict`,
  `create table staged_row (id integer primary key, key text not null, hash text not null, file integer not null, source_id text not null,
     cells text not null, line integer not null, vanished_at text) strict`,
  `create index staged_row_key on staged_row (key, hash)`,
  `create index staged_row_vanished on staged_row (vanished_at) where vanished_at is not null`,
  `create table staged_member (generation integer not null, file integer not null, seq integer not null, row integer not null,
     line integer not null, primary key (generation, file, seq)) strict, without rowid`,
  `create unique index staged_member_row on staged_member (generation, row)`,
  `create table staged_reject (n integer primary key, generation integer not null, file text not null, outcome text not null,
     json text not null) strict`,
  `create table staged_issue (n integer primary key, generation integer not null, file text not null, json text not null) strict`,
  `create table decision (id text primary key, position integer not null, json text not null) strict`,
  `create table decision_log (n integer primary key autoincrement, at text not null, change text not null, id text, before text, after text,
     count integer, undone integer not null default 0) strict`,
  `create table plan_envelope (n integer primary key autoincrement, digest text not null unique, json text not null,
     saved_at text not null) strict`,
  `create table approval (n integer primary key autoincrement, id text not null unique, nonce text not null, json text not null,
     added_at text not null) strict`,
  `create table nonce_use (n integer primary key autoincrement, nonce text not null, kind text not null, run text not null,
     once integer not null, at text not null) strict`,
  `create unique index nonce_once on nonce_use (nonce, kind) where once = 1`,
  `create table lock (id integer primary key check (id = 1), epoch integer not null, pid integer, started_at text, host text, what text,
     since text) strict`,
  `insert into lock (id, epoch) values (1, 0)`,
  `create table run (n integer primary key autoincrement, run text not null unique, kind text not null, mode text not null,
     state text not null, params text not null, nonce text, epoch integer not null, started_at text not null, ended_at text,
     tokens integer not null default 0, counters text not null default '{}', summary text not null default 'null') strict`,
  `create table run_event (seq integer primary key autoincrement, run text not null, json text not null) strict`,
  `create index run_event_run on run_event (run, seq)`,
  `create table binding (n integer primary key autoincrement, kind text not null, name text not null, value text not null,
     origin text not null, run text, target_id text not null, unique (kind, name)) strict`,
  `create table id_map (n integer primary key autoincrement, key text not null unique, entity text not null, pipedrive_id integer not null,
     object text not null, source_id text not null, rows text not null, origin text not null, run text not null, written text not null,
     image text not null, before text not null, state text not null, state_reason text) strict`,
  `create index id_map_entity on id_map (entity, n)`,
  `create index id_map_record on id_map (entity, pipedrive_id)`,
  `create unique index id_map_created on id_map (entity, pipedrive_id) where origin = 'created' and state = 'live'`,
  `create table id_row (row_key text not null, key text not null, primary key (row_key, key)) strict, without rowid`,
  `create index id_row_key on id_row (key)`,
  `create table outcome (row_key text primary key, outcome text not null, code text, reason text, keys text not null) strict, without rowid`,
  `create table journal (seq integer primary key, at text not null, kind text not null, run text not null, epoch integer not null,
     op text not null, entity text not null, key text not null, request_digest text, request text, before text, intent integer,
     state text, status integer, pipedrive_id integer, tokens integer, code text, reason text, effect text, hash text not null) strict`,
  `create unique index journal_result on journal (intent) where intent is not null`,
  `create index journal_refused on journal (run) where state = 'refused'`,
  `create index journal_key on journal (entity, key, seq)`,
  `create table journal_open (seq integer primary key) strict`,
  `create table inventory (entity text not null, id integer not null, json text not null, primary key (entity, id)) strict, without rowid`,
  `create table inventory_taken (entity text primary key, at text not null) strict, without rowid`,
  `create table sample (n integer primary key autoincrement, run text not null unique, keys text not null, uncovered text not null,
     diff text, diff_digest text, at text not null) strict`,
  `create table operation (n integer primary key autoincrement, kind text not null, digest text not null, json text not null,
     at text not null) strict`,
];

/** Answers that were given together have one number, that of the first of them. */
const TOGETHER = [`alter table decision_log add column together integer`];

/**
 * For ledgers of a million records: what is asked at every start is answered by indexes alone, without a look at requests, values and images. Newest record
 * made of a kind; whether a record was made under its id; how many there are of a kind; updates of a run.
 */
const LARGE = [
  `drop index journal_key`,
  `create index journal_key on journal (entity, key, seq, op, state, pipedrive_id)`,
  `create index journal_made on journal (entity, seq, key, pipedrive_id) where op = 'create' and state = 'done'`,
  `create index journal_updated on journal (run, seq) where op = 'update' and kind = 'intent'`,
  `drop index id_map_record`,
  `create index id_map_record on id_map (entity, pipedrive_id, key, origin, state)`,
];

function statements(list: readonly string[]): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const text of list) await sql.raw(text).execute(db);
    },
  };
}

/** Every step of the ledger's form, by name in the order of their making. A step that was released is never changed. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = Object.freeze({
  '0001-first': statements(FIRST),
  '0002-answers-together': statements(TOGETHER),
  '0003-large-ledgers': statements(LARGE),
});

export const provider: MigrationProvider = { getMigrations: async () => ({ ...MIGRATIONS }) };
