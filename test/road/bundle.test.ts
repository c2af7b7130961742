import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleOf, runFull, runSample, runSchema, writeBundle } from '@cutover/engine';
import { fault } from '@cutover/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planned, SMALL, sayYes, setOut, type Traveller } from '../tools/travel.ts';
import { caught } from './small.ts';

const MACHINE = { node: 'v24', platform: 'linux', arch: 'x64' };
const dir = mkdtempSync(join(tmpdir(), 'bundle-'));
let traveller: Traveller;

/** The whole example loaded, with a refused write and a stop on the way. */
beforeAll(async () => {
  traveller = await setOut();
  const { ws } = traveller;
  await planned(traveller);
  sayYes(traveller, 'plan');
  await runSchema(ws, {});
  await runSample(ws, {});
  sayYes(traveller, 'full');
  await traveller.post('faults', [
    fault({ method: 'POST', path: '/api/v2/activities', nth: 3 }, { status: 400 }),
    fault({ method: 'POST', path: '/api/v1/notes', nth: 2 }, { budget: 'spent' }),
  ]);
  expect((await caught(() => runFull(ws, {}))).code).toBe('budget-spent');
});
afterAll(async () => {
  await traveller.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Every cell of the example's tables, as a person reads it, with its words. */
function cells(): string[] {
  const files = [
    'clients',
    'companies',
    'coaches',
    'packages',
    'sessions',
    'notes',
    'invoices',
    'messages',
    'intake',
    'contracts',
    'groups',
    'attachments',
  ];
  return files.flatMap((file) =>
    readFileSync(join(SMALL, `${file}.csv`), 'utf8')
      .split('\n')
      .flatMap((line) => line.split(/[,;"]/)),
  );
}

/** Words of the example that the bundle's own vocabulary has too: kinds, states and endpoints. */
const OURS = new Set([
  'activity',
  'session',
  'sessions',
  'message',
  'company',
  'contract',
  'package',
  'client',
  'status',
  'invoice',
  'notes',
  'amount',
  'created',
  ...['without', 'number', 'planned', 'missing', 'warning', 'machine', 'values', 'counts', 'paused', 'folder', 'decision', 'attachments'],
]);

describe('a bundle of a loaded workspace', () => {
  test('holds no cell of the export, no word of a name, no mail, no secret, and nothing of the account', () => {
    const text = JSON.stringify(bundleOf(traveller.ws, MACHINE));
    const words = new Set(cells().flatMap((cell) => [cell.trim(), ...cell.trim().split(/[\s<>/]+/)]));
    // Short words, numbers and dates are everywhere; everything else of the export must be nowhere.
    const telling = [...words].filter((word) => word.length >= 6 && !/^[\d.:$%+() -]+$/.test(word) && !OURS.has(word.toLowerCase()));
    expect(telling.length).toBeGreaterThan(1_400);
    expect(telling.filter((word) => text.includes(word))).toEqual([]);
    const { sandbox, ws } = traveller;
    for (const secret of [
      sandbox.token,
      sandbox.company.domain,
      'Harbour Coaching',
      ws.settings.lineage,
      ws.settings.trust[0] ?? '',
      ws.target.host,
      ws.dir,
    ]) {
      expect(text).not.toContain(secret.slice(0, 60));
    }
    for (const mail of ['dana.reyes', 'alex.rivera', 'maya.chen', '@example.com', '@']) expect(text).not.toContain(mail);
    // Custom fields are known by keys of the account.
    expect(text).not.toMatch(/[0-9a-f]{40}/);
  });

  test('says what somebody who helps needs to know', () => {
    const bundle = bundleOf(traveller.ws, MACHINE);
    expect(bundle.machine).toEqual({ ...MACHINE, cutover: 'test' });
    expect(bundle.runs.map(({ kind, state, code }) => [kind, state, code])).toEqual([
      ['schema', 'finished', null],
      ['sample', 'finished', null],
      ['full', 'paused', 'budget-spent'],
    ]);
    expect(bundle.failures).toMatchObject([{ op: 'create', entity: 'activity', code: 'write-refused', status: 400 }]);
    expect(bundle.source.files).toHaveLength(14);
    expect(bundle.source.files.find(({ object }) => object === 'client')?.counts).toEqual({
      rows: 41,
      staged: 41,
      rejected: 0,
      skipped: 0,
    });
    expect(bundle.account).toMatchObject({ admin: true, users: { active: 5, all: 6 } });
    expect(bundle.journal.last.length).toBeGreaterThan(20);
    const said = JSON.stringify(bundle.journal.last);
    expect(said).toContain('"op":"create"');
    expect(bundle.log.length).toBeGreaterThan(50);
    expect(JSON.stringify(bundle.log)).toContain('"path":"/api/v1/notes"');
  });

  test('marks differ from bundle to bundle, and the salt is in none', () => {
    const salt = new Uint8Array(32).fill(7);
    const [one, other] = [bundleOf(traveller.ws, MACHINE), bundleOf(traveller.ws, MACHINE)];
    expect(one.settings.lineage).not.toBe(other.settings.lineage);
    expect(bundleOf(traveller.ws, MACHINE, salt).settings.lineage).toBe(bundleOf(traveller.ws, MACHINE, salt).settings.lineage);
    expect(JSON.stringify(bundleOf(traveller.ws, MACHINE, salt))).not.toContain(Buffer.from(salt).toString('hex'));
    expect(JSON.stringify(bundleOf(traveller.ws, MACHINE, salt))).not.toContain(Buffer.from(salt).toString('base64'));
  });

  test('is for its owner alone, and overwrites nothing', async () => {
    const file = join(dir, 'bundle.json');
    const { bytes } = writeBundle(traveller.ws, file, MACHINE);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(file).size).toBe(bytes);
    const own = join(dir, 'mine.txt');
    writeFileSync(own, 'mine');
    for (const taken of [file, own]) expect((await caught(async () => writeBundle(traveller.ws, taken, MACHINE))).code).toBe('bad-file');
    expect(readFileSync(own, 'utf8')).toBe('mine');
    expect((await caught(async () => writeBundle(traveller.ws, join(dir, 'nowhere', 'x.json'), MACHINE))).code).toBe('bad-file');
  });

  test('of a workspace in which nothing has happened yet', async () => {
    const fresh = await setOut();
    try {
      expect(bundleOf(fresh.ws, MACHINE)).toMatchObject({
        account: null,
        runs: [],
        failures: [],
        log: [],
        journal: { total: 0, open: 0, last: [] },
      });
    } finally {
      await fresh.close();
    }
  });
});
