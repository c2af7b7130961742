import { CutoverError, type DesiredRecord, type Entity, type Value } from '@cutover/domain';
import type { z } from 'zod';
import type { Names } from '../names/names.ts';
import { checkedBody } from '../ops/write.ts';
import {
  ActivityCreate,
  ActivityUpdate,
  DealCreate,
  DealUpdate,
  FileCreate,
  NoteCreate,
  NoteUpdate,
  OrganizationCreate,
  OrganizationUpdate,
  PersonCreate,
  PersonUpdate,
  RelationshipCreate,
} from '../wire/bodies.ts';
import { CLEARABLE, WRITERS } from './fields.ts';
import { type Context, customIn, unbound } from './values.ts';

/** `update` writes only the named fields; one that the record no longer has is cleared, where Pipedrive can do that. */
export type EncodeMode = 'create' | { readonly update: readonly string[] };

export type WireCreate =
  | { readonly entity: 'person'; readonly body: PersonCreate }
  | { readonly entity: 'organization'; readonly body: OrganizationCreate }
  | { readonly entity: 'deal'; readonly body: DealCreate }
  | { readonly entity: 'activity'; readonly body: ActivityCreate }
  | { readonly entity: 'note'; readonly body: NoteCreate }
  | { readonly entity: 'file'; readonly body: FileCreate }
  | { readonly entity: 'relationship'; readonly body: RelationshipCreate };

export type WireUpdate =
  | { readonly entity: 'person'; readonly body: PersonUpdate }
  | { readonly entity: 'organization'; readonly body: OrganizationUpdate }
  | { readonly entity: 'deal'; readonly body: DealUpdate }
  | { readonly entity: 'activity'; readonly body: ActivityUpdate }
  | { readonly entity: 'note'; readonly body: NoteUpdate };

type Encodable = Pick<DesiredRecord, 'entity' | 'key' | 'fields'>;

const CUSTOM = 'custom.';

function clear(entity: Entity, field: string, context: Context): Record<string, unknown> {
  const cleared = CLEARABLE[entity]?.[field];
  if (cleared === undefined) throw new CutoverError('write-refused', `${context.where}: Pipedrive cannot empty this field`);
  return cleared;
}

function customPart(entity: Entity, slug: string, value: Value | undefined, context: Context): [string, unknown] {
  if (entity !== 'person' && entity !== 'organization' && entity !== 'deal') {
    throw new CutoverError('internal', `${context.where}: a ${entity} has no custom fields`);
  }
  const field = context.names.field(entity, slug);
  if (field === null) throw unbound(context, `the field ${entity}.custom.${slug}`);
  return [field.key, value === undefined ? null : customIn(value, field.type, field.optionId, context)];
}

/** The body's keys, unchecked. */
function collectBody(record: Encodable, names: Names, fields: readonly string[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (const field of fields) {
    const value = record.fields[field];
    const context: Context = { names, where: `${record.entity}.${field} of ${record.key}` };
    if (field.startsWith(CUSTOM)) {
      const [key, wire] = customPart(record.entity, field.slice(CUSTOM.length), value, context);
      custom[key] = wire;
      continue;
    }
    if (value === undefined) {
      Object.assign(body, clear(record.entity, field, context));
      continue;
    }
    const write = WRITERS[record.entity][field];
    if (write === undefined) throw new CutoverError('internal', `${context.where}: Pipedrive has no such field`);
    Object.assign(body, write(value, context));
  }
  return Object.keys(custom).length === 0 ? body : { ...body, custom_fields: custom };
}

/**
 * The exact body that creates or updates this record: the account's ids and keys in place of the plan's names, no empty text, no null nobody asked for,
 * no empty map of custom fields.
 * @throws CutoverError `write-refused` when a name is not bound in this account or a field cannot be emptied, `internal` when a value does not fit its field
 */
export function encode(record: Encodable, names: Names, mode: 'create'): WireCreate;
export function encode(record: Encodable, names: Names, mode: { readonly update: readonly string[] }): WireUpdate;
export function encode(record: Encodable, names: Names, mode: EncodeMode): WireCreate | WireUpdate {
  const fields = mode === 'create' ? Object.keys(record.fields) : mode.update;
  const body = collectBody(record, names, fields);
  const checked = <T>(schema: z.ZodType<T>): T => checkedBody(schema, body, `${record.entity} ${record.key}`);
  const creating = mode === 'create';
  const { entity } = record;
  switch (entity) {
    case 'person':
      return creating ? { entity, body: checked(PersonCreate) } : { entity, body: checked(PersonUpdate) };
    case 'organization':
      return creating ? { entity, body: checked(OrganizationCreate) } : { entity, body: checked(OrganizationUpdate) };
    case 'deal':
      return creating ? { entity, body: checked(DealCreate) } : { entity, body: checked(DealUpdate) };
    case 'activity':
      return creating ? { entity, body: checked(ActivityCreate) } : { entity, body: checked(ActivityUpdate) };
    case 'note':
      return creating ? { entity, body: checked(NoteCreate) } : { entity, body: checked(NoteUpdate) };
    case 'file':
    case 'relationship':
      if (!creating) throw new CutoverError('internal', `${record.key}: a ${entity} cannot be changed, only made anew`);
      return entity === 'file' ? { entity, body: checked(FileCreate) } : { entity, body: checked(RelationshipCreate) };
  }
}
