import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openLedger } from './index.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'cutover-ledger-'));
const clock = (): number => Date.UTC(2026, 2, 8, 14);

describe('openLedger', () => {
  it('makes a file only its owner can read, and finds in it again what was put there', async () => {
    const file = join(folder(), 'ledger.sqlite');
    const ledger = await openLedger(file, { create: true, clock });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o600);
    ledger.meta.set('lineage', { id: 'b' });
    ledger.close();
    ledger.close();
    const again = await openLedger(file, { clock });
    expect(again.meta.get('lineage', z.strictObject({ id: z.string() }))).toEqual({ id: 'b' });
    expect(again.meta.get('target', z.string())).toBeNull();
    expect(() => again.meta.get('lineage', z.string())).toThrow(expect.objectContaining({ code: 'ledger-edited' }));
    again.meta.remove('lineage');
    expect(again.meta.get('lineage', z.unknown())).toBeNull();
    again.close();
  });

  it('says that there is none', async () => {
    const file = join(folder(), 'ledger.sqlite');
    await expect(openLedger(file, { clock })).rejects.toMatchObject({ code: 'no-workspace', message: expect.stringContaining(file) });
  });

  it('says that the folder is missing', async () => {
    const file = join(folder(), 'nowhere', 'ledger.sqlite');
    await expect(openLedger(file, { create: true, clock })).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining(file),
    });
  });

  it.each([
    ['text', 'this is a letter, not a database; it is long enough to hold a whole header of one, and more than that'.repeat(3)],
    ['nothing', ''],
  ])('refuses a file that holds %s, and leaves it as it was', async (_, content) => {
    const file = join(folder(), 'ledger.sqlite');
    writeFileSync(file, content);
    await expect(openLedger(file, { clock })).rejects.toMatchObject({ code: 'ledger-corrupt', message: expect.stringContaining(file) });
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('refuses a folder', async () => {
    await expect(openLedger(folder(), { clock })).rejects.toMatchObject({ code: 'ledger-corrupt' });
  });

  it('refuses the database of another program, also with create, and leaves it as it was', async () => {
    const file = join(folder(), 'ledger.sqlite');
    const other = new Database(file);
    other.exec('create table song (name text)');
    other.close();
    const before = readFileSync(file);
    for (const create of [false, true])
      await expect(openLedger(file, { create, clock })).rejects.toMatchObject({
        code: 'ledger-foreign',
        message: expect.stringContaining(file),
      });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('refuses a ledger with damaged pages', async () => {
    const file = join(folder(), 'ledger.sqlite');
    const ledger = await openLedger(file, { create: true, clock });
    for (let n = 0; n < 200; n += 1) ledger.meta.set(`key ${n}`, 'x'.repeat(500));
    ledger.close();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 8192, bytes.length - 4096);
    writeFileSync(file, bytes);
    await expect(openLedger(file, { clock })).rejects.toMatchObject({ code: 'ledger-corrupt', message: expect.stringContaining(file) });
  });

  it('refuses a ledger cut short', async () => {
    const file = join(folder(), 'ledger.sqlite');
    const ledger = await openLedger(file, { create: true, clock });
    ledger.close();
    writeFileSync(file, readFileSync(file).subarray(0, 20_000));
    await expect(openLedger(file, { clock })).rejects.toMatchObject({ code: 'ledger-corrupt' });
  });

  it('refuses a ledger that knows steps this version does not', async () => {
    const file = join(folder(), 'ledger.sqlite');
    (await openLedger(file, { create: true, clock })).close();
    const raw = new Database(file);
    raw.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run('0099-later', '2027-01-01T00:00:00Z');
    raw.close();
    await expect(openLedger(file, { clock })).rejects.toMatchObject({
      code: 'ledger-newer',
      message: expect.stringContaining('0099-later'),
    });
  });

  it('finishes a file whose making was cut off, when it may create', async () => {
    const file = join(folder(), 'ledger.sqlite');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    const ledger = await openLedger(file, { create: true, clock });
    expect(ledger.decisions.serial()).toBe(0);
    ledger.close();
  });

  it('blocks until a time, and no longer', async () => {
    let now = 1_000;
    const ledger = await openLedger(join(folder(), 'l'), { create: true, clock: () => now });
    expect(ledger.blockedUntil()).toBeNull();
    ledger.block(5_000, 'too many refusals');
    expect(ledger.blockedUntil()).toEqual({ until: 5_000, why: 'too many refusals' });
    now = 5_000;
    expect(ledger.blockedUntil()).toBeNull();
    ledger.close();
  });

  it('says that the disk is full, and goes on when there is room again', async () => {
    const file = join(folder(), 'ledger.sqlite');
    (await openLedger(file, { create: true, clock })).close();
    const { connect } = await import('./connection.ts');
    const { createMeta } = await import('./meta.ts');
    const db = connect(file);
    const meta = createMeta(db);
    const pages = Number(db.sqlite.pragma('page_count', { simple: true }));
    db.sqlite.pragma(`max_page_count = ${pages}`);
    expect(() => meta.set('big', 'x'.repeat(100_000))).toThrow(
      expect.objectContaining({ code: 'disk-full', message: expect.stringContaining(file) }),
    );
    db.sqlite.pragma('max_page_count = 1000000');
    meta.set('big', 'x'.repeat(100_000));
    expect(meta.get('big', z.string())).toHaveLength(100_000);
    db.close();
  });
});
