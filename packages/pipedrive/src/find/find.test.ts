import { DesiredRecord, TargetKey } from '@cutover/domain';
import { expect, test } from 'vitest';
import type { Door } from '../door.ts';
import { testKey, testNames } from '../testing/names.ts';
import { json, serve, testDoor } from '../testing/server.ts';
import { findAllCreated, type Lost } from './find.ts';
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

const idsOf = async (door: Door, lost: readonly Lost[]) =>
  [...(await findAllCreated(door, lost, names))].map(([key, found]) => [key, found.map(({ id }) => id)]);

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

test('persons by their source id, newest first, whole, and only as far as the ids that can be meant', async () => {
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
  const seven = desired('person', 'client', 'C7', source('C7'));
  expect(await idsOf(door, [{ desired: nine, after: 7 }])).toEqual([['client:C9', [8]]]);
  expect(server.seen).toHaveLength(1);
  expect(Object.fromEntries(new URL(server.seen[0]?.url ?? '', 'http://x').searchParams)).toEqual({
    limit: '500',
    sort_by: 'id',
    sort_direction: 'desc',
  });
  // Not there, and that is known after the first page too.
  expect(await idsOf(door, [{ desired: seven, after: 7 }])).toEqual([]);
  expect(server.seen).toHaveLength(2);
  // The one with the lower bound decides how far all of them are looked for.
  const both = [
    { desired: nine, after: 7 },
    { desired: seven, after: 2 },
  ];
  await expect(idsOf(door, both)).rejects.toMatchObject({ code: 'answer-unusable' });
  expect(server.seen.length).toBeGreaterThan(3);
  await door.close();
});

test('two records of one source id are both told', async () => {
  const key = testKey('source-system-id');
  const data = [9, 8].map((id) => ({ id, custom_fields: { [key]: 'P9' } }));
  await using server = await serve((_, response) => json(response, 200, { success: true, data }));
  const door = testDoor(server.url);
  expect(await idsOf(door, [{ desired: desired('deal', 'package', 'P9', source('P9')), after: 0 }])).toEqual([['package:P9', [9, 8]]]);
  await door.close();
});

test('a record that cannot be read and may be the lost one is not taken for missing', async () => {
  const data = [{ id: 9, note: 'x' }, { id: 8, note: 7, subject: 5 }, { id: 4 }];
  await using server = await serve((_, response) => json(response, 200, { success: true, data }));
  const door = testDoor(server.url);
  const lost = desired('activity', 'session', 'S1', {});
  await expect(idsOf(door, [{ desired: lost, after: 7 }])).rejects.toMatchObject({ code: 'answer-unusable' });
  expect(await idsOf(door, [{ desired: lost, after: 8 }])).toEqual([]);
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
  const one = (each: DesiredRecord) => idsOf(door, [{ desired: each, after: 2 }]);
  const first = desired('activity', 'session', 'S1', { participants, deal: { t: 'ref', v: 'package:P1' } });
  const second = desired('activity', 'session', 'S2', {});
  expect(await one(first)).toEqual([['session:S1', [3]]]);
  expect(await one(desired('activity', 'session', 'S9', { participants }))).toEqual([]);
  expect(await one(second)).toEqual([['session:S2', [5]]]);
  expect(await one(desired('note', 'note', 'N1', { org: { t: 'ref', v: 'company:O1' } }))).toEqual([['note:N1', [6]]]);
  // Of several parents: one list of the newest for all.
  expect(
    await idsOf(door, [
      { desired: first, after: 2 },
      { desired: second, after: 2 },
    ]),
  ).toEqual([
    ['session:S2', [5]],
    ['session:S1', [3]],
  ]);
  const sorted = (url: string) => url.replace(/\?(.*)$/, (_, query: string) => `?${query.split('&').toSorted().join('&')}`);
  expect(server.seen.map((seen) => sorted(seen.url))).toEqual([
    '/api/v2/activities?deal_id=31&limit=500&sort_by=id&sort_direction=desc',
    '/api/v2/activities?limit=500&person_id=21&sort_by=id&sort_direction=desc',
    '/api/v2/activities?limit=500&sort_by=id&sort_direction=desc',
    '/api/v1/notes?limit=500&org_id=11&sort=id+DESC&start=0',
    '/api/v2/activities?limit=500&sort_by=id&sort_direction=desc',
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
  const twin = { ...file, key: TargetKey.parse('file:F2') };
  expect(await idsOf(door, [{ desired: file, after: 2 }])).toEqual([['file:F1', [3]]]);
  expect(await idsOf(door, [{ desired: file, after: 3 }])).toEqual([]);
  expect(
    await idsOf(door, [
      { desired: file, after: 2 },
      { desired: twin, after: 2 },
    ]),
  ).toEqual([
    ['file:F1', [3]],
    ['file:F2', [3]],
  ]);
  const link = desired('relationship', 'company', 'O2', {
    parent: { t: 'ref', v: 'company:O1' },
    linked: { t: 'ref', v: 'company:O2' },
    kind: { t: 'text', v: 'related' },
  });
  expect(await idsOf(door, [{ desired: link, after: 0 }])).toEqual([['company:O2', [3]]]);
  expect(server.seen.map((seen) => seen.url)).toEqual([
    ...Array(3).fill('/api/v1/persons/21/files?limit=100&sort=id+DESC&start=0'),
    '/api/v1/organizationRelationships?org_id=11',
  ]);
  await door.close();
});
