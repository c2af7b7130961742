import { type AccountSnapshot, CutoverError, PlanSchema } from '@cutover/domain';
import { expect, test } from 'vitest';
import type { Binding } from '../names/bindings.ts';
import { json, serve, testDoor } from '../testing/server.ts';
import { capCheck, exceeded } from './caps.ts';
import { type Bound, findSchemaStep, performSchemaStep, removeBinding } from './perform.ts';
import { planSchemaSteps, type SchemaStep } from './steps.ts';

const K1 = 'a'.repeat(40);
const K2 = 'b'.repeat(40);

const schema = PlanSchema.parse({
  pipeline: { name: 'Coaching' },
  stages: [
    { name: 'Done', order: 2, status: 'won' },
    { name: 'Active', order: 1, status: 'open' },
    { name: 'Done', order: 2, status: 'lost' },
  ],
  activityTypes: [
    { name: 'Payment', icon: 'task', use: 'create' },
    { name: 'Meeting', icon: 'meeting', use: 'existing' },
  ],
  fields: [
    { entity: 'person', slug: 'source-system-id', name: 'Source System ID', type: 'varchar', options: [], use: 'create' },
    { entity: 'person', slug: 'stage', name: 'Stage', type: 'enum', options: ['New', 'Old', 'New'], use: 'create' },
    { entity: 'deal', slug: 'stage', name: 'Stage', type: 'enum', options: ['New'], use: 'create' },
  ],
});

const empty = {
  fields: [],
  pipelines: [],
  stages: [],
  activityTypes: [{ id: 3, name: 'Meeting', key: 'meeting', icon: 'meeting', active: true }],
};

const field = (entity: 'person' | 'deal', key: string, name: string, type: string, options: { id: number; label: string }[] = []) => ({
  entity,
  key,
  name,
  type,
  custom: true,
  options,
});

const shown = (steps: readonly SchemaStep[]) => steps.map((step) => [step.key, step.reuse === undefined ? 'create' : 'reuse']);

test('on an empty account everything is created, in the order it needs', () => {
  expect(shown(planSchemaSteps(schema, empty))).toEqual([
    ['pipeline:Coaching', 'create'],
    ['stage:Active', 'create'],
    ['stage:Done', 'create'],
    ['activity-type:Payment', 'create'],
    ['activity-type:Meeting', 'reuse'],
    ['field:person/source-system-id', 'create'],
    ['field:person/stage', 'create'],
    ['field:deal/stage', 'create'],
  ]);
});

test('what is there by name and type is reused; options it lacks are added; another type is no match', () => {
  const account = {
    fields: [
      field('person', K1, 'source system id', 'varchar'),
      field('person', K2, 'Stage', 'enum', [{ id: 5, label: 'Old' }]),
      field('deal', 'c'.repeat(40), 'Stage', 'varchar'),
      { ...field('deal', 'stage_id', 'Stage', 'enum'), custom: false },
    ],
    pipelines: [{ id: 7, name: 'coaching' }],
    stages: [
      { id: 71, pipelineId: 7, name: 'Active', order: 1 },
      { id: 81, pipelineId: 8, name: 'Done', order: 1 },
    ],
    activityTypes: [...empty.activityTypes, { id: 4, name: 'Payment', key: 'payment', icon: 'task', active: false }],
  };
  const steps = planSchemaSteps(schema, account);
  expect(shown(steps)).toEqual([
    ['pipeline:Coaching', 'reuse'],
    ['stage:Active', 'reuse'],
    ['stage:Done', 'create'],
    ['activity-type:Payment', 'create'],
    ['activity-type:Meeting', 'reuse'],
    ['field:person/source-system-id', 'reuse'],
    ['field:person/stage', 'reuse'],
    ['options:person/stage', 'create'],
    ['field:deal/stage', 'create'],
  ]);
  expect(steps.find((step) => step.key === 'field:person/stage')?.reuse).toEqual([
    { kind: 'field', name: 'person/stage', value: { key: K2, type: 'enum' } },
    { kind: 'option', name: 'person/stage/Old', value: { id: 5 } },
  ]);
  expect(steps.find((step) => step.kind === 'options')?.detail).toMatchObject({ fieldKey: K2, labels: ['New'] });
});

