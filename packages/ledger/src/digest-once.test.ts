import { written } from '@cutover/domain';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { type Ledger, openLedger } from './index.ts';
import { newFile, profile, row, summary, tickingClock } from './testing/fixtures.ts';

function extract(ledger: Ledger, cell: string): void {
  const { sink, finish } = ledger.staging.startExtract('2026-03-08T14:00:00Z');
  sink.begin('a.csv');
  sink.rows([written(row('a.csv', '1', [cell]))]);
  const made = profile('a.csv', 1);
  sink.end(made);
  finish(summary([made]));
}

test('a row that another hand changes after the digest was asked for is noticed all the same', async () => {
  const file = newFile();
  const ledger = await openLedger(file, { create: true, clock: tickingClock() });
  extract(ledger, 'x');
  const digest = ledger.staging.digest();
  expect(ledger.staging.digest()).toBe(digest);
  // What this ledger itself writes elsewhere changes no row.
  ledger.meta.set('lineage', 'b');
  expect(ledger.staging.digest()).toBe(digest);
  const raw = new Database(file);
  raw.prepare(`update staged_row set cells = '["y"]'`).run();
  expect(() => ledger.staging.digest()).toThrow(expect.objectContaining({ code: 'ledger-edited' }));
  raw.prepare(`update staged_row set cells = '["x"]'`).run();
  raw.close();
  expect(ledger.staging.digest()).toBe(digest);
  ledger.close();
});

test('rows that are read anew have a digest of their own', async () => {
  const ledger = await openLedger(newFile(), { create: true, clock: tickingClock() });
  extract(ledger, 'x');
  const first = ledger.staging.digest();
  extract(ledger, 'y');
  const second = ledger.staging.digest();
  expect(second).not.toBe(first);
  extract(ledger, 'x');
  expect(ledger.staging.digest()).toBe(first);
  ledger.close();
});
