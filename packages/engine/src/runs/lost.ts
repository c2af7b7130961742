import { type DesiredRecord, Digest, Entity, SourceId, SourceObject, TargetKey, type Value } from '@cutover/domain';
import type { OpenIntent } from '@cutover/ledger';
import { decode } from '@cutover/pipedrive';
import { z } from 'zod';
import type { Loader } from '../load/loader.ts';

const Body = z.looseObject({});
const FileBody = z.looseObject({ name: z.string(), mediaType: z.string(), size: z.number().int(), sha256: Digest, path: z.string() });

/**
 * The record that a create was about to make, told by its journal row alone: for one that the plan does not want any more, or that is in a set of its own. By it
 * the record is looked for like any other.
 */
export function recordOfIntent({ names }: Loader, intent: OpenIntent): DesiredRecord | null {
  const entity = Entity.safeParse(intent.entity);
  const body = Body.safeParse(intent.request);
  const [object = '', ...rest] = intent.key.split(':');
  const known = SourceObject.safeParse(object);
  if (!entity.success || !body.success || !known.success) return null;
  const fields: Record<string, Value> = { ...decode(entity.data, { ...body.data, id: 0 }, names).fields };
  const file = FileBody.safeParse(intent.request);
  if (entity.data === 'file' && file.success) {
    const { name, mediaType, size, sha256, path } = file.data;
    fields.file = { t: 'file', name, mediaType, size, path, sha256 };
  }
  return {
    entity: entity.data,
    key: TargetKey.parse(intent.key),
    object: known.data,
    sourceId: SourceId.parse(rest.join(':')),
    rows: [],
    fields,
    provenance: {},
    createOnly: [],
    dependsOn: [],
  };
}
