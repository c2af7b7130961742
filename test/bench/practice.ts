import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { insertPlain } from './plain-insert.ts';
import { SESSION_HEADER, session, writeExport } from './practice-export.ts';

/**
 * How fast `cutover extract` reads, and how much memory it takes: `node test/bench/practice.ts [sessions …]` (100000 1000000 unless given).
 * Each size is read by the built command in a process of its own; beside it the same rows go into a plain SQLite table in this run, so
 * that what is told is a ratio and not the mood of the machine. Then 200 random rows are compared with what the generator made.
 */

const ROOT = new URL('../..', import.meta.url).pathname;
const COMMAND = join(ROOT, 'apps/cli/bin/cutover.js');
const WATCH = new URL('report-usage.mjs', import.meta.url).pathname;
const CHECKED = 200;

interface Run {
  readonly ms: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** Runs the command and reads what it says of itself at its end. */
function cutover(args: readonly string[], passphrase = ''): Run & { readonly stdout: string } {
  const env = { ...process.env, ...(passphrase === '' ? {} : { CUTOVER_KEY_PASSPHRASE: passphrase }) };
  const began = performance.now();
  const done = spawnSync(process.execPath, ['--import', WATCH, COMMAND, ...args], { encoding: 'utf8', env, maxBuffer: 1 << 28 });
  const ms = performance.now() - began;
  const usage = /^usage (\{.*\})$/m.exec(done.stderr)?.[1];
  // Rejected rows make the end 5, and there are some.
  if ((done.status !== 0 && done.status !== 5) || usage === undefined)
    throw new Error(`${args[0]} ended with ${done.status}: ${done.stderr}`);
  const { cpuMs, rssMb } = JSON.parse(usage) as { cpuMs: number; rssMb: number };
  return { ms, cpuMs, rssMb, stdout: done.stdout };
}

function needEqual(what: string, got: unknown, wanted: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(wanted))
    throw new Error(`${what}: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`);
}

const changeOf = (stdout: string): { readonly new: number } => (JSON.parse(stdout) as { change: { new: number } }).change;

/** Random rows of the ledger against the generator, and the number of rows of each kind. */
function check(workspace: string, sessions: number): void {
  const db = new DatabaseSync(join(workspace, 'ledger.sqlite'), { readOnly: true });
  const find = db.prepare('select cells from staged_row where key = ?');
  for (let i = 0; i < CHECKED; i += 1) {
    const made = session(Math.floor(Math.random() * sessions), sessions);
    const row = find.get(`sessions.csv#${made.id}`);
    needEqual(made.id, row === undefined ? null : JSON.parse(String(row.cells)), made.outcome === 'staged' ? made.cells : null);
  }
  const bad = Math.floor(sessions / 50);
  const rejected = db.prepare("select count(*) n from staged_reject where outcome = 'rejected'").get()?.n;
  needEqual('rejected rows', rejected, bad);
  const staged = db
    .prepare("select count(*) n from staged_row r join staged_file f on f.id = r.file where f.name = 'sessions.csv'")
    .get()?.n;
  needEqual('staged sessions', staged, sessions - bad);
  db.close();
}

const TYPES = 'id enum enum date time zone integer enum id phone mail id enum money longtext'.split(' ');

function checkProfile(workspace: string): void {
  const { stdout } = cutover(['profile', '--workspace', workspace, '--output', 'json']);
  const profile = JSON.parse(stdout) as { files: { file: string; columns: { name: string; type: string }[] }[] };
  const columns = profile.files.find((file) => file.file === 'sessions.csv')?.columns ?? [];
  needEqual(
    'columns',
    columns.map((column) => column.name),
    SESSION_HEADER,
  );
  needEqual(
    'types',
    columns.map((column) => column.type),
    TYPES,
  );
}

async function measure(folder: string, sessions: number): Promise<void> {
  const source = join(folder, `export-${sessions}`);
  const workspace = join(folder, `workspace-${sessions}`);
  const { rows } = await writeExport(source, sessions);
  const key = join(folder, 'key.pem');
  cutover(['init', workspace, '--source', source, '--target', 'http://127.0.0.1:9', '--trust', `${key}.pub`]);
  const first = cutover(['extract', '--workspace', workspace, '--output', 'json']);
  check(workspace, sessions);
  checkProfile(workspace);
  const same = cutover(['extract', '--workspace', workspace, '--output', 'json']);
  // Other bytes that say the same have to be read.
  appendFileSync(join(source, 'sessions.csv'), '\n');
  const again = cutover(['extract', '--workspace', workspace, '--output', 'json']);
  needEqual('changes', changeOf(again.stdout), { new: 0, changed: 0, unchanged: changeOf(first.stdout).new, vanished: 0 });
  const plainMs = insertPlain(join(folder, `plain-${sessions}.sqlite`), sessions);
  const rate = (ms: number): number => Math.round(rows / (ms / 1000));
  const told = {
    sessions,
    rows,
    rowsPerSecond: rate(first.ms),
    rowsPerProcessorSecond: rate(first.cpuMs),
    peakRssMb: Math.round(first.rssMb),
    timesPlainInsert: Number((first.ms / plainMs).toFixed(2)),
    secondToFirst: Number((again.ms / first.ms).toFixed(2)),
    sameBytesToFirst: Number((same.ms / first.ms).toFixed(2)),
    secondPeakRssMb: Math.round(again.rssMb),
    checked: CHECKED,
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
  for (const done of [source, workspace]) rmSync(done, { recursive: true, force: true });
}

const sizes = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  cutover(['keys', 'new', '--out', join(folder, 'key.pem')], 'a long passphrase for a key that nobody uses');
  for (const sessions of sizes.length > 0 ? sizes : [100_000, 1_000_000]) await measure(folder, sessions);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
