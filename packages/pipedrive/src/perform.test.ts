import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createRecord, deleteRecord, getRecord, updateRecord } from './perform.ts';
import { json, serve, testDoor } from './testing/server.ts';

test('closing times go in a second request where the account refuses them in the first, and are not tried again', async () => {
  await using server = await serve((seen, response) => {
    const body = JSON.parse(seen.body);
    if (seen.method === 'POST' && 'won_time' in body) {
      json(response, 400, { success: false, error: "'won_time' can only be set when the deal status is 'won'", code: 'ERR_BAD_REQUEST' });
    } else json(response, 200, { success: true, data: { id: 31, ...body } });
  });
  const door = testDoor(server.url);
  const deal = { title: 'T', status: 'won' as const, won_time: '2021-01-02T03:04:05Z' };
  const first = await createRecord(door, { entity: 'deal', body: deal });
  expect(first).toMatchObject({ outcome: 'done', id: 31, record: { won_time: '2021-01-02T03:04:05Z' } });
  await createRecord(door, { entity: 'deal', body: deal });
  await createRecord(door, { entity: 'deal', body: { title: 'Open' } });
  expect(server.seen.map((seen) => [seen.method, seen.body])).toEqual([
    ['POST', JSON.stringify(deal)],
    ['POST', '{"title":"T","status":"won"}'],
    ['PATCH', '{"won_time":"2021-01-02T03:04:05Z"}'],
    ['POST', '{"title":"T","status":"won"}'],
    ['PATCH', '{"won_time":"2021-01-02T03:04:05Z"}'],
    ['POST', '{"title":"Open"}'],
  ]);
  await door.close();
});

test('another refusal of a deal stays one', async () => {
  await using server = await serve((_, response) => json(response, 400, { success: false, error: 'Validation failed: owner_id' }));
  const door = testDoor(server.url);
  const result = await createRecord(door, { entity: 'deal', body: { title: 'T', status: 'won', won_time: '2021-01-02T03:04:05Z' } });
  expect(result).toMatchObject({ outcome: 'refused', code: 'write-refused', status: 400, reason: 'Validation failed: owner_id' });
  expect(server.seen).toHaveLength(1);
  await door.close();
});

test('each entity goes to its own endpoint', async () => {
  await using server = await serve((_, response) => json(response, 200, { success: true, data: { id: 5 } }));
  const door = testDoor(server.url);
  const file = {
    name: 'b.txt',
    mediaType: 'text/plain',
    size: 0,
    sha256: `sha256:${'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'}`,
  };
  await createRecord(door, { entity: 'person', body: { name: 'A' } });
  await createRecord(door, { entity: 'organization', body: { name: 'A' } });
  await createRecord(door, { entity: 'activity', body: { subject: 'A', type: 'task' } });
  await createRecord(door, { entity: 'note', body: { content: 'A', person_id: 1 } });
  await createRecord(door, { entity: 'relationship', body: { type: 'related', rel_owner_org_id: 1, rel_linked_org_id: 2 } });
  await createRecord(door, { entity: 'file', body: { ...file, path: 'b.txt', person_id: 1 } }, () => Readable.from([]));
  await updateRecord(door, 5, { entity: 'person', body: { name: 'B' } });
  await updateRecord(door, 5, { entity: 'note', body: { content: 'B' } });
  for (const entity of ['organization', 'activity'] as const) await updateRecord(door, 5, { entity, body: {} });
  for (const entity of ['person', 'organization', 'deal', 'activity', 'note', 'file'] as const) {
    await getRecord(door, entity, 5);
    await deleteRecord(door, entity, 5);
  }
  await deleteRecord(door, 'relationship', 5);
  expect(server.seen.map((seen) => `${seen.method} ${seen.url.replace('/api/', '')}`)).toEqual([
    'POST v2/persons',
    'POST v2/organizations',
    'POST v2/activities',
    'POST v1/notes',
    'POST v1/organizationRelationships',
    'POST v1/files',
    'PATCH v2/persons/5',
    'PUT v1/notes/5',
    'PATCH v2/organizations/5',
    'PATCH v2/activities/5',
    'GET v2/persons/5',
    'DELETE v2/persons/5',
    'GET v2/organizations/5',
    'DELETE v2/organizations/5',
    'GET v2/deals/5',
    'DELETE v2/deals/5',
    'GET v2/activities/5',
    'DELETE v2/activities/5',
    'GET v1/notes/5',
    'DELETE v1/notes/5',
    'GET v1/files/5',
    'DELETE v1/files/5',
    'DELETE v1/organizationRelationships/5',
  ]);
  expect(() => createRecord(door, { entity: 'file', body: { ...file, path: 'b.txt' } })).toThrow('without its bytes');
  await door.close();
});

test('many callers wait on one signal without a warning, and all are let go', async () => {
  await using server = await serve((_, response) => json(response, 200, { success: true, data: { id: 5 } }));
  const stop = new AbortController();
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const clock = {
    now: () => Date.now(),
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      }),
  };
  const door = testDoor(server.url, { signal: stop.signal, clock, limits: { perWindow: 4, windowMs: 60_000, searchPerWindow: 4 } });
  const all = Array.from({ length: 100 }, () =>
    door.persons.get(5).then(
      () => 'read',
      (thrown: { code: string }) => thrown.code,
    ),
  );
  await all[0];
  stop.abort();
  const ends = await Promise.all(all);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  expect(new Set(ends)).toEqual(new Set(['read', 'interrupted']));
  expect(warnings).toEqual([]);
  await door.close();
});
