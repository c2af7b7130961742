import { type AccountSnapshot, type FieldType, TargetKey } from '@cutover/domain';
import type { Binding } from '../names/bindings.ts';
import { type Names, namesFrom } from '../names/names.ts';

/** A 40-character key that tells what it stands for. */
export const testKey = (name: string): string => Buffer.from(name.padEnd(20, '.').slice(0, 20)).toString('hex');

const FIELDS: readonly (readonly [string, FieldType])[] = [
  ['source-system-id', 'varchar'],
  ['story', 'text'],
  ['score', 'double'],
  ['fee', 'monetary'],
  ['start', 'date'],
  ['call-at', 'time'],
  ['fax', 'phone'],
  ['home', 'address'],
  ['stage', 'enum'],
  ['tags', 'set'],
];

export const TEST_ACCOUNT: Pick<AccountSnapshot, 'users' | 'fields' | 'pipelines' | 'stages' | 'activityTypes'> = {
  users: [
    { id: 2, name: 'Dana', mail: 'Dana@example.com', active: true, admin: true },
    { id: 3, name: 'Robin', mail: 'robin@example.com', active: false, admin: false },
  ],
  fields: [
    {
      entity: 'person',
      key: 'label_ids',
      name: 'Label',
      type: 'set',
      custom: false,
      options: [
        { id: 41, label: 'Customer' },
        { id: 42, label: 'Hot lead' },
      ],
    },
    { entity: 'person', key: testKey('stage'), name: 'Stage', type: 'enum', custom: true, options: [{ id: 53, label: 'Old' }] },
  ],
  pipelines: [
    { id: 7, name: 'Coaching' },
    { id: 8, name: 'Sales' },
  ],
  stages: [
    { id: 72, pipelineId: 7, name: 'Done', order: 2 },
    { id: 82, pipelineId: 8, name: 'Done', order: 1 },
  ],
  activityTypes: [
    { id: 1, name: 'Task', key: 'task', icon: 'task', active: true },
    { id: 2, name: 'Fax', key: 'fax', icon: 'task', active: false },
  ],
};

const BINDINGS: readonly Binding[] = [
  ...FIELDS.map(([slug, type]): Binding => ({ kind: 'field', name: `person/${slug}`, value: { key: testKey(slug), type } })),
  ...(['organization', 'deal'] as const).map(
    (entity): Binding => ({
      kind: 'field',
      name: `${entity}/source-system-id`,
      value: { key: testKey('source-system-id'), type: 'varchar' },
    }),
  ),
  { kind: 'option', name: 'person/stage/A/b', value: { id: 51 } },
  { kind: 'option', name: 'person/stage/C', value: { id: 52 } },
  { kind: 'option', name: 'person/tags/x', value: { id: 61 } },
  { kind: 'option', name: 'person/tags/y', value: { id: 62 } },
  { kind: 'stage', name: 'Done', value: { id: 72, pipelineId: 7 } },
  { kind: 'activity-type', name: 'Coaching call', value: { id: 9, key: 'coaching_call' } },
];

/** Names of a small account in which these records exist. */
export function testNames(ids: Readonly<Record<string, number>>): Names {
  const entityOf: Readonly<Record<string, string>> = { company: 'organization', client: 'person', package: 'deal' };
  return namesFrom({
    snapshot: TEST_ACCOUNT,
    bindings: BINDINGS,
    ids: {
      recordId: (key) => ids[key] ?? null,
      keyOf: (entity, id) => {
        const found = Object.entries(ids).find(([key, each]) => each === id && entityOf[key.split(':')[0] ?? ''] === entity);
        return found === undefined ? null : TargetKey.parse(found[0]);
      },
    },
  });
}
