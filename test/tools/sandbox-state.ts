import { z } from 'zod';

const Kept = { id: z.number(), is_deleted: z.boolean() };
const Link = z.number().nullable();
const Contact = z.looseObject({ value: z.string(), label: z.string(), primary: z.boolean() });
const Place = z.looseObject({ value: z.string().nullable() }).nullable();
const Custom = z.record(z.string(), z.unknown());
const Side = z.looseObject({ value: z.number(), name: z.string() });

const Person = z.looseObject({
  ...Kept,
  name: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  owner_id: z.number(),
  org_id: Link,
  add_time: z.string(),
  emails: z.array(Contact),
  phones: z.array(Contact),
  custom_fields: Custom,
});
const Organization = z.looseObject({
  ...Kept,
  name: z.string(),
  owner_id: z.number(),
  add_time: z.string(),
  address: Place,
  custom_fields: Custom,
});
const Deal = z.looseObject({
  ...Kept,
  title: z.string(),
  owner_id: z.number(),
  person_id: Link,
  org_id: Link,
  stage_id: z.number(),
  pipeline_id: z.number(),
  value: z.number().nullable(),
  currency: z.string(),
  status: z.string(),
  add_time: z.string(),
  won_time: z.string().nullable(),
  lost_time: z.string().nullable(),
  custom_fields: Custom,
});
const Activity = z.looseObject({
  ...Kept,
  subject: z.string(),
  type: z.string(),
  owner_id: z.number(),
  deal_id: Link,
  org_id: Link,
  due_date: z.string().nullable(),
  due_time: z.string().nullable(),
  duration: z.string().nullable(),
  done: z.boolean(),
  location: Place,
  participants: z.array(z.looseObject({ person_id: z.number(), primary: z.boolean() })),
  note: z.string().nullable(),
});
const Note = z.looseObject({
  ...Kept,
  content: z.string(),
  user_id: z.number(),
  add_time: z.string(),
  person_id: Link,
  deal_id: Link,
  org_id: Link,
});
const File = z.looseObject({
  ...Kept,
  name: z.string(),
  file_size: z.number(),
  person_id: Link,
  deal_id: Link,
  org_id: Link,
  activity_id: Link,
});
const Field = z.looseObject({
  field_name: z.string(),
  field_code: z.string(),
  field_type: z.string(),
  is_custom_field: z.boolean(),
  is_deleted: z.boolean(),
  options: z.array(z.looseObject({ id: z.union([z.number(), z.string()]), label: z.string() })).nullable(),
});

/** What `/__sandbox/state` answers, as far as the tests look at it; further keys are kept. */
export const SandboxState = z.looseObject({
  persons: z.array(Person),
  organizations: z.array(Organization),
  deals: z.array(Deal),
  activities: z.array(Activity),
  notes: z.array(Note),
  files: z.array(File),
  users: z.array(z.looseObject({ id: z.number(), name: z.string(), email: z.string() })),
  pipelines: z.array(z.looseObject({ ...Kept, name: z.string() })),
  stages: z.array(z.looseObject({ ...Kept, name: z.string(), pipeline_id: z.number(), order_nr: z.number() })),
  activityTypes: z.array(z.looseObject({ ...Kept, name: z.string(), key_string: z.string() })),
  organizationRelationships: z.array(z.looseObject({ ...Kept, type: z.string(), rel_owner_org_id: Side, rel_linked_org_id: Side })),
  personFields: z.array(Field),
  organizationFields: z.array(Field),
  dealFields: z.array(Field),
});
export type SandboxState = z.infer<typeof SandboxState>;

/** @throws ZodError when the answer is no state of a sandbox */
export const sandboxState = (answer: unknown): SandboxState => SandboxState.parse(answer);
