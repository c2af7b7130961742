import { z } from 'zod';

/** Making a schema costs more than reading an answer with it, so each is wrapped once. */
const wrapped = new WeakMap<z.ZodType, z.ZodType>();

/** `{success, data}` of one thing, as its data. */
export function one<T>(schema: z.ZodType<T>): z.ZodType<T> {
  // What is kept for a schema was made from it below.
  const known = wrapped.get(schema) as z.ZodType<T> | undefined;
  if (known !== undefined) return known;
  const made: z.ZodType<T> = z.looseObject({ data: schema }).transform((answer) => answer.data);
  wrapped.set(schema, made);
  return made;
}

/** Any object: what a delete answers differs by endpoint. */
export const Anything = z.looseObject({});

/** The data of a list, each item still unread: v1 answers null for an empty one (api-facts §1.3). */
const Items = z
  .array(z.unknown())
  .nullish()
  .transform((items) => items ?? []);

export const ListV2 = z.looseObject({
  data: Items,
  additional_data: z.looseObject({ next_cursor: z.string().nullish() }).nullish(),
});

const Pagination = z.looseObject({ more_items_in_collection: z.boolean().nullish(), next_start: z.number().int().nullish() });

/** Some v1 endpoints put the pagination under its name, some directly into `additional_data`. */
export const ListV1 = z.looseObject({
  data: Items,
  additional_data: Pagination.extend({ pagination: Pagination.nullish() }).nullish(),
});
export type ListV1 = z.infer<typeof ListV1>;

/** A list that is never paged. */
export const WholeList = z.looseObject({ data: Items });
