import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { session } from './practice-export.ts';

/** Puts the rows that are staged into a table of three columns, the least that anything that keeps them must do: milliseconds, without making them. */
export function insertPlain(file: string, sessions: number): number {
  rmSync(file, { force: true });
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec('create table row (key text primary key, hash text not null, cells text not null)');
  const add = db.prepare('insert into row values (?, ?, ?)');
  let inserting = 0;
  for (let from = 0; from < sessions; from += 1_000) {
    const rows: [string, string, string][] = [];
    for (let n = from; n < Math.min(sessions, from + 1_000); n += 1) {
      const { id, cells, outcome } = session(n, sessions);
      const text = JSON.stringify(cells);
      if (outcome === 'staged') rows.push([id, createHash('sha256').update(text).digest('hex'), text]);
    }
    const began = performance.now();
    db.transaction(() => {
      for (const row of rows) add.run(...row);
    })();
    inserting += performance.now() - began;
  }
  db.close();
  rmSync(file, { force: true });
  return inserting;
}
