import { z } from 'zod';

/** Answers are read tolerantly: unknown keys pass, and every key but the id may be missing or null (api-facts §4.4, §11). */
const int = z.number().int();
const text = z.string().nullish();
const id = int.nullish();
const flag = z.boolean().nullish();
/** v1 nests some ids: `{value: 5, name: …}` (api-facts §11 #16). */
const nestedId = z.union([int, z.looseObject({ value: int }).transform((nested) => nested.value)]).nullish();
const v1Flag = z
  .union([z.boolean(), z.number(), z.string()])
  .nullish()
  .transform((value) =>
    value === undefined || value === null ? null : value === true || value === 1 || value === 'true' || value === '1',
  );

export const WireAddress = z.looseObject({ value: text });
export type WireAddress = z.infer<typeof WireAddress>;
export const WireContact = z.looseObject({ value: text, label: text, primary: flag });
export type WireContact = z.infer<typeof WireContact>;
const contacts = z.array(WireContact).nullish();
const labels = z.array(int).nullish();
const custom = z.record(z.string(), z.unknown()).nullish();

export const WirePerson = z.looseObject({
  id: int,
  name: text,
  first_name: text,
  last_name: text,
  owner_id: id,
  org_id: id,
  add_time: text,
  update_time: text,
  emails: contacts,
  phones: contacts,
  is_deleted: flag,
  visible_to: id,
  label_ids: labels,
  postal_address: WireAddress.nullish(),
  notes: text,
  im: contacts,
  birthday: text,
  job_title: text,
  custom_fields: custom,
});
export type WirePerson = z.infer<typeof WirePerson>;

export const WireOrganization = z.looseObject({
  id: int,
  name: text,
  owner_id: id,
  add_time: text,
  update_time: text,
  is_deleted: flag,
  visible_to: id,
  label_ids: labels,
  address: WireAddress.nullish(),
  website: text,
  linkedin: text,
  industry: id,
  annual_revenue: z.number().nullish(),
  employee_count: z.number().nullish(),
  custom_fields: custom,
});
export type WireOrganization = z.infer<typeof WireOrganization>;

export const WireDeal = z.looseObject({
  id: int,
  title: text,
  owner_id: id,
  person_id: id,
  org_id: id,
  pipeline_id: id,
  stage_id: id,
  value: z.number().nullish(),
  currency: text,
  add_time: text,
  update_time: text,
  is_deleted: flag,
  is_archived: flag,
  status: text,
  probability: z.number().nullish(),
  lost_reason: text,
  visible_to: id,
  close_time: text,
  won_time: text,
  lost_time: text,
  expected_close_date: text,
  label_ids: labels,
  custom_fields: custom,
});
export type WireDeal = z.infer<typeof WireDeal>;

export const WireActivity = z.looseObject({
  id: int,
  subject: text,
  type: text,
  owner_id: id,
  deal_id: id,
  person_id: id,
  org_id: id,
  add_time: text,
  update_time: text,
  is_deleted: flag,
  due_date: text,
  due_time: text,
  duration: text,
  busy: flag,
  done: flag,
  location: WireAddress.nullish(),
  participants: z.array(z.looseObject({ person_id: int, primary: flag })).nullish(),
  public_description: text,
  note: text,
});
export type WireActivity = z.infer<typeof WireActivity>;

export const WireNote = z.looseObject({
  id: int,
  content: text,
  user_id: id,
  deal_id: id,
  person_id: id,
  org_id: id,
  add_time: text,
  update_time: text,
  active_flag: v1Flag,
});
export type WireNote = z.infer<typeof WireNote>;

export const WireFile = z.looseObject({
  id: int,
  user_id: id,
  deal_id: id,
  person_id: id,
  org_id: id,
  activity_id: id,
  add_time: text,
  update_time: text,
  active_flag: v1Flag,
  name: text,
  file_name: text,
  file_size: z.number().nullish(),
});
export type WireFile = z.infer<typeof WireFile>;

export const WireRelationship = z.looseObject({
  id: int,
  type: text,
  rel_owner_org_id: nestedId,
  rel_linked_org_id: nestedId,
  add_time: text,
  update_time: text,
  active_flag: v1Flag,
});
export type WireRelationship = z.infer<typeof WireRelationship>;

/** All an answer to a write has to hold: without an id nobody knows what was made. */
export const WireId = z.looseObject({ id: int });
export type WireId = z.infer<typeof WireId>;
