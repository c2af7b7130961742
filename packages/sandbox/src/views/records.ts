import type { Activity, Address, CustomEntity, Deal, Field, Organization, Person, Pipeline, Stage } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { labelOptions, shownCustom, v2Code } from '../rules/fields.ts';

/** What a reader asked for beside the plain record. */
export type Wanted = {
  readonly custom?: readonly string[] | undefined;
  readonly optionLabels?: boolean | undefined;
  readonly labels?: boolean | undefined;
  /** Further fields of `include_fields`, already computed. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
};

const address = (value: Address | null) => (value === null ? null : { ...value });

function shared(world: World, entity: CustomEntity, row: Person | Organization | Deal, wanted: Wanted) {
  const labels = wanted.labels
    ? {
        labels: labelOptions(world, entity)
          .filter((option) => row.label_ids.some((id) => id === option.id))
          .map(({ id, label }) => ({ id, label })),
      }
    : {};
  return {
    ...labels,
    ...wanted.extra,
    custom_fields: shownCustom(world, entity, row.custom, wanted.custom, wanted.optionLabels ?? false),
  };
}

/** A person as v2 lists answer it (OpenAPI v2 `getPersons`). */
export const personV2 = (world: World, row: Person, wanted: Wanted = {}) => ({
  id: row.id,
  name: row.name,
  first_name: row.first_name,
  last_name: row.last_name,
  owner_id: row.owner_id,
  org_id: row.org_id,
  add_time: row.add_time,
  update_time: row.update_time,
  emails: row.emails,
  phones: row.phones,
  is_deleted: row.is_deleted,
  visible_to: row.visible_to,
  label_ids: row.label_ids,
  picture_id: null,
  ...(world.switches.is('contact-sync', 'on')
    ? { postal_address: address(row.postal_address), notes: row.notes, im: row.im, birthday: row.birthday, job_title: row.job_title }
    : {}),
  ...shared(world, 'person', row, wanted),
});

/** An organization as v2 lists answer it. */
export const organizationV2 = (world: World, row: Organization, wanted: Wanted = {}) => ({
  id: row.id,
  name: row.name,
  owner_id: row.owner_id,
  add_time: row.add_time,
  update_time: row.update_time,
  is_deleted: row.is_deleted,
  visible_to: row.visible_to,
  address: address(row.address),
  label_ids: row.label_ids,
  ...(world.switches.is('organization-details', 'on')
    ? {
        website: row.website,
        linkedin: row.linkedin,
        industry: row.industry,
        annual_revenue: row.annual_revenue,
        employee_count: row.employee_count,
      }
    : {}),
  ...shared(world, 'organization', row, wanted),
});

/** A deal as v2 lists answer it. Open deals carry null in won_time, lost_time and the like (api-facts §11 #6). */
export const dealV2 = (world: World, row: Deal, wanted: Wanted = {}) => ({
  id: row.id,
  title: row.title,
  creator_user_id: row.creator_user_id,
  owner_id: row.owner_id,
  value: row.value,
  person_id: row.person_id,
  org_id: row.org_id,
  stage_id: row.stage_id,
  pipeline_id: row.pipeline_id,
  currency: row.currency,
  archive_time: row.archive_time,
  add_time: row.add_time,
  update_time: row.update_time,
  stage_change_time: row.stage_change_time,
  status: row.status,
  is_archived: row.is_archived,
  is_deleted: row.is_deleted,
  probability: row.probability,
  lost_reason: row.lost_reason,
  visible_to: row.visible_to,
  close_time: row.close_time,
  won_time: row.won_time,
  lost_time: row.lost_time,
  local_won_date: row.won_time?.slice(0, 10) ?? null,
  local_lost_date: row.lost_time?.slice(0, 10) ?? null,
  local_close_date: row.close_time?.slice(0, 10) ?? null,
  expected_close_date: row.expected_close_date,
  label_ids: row.label_ids,
  origin: 'API',
  origin_id: null,
  channel: null,
  channel_id: row.channel_id,
  ...(world.tier === 'lite' ? {} : { acv: null, arr: null, mrr: null }),
  ...shared(world, 'deal', row, wanted),
});

const clock = (world: World, value: string | null) =>
  value !== null && world.switches.is('activity-time-shape', 'HH:MM') ? value.slice(0, 5) : value;

/** An activity as v2 lists answer it; `attendees` only when asked for. */
export function activityV2(world: World, row: Activity, withAttendees = false) {
  const person = row.participants.find((each) => each.primary) ?? row.participants[0];
  return {
    id: row.id,
    subject: row.subject,
    type: row.type,
    owner_id: row.owner_id,
    creator_user_id: row.creator_user_id,
    is_deleted: row.is_deleted,
    add_time: row.add_time,
    update_time: row.update_time,
    deal_id: row.deal_id,
    lead_id: null,
    person_id: person?.person_id ?? null,
    org_id: row.org_id,
    project_id: null,
    due_date: row.due_date,
    due_time: clock(world, row.due_time),
    duration: clock(world, row.duration),
    busy: row.busy,
    done: row.done,
    marked_as_done_time: row.marked_as_done_time,
    location: address(row.location),
    participants: row.participants,
    ...(withAttendees ? { attendees: row.attendees } : {}),
    conference_meeting_client: null,
    conference_meeting_url: null,
    conference_meeting_id: null,
    public_description: row.public_description,
    priority: row.priority,
    outcome: row.outcome,
    note: row.note,
  };
}

export const pipelineV2 = (row: Pipeline) => ({
  id: row.id,
  name: row.name,
  order_nr: row.order_nr,
  is_deleted: row.is_deleted,
  is_deal_probability_enabled: row.is_deal_probability_enabled,
  add_time: row.add_time,
  update_time: row.update_time,
});

export const stageV2 = (row: Stage) => ({
  id: row.id,
  order_nr: row.order_nr,
  name: row.name,
  is_deleted: row.is_deleted,
  deal_probability: row.deal_probability,
  pipeline_id: row.pipeline_id,
  is_deal_rot_enabled: row.is_deal_rot_enabled,
  days_to_rotten: row.days_to_rotten,
  add_time: row.add_time,
  update_time: row.update_time,
});

const subfieldNames: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  address: [
    ['value', 'Address value', 'varchar'],
    ['street_number', 'House number', 'varchar'],
    ['route', 'Street/road name', 'varchar'],
    ['subpremise', 'Apartment/suite', 'varchar'],
    ['locality', 'District', 'varchar'],
    ['sublocality', 'City/town', 'varchar'],
    ['admin_area_level_1', 'State/province', 'varchar'],
    ['admin_area_level_2', 'County', 'varchar'],
    ['country', 'Country', 'varchar'],
    ['postal_code', 'Postal code', 'varchar'],
    ['formatted_address', 'Formatted address', 'varchar'],
  ],
  monetary: [
    ['value', 'Amount', 'double'],
    ['currency', 'Currency', 'varchar'],
  ],
  daterange: [
    ['value', 'Start', 'date'],
    ['until', 'End', 'date'],
  ],
  time: [
    ['value', 'Time', 'time'],
    ['timezone_id', 'Timezone', 'int'],
  ],
  timerange: [
    ['value', 'Start', 'time'],
    ['until', 'End', 'time'],
    ['timezone_id', 'Timezone', 'int'],
  ],
};

export const fieldParts = ['ui_visibility', 'important_fields', 'required_fields'] as const;
export type FieldPart = (typeof fieldParts)[number];

/** A field definition as v2 answers it; the parts of `include_fields` only when asked for. */
export function fieldV2(world: World, field: Field, parts: readonly FieldPart[] = []) {
  const subfields = subfieldNames[field.type]?.map(([field_code, name, field_type]) => ({
    field_code,
    field_name: `${name} of ${field.name}`,
    field_type,
  }));
  return {
    field_name: field.name,
    field_code: v2Code(world, field),
    ...(field.description === null ? {} : { description: field.description }),
    field_type: field.type,
    options: field.options?.map((option) => ({ ...option })) ?? null,
    subfields: subfields ?? null,
    is_custom_field: field.custom,
    is_optional_response_field: field.optional,
    ...(world.switches.is('is-writable', 'present') ? { is_writable: field.custom } : {}),
    ...Object.fromEntries(parts.map((part) => [part, field[part]])),
  };
}
