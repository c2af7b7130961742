import { z } from 'zod';

/** `{success, data}` of one thing, as its data. */
export const one = <T>(schema: z.ZodType<T>): z.ZodType<T> => z.looseObject({ data: schema }).transform((answer) => answer.data);

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
