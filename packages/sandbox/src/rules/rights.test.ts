import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClock } from '../core/clock.ts';
import { chooseSwitches } from '../data/switches.ts';
import { dealRoutes } from '../routes/deals.ts';
import { foundCompany } from '../server/company.ts';
import type { Kit } from '../testing/kit.ts';
import { openKit, walk } from '../testing/kit.ts';

const users = [
  { name: 'Ada', email: 'ada@example.com', admin: true },
  { name: 'Ben', email: 'ben@example.com', group: 'east' },
  { name: 'Cleo', email: 'cleo@example.com', group: 'east' },
  { name: 'Dov', email: 'dov@example.com', group: 'west' },
  { name: 'Eve', email: 'eve@example.com', active: false },
];
let small: Kit;
let large: Kit;
beforeAll(async () => {
  small = await openKit({ plan: 'lite', users });
  large = await openKit({ plan: 'premium', users });
});
afterAll(() => Promise.all([small.sandbox.close(), large.sandbox.close()]));

const userId = async (kit: Kit, email: string) =>
  Number(
    walk(
      (await kit.call('GET', '/api/v1/users')).rows().find((row) => walk(row, 'email') === email),
      'id',
    ),
  );

/** Who of Ben, Cleo and Dov sees a person of Ben's with this visibility, in the list and by id. */
async function seenBy(kit: Kit, visible_to: number): Promise<string> {
  const owner_id = await userId(kit, 'ben@example.com');
  const id = (await kit.call('POST', '/api/v2/persons', { name: 'Hidden', visible_to, owner_id })).id();
  const seen: string[] = [];
  for (const name of ['ben', 'cleo', 'dov']) {
    const ask = await kit.as(`${name}@example.com`);
    const listed = (await ask('GET', `/api/v2/persons?ids=${id}`)).rows().length === 1;
    const read = (await ask('GET', `/api/v2/persons/${id}`)).status;
    expect(read).toBe(listed ? 200 : 404);
    if (listed) seen.push(name);
  }
  expect((await kit.call('GET', `/api/v2/persons/${id}`)).status).toBe(200);
  return seen.join(' ');
}

describe('visibility (api-facts §9)', () => {
  test('on small plans 1 is the owner, 3 is everyone, 5 and 7 do not exist', async () => {
    expect(await seenBy(small, 1)).toBe('ben');
    expect(await seenBy(small, 3)).toBe('ben cleo dov');
    expect((await small.call('POST', '/api/v2/persons', { name: 'A', visible_to: 7 })).status).toBe(400);
  });

  test('on large plans 3 is the owner’s group and 7 is everyone', async () => {
    expect(await seenBy(large, 1)).toBe('ben');
    expect(await seenBy(large, 3)).toBe('ben cleo');
    expect(await seenBy(large, 5)).toBe('ben cleo');
    expect(await seenBy(large, 7)).toBe('ben cleo dov');
  });

  test('a follower sees what is only the owner’s', async () => {
    const owner_id = await userId(small, 'ben@example.com');
    const id = (await small.call('POST', '/api/v2/deals', { title: 'D', visible_to: 1, owner_id })).id();
    const dov = await small.as('dov@example.com');
    expect((await dov('GET', `/api/v2/deals/${id}`)).status).toBe(404);
    const user_id = await userId(small, 'dov@example.com');
    expect((await small.call('POST', `/api/v2/deals/${id}/followers`, { user_id })).status).toBe(201);
    expect((await small.call('POST', `/api/v2/deals/${id}/followers`, { user_id })).status).toBe(400);
    expect((await dov('GET', `/api/v2/deals/${id}`)).status).toBe(200);
  });

  test('what hangs on a hidden record is hidden with it, and it cannot be linked to', async () => {
    const owner_id = await userId(small, 'ben@example.com');
    const person_id = (await small.call('POST', '/api/v2/persons', { name: 'Hidden', visible_to: 1, owner_id })).id();
    const note = (await small.call('POST', '/api/v1/notes', { content: 'secret', person_id })).id();
    const activity = (await small.call('POST', '/api/v2/activities', { subject: 'secret', participants: [{ person_id }] })).id();
    const dov = await small.as('dov@example.com');
    expect((await dov('GET', `/api/v1/notes?person_id=${person_id}`)).at('data')).toBe(null);
    expect((await dov('GET', `/api/v1/notes/${note}`)).status).toBe(404);
    expect((await dov('GET', `/api/v2/activities/${activity}`)).status).toBe(404);
    expect((await dov('POST', '/api/v2/deals', { title: 'D', person_id })).status).toBe(400);
    expect((await dov('GET', '/api/v2/persons/search?term=Hidden')).text).not.toContain(`"id":${person_id}`);
  });
});

