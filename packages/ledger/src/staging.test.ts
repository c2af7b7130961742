import { digestOfBytes, RowKey, type StagedRow, written } from '@cutover/domain';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ledger, openLedger, rowHash, type StagingChanges } from './index.ts';
import { hashOfJson } from './row-hash.ts';
import { newFile, newLedger, profile, row, summary, tickingClock } from './testing/fixtures.ts';

function extract(ledger: Ledger, files: Readonly<Record<string, readonly StagedRow[]>>, at = '2026-03-08T14:00:00Z'): StagingChanges {
  const { sink, finish } = ledger.staging.startExtract(at);
  const profiles = Object.entries(files).map(([file, rows]) => {
    sink.begin(file);
    sink.rows(rows.map(written));
    const made = profile(file, rows.length);
    sink.end(made);
    return made;
  });
  const { changes, digest } = finish(summary(profiles));
  // What is said of the rows by their index is what they themselves say.
  expect(digest).toBe(ledger.staging.digest());
  return changes;
}

/** What staging should say, kept in two maps. */
class Model {
  live = new Map<string, string>();
  readonly vanished = new Map<string, string>();

  next(now: Map<string, string>): StagingChanges {
    const changes = { new: 0, changed: 0, unchanged: 0, vanished: 0 };
    for (const [id, value] of now) {
      const was = this.live.get(id);
      if (was === undefined) changes.new += 1;
      else changes[was === value ? 'unchanged' : 'changed'] += 1;
      this.vanished.delete(id);
    }
    for (const [id, value] of this.live) {
      if (now.has(id)) continue;
      changes.vanished += 1;
      this.vanished.set(id, value);
    }
    this.live = now;
    return changes;
  }
}

describe('rowHash', () => {
  it('is the SHA-256 of the cells as JSON', () => {
    // printf '["a","b"]' | sha256sum
    expect(rowHash(['a', 'b'])).toBe('sha256:0473ef2dc0d324ab659d3580c1134e9d812035905c4781fdd6d529b0c6860e13');
    expect(hashOfJson('["a","b"]')).toBe(rowHash(['a', 'b']));
    expect(rowHash(['a', 'b'])).not.toBe(rowHash(['a,b']));
  });
});

