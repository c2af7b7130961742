import { canonicalJson, type Entity } from '@cutover/domain';
import type { Json } from '@cutover/ledger';
import { stableImage, type WireId } from '@cutover/pipedrive';

type Image = Record<string, unknown>;

const CUSTOM = 'custom_fields';
const isImage = (value: unknown): value is Image => typeof value === 'object' && value !== null && !Array.isArray(value);
const partOf = (image: Image, key: string): Image => (isImage(image[key]) ? image[key] : {});

/**
 * The image of a record after an update of ours. Only what the update changed goes into it: what a person had edited before stays seen as edited, so that a
 * rollback keeps the record.
 * @param old the image after our write before; `before` and `after` the record around the update
 */
export function imageAfter(entity: Entity, old: Json, before: Readonly<Image>, after: WireId): Json {
  const [was, is] = [stableImage(entity, before), stableImage(entity, after)];
  if (!isImage(old)) return is as Json;
  const custom = overlay(partOf(old, CUSTOM), partOf(was, CUSTOM), partOf(is, CUSTOM));
  const { [CUSTOM]: _, ...plain } = overlay(old, { ...was, [CUSTOM]: null }, { ...is, [CUSTOM]: null });
  return (Object.keys(custom).length === 0 ? plain : { ...plain, [CUSTOM]: custom }) as Json;
}

function overlay(old: Image, was: Image, is: Image): Image {
  const made: Image = { ...old };
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (canonicalJson(was[key] ?? null) === canonicalJson(is[key] ?? null)) continue;
    if (is[key] === undefined) delete made[key];
    else made[key] = is[key];
  }
  return made;
}

/** A record as an update's body would leave it: what is derived from these keys follows only in Pipedrive. */
export function withBody(record: Readonly<Image>, body: Readonly<Image>): Image {
  const { [CUSTOM]: custom, ...plain } = body;
  return { ...record, ...plain, ...(isImage(custom) ? { [CUSTOM]: { ...partOf({ ...record }, CUSTOM), ...custom } } : {}) };
}
