import { z } from 'zod';
import { badRequestV2, notFoundV2, schemaFailed } from '../core/errors.ts';
import type { CustomEntity, Field, FieldEntity, Json } from '../core/model.ts';
import { listAnswer, pageOf } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, route } from '../core/route.ts';
import { filledText, list, object, oneOf, query, text } from '../core/schema.ts';
import type { World } from '../core/world.ts';
import { marked, nowIso } from '../core/world.ts';
import { limits } from '../data/plans.ts';
import { createField, findField, isShown } from '../rules/fields.ts';
import { dropValues } from '../rules/options.ts';
import { fieldParts, fieldV2 } from '../views/records.ts';
import { optionRoutes } from './options.ts';

export const fieldTypes = [
  'varchar',
  'text',
  'double',
  'phone',
  'date',
  'daterange',
  'time',
  'timerange',
  'set',
  'enum',
  'varchar_auto',
  'address',
  'monetary',
  'org',
  'people',
  'user',
] as const;

const part = () => z.record(z.string(), z.json(), "The value is not a valid 'object'").optional();
const name = () => filledText().max(limits.shortText, 'This value is too long. It should have 255 characters or less.');
const parts = { ui_visibility: part(), important_fields: part(), required_fields: part() };
const described = (entity: CustomEntity) => (entity === 'deal' ? { description: text().nullable().optional() } : {});
const noBody = object({}).optional();
const asked = { include_fields: query.words(fieldParts).optional() };

function found(world: World, entity: FieldEntity, code: string | undefined): Field {
  const field = findField(world, entity, code ?? '');
  if (field === undefined) throw notFoundV2('Field not found');
  return field;
}

export function checkName(world: World, entity: CustomEntity, wanted: string): void {
  if (world.switches.is('field-names', 'repeatable')) return;
  if (world.fields[entity].all().some((field) => !field.is_deleted && field.name === wanted))
    throw badRequestV2(`A field named '${wanted}' already exists`);
}

export function checkOptions(world: World, labels: readonly { readonly label: string }[]): void {
  if (labels.length > limits.optionsPerField) throw schemaFailed([`options: at most ${limits.optionsPerField} options are allowed`]);
  const repeated = new Set(labels.map((each) => each.label)).size < labels.length;
  if (repeated && world.switches.is('option-labels', 'unique')) throw badRequestV2('Option labels must be unique');
}

/** The parts of a field that only concern the web application, as they were sent. */
const sentParts = (body: Readonly<Record<string, unknown>>): Record<string, Record<string, Json>> =>
  Object.fromEntries(fieldParts.flatMap((key) => (isPart(body[key]) ? [[key, body[key]] as const] : [])));
const isPart = (value: unknown): value is Record<string, Json> => typeof value === 'object' && value !== null;

const readOnly = (entity: FieldEntity, path: string): readonly Route[] => [
  route({
    api: 'v2',
    method: 'GET',
    path,
    query: object({ ...asked, limit: query.number().optional(), cursor: query.text().optional() }),
    body: noBody,
    run: ({ world, query: wanted }) => {
      const page = pageOf(world, world.fields[entity], wanted, (field) => !field.is_deleted && isShown(world, field));
      return listAnswer(
        page.rows.map((field) => fieldV2(world, field, wanted.include_fields)),
        page.next,
      );
    },
  }),
  route({
    api: 'v2',
    method: 'GET',
    path: `${path}/{field_code}`,
    query: object(asked),
    body: noBody,
    run: ({ world, params, query: wanted }) => ok(fieldV2(world, found(world, entity, params.field_code), wanted.include_fields)),
  }),
];

const writing = (entity: CustomEntity, path: string): readonly Route[] => [
  route({
    api: 'v2',
    method: 'POST',
    path,
    admin: true,
    query: object({}),
    body: object({
      field_name: name(),
      field_type: oneOf(fieldTypes),
      options: list(object({ label: name() })).optional(),
      ...parts,
      ...described(entity),
    }),
    run: ({ world, user, body }) => {
      const optioned = body.field_type === 'enum' || body.field_type === 'set';
      if (optioned && (body.options ?? []).length === 0) throw schemaFailed(['options: This value should not be blank.']);
      if (!optioned && body.options !== undefined)
        throw schemaFailed([`options: Options are not allowed for field type '${body.field_type}'`]);
      checkName(world, entity, body.field_name);
      checkOptions(world, body.options ?? []);
      const description = 'description' in body && typeof body.description === 'string' ? body.description : null;
      const labels = optioned ? (body.options ?? []) : null;
      const given = { entity, name: body.field_name, type: body.field_type, labels, description, ...sentParts(body), by: user.id };
      return ok(fieldV2(world, createField(world, given), fieldParts));
    },
  }),
  route({
    api: 'v2',
    method: 'PATCH',
    path: `${path}/{field_code}`,
    admin: true,
    query: object({}),
    body: object({ field_name: name().optional(), ...parts, ...described(entity) }).refine((body) => Object.keys(body).length > 0, {
      path: ['body'],
      message: 'At least one property is required.',
    }),
    run: ({ world, params, body }) => {
      const before = found(world, entity, params.field_code);
      const said = 'description' in body ? body.description : undefined;
      const sent = sentParts(body);
      const row: Field = {
        ...before,
        name: body.field_name ?? before.name,
        description: said === undefined ? before.description : typeof said === 'string' && said !== '' ? said : null,
        ui_visibility: { ...before.ui_visibility, ...sent.ui_visibility },
        important_fields: { ...before.important_fields, ...sent.important_fields },
        required_fields: { ...before.required_fields, ...sent.required_fields },
        update_time: nowIso(world),
      };
      return ok(fieldV2(world, world.fields[entity].replace(row, world.clock.now()), fieldParts));
    },
  }),
  route({
    api: 'v2',
    method: 'DELETE',
    path: `${path}/{field_code}`,
    admin: true,
    query: object({}),
    body: noBody,
    run: ({ world, params }) => ok(fieldV2(world, deleteField(world, entity, found(world, entity, params.field_code)))),
  }),
];

/** A custom field is marked as deleted and its values are lost; built-in fields stay (api-facts §7). */
export function deleteField(world: World, entity: CustomEntity, field: Field): Field {
  if (!field.custom) throw badRequestV2('Built-in fields cannot be deleted');
  world.fields[entity].replace(marked(world, field), world.clock.now());
  dropValues(world, entity, field.code, () => undefined);
  return field;
}

export const fieldRoutes: readonly Route[] = [
  ...readOnly('person', '/personFields'),
  ...readOnly('organization', '/organizationFields'),
  ...readOnly('deal', '/dealFields'),
  ...readOnly('activity', '/activityFields'),
  ...writing('person', '/personFields'),
  ...writing('organization', '/organizationFields'),
  ...writing('deal', '/dealFields'),
  ...optionRoutes('person', '/personFields', found),
  ...optionRoutes('organization', '/organizationFields', found),
  ...optionRoutes('deal', '/dealFields', found),
];
