import { CutoverError } from '@cutover/domain';
import { expect, test } from 'vitest';
import { collect } from './pages.ts';
import { json, serve, testDoor } from './testing/server.ts';

test('v2 lists follow the cursor, which is handed back as it came', async () => {
  const pages: Record<string, unknown> = {
    none: { success: true, data: [{ id: 1 }, { id: 2 }], additional_data: { next_cursor: 'eyJ+/=' } },
    'eyJ+/=': { success: true, data: [{ id: 3 }], additional_data: { next_cursor: null } },
  };
  await using server = await serve((seen, response) => {
    json(response, 200, pages[new URL(seen.url, 'http://x').searchParams.get('cursor') ?? 'none']);
  });
  const door = testDoor(server.url);
  const { items } = await collect(door.deals.pages({ status: ['open', 'won'], updated_since: '2026-03-08T00:00:00Z', ids: [4, 5] }));
  expect(items.map((deal) => deal.id)).toEqual([1, 2, 3]);
  const first = new URL(server.seen[0]?.url ?? '', 'http://x');
  expect(first.pathname).toBe('/api/v2/deals');
  expect(Object.fromEntries(first.searchParams)).toEqual({
    limit: '500',
    status: 'open,won',
    updated_since: '2026-03-08T00:00:00Z',
    ids: '4,5',
  });
  await door.close();
});

test('v1 lists follow the start, with the pagination in either place, and null is an empty list', async () => {
  const answers = [
    { success: true, data: [{ id: 1 }], additional_data: { pagination: { more_items_in_collection: true, next_start: 1 } } },
    { success: true, data: [{ id: 2 }], additional_data: { start: 1, limit: 1, more_items_in_collection: true } },
    { success: true, data: null, additional_data: { pagination: { more_items_in_collection: false } } },
  ];
  await using server = await serve((_, response) => json(response, 200, answers.shift()));
  const door = testDoor(server.url);
  const { items } = await collect(door.notes.pages({ deal_id: 9, sort: 'id DESC' }));
  expect(items.map((note) => note.id)).toEqual([1, 2]);
  expect(server.seen.map((seen) => seen.url)).toEqual([
    '/api/v1/notes?limit=500&sort=id+DESC&deal_id=9&start=0',
    '/api/v1/notes?limit=500&sort=id+DESC&deal_id=9&start=1',
    '/api/v1/notes?limit=500&sort=id+DESC&deal_id=9&start=2',
  ]);
  await door.close();
});

test('an item that cannot be read is told, and the others are used', async () => {
  await using server = await serve((_, response) =>
    json(response, 200, {
      success: true,
      data: [{ id: 1, name: 'Ada' }, { id: 2, name: 5 }, { name: 'no id' }, null, { id: 4, novel: {} }],
    }),
  );
  const door = testDoor(server.url);
  const page = await collect(door.persons.pages());
  expect(page.items.map((each) => each.id)).toEqual([1, 4]);
  expect(page.unreadable.map((each) => [each.index, each.id])).toEqual([
    [1, 2],
    [2, null],
    [3, null],
  ]);
  await door.close();
});

test.each([
  ['a cursor that comes again', { success: true, data: [{ id: 1 }], additional_data: { next_cursor: 'same' } }, 200],
  ['no such list', { success: false, error: 'not found' }, 404],
])('%s is told, not walked for ever', async (_, body, status) => {
  await using server = await serve((__, response) => json(response, status, body));
  const door = testDoor(server.url);
  const outcome = await collect(door.persons.pages()).catch((thrown: CutoverError) => thrown.code);
  expect(outcome).toBe('answer-unusable');
  await door.close();
});

test('pages that lead back are told for v1 too', async () => {
  await using server = await serve((_, response) =>
    json(response, 200, { success: true, data: [], additional_data: { pagination: { more_items_in_collection: true, next_start: 0 } } }),
  );
  const door = testDoor(server.url);
  await expect(collect(door.files.pages())).rejects.toThrow('lead back');
  await door.close();
});

test('a query Pipedrive does not know is not sent', async () => {
  await using server = await serve((_, response) => json(response, 200, { success: true, data: [] }));
  const door = testDoor(server.url);
  expect(() => door.persons.pages({ updated_since: '2026-03-08T00:00:00.123Z' })).toThrow(CutoverError);
  expect(() => door.activities.pages({ limit: 501 })).toThrow(CutoverError);
  expect(server.seen).toHaveLength(0);
  await door.close();
});
