import { expect, test } from 'vitest';
import { z } from 'zod';
import * as bodies from '../../packages/pipedrive/src/wire/bodies.ts';
import * as queries from '../../packages/pipedrive/src/wire/queries.ts';
import { isRecord, OPERATIONS } from './published.ts';

/** What the door may write, and where it goes. */
const BODIES: readonly (readonly [string, z.ZodType])[] = [
  ['v2 POST /persons', bodies.PersonCreate],
  ['v2 PATCH /persons/{id}', bodies.PersonUpdate],
  ['v2 POST /organizations', bodies.OrganizationCreate],
  ['v2 PATCH /organizations/{id}', bodies.OrganizationUpdate],
  ['v2 POST /deals', bodies.DealCreate],
  ['v2 PATCH /deals/{id}', bodies.DealUpdate],
  ['v2 POST /activities', bodies.ActivityCreate],
  ['v2 PATCH /activities/{id}', bodies.ActivityUpdate],
  ['v1 POST /notes', bodies.NoteCreate],
  ['v1 PUT /notes/{id}', bodies.NoteUpdate],
  ['v1 POST /organizationRelationships', bodies.RelationshipCreate],
  ['v2 POST /personFields', bodies.FieldCreate],
  ['v2 POST /organizationFields', bodies.FieldCreate],
  ['v2 POST /dealFields', bodies.FieldCreate],
  ['v1 PUT /personFields/{id}', bodies.LabelsUpdate],
  ['v2 POST /pipelines', bodies.PipelineCreate],
  ['v2 POST /stages', bodies.StageCreate],
  ['v1 POST /activityTypes', bodies.ActivityTypeCreate],
];
const QUERIES: readonly (readonly [string, z.ZodType])[] = [
  ['v2 GET /persons', queries.PersonQuery],
  ['v2 GET /organizations', queries.OrganizationQuery],
  ['v2 GET /deals', queries.DealQuery],
  ['v2 GET /deals/archived', queries.DealQuery],
  ['v2 GET /activities', queries.ActivityQuery],
  ['v2 GET /stages', queries.StageQuery],
  ['v1 GET /notes', queries.NoteQuery],
  ['v1 GET /files', queries.FileQuery],
];

const Shape = z.looseObject({ properties: z.record(z.string(), z.unknown()), required: z.array(z.string()).default([]) });
/** Keys of one of the door's schemas, and those it insists on. */
const keysOf = (schema: z.ZodType): z.infer<typeof Shape> => Shape.parse(z.toJSONSchema(schema, { io: 'input' }));

test.each(BODIES)('a body goes to %s with keys that are published there, and with all that are required', (key, schema) => {
  const published = OPERATIONS.get(key)?.body?.schema ?? {};
  const properties = isRecord(published.properties) ? published.properties : {};
  const ours = keysOf(schema);
  expect(Object.keys(ours.properties).filter((name) => !(name in properties))).toEqual([]);
  const required = Array.isArray(published.required) ? published.required : [];
  expect(required.filter((name) => !ours.required.includes(String(name)))).toEqual([]);
});

test.each(QUERIES)('a list is asked by parameters that are published for it: %s', (key, schema) => {
  const published = OPERATIONS.get(key)?.parameters.map(({ name }) => name) ?? [];
  expect(Object.keys(keysOf(schema).properties).filter((name) => !published.includes(name))).toEqual([]);
});