test('what the plan only uses has to be there', () => {
  const stale = (parts: Partial<PlanSchema>) => () => planSchemaSteps({ ...schema, ...parts }, { ...empty, activityTypes: [] });
  expect(stale({})).toThrow(expect.objectContaining({ code: 'plan-stale' }));
  const fields = [{ entity: 'person' as const, slug: 'x', name: 'X', type: 'text' as const, options: [], use: 'existing' as const }];
  expect(stale({ fields, activityTypes: [] })).toThrow(CutoverError);
});

const deal = { id: 1, title: 'T', status: 'open', sourceId: null };

test('caps: what is planned and what is there against the plan', () => {
  const steps = planSchemaSteps(schema, empty);
  const custom = Array.from({ length: 28 }, (_, n) => field('person', K1, `F${n}`, 'text'));
  const snapshot: Pick<AccountSnapshot, 'fields' | 'deals'> = { fields: custom, deals: [deal, deal] };
  const lite = capCheck({ steps, snapshot, tier: 'lite', seats: 1, deals: 2_498 });
  expect(lite.map((use) => [use.what, use.planned, use.present, use.cap, use.advice.length])).toEqual([
    ['custom fields', 3, 28, 30, 1],
    ['deals', 2_498, 2, 2_500, 0],
  ]);
  expect(exceeded(lite).map((use) => use.what)).toEqual(['custom fields']);
  expect(exceeded(capCheck({ steps, snapshot, tier: 'growth', seats: 1, deals: 4_999 })).map((use) => use.what)).toEqual(['deals']);
  expect(
    exceeded(capCheck({ steps: [], snapshot: { ...snapshot, fields: [...custom, ...custom] }, tier: 'lite', seats: 1, deals: 0 })),
  ).toEqual([]);
});

/** A small account over HTTP that makes what it is asked for. */
async function account() {
  const stages: { id: number; name: string; pipeline_id: number }[] = [];
  const made: Record<string, unknown>[] = [];
  const server = await serve((seen, response) => {
    const body = seen.body === '' ? {} : JSON.parse(seen.body);
    const url = new URL(seen.url, 'http://x').pathname;
    const reply = (data: unknown) => json(response, 200, { success: true, data });
    if (seen.method === 'POST' && url === '/api/v2/pipelines') {
      stages.push({ id: 70, name: 'Active', pipeline_id: 7 }, { id: 79, name: 'Unplanned', pipeline_id: 7 });
      return reply({ id: 7, ...body });
    }
    if (seen.method === 'POST' && url === '/api/v2/stages') {
      const stage = { id: 71, ...body };
      stages.push(stage);
      return reply(stage);
    }
    if (url === '/api/v2/stages') return reply(stages);
    if (url === '/api/v1/activityTypes' && seen.method === 'POST') return reply({ id: 4, key_string: 'payment', ...body });
    if (url === '/api/v2/personFields' && seen.method === 'POST') {
      const options = body.options?.map((option: { label: string }, index: number) => ({ id: 50 + index, label: option.label }));
      const one = { field_code: K1, is_custom_field: true, ...body, options };
      made.push(one);
      return reply(one);
    }
    if (url === '/api/v2/personFields') return reply(made);
    if (url.endsWith('/options'))
      return reply(body.map((option: { label: string }, index: number) => ({ id: 60 + index, label: option.label })));
    return reply({ id: 1 });
  });
  return server;
}