describe('staging', () => {
  it('holds nothing before the first extract', async () => {
    const ledger = await newLedger();
    const { staging } = ledger;
    expect(staging.summary()).toBeNull();
    expect([...staging.rows('clients.csv')]).toEqual([]);
    expect(staging.counts()).toEqual([]);
    expect(staging.digest()).toBe(digestOfBytes(''));
    ledger.close();
  });

  it('gives the rows of a file in their order, while other statements run', async () => {
    const ledger = await newLedger();
    const rows = Array.from({ length: 2500 }, (_, n) => row('clients.csv', `C${(n * 7919) % 2500}`, [`cell ${n}`], n + 2));
    extract(ledger, { 'clients.csv': rows, 'notes.csv': [row('notes.csv', 'N1', ['x'])] });
    const seen: StagedRow[] = [];
    for (const each of ledger.staging.rows('clients.csv')) {
      seen.push(each);
      ledger.meta.set('last', each.key);
    }
    expect(seen).toEqual(rows);
    expect(ledger.staging.row(RowKey.parse('notes.csv#N1'))).toEqual(row('notes.csv', 'N1', ['x']));
    expect(ledger.staging.row(RowKey.parse('notes.csv#N2'))).toBeNull();
    expect(ledger.staging.files()).toEqual(['clients.csv', 'notes.csv']);
    ledger.close();
  });

  it('keeps rejects, skipped rows and issues, by file', async () => {
    const ledger = await newLedger();
    const { sink, finish } = ledger.staging.startExtract('2026-03-08T14:00:00Z');
    const reject = {
      outcome: 'rejected',
      file: 'a.csv',
      line: 3,
      column: null,
      value: null,
      reason: 'too many cells',
      raw: 'x,y,z',
    } as const;
    const skipped = { ...reject, outcome: 'skipped', line: 4, reason: 'the same row again' } as const;
    const issue = { file: 'b.csv', line: 2, column: 'Date', value: '2026-02-31', reason: 'no such day' };
    sink.begin('a.csv');
    sink.rejects([reject, skipped]);
    sink.end(profile('a.csv', 0, 1, 1));
    sink.begin('b.csv');
    sink.rows([row('b.csv', '1', ['2026-02-31'])].map(written));
    sink.issues([issue]);
    sink.end(profile('b.csv', 1));
    finish(summary([profile('a.csv', 0, 1, 1), profile('b.csv', 1)]));
    expect(ledger.staging.counts()).toEqual([
      { file: 'a.csv', staged: 0, rejected: 1, skipped: 1, issues: 0 },
      { file: 'b.csv', staged: 1, rejected: 0, skipped: 0, issues: 1 },
    ]);
    expect([...ledger.staging.rejects()]).toEqual([reject, skipped]);
    expect([...ledger.staging.rejects('b.csv')]).toEqual([]);
    expect([...ledger.staging.issues('b.csv')]).toEqual([issue]);
    // The next extract has none of them.
    extract(ledger, { 'b.csv': [row('b.csv', '1', ['2026-02-28'])] });
    expect([...ledger.staging.rejects()]).toEqual([]);
    expect([...ledger.staging.issues()]).toEqual([]);
    ledger.close();
  });

  it('refuses rows, keys and counts that do not fit', async () => {
    const ledger = await newLedger();
    const good = row('a.csv', '1', ['x']);
    const attempt = (rows: StagedRow[], counted = rows.length) => {
      const { sink, finish } = ledger.staging.startExtract('2026-03-08T14:00:00Z');
      sink.begin('a.csv');
      sink.rows(rows.map(written));
      sink.end(profile('a.csv', counted));
      return finish(summary([])).changes;
    };
    const refused = (says: string) => expect.objectContaining({ code: 'internal', message: expect.stringContaining(says) });
    expect(() => attempt([{ ...good, cells: ['y'] }])).toThrow(refused('hash'));
    expect(() => attempt([{ ...good, key: RowKey.parse('b.csv#1') }])).toThrow(refused('key'));
    expect(() => attempt([{ ...good, key: RowKey.parse('a.csv#1~x') }])).toThrow(refused('key'));
    expect(() => attempt([good, good])).toThrow(refused('twice'));
    expect(() => attempt([good, row('a.csv', '1', ['other'])])).toThrow(refused('twice'));
    expect(() => attempt([row('c.csv', '1', ['x'])])).toThrow(refused('outside'));
    expect(() => attempt([good], 2)).toThrow(refused('counts 2 staged'));
    const { sink, finish } = ledger.staging.startExtract('2026-03-08T14:00:00Z');
    sink.begin('a.csv');
    expect(() => finish(summary([]))).toThrow(refused('never ended'));
    expect(ledger.staging.summary()).toBeNull();
    expect(attempt([good, row('a.csv', '1~2', ['other'])])).toEqual({ new: 2, changed: 0, unchanged: 0, vanished: 0 });
    ledger.close();
  });

  it('leaves the rows in force as they were when an extract dies halfway', async () => {
    const file = newFile();
    const ledger = await openLedger(file, { create: true, clock: tickingClock() });
    extract(ledger, { 'a.csv': [row('a.csv', '1', ['old']), row('a.csv', '2', ['two'])] });
    const before = ledger.staging.digest();
    const half = ledger.staging.startExtract('2026-03-09T14:00:00Z');
    half.sink.begin('a.csv');
    half.sink.rows([row('a.csv', '1', ['new']), row('a.csv', '3', ['three'])].map(written));
    ledger.close();
    const again = await openLedger(file, { clock: tickingClock() });
    expect(again.staging.digest()).toBe(before);
    expect([...again.staging.rows('a.csv')].map(({ cells }) => cells[0])).toEqual(['old', 'two']);
    const changes = extract(again, { 'a.csv': [row('a.csv', '1', ['new']), row('a.csv', '3', ['three'])] });
    expect(changes).toEqual({ new: 1, changed: 1, unchanged: 0, vanished: 1 });
    again.close();
    const raw = new Database(file);
    expect(raw.prepare('select count(*) n from staged_row').get()).toEqual({ n: 3 });
    expect(raw.prepare('select count(*) n from staged_member').get()).toEqual({ n: 2 });
    raw.close();
  });

  it('does not write unchanged rows again', async () => {
    const file = newFile();
    const ledger = await openLedger(file, { create: true, clock: tickingClock() });
    extract(ledger, { 'a.csv': [row('a.csv', '1', ['one'], 2), row('a.csv', '2', ['two'], 3)] });
    const raw = new Database(file);
    const ids = () => raw.prepare('select key, id from staged_row order by key').all();
    const before = ids();
    // Moved down by a line, but the same.
    expect(extract(ledger, { 'a.csv': [row('a.csv', '2', ['two'], 3), row('a.csv', '1', ['one'], 4)] })).toEqual({
      new: 0,
      changed: 0,
      unchanged: 2,
      vanished: 0,
    });
    expect(ids()).toEqual(before);
    expect([...ledger.staging.rows('a.csv')].map(({ key, line }) => [key, line])).toEqual([
      ['a.csv#2', 3],
      ['a.csv#1', 4],
    ]);
    raw.close();
    ledger.close();
  });

  it('keeps vanished rows, tells them apart, and welcomes them back', async () => {
    const ledger = await newLedger();
    extract(ledger, { 'a.csv': [row('a.csv', '1', ['one'], 2), row('a.csv', '2', ['two'], 3)] });
    extract(ledger, { 'a.csv': [row('a.csv', '1', ['one'], 2)] }, '2026-03-09T09:00:00Z');
    expect([...ledger.staging.vanished()]).toEqual([{ ...row('a.csv', '2', ['two'], 3), vanishedAt: '2026-03-09T09:00:00Z' }]);
    expect(ledger.staging.row(RowKey.parse('a.csv#2'))).toBeNull();
    expect([...ledger.staging.rows('a.csv')]).toHaveLength(1);
    // Still gone in a third extract, which does not forget when it went.
    extract(ledger, { 'a.csv': [row('a.csv', '1', ['one'], 2)] }, '2026-03-10T09:00:00Z');
    expect([...ledger.staging.vanished()].map(({ vanishedAt }) => vanishedAt)).toEqual(['2026-03-09T09:00:00Z']);
    const back = extract(ledger, { 'a.csv': [row('a.csv', '1', ['one'], 2), row('a.csv', '2', ['zwei'], 3)] });
    expect(back).toEqual({ new: 1, changed: 0, unchanged: 1, vanished: 0 });
    expect([...ledger.staging.vanished()]).toEqual([]);
    expect(ledger.staging.row(RowKey.parse('a.csv#2'))?.cells).toEqual(['zwei']);
    ledger.close();
  });

  it('refuses to end an extract when another was begun, and to mix two in one reading', async () => {
    const ledger = await newLedger();
    const rows = Array.from({ length: 1500 }, (_, n) => row('a.csv', `${n}`, [`${n}`]));
    extract(ledger, { 'a.csv': rows });
    const first = ledger.staging.startExtract('2026-03-09T14:00:00Z');
    const second = ledger.staging.startExtract('2026-03-09T15:00:00Z');
    expect(() => first.finish(summary([]))).toThrow(expect.objectContaining({ code: 'internal' }));
    second.discard();
    const reading = ledger.staging.rows('a.csv');
    reading.next();
    extract(ledger, { 'a.csv': rows.slice(0, 10) });
    expect(() => [...reading]).toThrow(expect.objectContaining({ code: 'internal' }));
    ledger.close();
  });

  it('digests keys and hashes, sorted by key, whatever the order of the files', async () => {
    const a = row('a.csv', '1', ['x']);
    const b = row('b.csv', '1', ['y']);
    const one = await newLedger();
    extract(one, { 'b.csv': [b], 'a.csv': [a] });
    expect(one.staging.digest()).toBe(digestOfBytes(`a.csv#1\n${a.hash}\nb.csv#1\n${b.hash}\n`));
    one.close();
  });

  it.each([
    ['a cell', `update staged_row set cells = '["z"]' where key = 'a.csv#2'`],
    ['a source id', `update staged_row set source_id = '9' where key = 'a.csv#2'`],
    ['a hash', `update staged_row set hash = 'sha256:${'0'.repeat(64)}' where key = 'a.csv#2'`],
    ['a file', `update staged_member set file = (select id from staged_file where name = 'b.csv') where seq = 2`],
  ])('notices %s that was changed by hand', async (_, sql) => {
    const file = newFile();
    const ledger = await openLedger(file, { create: true, clock: tickingClock() });
    extract(ledger, { 'a.csv': [row('a.csv', '1', ['x']), row('a.csv', '2', ['y'])], 'b.csv': [] });
    const raw = new Database(file);
    expect(raw.prepare(sql).run().changes).toBe(1);
    raw.close();
    expect(() => ledger.staging.digest()).toThrow(
      expect.objectContaining({ code: 'ledger-edited', message: expect.stringContaining('a.csv#2') }),
    );
    ledger.close();
  });

  it('counts new, changed, unchanged and vanished rows as a simple model does', async () => {
    const content = fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6'), fc.constantFrom('x', 'y'), { maxKeys: 6 });
    const ledger = await newLedger();
    const model = new Model();
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 3 }), (extracts) => {
        for (const next of extracts) {
          const expected = model.next(new Map(Object.entries(next)));
          const rows = [...model.live].map(([id, value]) => row('a.csv', id, [value]));
          expect(extract(ledger, { 'a.csv': rows })).toEqual(expected);
          expect([...ledger.staging.rows('a.csv')]).toEqual(rows);
          const gone = [...ledger.staging.vanished()].map(({ sourceId, cells }) => `${sourceId}=${cells[0]}`);
          expect(gone.sort()).toEqual([...model.vanished].map(([id, value]) => `${id}=${value}`).sort());
          const lines = rows.map(({ key, hash }) => `${key}\n${hash}\n`);
          expect(ledger.staging.digest()).toBe(digestOfBytes(lines.sort().join('')));
        }
      }),
      { numRuns: 60 },
    );
    ledger.close();
  });

  it('stages 200,000 rows quickly and in little memory', async () => {
    const ledger = await newLedger();
    const { sink, finish } = ledger.staging.startExtract('2026-03-08T14:00:00Z');
    const total = 200_000;
    const spent = (): number => process.cpuUsage().user / 1000;
    const began = spent();
    let peak = 0;
    const start = process.memoryUsage().heapUsed;
    sink.begin('sessions.csv');
    for (let at = 0; at < total; at += 1000) {
      sink.rows(
        Array.from({ length: 1000 }, (_, n) =>
          written(row('sessions.csv', `S${at + n}`, [`S${at + n}`, 'Coaching', '2026-03-08', 'a note'.repeat(5)])),
        ),
      );
      peak = Math.max(peak, process.memoryUsage().heapUsed - start);
    }
    sink.end(profile('sessions.csv', total));
    finish(summary([profile('sessions.csv', total)]));
    const staged = spent();
    ledger.staging.digest();
    const digested = spent();
    let seen = 0;
    for (const _ of ledger.staging.rows('sessions.csv')) seen += 1;
    expect(seen).toBe(total);
    expect(peak).toBeLessThan(200 * 1024 * 1024);
    // Wide bounds, in processor time: the machine may be busy. At rest both are several times faster.
    expect(staged - began).toBeLessThan(15_000);
    expect(digested - staged).toBeLessThan(4_000);
    ledger.close();
  }, 40_000);
});
