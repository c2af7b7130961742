import { afterEach, expect, test } from 'vitest';
import { verifies } from '../tools/verifies.ts';
import { clientConnector, clients, idsOf, type Reader, readerOf } from './account.ts';
import { type SourceServer, serveSource } from './server.ts';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function account(more: Readonly<Record<string, unknown>> = {}): Promise<[SourceServer, Reader]> {
  const server = await serveSource({ lists: { clients: clients(60) } });
  const since = { parameter: 'changed_since', as: 'iso' };
  const reader = readerOf(server, clientConnector('v3', { updated: 'changed', since, deleted: { path: 'gone' }, ...more }));
  open.push(server, reader);
  return [server, reader];
}

const soon = (): string => new Date(Date.now() + 60_000).toISOString();

test(`${verifies('R3')}only what changed is asked for; what does not come is unchanged`, async () => {
  const [server, reader] = await account();
  const first = await reader.read();
  const list = server.lists.get('clients') ?? [];
  list[11] = { ...list[11], id: 'C0012', name: 'Client married', changed: soon() };
  list.push({ ...clients(1, 700)[0], id: 'C0700', changed: soon() });
  // Removed without a trace: a list of changes cannot tell.
  list.splice(0, 1);
  const before = server.seen.length;
  const second = await reader.read({ mode: 'changed' });
  const asked = server.seen.slice(before);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatch(/^GET \/v3\/clients\?changed_since=\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\dZ&limit=10$/);
  expect(idsOf(second).toSorted()).toEqual([...idsOf(first), 'C0700'].toSorted());
  expect(second.rows.find((row) => row.sourceId === 'C0012')?.cells[1]).toBe('Client married');
  const untouched = (rows: typeof first.rows) =>
    rows.filter((row) => !['C0012', 'C0700'].includes(row.sourceId)).map((row) => [row.key, row.hash]);
  expect(untouched(second.rows).toSorted()).toEqual(untouched(first.rows).toSorted());

  const full = await reader.read();
  expect(idsOf(full)).not.toContain('C0001');
  expect(full.rows).toHaveLength(60);
});

test('changes lie over changes; the instant is that of the reading before, by the clock of the source, with the overlap', async () => {
  const begun = Date.now();
  const [server, reader] = await account();
  await reader.read();
  const list = server.lists.get('clients') ?? [];
  for (const name of ['first', 'second', 'third']) {
    list[3] = { ...list[3], id: 'C0004', name, changed: soon() };
    const read = await reader.read({ mode: 'changed', now: () => Date.now() - 86_400_000 });
    expect(read.rows.filter((row) => row.sourceId === 'C0004').map((row) => row.cells[1])).toEqual([name]);
    expect(read.rows).toHaveLength(60);
  }
  const since = Date.parse(decodeURIComponent(/changed_since=([^&]*)/.exec(server.seen.at(-1) ?? '')?.[1] ?? ''));
  // Whole seconds are sent.
  expect(since + 300_000).toBeGreaterThan(begun - 1_000);
  expect(since + 300_000).toBeLessThanOrEqual(Date.now());
});

test('a record that the source marks as deleted is skipped with the reason, and so no longer staged', async () => {
  const [server, reader] = await account();
  await reader.read();
  const list = server.lists.get('clients') ?? [];
  list[7] = { ...list[7], id: 'C0008', gone: true, changed: soon() };
  const read = await reader.read({ mode: 'changed' });
  expect(read.rows).toHaveLength(59);
  expect(read.rejects).toMatchObject([{ outcome: 'skipped', reason: 'deleted in the source' }]);
  expect(read.summary.files[0]?.counts).toEqual({ rows: 60, staged: 59, rejected: 0, skipped: 1 });
});

test('without a reading before, and where the connector knows no way to ask for changes, everything is asked for', async () => {
  const [server, reader] = await account();
  expect((await reader.read({ mode: 'changed' })).rows).toHaveLength(60);
  expect(server.seen.join()).not.toContain('changed_since');
  const [other, plain] = await account({ since: undefined });
  await plain.read();
  other.lists.get('clients')?.splice(0, 5);
  expect((await plain.read({ mode: 'changed' })).rows).toHaveLength(55);
});

test('a reading of changes that was broken off does not stand in for a full one', async () => {
  const [server, reader] = await account();
  await reader.read();
  for (let n = 1; n <= 6; n += 1) server.fault('changed_since', n, { status: 500 });
  await expect(reader.read({ mode: 'changed' })).rejects.toMatchObject({ code: 'source-unavailable' });
  server.lists.get('clients')?.splice(0, 1);
  expect((await reader.read()).rows).toHaveLength(59);
});