const boundTo =
  (bindings: readonly Binding[]): Bound =>
  (kind, name) => {
    const isIt = (binding: Binding): binding is Extract<Binding, { kind: typeof kind }> => binding.kind === kind && binding.name === name;
    return bindings.find(isIt) ?? null;
  };

test('steps are performed, bound and found again; stages that come with a pipeline are taken', async () => {
  await using server = await account();
  const door = testDoor(server.url);
  const bindings: Binding[] = [];
  const done: [string, boolean][] = [];
  for (const step of planSchemaSteps({ ...schema, fields: schema.fields.slice(0, 2) }, empty)) {
    if (step.reuse !== undefined) continue;
    const result = await performSchemaStep(door, step, boundTo(bindings));
    if (result.outcome !== 'done') throw new Error(`${step.key}: ${result.reason}`);
    bindings.push(...result.bindings);
    done.push([step.key, result.created]);
  }
  expect(done).toEqual([
    ['pipeline:Coaching', true],
    ['stage:Active', false],
    ['stage:Done', true],
    ['activity-type:Payment', true],
    ['field:person/source-system-id', true],
    ['field:person/stage', true],
  ]);
  expect(bindings).toContainEqual({ kind: 'stage', name: 'Active', value: { id: 70, pipelineId: 7 } });
  expect(bindings).toContainEqual({ kind: 'stage', name: 'Done', value: { id: 71, pipelineId: 7 } });
  expect(bindings).toContainEqual({ kind: 'activity-type', name: 'Payment', value: { id: 4, key: 'payment' } });
  expect(bindings).toContainEqual({ kind: 'option', name: 'person/stage/Old', value: { id: 51 } });
  const step = planSchemaSteps(schema, empty).find((each) => each.key === 'field:person/stage');
  if (step === undefined) throw new Error('no such step');
  expect(await findSchemaStep(door, step, boundTo(bindings))).toContainEqual({
    kind: 'field',
    name: 'person/stage',
    value: { key: K1, type: 'enum' },
  });
  expect(server.seen.filter((seen) => seen.body.includes('"Stage"')).map((seen) => JSON.parse(seen.body))).toEqual([
    { field_name: 'Stage', field_type: 'enum', options: [{ label: 'New' }, { label: 'Old' }] },
  ]);
  await door.close();
});

test('options are added to a reused field, and each kind of thing is taken back', async () => {
  await using server = await account();
  const door = testDoor(server.url);
  const planField = schema.fields[1];
  if (planField === undefined) throw new Error('no such field');
  const step: SchemaStep = {
    key: 'options:person/stage',
    kind: 'options',
    name: 'person/stage',
    detail: { kind: 'options', field: planField, fieldKey: K2, labels: ['New'] },
  };
  expect(await performSchemaStep(door, step, boundTo([]))).toEqual({
    outcome: 'done',
    created: true,
    bindings: [{ kind: 'option', name: 'person/stage/New', value: { id: 60 } }],
  });
  const all: Binding[] = [
    { kind: 'option', name: 'person/stage/New', value: { id: 60 } },
    { kind: 'field', name: 'person/stage', value: { key: K1, type: 'enum' } },
    { kind: 'activity-type', name: 'Payment', value: { id: 4, key: 'payment' } },
    { kind: 'stage', name: 'Done', value: { id: 71, pipelineId: 7 } },
    { kind: 'pipeline', name: 'Coaching', value: { id: 7 } },
  ];
  for (const binding of all) expect((await removeBinding(door, binding, () => K2)).outcome).toBe('done');
  expect(server.seen.slice(1).map((seen) => `${seen.method} ${seen.url} ${seen.body}`.trim())).toEqual([
    `DELETE /api/v2/personFields/${K2}/options [{"id":60}]`,
    `DELETE /api/v2/personFields/${K1}`,
    'DELETE /api/v1/activityTypes/4',
    'DELETE /api/v2/stages/71',
    'DELETE /api/v2/pipelines/7',
  ]);
  await door.close();
});
