import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PipedriveId, TargetKey } from '@cutover/domain';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openLedger } from './index.ts';
import { newFile, START } from './testing/fixtures.ts';

const CHILD = fileURLToPath(new URL('./testing/load-child.ts', import.meta.url));
const TOTAL = 60;

/** Runs the child; resolves with the signal that ended it, null when it came to its end. */
function load(file: string, account: string, killAt: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const parts = ['--conditions=@cutover/source', CHILD, file, account, String(TOTAL), String(killAt)];
    execFile(process.execPath, parts, (error, _, stderr) => {
      if (error === null) resolve(null);
      else if (error.signal) resolve(error.signal);
      else reject(new Error(stderr));
    });
  });
}

/** mulberry32: the same seed gives the same kills. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function accountOf(path: string): string[] {
  return (existsSync(path) ? readFileSync(path, 'utf8') : '').split('\n').filter((line) => line !== '');
}

/** What must hold whenever the process dies. Looks with SQL of its own, not through the code under test. */
function check(file: string, account: string): void {
  const raw = new Database(file, { readonly: true });
  const one = (sql: string) => raw.prepare<[], { n: number }>(sql).get()?.n;
  // Nothing is done without its id row, and no id row stands there without a result.
  expect(
    one(`select count(*) n from journal where state = 'done' and not exists (
      select 1 from id_map where id_map.key = journal.key and id_map.pipedrive_id = journal.pipedrive_id)`),
  ).toBe(0);
  expect(one(`select count(*) n from id_map where key not in (select key from journal where state = 'done')`)).toBe(0);
  // What reached the account has a result or is known as open.
  for (const line of accountOf(account)) {
    const key = line.split(' ')[0];
    const found = raw
      .prepare(`select 1 from journal i where i.kind = 'intent' and i.key = ? and (
        exists (select 1 from journal_open o where o.seq = i.seq) or exists (select 1 from journal r where r.intent = i.seq and r.state = 'done'))`)
      .get(key);
    expect(found, `${line} is in the account, and the ledger does not know it`).toBeDefined();
  }
  raw.close();
}

describe('the journal of a process that is killed', () => {
  it('never loses an intent and never tells of a record without its id', async () => {
    const file = newFile();
    const account = join(dirname(file), 'account.txt');
    const next = random(20261122);
    let kills = 0;
    while (kills < 10) {
      // Steps of what is left: few at the end, and then the child simply finishes.
      const signal = await load(file, account, 1 + Math.floor(next() * 90));
      if (existsSync(file)) check(file, account);
      if (signal === null) break;
      expect(signal).toBe('SIGKILL');
      kills += 1;
    }
    expect(await load(file, account, 0)).toBeNull();
    check(file, account);
    expect(kills).toBeGreaterThanOrEqual(6);

    const lines = accountOf(account);
    expect(lines).toHaveLength(TOTAL);
    expect(new Set(lines).size).toBe(TOTAL);
    const ledger = await openLedger(file, { clock: () => START });
    expect(ledger.journal.open()).toEqual([]);
    ledger.journal.verify();
    for (const line of lines) {
      const [key = '', id] = line.split(' ');
      expect(ledger.ids.get(TargetKey.parse(key))?.pipedriveId).toBe(PipedriveId.parse(Number(id)));
    }
    expect(ledger.ids.counts()).toEqual([{ entity: 'person', origin: 'created', state: 'live', count: TOTAL }]);
    ledger.close();
  }, 60_000);
});
