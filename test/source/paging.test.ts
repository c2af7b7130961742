import { globSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { verifies } from '../tools/verifies.ts';
import { clientConnector, clients, idsOf, type Manner, PAGINGS, type Reader, readerOf } from './account.ts';
import { type SourceServer, type SourceServerOptions, serveSource } from './server.ts';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function account(
  manner: Manner,
  options: Partial<SourceServerOptions> = {},
  limits: Readonly<Record<string, unknown>> = {},
): Promise<[SourceServer, Reader]> {
  const server = await serveSource({ lists: { clients: clients(95) }, ...options });
  const reader = readerOf(server, clientConnector(manner, {}, limits));
  open.push(server, reader);
  return [server, reader];
}

const ALL = Array.from({ length: 95 }, (_, i) => `C${String(i + 1).padStart(4, '0')}`);
const MANNERS = Object.keys(PAGINGS) as Manner[];

describe.each(MANNERS)('%s', (manner) => {
  test(`${verifies('R3')}every record comes once, in order, by GET alone`, async () => {
    const [server, reader] = await account(manner);
    const read = await reader.read();
    expect(idsOf(read)).toEqual(ALL);
    expect(read.rows[41]?.cells).toEqual(['C0042', 'Client 0042', 'c0042@example.com']);
    expect(read.rejects).toEqual([]);
    expect(read.summary.files[0]).toMatchObject({
      file: 'clients',
      format: { kind: 'rest' },
      object: 'client',
      counts: { rows: 95, staged: 95 },
    });
    expect(server.seen.every((request) => request.startsWith('GET '))).toBe(true);
  });

  test(`${verifies('R3')}rate limits, faults, cut connections, slow and malformed answers are got over`, async () => {
    const [server, reader] = await account(manner, { burst: 3 }, { parallel: 4, retries: 12, timeoutSeconds: 0.3 });
    const path = PAGINGS[manner].path;
    server.fault(path, 1, { status: 503 });
    server.fault(path, 2, { cut: true });
    server.fault(path, 3, { status: 429, headers: { 'retry-after': '0.05' } });
    server.fault(path, 4, { body: '{"data": [{"id": "C00' });
    server.fault(path, 5, { delayMs: 600 });
    server.fault(path, 6, { body: '{"error": "come back later"}' });
    expect(idsOf(await reader.read())).toEqual(ALL);
  });

  test('a reading that was broken off goes on where it was', async () => {
    const [server, reader] = await account(manner, {}, { retries: 0, parallel: 1 });
    server.fault(PAGINGS[manner].path, manner === 'v5' ? 1 : 6, { status: 500 });
    await expect(reader.read()).rejects.toMatchObject({ code: 'source-unavailable' });
    const before = server.seen.length;
    const read = await reader.read();
    expect(idsOf(read)).toEqual(ALL);
    // Five pages were kept: the other five are asked for, and by offset the empty one after them.
    expect(server.seen.length - before).toBe({ v1: 5, v2: 6, v3: 5, v4: 5, v5: 1 }[manner]);
    expect(reader.told).toContain('going on with the extract that was broken off');
  });
});

test('a person who stops it keeps what has come', async () => {
  const [server, reader] = await account('v3', {}, { parallel: 1 });
  const stop = new AbortController();
  server.onAnswer = (_, count) => count === 4 && stop.abort();
  await expect(reader.read({ stop: stop.signal })).rejects.toMatchObject({ code: 'interrupted' });
  server.onAnswer = null;
  const before = server.seen.length;
  expect(idsOf(await reader.read())).toEqual(ALL);
  expect(server.seen.length - before).toBeLessThanOrEqual(7);
});

test('a cursor of yesterday that is known no more: the list begins anew', async () => {
  const [server, reader] = await account('v3', {}, { retries: 0, parallel: 1 });
  server.fault('/v3/', 4, { status: 500 });
  await expect(reader.read()).rejects.toMatchObject({ code: 'source-unavailable' });
  server.fault('after=', 1, { status: 410 });
  expect(idsOf(await reader.read())).toEqual(ALL);
});

test('a broken extract that is too old is not gone on with', async () => {
  const [server, reader] = await account('v3', {}, { retries: 0, parallel: 1, resumeHours: 2 });
  server.fault('/v3/', 4, { status: 500 });
  await expect(reader.read()).rejects.toMatchObject({ code: 'source-unavailable' });
  const before = server.seen.length;
  await reader.read({ now: () => Date.now() + 3 * 3_600_000 });
  expect(server.seen.length - before).toBe(10);
});

test('pages are asked for side by side where the number of rows is known, never more than allowed', async () => {
  const [server, reader] = await account('v1', { lists: { clients: clients(400) } }, { parallel: 3 });
  for (let n = 1; n <= 41; n += 1) server.fault('/v1/', n, { delayMs: 5 });
  expect(idsOf(await reader.read())).toHaveLength(400);
  expect(server.most()).toBe(3);
  expect(server.seen).toHaveLength(40);
});

test('a source that sends smaller pages than asked for loses nothing', async () => {
  for (const manner of ['v2', 'v3', 'v4'] as const) {
    const [, reader] = await account(manner, { largestPage: 7 });
    expect(idsOf(await reader.read()), manner).toEqual(ALL);
  }
});

describe('a list that changes while it is paged', () => {
  test('a record removed meanwhile shifts the pages; the list is read again until it stands still', async () => {
    const [server, reader] = await account('v1', {}, { parallel: 1 });
    server.onAnswer = (_, count) => count === 3 && server.lists.get('clients')?.splice(0, 1);
    const read = await reader.read();
    // C0031 slid from the fourth page to the third, which had been read.
    expect(idsOf(read)).toEqual(ALL.slice(1));
    expect(read.summary.findings.filter(({ code }) => code.startsWith('source-'))).toEqual([]);
  });

  test('a record added in front comes once, though it pushed another onto the next page', async () => {
    const [server, reader] = await account('v2', {}, { parallel: 1 });
    server.onAnswer = (_, count) => count === 3 && server.lists.get('clients')?.unshift(...clients(1, 900));
    expect(idsOf(await reader.read()).toSorted()).toEqual([...ALL, 'C0900']);
  });

  test('one that never stands still is staged as it was seen, and said', async () => {
    const [server, reader] = await account('v1', {}, { parallel: 1 });
    let n = 900;
    server.onAnswer = () => {
      n += 1;
      server.lists.get('clients')?.unshift(...clients(1, n));
    };
    const read = await reader.read();
    for (const id of ALL) expect(idsOf(read)).toContain(id);
    expect(read.summary.findings.map(({ code }) => code)).toContain('source-moving');
    expect(new Set(idsOf(read)).size).toBe(read.rows.length);
  });

  test('of two versions of a record the newer counts, the older is left out with its reason', async () => {
    const server = await serveSource({ lists: { clients: clients(20) } });
    const reader = readerOf(server, clientConnector('v5', { updated: 'changed' }));
    open.push(server, reader);
    const [first] = clients(1);
    server.lists.get('clients')?.push({ ...first, name: 'Client renamed', changed: '2026-03-02T08:00:00Z' });
    const read = await reader.read();
    expect(read.rows.filter((row) => row.sourceId === 'C0001').map((row) => row.cells[1])).toEqual(['Client renamed']);
    expect(read.rejects).toMatchObject([
      { outcome: 'skipped', line: 1, reason: 'an older version of a record that came again while the list was read' },
    ]);
    expect(read.summary.files[0]?.counts).toEqual({ rows: 21, staged: 20, rejected: 0, skipped: 1 });
  });
});

describe('a source that never comes to an end is noticed', () => {
  test('a cursor that comes round again', async () => {
    const [server, reader] = await account('v3', {}, { parallel: 1 });
    server.fault('/v3/', 3, { body: '{"result":{"list":[{"id":"C0021"}],"next":"MTA"}}' });
    await expect(reader.read()).rejects.toMatchObject({
      code: 'source-answer',
      message: 'clients: the cursor to the next page comes round again: MTA',
    });
  });

  test('pages that are all the same', async () => {
    const [server, reader] = await account('v2');
    const body = JSON.stringify({ items: clients(10) });
    for (let n = 1; n <= 50; n += 1) server.fault('/v2/', n, { body });
    await expect(reader.read()).rejects.toMatchObject({
      code: 'source-answer',
      message: 'clients: two pages in a row are the same: the source does not heed "offset"',
    });
  });
});

test('a total that is wrong is said, and the rows that came are kept', async () => {
  const [server, reader] = await account('v1', { lists: { clients: clients(12) } });
  const pages = [clients(10), clients(2, 11), []];
  for (let n = 1; n <= 9; n += 1) server.fault('/v1/', n, { body: `{"data":${JSON.stringify(pages[(n - 1) % 3])},"meta":{"total":20}}` });
  const read = await reader.read();
  expect(read.rows).toHaveLength(12);
  expect(read.summary.findings).toContainEqual(
    expect.objectContaining({
      code: 'source-count',
      severity: 'warning',
      message: 'the source says that clients has 20 rows, and 12 came',
    }),
  );
});

test('a copy that a crash cut anywhere is gone on with', async () => {
  const [server, reader] = await account('v1', {}, { retries: 0, parallel: 1 });
  for (let round = 0; round < 12; round += 1) {
    server.fault('/v1/', 7, { status: 500 });
    await expect(reader.read()).rejects.toMatchObject({ code: 'source-unavailable' });
    const [file = ''] = globSync('**/0-1.rows', { cwd: reader.dir })
      .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .slice(-1);
    const path = join(reader.dir, file);
    const bytes = statSync(path).size;
    truncateSync(path, Math.floor((bytes * round) / 11));
    const before = server.seen.length;
    expect(idsOf(await reader.read()), `cut at ${round} of 11`).toEqual(ALL);
    expect(server.seen.length - before).toBeGreaterThanOrEqual(4);
    expect(server.seen.length - before).toBeLessThanOrEqual(10);
  }
});

test('a reading that came whole and is not taken is not gone on with: the next one asks anew', async () => {
  const [server, reader] = await account('v5', { lists: { clients: [{ id: '1', name: 'x' }] } });
  await expect(reader.read()).rejects.toMatchObject({ code: 'source-unrecognised' });
  server.lists.set('clients', clients(95));
  expect(idsOf(await reader.read())).toEqual(ALL);
});
