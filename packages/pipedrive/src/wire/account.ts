import { z } from 'zod';

const int = z.number().int();
const text = z.string().nullish();
const flag = z.boolean().nullish();
const access = z.array(z.looseObject({ app: text, admin: flag })).nullish();

export const WireUser = z.looseObject({
  id: int,
  name: z.string(),
  email: z.string(),
  active_flag: flag,
  is_deleted: flag,
  is_admin: z.union([z.boolean(), z.number()]).nullish(),
  access,
  default_currency: text,
  timezone_name: text,
});
export type WireUser = z.infer<typeof WireUser>;

export const WireMe = WireUser.extend({ company_id: int, company_name: z.string(), company_domain: z.string() });
export type WireMe = z.infer<typeof WireMe>;

export const WireOption = z.looseObject({ id: z.union([int, z.string()]), label: z.string() });
export type WireOption = z.infer<typeof WireOption>;

export const WireField = z.looseObject({
  field_name: z.string(),
  field_code: z.string(),
  field_type: z.string(),
  options: z.array(WireOption).nullish(),
  is_custom_field: z.boolean(),
});
export type WireField = z.infer<typeof WireField>;

/** v1: the number by which a field is changed, and options with their colours. */
export const WireFieldV1 = z.looseObject({
  id: int,
  key: z.string(),
  options: z.array(z.looseObject({ id: z.union([z.number(), z.string()]), label: z.string(), color: text })).nullish(),
});
export type WireFieldV1 = z.infer<typeof WireFieldV1>;

export const WirePipeline = z.looseObject({ id: int, name: z.string(), order_nr: z.number().nullish(), is_deleted: flag });
export type WirePipeline = z.infer<typeof WirePipeline>;

export const WireStage = z.looseObject({ id: int, name: z.string(), pipeline_id: int, order_nr: z.number().nullish(), is_deleted: flag });
export type WireStage = z.infer<typeof WireStage>;

export const WireActivityType = z.looseObject({ id: int, name: z.string(), key_string: z.string(), icon_key: text, active_flag: flag });
export type WireActivityType = z.infer<typeof WireActivityType>;

export const WireCurrency = z.looseObject({ code: z.string(), active_flag: flag });
export type WireCurrency = z.infer<typeof WireCurrency>;

/** Not loose: a webhook's answer carries its password, which must not be passed on. */
export const WireWebhook = z.object({
  id: int,
  subscription_url: text,
  event_action: text,
  event_object: text,
  is_active: z.union([z.boolean(), z.number()]).nullish(),
  name: text,
});
export type WireWebhook = z.infer<typeof WireWebhook>;

export const WireUserSettings = z.looseObject({ person_duplicate_condition: text });
export type WireUserSettings = z.infer<typeof WireUserSettings>;

/** A hit of a search in one field: wrapped with its score as the schema has it, or the item itself as the example beside it (OpenAPI v2 `searchItemByField`). */
export const WireSearchHit = z.union([
  z.looseObject({ item: z.looseObject({ id: int }) }).transform((hit) => ({ id: hit.item.id })),
  z.looseObject({ id: int }).transform(({ id }) => ({ id })),
]);
export type WireSearchHit = z.infer<typeof WireSearchHit>;
