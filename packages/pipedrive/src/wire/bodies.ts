import { FIELD_TYPES } from '@cutover/domain';
import { z } from 'zod';

/**
 * Bodies are strict: exactly the keys that may be written (api-facts §3), never an empty string, an empty set or an empty map of custom fields.
 * Pipedrive turns the whole request down for one wrong key.
 */
const id = z.number().int().positive();
const filled = z.string().min(1);
/** RFC 3339 in UTC with whole seconds. */
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
const v1Time = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
const date = z.string().regex(/^(?!0000)\d{4}-\d{2}-\d{2}$/);
/** Zero-padded: an unpadded hour is refused (api-facts §3.4). */
const clockTime = z.string().regex(/^\d{2}:\d{2}(:\d{2})?$/);
const currency = z.string().regex(/^[A-Z]{3}$/);
const visibleTo = z.union([z.literal(1), z.literal(3), z.literal(5), z.literal(7)]);
const address = z.strictObject({ value: filled });
const contacts = z.array(z.strictObject({ value: filled, primary: z.boolean(), label: filled }));
const labels = z.array(id);

const CustomValue = z.union([
  filled,
  z.number(),
  z.array(id).min(1),
  z.strictObject({ value: z.number(), currency }),
  z.strictObject({ value: z.string().regex(/^\d{2}:\d{2}:\d{2}$/) }),
  address,
]);
const fieldKey = z.string().regex(/^[0-9a-f]{40}$/);
const notEmpty = (map: Readonly<Record<string, unknown>>): boolean => Object.keys(map).length > 0;
const never = 'an empty map may clear everything';
const customFields = z.record(fieldKey, CustomValue).refine(notEmpty, never);
/** null clears a value (api-facts §4.4). */
const customChanges = z.record(fieldKey, CustomValue.nullable()).refine(notEmpty, never);

const personParts = {
  name: filled,
  owner_id: id.optional(),
  org_id: id.nullable().optional(),
  emails: contacts.optional(),
  phones: contacts.optional(),
  visible_to: visibleTo.optional(),
  label_ids: labels.optional(),
  postal_address: address.optional(),
  notes: z.string().min(1).max(10_000).optional(),
  im: contacts.optional(),
  birthday: date.optional(),
  job_title: filled.optional(),
  marketing_status: z.enum(['no_consent', 'unsubscribed', 'subscribed', 'archived']).optional(),
  custom_fields: customFields.optional(),
};
export const PersonCreate = z.strictObject({ ...personParts, add_time: time.optional() });
export type PersonCreate = z.infer<typeof PersonCreate>;
export const PersonUpdate = z.strictObject({ ...personParts, name: filled.optional(), custom_fields: customChanges.optional() });
export type PersonUpdate = z.infer<typeof PersonUpdate>;

const organizationParts = {
  name: filled,
  owner_id: id.optional(),
  visible_to: visibleTo.optional(),
  label_ids: labels.optional(),
  address: address.optional(),
  website: filled.nullable().optional(),
  linkedin: filled.nullable().optional(),
  industry: id.nullable().optional(),
  annual_revenue: z.number().int().nullable().optional(),
  employee_count: z.number().int().nullable().optional(),
  custom_fields: customFields.optional(),
};
export const OrganizationCreate = z.strictObject({ ...organizationParts, add_time: time.optional() });
export type OrganizationCreate = z.infer<typeof OrganizationCreate>;
export const OrganizationUpdate = z.strictObject({
  ...organizationParts,
  name: filled.optional(),
  custom_fields: customChanges.optional(),
});
export type OrganizationUpdate = z.infer<typeof OrganizationUpdate>;

