import { createHash } from 'node:crypto';
import type { Field, FieldEntity } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { isShown } from '../rules/fields.ts';
import { activityV2, dealV2, fieldV2, organizationV2, personV2, pipelineV2, stageV2 } from '../views/records.ts';
import { activityTypeV1, fileV1, noteV1, relationshipV1, userV1 } from '../views/v1.ts';

/** Everything the company holds, deleted rows too, in the shape of the newest list endpoint plus `is_deleted`. */
export function stateOf(world: World) {
  const withMark = <T extends { readonly is_deleted: boolean }>(rows: readonly T[], view: (row: T) => object) =>
    rows.map((row) => ({ ...view(row), is_deleted: row.is_deleted }));
  const fields = (entity: FieldEntity) =>
    withMark(
      world.fields[entity].all().filter((field) => isShown(world, field)),
      (field: Field) => fieldV2(world, field),
    );
  return {
    persons: withMark(world.persons.all(), (row) => personV2(world, row)),
    organizations: withMark(world.organizations.all(), (row) => organizationV2(world, row)),
    deals: withMark(world.deals.all(), (row) => dealV2(world, row)),
    activities: withMark(world.activities.all(), (row) => activityV2(world, row)),
    notes: withMark(world.notes.all(), (row) => noteV1(world, row, null)),
    files: withMark(world.files.all(), (row) => fileV1(world, row)),
    users: [...world.users.values()].map((row) => userV1(world, row, null)),
    pipelines: withMark(world.pipelines.all(), pipelineV2),
    stages: withMark(world.stages.all(), stageV2),
    activityTypes: withMark(world.activityTypes.all(), activityTypeV1),
    organizationRelationships: withMark(world.relationships.all(), (row) => relationshipV1(world, row, undefined)),
    personFields: fields('person'),
    organizationFields: fields('organization'),
    dealFields: fields('deal'),
  };
}

/**
 * What a write leaves behind even when it is undone, what is only counted, and what depends on the port: none of it is part of the digest.
 * `people_count` sits inside the nested organizations of relationships.
 */
const volatile = new Set([
  'update_time',
  'stage_change_time',
  'people_count',
  'last_update_user_id',
  'url',
  'is_you',
  'last_login',
  'modified',
]);

const stable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(stable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !volatile.has(key));
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, stable(each)]));
};

const isLive = (row: unknown): boolean => !(typeof row === 'object' && row !== null && 'is_deleted' in row && row.is_deleted === true);

/** One digest over the live rows: the same before a write and after it was taken back, different after any other. */
export function digestOf(world: World): string {
  const hash = createHash('sha256');
  for (const [name, rows] of Object.entries(stateOf(world))) {
    hash.update(name);
    for (const row of rows) if (isLive(row)) hash.update(JSON.stringify(stable(row)));
  }
  for (const file of world.files.all()) if (!file.is_deleted) hash.update(file.bytes);
  return `sha256:${hash.digest('hex')}`;
}
