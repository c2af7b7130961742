import { written } from '@cutover/domain';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLedger } from './index.ts';
import { cellsOf } from './staging-scan.ts';
import { newFile, newLedger, profile, row, summary, tickingClock } from './testing/fixtures.ts';

describe('cellsOf', () => {
  it.each([
    ['[]', []],
    ['[""]', ['']],
    ['["a","b"]', ['a', 'b']],
    ['["a,b",",",""]', ['a,b', ',', '']],
    ['["a","she said \\"no\\",\\"yes\\"","c"]', ['a', 'she said "no","yes"', 'c']],
    ['["\\\\","b"]', ['\\', 'b']],
    ['["a\\nb"]', ['a\nb']],
  ])('reads %s', (json, cells) => {
    expect(cellsOf(json, 'row 1')).toEqual(cells);
  });

  it('reads whatever texts were written as JSON', () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('"', ',', '\\', 'a', '\n', '[', ']', '\ud800') })),
    );
    fc.assert(
      fc.property(texts, (cells) => {
        expect(cellsOf(JSON.stringify(cells), 'row 1')).toEqual(cells);
      }),
    );
  });

  it('refuses what is no list of texts', () => {
    const edited = expect.objectContaining({ code: 'ledger-edited', message: expect.stringContaining('row 1') });
    for (const json of ['', '{}', '["a", 1]', '["a\\x"]', '[1]', 'null']) expect(() => cellsOf(json, 'row 1'), json).toThrow(edited);
  });
});

describe('scan', () => {
  it('gives the rows of a file in their order, page by page, with their cells', async () => {
    const ledger = await newLedger();
    const rows = Array.from({ length: 250 }, (_, n) => row('a.csv', `R${(n * 101) % 250}`, [`cell ${n}`, 'said "no"'], n + 2));
    const { sink, finish } = ledger.staging.startExtract('2026-03-08T14:00:00Z');
    sink.begin('a.csv');
    sink.rows(rows.map(written));
    sink.end(profile('a.csv', 250));
    finish(summary([profile('a.csv', 250)]));
    expect([...ledger.staging.scan('a.csv')]).toEqual(rows.map(({ key, sourceId, cells }) => ({ key, sourceId, cells })));
    expect([...ledger.staging.scan('b.csv')]).toEqual([]);
    ledger.close();
  });

  it('mixes no two extracts', async () => {
    const file = newFile();
    const ledger = await openLedger(file, { create: true, clock: tickingClock() });
    const { sink, finish } = ledger.staging.startExtract('2026-03-08T14:00:00Z');
    sink.begin('a.csv');
    sink.rows(Array.from({ length: 150 }, (_, n) => written(row('a.csv', `R${n}`, ['x']))));
    sink.end(profile('a.csv', 150));
    finish(summary([profile('a.csv', 150)]));
    const reading = ledger.staging.scan('a.csv');
    reading.next();
    const raw = new Database(file);
    raw.exec(`update staging_generation set id = 99`);
    raw.close();
    expect(() => [...reading]).toThrow(expect.objectContaining({ code: 'internal', message: expect.stringContaining('new extract') }));
    ledger.close();
  });
});