const dealParts = {
  title: filled,
  owner_id: id.optional(),
  person_id: id.nullable().optional(),
  org_id: id.nullable().optional(),
  pipeline_id: id.optional(),
  stage_id: id.optional(),
  value: z.number().optional(),
  currency: currency.optional(),
  status: z.enum(['open', 'won', 'lost']).optional(),
  probability: z.number().min(0).max(100).nullable().optional(),
  lost_reason: filled.nullable().optional(),
  won_time: time.optional(),
  lost_time: time.optional(),
  close_time: time.nullable().optional(),
  expected_close_date: date.optional(),
  visible_to: visibleTo.optional(),
  label_ids: labels.optional(),
  custom_fields: customFields.optional(),
};
export const DealCreate = z.strictObject(dealParts);
export type DealCreate = z.infer<typeof DealCreate>;
export const DealUpdate = z.strictObject({ ...dealParts, title: filled.optional(), custom_fields: customChanges.optional() });
export type DealUpdate = z.infer<typeof DealUpdate>;

const activityParts = {
  subject: filled,
  type: filled,
  owner_id: id.optional(),
  deal_id: id.nullable().optional(),
  org_id: id.nullable().optional(),
  participants: z.array(z.strictObject({ person_id: id, primary: z.boolean() })).optional(),
  due_date: date.optional(),
  due_time: clockTime.optional(),
  duration: clockTime.optional(),
  busy: z.boolean().optional(),
  done: z.boolean().optional(),
  location: address.optional(),
  public_description: filled.optional(),
  note: filled.optional(),
};
export const ActivityCreate = z.strictObject(activityParts);
export type ActivityCreate = z.infer<typeof ActivityCreate>;
export const ActivityUpdate = z.strictObject({ ...activityParts, subject: filled.optional(), type: filled.optional() });
export type ActivityUpdate = z.infer<typeof ActivityUpdate>;

const noteParts = {
  content: filled,
  deal_id: id.optional(),
  person_id: id.optional(),
  org_id: id.optional(),
  user_id: id.optional(),
  add_time: v1Time.optional(),
};
export const NoteCreate = z
  .strictObject(noteParts)
  .refine((note) => note.deal_id !== undefined || note.person_id !== undefined || note.org_id !== undefined, 'a note needs a parent');
export type NoteCreate = z.infer<typeof NoteCreate>;
export const NoteUpdate = z.strictObject({ ...noteParts, content: filled.optional() });
export type NoteUpdate = z.infer<typeof NoteUpdate>;

/** What a file upload says besides the bytes; `path` and `sha256` never leave the machine. */
export const FileCreate = z.strictObject({
  name: filled,
  mediaType: filled,
  size: z.number().int().nonnegative(),
  sha256: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  path: filled,
  deal_id: id.optional(),
  person_id: id.optional(),
  org_id: id.optional(),
  activity_id: id.optional(),
});
export type FileCreate = z.infer<typeof FileCreate>;

export const RelationshipCreate = z.strictObject({ type: z.enum(['parent', 'related']), rel_owner_org_id: id, rel_linked_org_id: id });
export type RelationshipCreate = z.infer<typeof RelationshipCreate>;

const label = z.strictObject({ label: z.string().min(1).max(255) });
export const FieldCreate = z
  .strictObject({
    field_name: z.string().min(1).max(255),
    field_type: z.enum(FIELD_TYPES),
    options: z.array(label).min(1).optional(),
  })
  .refine((field) => (field.options !== undefined) === (field.field_type === 'enum' || field.field_type === 'set'), {
    message: 'options belong to enum and set, and are required there',
    path: ['options'],
  });
export type FieldCreate = z.infer<typeof FieldCreate>;
/** A bare array (api-facts §4.2). */
export const OptionsCreate = z.array(label).min(1);
export const OptionsDelete = z.array(z.strictObject({ id })).min(1);

/** The complete list: options left out are removed, those without id are made (api-facts §2.3). */
export const LabelsUpdate = z.strictObject({
  options: z.array(
    z.strictObject({ id: z.union([id, z.string()]).optional(), label: z.string().min(1).max(255), color: z.string().optional() }),
  ),
});

export const PipelineCreate = z.strictObject({ name: filled });
export type PipelineCreate = z.infer<typeof PipelineCreate>;
export const StageCreate = z.strictObject({ name: filled, pipeline_id: id });
export type StageCreate = z.infer<typeof StageCreate>;
export const ActivityTypeCreate = z.strictObject({ name: filled, icon_key: filled });
export type ActivityTypeCreate = z.infer<typeof ActivityTypeCreate>;
