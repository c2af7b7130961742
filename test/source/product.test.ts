import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oneObject } from '../cli/cutover.ts';
import { filesWith, type Place, settle } from '../cli/place.ts';
import { SMALL } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { CONNECTOR, TABLES } from './practice-small.ts';
import { type SourceServer, serveSource } from './server.ts';

const KEY = 'source-key-for-the-example-77aa';

let server: SourceServer;
let overRest: Place;
let fromFiles: Place;
let dir: string;
let connector: string;

beforeAll(async () => {
  server = await serveSource({ lists: Object.fromEntries(TABLES.map(({ name, records }) => [name, records])), key: KEY });
  dir = mkdtempSync(join(tmpdir(), 'cutover-rest-'));
  connector = join(dir, 'connector.json');
  writeFileSync(connector, JSON.stringify(CONNECTOR));
  overRest = await settle({ source: server.url, connector, env: { CUTOVER_SOURCE_KEY: KEY }, rejects: true, byCommand: true });
  fromFiles = await settle({ source: SMALL, rejects: true });
});

afterAll(async () => {
  await overRest?.close();
  await fromFiles?.close();
  await server?.close();
  rmSync(dir, { recursive: true, force: true });
});

interface File {
  readonly file: string;
  readonly object: string;
  readonly staged: number;
}
const counts = (result: Record<string, unknown>): unknown[] =>
  (result.files as File[]).map(({ file, object, staged }) => [file.replace(/\.csv$/, ''), object, staged]);

describe('the example over REST, through the command', () => {
  test(`${verifies('R3')}arrives in the account as it does from files: the same records with the same ids, verified`, async () => {
    const [rest, files] = [await overRest.at('loaded'), await fromFiles.at('loaded')];
    const [one, other] = [await overRest.well(['report', '--workspace', rest]), await fromFiles.well(['report', '--workspace', files])];
    const ids = (report: Record<string, unknown>): string[] =>
      (report.ids as { object: string; source_id: string; entity: string; pipedrive_id: number }[])
        .filter(({ entity }) => entity !== 'file')
        .map(({ object, source_id, entity }) => `${object} ${source_id} ${entity}`)
        .sort();
    expect(ids(one).length).toBeGreaterThan(300);
    // Documents do not come over REST; everything else does.
    expect(ids(one)).toEqual(ids(other));
    const verified = oneObject(await overRest.run(['verify', '--workspace', rest, '--output', 'json']));
    expect(verified).toMatchObject({ different: 0, missing: 0 });
  }, 240_000);

  test('every row ends in exactly one of staged, rejected, skipped, and files and REST agree', async () => {
    const [rest, files] = [await overRest.at('made'), await fromFiles.at('made')];
    const one = await overRest.well(['extract', '--workspace', rest]);
    expect(counts(one)).toEqual(counts(await fromFiles.well(['extract', '--workspace', files])));
    expect(counts(one)).toContainEqual(['sessions', 'session', 150]);
    expect(one.totals).toMatchObject({ rows: 370, staged: 369, rejected: 1, skipped: 0 });
    expect(one.change).toMatchObject({ changed: 0, unchanged: 0, vanished: 0 });
    const again = await overRest.well(['extract', '--workspace', rest]);
    expect(again.change).toEqual({ new: 0, changed: 0, unchanged: (one.change as { new: number }).new, vanished: 0 });
  });

  test('the key is in no file of the workspace, and goes to no other host', async () => {
    const rest = await overRest.at('loaded');
    expect(filesWith(rest, KEY)).toEqual([]);
    expect(server.seen.every((request) => request.startsWith('GET ') && !request.includes(KEY))).toBe(true);
  });

  test('stopped by a fault, the next command goes on where it was', async () => {
    const rest = await overRest.at('made');
    const before = server.seen.length;
    server.fault('/v4/sessions', 9, { status: 403 });
    const broken = await overRest.run(['extract', '--workspace', rest, '--output', 'json']);
    expect(broken.exit).toBe(1);
    expect(oneObject(broken)).toMatchObject({ error: { code: 'source-refused', found: 'status 403' } });
    const after = server.seen.length;
    const result = await overRest.well(['extract', '--workspace', rest]);
    expect(result.totals).toMatchObject({ rows: 370, staged: 369, rejected: 1 });
    // Eight of the sixteen pages of sessions had come, and most of the other lists.
    expect(server.seen.slice(after).filter((request) => request.includes('/v4/sessions'))).toHaveLength(8);
    expect(server.seen.length - after).toBeLessThan(after - before);
  });
});

describe('init', () => {
  const init = (...more: string[]) =>
    overRest.run([
      'init',
      overRest.fresh('ws'),
      '--target',
      overRest.sandbox.url,
      '--trust',
      `${overRest.key}.pub`,
      '--output',
      'json',
      ...more,
    ]);

  test('a connector with a fault: the JSON path, what is there, what belongs there; no workspace', async () => {
    const file = join(dir, 'bad.json');
    writeFileSync(file, JSON.stringify({ ...CONNECTOR, limits: { parallel: 'many' } }));
    const answer = await init('--source', server.url, '--connector', file);
    expect(answer.exit).toBe(2);
    expect(oneObject(answer)).toMatchObject({
      error: { code: 'bad-file', place: { file, column: '$.limits.parallel' }, found: '"many"', expected: 'number, received string' },
    });
  });

  test.each([
    ['an address without a connector', () => ['--source', server.url], '--connector is missing'],
    ['a folder with one', () => ['--source', SMALL, '--connector', connector], 'is none'],
    ['a connector that is not there', () => ['--source', server.url, '--connector', join(dir, 'none.json')], 'cannot be read'],
    [
      'an address that is not https',
      () => ['--source', 'http://api.example.com', '--connector', connector],
      'neither https nor on this machine',
    ],
  ])('%s is refused', async (_, options, why) => {
    const answer = await init(...options());
    expect(answer.exit).toBe(2);
    expect(answer.out).toContain(why);
  });

  test('without the key, extract says where it comes from', async () => {
    const rest = await overRest.at('made');
    const answer = await overRest.run(['extract', '--workspace', rest], { env: { CUTOVER_SOURCE_KEY: '' } });
    expect(answer.exit).toBe(2);
    expect(answer.err).toContain('CUTOVER_SOURCE_KEY');
  });

  test('a key in a file that others can read is refused; one bound to another host too', async () => {
    const rest = await overRest.at('made');
    const file = join(rest, 'source-key.json');
    const extract = () => overRest.run(['extract', '--workspace', rest, '--output', 'json'], { env: { CUTOVER_SOURCE_KEY: '' } });
    writeFileSync(file, JSON.stringify({ host: new URL(server.url).host, key: KEY }), { mode: 0o644 });
    expect(oneObject(await extract())).toMatchObject({ error: { code: 'no-source-key', message: expect.stringContaining('0600') } });
    rmSync(file);
    writeFileSync(file, JSON.stringify({ host: 'api.example.com', key: KEY }), { mode: 0o600 });
    expect(oneObject(await extract())).toMatchObject({
      error: { code: 'no-source-key', message: expect.stringContaining('api.example.com') },
    });
    rmSync(file);
    writeFileSync(file, JSON.stringify({ host: new URL(server.url).host, key: KEY }), { mode: 0o600 });
    expect((await extract()).exit).toBe(5);
  });
});