describe('what needs an admin', () => {
  test.each([
    ['POST', '/api/v2/pipelines', { name: 'X' }],
    ['POST', '/api/v2/stages', { name: 'X', pipeline_id: 1 }],
    ['POST', '/api/v2/personFields', { field_name: 'X', field_type: 'varchar' }],
    ['POST', '/api/v1/dealFields', { name: 'X', field_type: 'varchar' }],
    ['POST', '/api/v1/activityTypes', { name: 'X', icon_key: 'task' }],
    ['GET', '/api/v1/webhooks', undefined],
  ])('%s %s', async (method, path, body) => {
    const ben = await small.as('ben@example.com');
    const answer = await ben(method, path, body);
    expect([answer.status, answer.body]).toEqual([
      403,
      {
        success: false,
        error: 'You do not have permissions to do this.',
        error_info: 'Please check developers.pipedrive.com',
        data: null,
        additional_data: null,
      },
    ]);
  });

  test('another author of a note; one’s own name is fine', async () => {
    const ben = await small.as('ben@example.com');
    const deal_id = (await ben('POST', '/api/v2/deals', { title: 'D' })).id();
    const [own, other] = [await userId(small, 'ben@example.com'), await userId(small, 'ada@example.com')];
    expect((await ben('POST', '/api/v1/notes', { content: 'x', deal_id, user_id: other })).status).toBe(403);
    expect((await ben('POST', '/api/v1/notes', { content: 'x', deal_id, user_id: own })).at('data.user_id')).toBe(own);
  });

  test('others read, create and own as themselves', async () => {
    const ben = await small.as('ben@example.com');
    expect((await ben('GET', '/api/v1/users/me')).at('data.access.0.admin')).toBe(false);
    expect((await ben('POST', '/api/v2/persons', { name: 'A' })).at('data.owner_id')).toBe(await userId(small, 'ben@example.com'));
  });
});

test('a deactivated user’s token is worth nothing, and a user can be deactivated', async () => {
  const eve = await small.as('eve@example.com');
  expect((await eve('GET', '/api/v1/users/me')).status).toBe(401);
  const id = await userId(small, 'dov@example.com');
  expect((await small.call('PUT', `/api/v1/users/${id}`, { active_flag: 0 })).at('data.active_flag')).toBe(false);
  const dov = await small.as('dov@example.com');
  expect((await dov('GET', '/api/v1/users/me')).status).toBe(401);
  await small.call('PUT', `/api/v1/users/${id}`, { active_flag: 1 });
  expect((await dov('GET', '/api/v1/users/me')).status).toBe(200);
});

test('open deals are capped by plan and seats', () => {
  const settings = { seed: 'cap', tier: 'lite', seats: 1, speed: 1, switches: chooseSwitches({}), origin: () => '', users } as const;
  const { world, tokenUser } = foundCompany({ ...settings, clock: createClock(() => 0) });
  const add = dealRoutes.find((each) => each.method === 'POST');
  const create = (status: string) =>
    add?.run({ world, user: tokenUser, params: {}, query: {}, body: { title: 'D', status }, upload: null });
  for (let open = 4; open < 2_500; open++) create('open');
  let refusal: unknown;
  try {
    create('open');
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toMatchObject({
    status: 403,
    body: { error: "Couldn't add the deal. Open deals limit reached.", code: 'feature_capping_deals_limit' },
  });
});
