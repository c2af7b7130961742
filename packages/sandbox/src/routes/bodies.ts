import type { z } from 'zod';
import type { ApiError } from '../core/errors.ts';
import { schemaFailed } from '../core/errors.ts';
import type { Address } from '../core/model.ts';
import { addressParts } from '../core/model.ts';
import { object, text } from '../core/schema.ts';
import type { World } from '../core/world.ts';

const part = () => text().nullable().optional();

/** The address object of persons, organizations and activities: the whole address in `value` and its parts. */
export const addressBody = () =>
  object({
    value: text().min(1, 'This value should not be blank.'),
    country: part(),
    admin_area_level_1: part(),
    admin_area_level_2: part(),
    locality: part(),
    sublocality: part(),
    route: part(),
    street_number: part(),
    subpremise: part(),
    postal_code: part(),
  });

/** A built-in field that can be left out, and sent as null only where the switch `builtin-null` lets it. */
export const clearable = <T extends z.ZodType>(schema: T) => schema.nullable().optional();

export const nullRefused = (key: string, kind: string): ApiError => schemaFailed([`${key}: The value is not a valid '${kind}'`]);

/** @throws ApiError 400 naming every key that was sent as null though it is not nullable (api-facts §1.4). */
export function checkCleared<K extends string>(
  world: World,
  body: { readonly [P in K]?: unknown },
  keys: readonly K[],
  kind = 'string',
): void {
  if (world.switches.is('builtin-null', 'accepted')) return;
  const wrong = keys.filter((key) => body[key] === null);
  if (wrong.length > 0) throw schemaFailed(wrong.map((key) => `${key}: The value is not a valid '${kind}'`));
}

/** An address after a write: parts that were left out become null, also on PATCH (api-facts §3.2). */
export function readAddress(sent: z.output<ReturnType<typeof addressBody>> | null | undefined, before: Address | null): Address | null {
  if (sent === undefined) return before;
  if (sent === null) return null;
  const parts = addressParts.map((key) => [key, sent[key] ?? null] as const);
  return { value: sent.value, ...blankParts, ...Object.fromEntries(parts) };
}

const blankParts = {
  country: null,
  admin_area_level_1: null,
  admin_area_level_2: null,
  locality: null,
  sublocality: null,
  route: null,
  street_number: null,
  subpremise: null,
  postal_code: null,
};
