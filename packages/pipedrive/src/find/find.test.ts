import { DesiredRecord } from '@cutover/domain';
import { expect, test } from 'vitest';
import { testKey, testNames } from '../testing/names.ts';
import { json, serve, testDoor } from '../testing/server.ts';
import { findAllCreated, findCreated } from './find.ts';
import { hasSourceLine } from './marks.ts';

const names = testNames({ 'client:C1': 21, 'client:C2': 22, 'company:O1': 11, 'company:O2': 12, 'package:P1': 31 });

function desired(entity: string, object: string, sourceId: string, fields: Record<string, unknown>): DesiredRecord {
  return DesiredRecord.parse({
    entity,
    key: `${object}:${sourceId}`,
    object,
    sourceId,
    rows: ['f#1'],
    fields,
    provenance: {},
    createOnly: [],
    dependsOn: [],
  });
}

const source = (v: string) => ({ 'custom.source-system-id': { t: 'text', v } });

test.each([
  ['<p>Hello</p><p>Source: session S1</p>', true],
  ['Hello<br>Source: session S1', true],
  ['Hello\nSource: session S1\n', true],
  ['<p>Source: session S1</p><p>quoted</p><p>Source: session S2</p>', false],
  ['<p>Source: session S1/payment</p>', false],
  ['<p>Source: session S10</p>', false],
  ['<p>see Source: session S1</p>', false],
  ['', false],
])('the source line of %j', (text, expected) => {
  expect(hasSourceLine(text, 'session', 'S1')).toBe(expected);
});

test('ids with signs that HTML writes otherwise', () => {
  expect(hasSourceLine('<p>Source: note A&amp;B &lt;1&gt;</p>', 'note', 'A&B <1>')).toBe(true);
  expect(hasSourceLine('<p>Source: note A&amp;amp;B</p>', 'note', 'A&B')).toBe(false);
  expect(hasSourceLine(null, 'note', 'N1')).toBe(false);
});

test('persons by their source id, newest first, whole, and only as far as needed', async () => {
  const key = testKey('source-system-id');
  const page = (ids: readonly [number, string | null][], cursor: string | null) => ({
    success: true,
    data: ids.map(([id, value]) => ({ id, custom_fields: { [key]: value } })),
    additional_data: { next_cursor: cursor },
  });
  await using server = await serve((seen, response) =>
    json(
      response,
      200,
      seen.url.includes('cursor=')
        ? page([[3, 'C7']], 'end')
        : page(
            [
              [9, null],
              [8, 'C9'],
              [7, 'other'],
            ],
            'next',
          ),
    ),
  );
  const door = testDoor(server.url);
  const nine = desired('person', 'client', 'C9', { name: { t: 'text', v: 'A' }, ...source('C9') });
  expect(await findCreated(door, nine, names, '2026-03-08T00:00:00Z')).toMatchObject({ id: 8 });
  expect(server.seen).toHaveLength(1);
  expect(Object.fromEntries(new URL(server.seen[0]?.url ?? '', 'http://x').searchParams)).toEqual({
    limit: '500',
    sort_by: 'id',
    sort_direction: 'desc',
    updated_since: '2026-03-08T00:00:00Z',
  });
  const seven = desired('person', 'client', 'C7', source('C7'));
  const found = await findAllCreated(door, [{ desired: nine }, { desired: seven }], names);
  expect([...found].map(([which, { record, all }]) => [which, record.id, all])).toEqual([
    ['client:C9', 8, [8]],
    ['client:C7', 3, [3]],
  ]);
  await door.close();
});

test('two records of one source id are both told', async () => {
  const key = testKey('source-system-id');
  const data = [9, 8].map((id) => ({ id, custom_fields: { [key]: 'P9' } }));
  await using server = await serve((_, response) => json(response, 200, { success: true, data }));
  const door = testDoor(server.url);
  const found = await findAllCreated(door, [{ desired: desired('deal', 'package', 'P9', source('P9')) }], names);
  expect([...found.values()].map((each) => [each.record.id, each.all])).toEqual([[9, [9, 8]]]);
  await door.close();
});

