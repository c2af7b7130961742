import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../data/operations.ts';
import type { Kit } from '../testing/kit.ts';
import { openKit } from '../testing/kit.ts';
import { allRoutes, servedOperations } from './all.ts';

let kit: Kit;
beforeAll(async () => {
  kit = await openKit({ seats: 5_000 });
});
afterAll(() => kit.sandbox.close());

test('every route is a published operation with a price, and none is there twice', () => {
  const known = new Set(operations.map((each) => `${each.api} ${each.method} ${each.path}`));
  const mine = servedOperations.map((each) => `${each.api} ${each.method} ${each.path}`);
  expect(mine.filter((each) => !known.has(each))).toEqual([]);
  expect(new Set(mine).size).toBe(allRoutes.length);
});

const keys = [
  'name',
  'title',
  'subject',
  'content',
  'emails',
  'phones',
  'owner_id',
  'org_id',
  'person_id',
  'deal_id',
  'custom_fields',
  'label_ids',
  'address',
  'due_date',
  'due_time',
  'status',
  'stage_id',
  'participants',
  'options',
  'field_name',
  'field_type',
  'add_time',
  'visible_to',
  'merge_with_id',
  'add_visible_flag',
];
const bodies = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(
    fc.constantFrom(...keys),
    fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('open', 'enum', '2026-01-01', 1, '1', '', null)),
    {
      maxKeys: 6,
    },
  ),
);

test('whatever is sent, the answer is one of those a client knows', async () => {
  const state = await kit.control('state');
  const homes = [
    'persons',
    'organizations',
    'deals',
    'activities',
    'notes',
    'files',
    'pipelines',
    'stages',
    'activityTypes',
    'users',
    'organizationRelationships',
  ];
  const ids = new Map(homes.map((name) => [name, state.id(`${name}.0.id`)]));
  const codes = ['label_ids', 'name', state.string('personFields.20.field_code'), state.string('dealFields.23.field_code')];
  const writes = allRoutes.filter((each) => each.method !== 'GET');
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...writes), bodies, fc.boolean(), fc.constantFrom(...codes), async (route, body, real, code) => {
      const id = (real ? ids.get(route.path.split('/')[1] ?? '') : undefined) ?? 1;
      const path = route.path.replace('{field_code}', code).replaceAll(/\{\w+\}/g, String(id));
      const answer = await kit.call(route.method, `/api/${route.api}${path}`, body);
      seen.add(answer.status);
      expect([200, 201, 400, 403, 404, 410, 413], `${route.method} ${path} ${JSON.stringify(body)} → ${answer.text}`).toContain(
        answer.status,
      );
    }),
    { numRuns: 400 },
  );
  expect([...seen].toSorted()).toEqual(expect.arrayContaining([200, 400, 404]));
});

test('whatever is asked, lists answer or refuse in words', async () => {
  const lists = allRoutes.filter((each) => each.method === 'GET' && !each.path.includes('{'));
  const names = [
    'limit',
    'cursor',
    'sort_by',
    'sort_direction',
    'ids',
    'updated_since',
    'status',
    'start',
    'term',
    'fields',
    'include_fields',
    'org_id',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...lists),
      fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.string(), fc.constantFrom('1', 'id', 'desc', 'open'))),
      async (route, asked) => {
        const answer = await kit.call('GET', `/api/${route.api}${route.path}?${new URLSearchParams(asked).toString()}`);
        expect([200, 400, 404], `${route.path} ${JSON.stringify(asked)} → ${answer.text}`).toContain(answer.status);
      },
    ),
    { numRuns: 200 },
  );
});
