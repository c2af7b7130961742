import type { Entity } from '@cutover/domain';
import { z } from 'zod';

/**
 * Keys that change without a person editing the record: times Pipedrive sets, names of other records, counters, and what is derived from activities.
 * Contract §6 leaves the same out of the sandbox's digest.
 */
const VOLATILE: ReadonlySet<string> = new Set([
  'update_time',
  'stage_change_time',
  'marked_as_done_time',
  'last_update_user_id',
  'last_login',
  'is_writable',
  'labels',
  'picture_id',
  'first_name',
  'last_name',
  'local_won_date',
  'local_lost_date',
  'local_close_date',
  'acv',
  'arr',
  'mrr',
  'smart_bcc_email',
  'attendees',
  // v1 answers carry names of what they hang on
  'person',
  'deal',
  'organization',
  'user',
  'deal_name',
  'person_name',
  'org_name',
  'product_name',
  'lead_name',
  'project_name',
  'url',
  'related_organization_name',
  'calculated_type',
  'calculated_related_org_id',
]);
const VOLATILE_PATTERN = /_count$|^(next|last)_(activity|incoming|outgoing)|^(next|last)_activity_/;
/** `{value: 5, name: …}` of relationships: the id is the part that stays. */
const Nested = z.looseObject({ value: z.number() });

const isVolatile = (key: string): boolean => VOLATILE.has(key) || VOLATILE_PATTERN.test(key);
const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const Custom = z.record(z.string(), z.unknown());

/** A new custom field adds a null to every record; that is no edit. */
function customImage(custom: unknown): Record<string, unknown> {
  const parsed = Custom.safeParse(custom);
  return parsed.success ? Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => !isEmpty(value))) : {};
}

/**
 * The record without what changes by itself, for the before- and after-images: two images differ when somebody edited the record. Plain JSON, to be
 * compared by its canonical digest.
 */
export function stableImage(entity: Entity, wireRecord: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(wireRecord).flatMap(([key, value]): [string, unknown][] => {
    if (isVolatile(key) || isEmpty(value)) return [];
    if (key === 'custom_fields') {
      const custom = customImage(value);
      return Object.keys(custom).length === 0 ? [] : [[key, custom]];
    }
    const nested = entity === 'relationship' ? Nested.safeParse(value) : null;
    return [[key, nested?.success === true ? nested.data.value : value]];
  });
  return Object.fromEntries(kept);
}