test('activities and notes by their line, among those of the parent', async () => {
  await using server = await serve((seen, response) => {
    const data = seen.url.startsWith('/api/v2/activities')
      ? [
          { id: 5, note: '<p>Source: session S2</p>' },
          { id: 4, note: null },
          { id: 3, note: 'x<br>Source: session S1' },
        ]
      : [{ id: 6, content: '<p>Source: note N1</p>' }];
    json(response, 200, { success: true, data });
  });
  const door = testDoor(server.url);
  const participants = {
    t: 'participants',
    v: [
      { person: 'client:C2', primary: false },
      { person: 'client:C1', primary: true },
    ],
  };
  expect(
    await findCreated(door, desired('activity', 'session', 'S1', { participants, deal: { t: 'ref', v: 'package:P1' } }), names),
  ).toMatchObject({ id: 3 });
  expect(await findCreated(door, desired('activity', 'session', 'S9', { participants }), names)).toBeNull();
  expect(await findCreated(door, desired('activity', 'session', 'S2', {}), names)).toMatchObject({ id: 5 });
  expect(await findCreated(door, desired('note', 'note', 'N1', { org: { t: 'ref', v: 'company:O1' } }), names)).toMatchObject({ id: 6 });
  const sorted = (url: string) => url.replace(/\?(.*)$/, (_, query: string) => `?${query.split('&').toSorted().join('&')}`);
  expect(server.seen.map((seen) => sorted(seen.url))).toEqual([
    '/api/v2/activities?deal_id=31&limit=500&sort_by=id&sort_direction=desc',
    '/api/v2/activities?limit=500&person_id=21&sort_by=id&sort_direction=desc',
    '/api/v2/activities?limit=500&sort_by=id&sort_direction=desc',
    '/api/v1/notes?limit=500&org_id=11&sort=id+DESC&start=0',
  ]);
  await door.close();
});

test('files by parent, name and size; relationships by both ends and kind', async () => {
  await using server = await serve((seen, response) => {
    const data = seen.url.startsWith('/api/v1/organizationRelationships')
      ? [
          { id: 1, type: 'parent', rel_owner_org_id: { value: 11 }, rel_linked_org_id: { value: 12 } },
          { id: 2, type: 'related', rel_owner_org_id: { value: 12 }, rel_linked_org_id: { value: 11 } },
          { id: 3, type: 'related', rel_owner_org_id: { value: 11 }, rel_linked_org_id: { value: 12 } },
        ]
      : [
          { id: 5, name: 'b.pdf', file_size: 4, person_id: 21 },
          { id: 4, name: 'b.pdf', file_size: 3, person_id: 22 },
          { id: 3, name: 'b.pdf', file_size: 3, person_id: 21 },
        ];
    json(response, 200, { success: true, data });
  });
  const door = testDoor(server.url);
  const sha256 = `sha256:${'a'.repeat(64)}`;
  const file = desired('file', 'file', 'F1', {
    file: { t: 'file', path: 'b.pdf', name: 'b.pdf', size: 3, sha256, mediaType: 'application/pdf' },
    person: { t: 'ref', v: 'client:C1' },
  });
  expect(await findCreated(door, file, names)).toMatchObject({ id: 3 });
  const link = desired('relationship', 'company', 'O2', {
    parent: { t: 'ref', v: 'company:O1' },
    linked: { t: 'ref', v: 'company:O2' },
    kind: { t: 'text', v: 'related' },
  });
  expect(await findCreated(door, link, names)).toMatchObject({ id: 3 });
  expect(server.seen.map((seen) => seen.url)).toEqual([
    '/api/v1/persons/21/files?limit=100&sort=id+DESC&start=0',
    '/api/v1/organizationRelationships?org_id=11',
  ]);
  await door.close();
});
