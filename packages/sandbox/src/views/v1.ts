import { plainTime } from '../core/clock.ts';
import type { ActivityType, Currency, Field, Note, Organization, Relationship, StoredFile, User, Webhook } from '../core/model.ts';
import { numberBelow, uuidOf } from '../core/random.ts';
import type { World } from '../core/world.ts';

/** A user as v1 answers it (OpenAPI v1 `getUsers`). */
export const userV1 = (world: World, row: User, me: User | null) => ({
  id: row.id,
  name: row.name,
  default_currency: 'USD',
  locale: 'en_US',
  lang: 1,
  email: row.email,
  phone: null,
  activated: true,
  last_login: plainTime(row.created),
  created: plainTime(row.created),
  modified: plainTime(row.created),
  has_created_company: row.admin,
  access: ['sales', 'global', 'account_settings'].map((app) => ({
    app,
    admin: row.admin,
    permission_set_id: uuidOf(world.seed, 'permissions', app, row.admin ? 'admin' : 'regular'),
  })),
  active_flag: row.active,
  timezone_name: 'America/New_York',
  timezone_offset: '-05:00',
  role_id: row.admin ? 1 : 2,
  icon_url: null,
  is_you: row.id === me?.id,
  is_deleted: false,
});

export const meV1 = (world: World, row: User) => ({
  ...userV1(world, row, row),
  company_id: world.company.id,
  company_name: world.company.name,
  company_domain: world.company.domain,
  company_country: 'US',
  company_industry: 'Coaching',
  language: { language_code: 'en', country_code: 'US' },
});

export const activityTypeV1 = (row: ActivityType) => ({
  id: row.id,
  order_nr: row.order_nr,
  name: row.name,
  key_string: row.key_string,
  icon_key: row.icon_key,
  active_flag: !row.is_deleted,
  color: row.color,
  is_custom_flag: row.is_custom_flag,
  add_time: plainTime(row.add_time),
  update_time: plainTime(row.update_time),
});

/** A note as v1 answers it, with the names of what it hangs on. */
export function noteV1(world: World, row: Note, me: User | null) {
  const deal = row.deal_id === null ? undefined : world.deals.get(row.deal_id);
  const person = row.person_id === null ? undefined : world.persons.get(row.person_id);
  const organization = row.org_id === null ? undefined : world.organizations.get(row.org_id);
  const user = world.users.get(row.user_id);
  return {
    id: row.id,
    active_flag: !row.is_deleted,
    add_time: plainTime(row.add_time),
    content: row.content,
    deal: deal === undefined ? null : { title: deal.title },
    lead_id: null,
    deal_id: row.deal_id,
    last_update_user_id: row.last_update_user_id,
    org_id: row.org_id,
    organization: organization === undefined ? null : { name: organization.name },
    person: person === undefined ? null : { name: person.name },
    person_id: row.person_id,
    project_id: null,
    project: null,
    task_id: null,
    task: null,
    pinned_to_lead_flag: false,
    pinned_to_deal_flag: row.pins.deal,
    pinned_to_organization_flag: row.pins.organization,
    pinned_to_person_flag: row.pins.person,
    pinned_to_project_flag: false,
    pinned_to_task_flag: false,
    update_time: plainTime(row.update_time),
    user: { email: user?.email ?? '', icon_url: null, is_you: user?.id === me?.id, name: user?.name ?? '' },
    user_id: row.user_id,
  };
}

const kindOf = (row: StoredFile): string => {
  if (row.media_type.startsWith('image/')) return 'img';
  return row.file_name.includes('.') ? (row.file_name.split('.').at(-1) ?? 'file') : 'file';
};

/** A file as v1 answers it. */
export const fileV1 = (world: World, row: StoredFile) => ({
  id: row.id,
  user_id: row.user_id,
  deal_id: row.deal_id,
  person_id: row.person_id,
  org_id: row.org_id,
  product_id: null,
  activity_id: row.activity_id,
  lead_id: null,
  project_id: null,
  log_id: null,
  add_time: plainTime(row.add_time),
  update_time: plainTime(row.update_time),
  file_name: row.file_name,
  file_type: kindOf(row),
  file_size: row.bytes.byteLength,
  active_flag: !row.is_deleted,
  inline_flag: false,
  remote_location: 's3',
  remote_id: '',
  cid: '',
  s3_bucket: '',
  mail_message_id: '',
  mail_template_id: '',
  deal_name: (row.deal_id === null ? undefined : world.deals.get(row.deal_id)?.title) ?? null,
  person_name: (row.person_id === null ? undefined : world.persons.get(row.person_id)?.name) ?? null,
  org_name: (row.org_id === null ? undefined : world.organizations.get(row.org_id)?.name) ?? null,
  product_name: null,
  lead_name: null,
  project_name: null,
  url: `${world.origin()}/api/v1/files/${row.id}/download`,
  name: row.name,
  description: row.description,
});

const peopleIn = (world: World, orgId: number): number =>
  world.persons.all().filter((row) => !row.is_deleted && row.org_id === orgId).length;

const organizationV1 = (world: World, id: number, row: Organization | undefined) => ({
  name: row?.name ?? '',
  people_count: peopleIn(world, id),
  owner_id: row?.owner_id ?? null,
  address: row?.address?.value ?? null,
  active_flag: row?.is_deleted === false,
  cc_email: `${world.company.domain}@pipedrivemail.com`,
});

/** A relationship between organizations; the calculated values depend on the side it is asked from. */
export function relationshipV1(world: World, row: Relationship, from: number | undefined) {
  const side = (id: number) => ({ ...organizationV1(world, id, world.organizations.get(id)), value: id });
  const owning = from === row.owner_org;
  const other = owning ? row.linked_org : row.owner_org;
  const calculated =
    from === undefined
      ? {}
      : {
          calculated_type: row.type === 'related' ? 'related' : owning ? 'daughter' : 'parent',
          calculated_related_org_id: other,
        };
  return {
    ...calculated,
    id: row.id,
    type: row.type,
    rel_owner_org_id: side(row.owner_org),
    rel_linked_org_id: side(row.linked_org),
    add_time: plainTime(row.add_time),
    update_time: plainTime(row.update_time),
    active_flag: 'true',
  };
}

/** A relationship in a list: there the other organization's name comes along. */
export function listedRelationshipV1(world: World, row: Relationship, from: number) {
  const other = from === row.owner_org ? row.linked_org : row.owner_org;
  return { related_organization_name: world.organizations.get(other)?.name ?? '', ...relationshipV1(world, row, from) };
}

export const relatedOrganizations = (world: World, rows: readonly Relationship[]) => {
  const ids = [...new Set(rows.flatMap((row) => [row.owner_org, row.linked_org]))];
  const pairs = ids.map((id) => [String(id), { id, ...organizationV1(world, id, world.organizations.get(id)) }] as const);
  return { organization: Object.fromEntries(pairs) };
};

export const currencyV1 = (row: Currency) => ({
  id: row.id,
  code: row.code,
  name: row.name,
  decimal_points: row.decimal_points,
  symbol: row.symbol,
  active_flag: row.active,
  is_custom_flag: false,
});

export const webhookV1 = (world: World, row: Webhook) => ({
  id: row.id,
  company_id: world.company.id,
  owner_id: row.owner_id,
  user_id: row.user_id,
  event_action: row.event_action,
  event_object: row.event_object,
  subscription_url: row.subscription_url,
  version: row.version,
  is_active: 1,
  add_time: row.add_time.replace('Z', '.000Z'),
  remove_time: null,
  type: 'general',
  http_auth_user: row.http_auth_user,
  http_auth_password: row.http_auth_password,
  remove_reason: null,
  last_delivery_time: null,
  last_http_status: null,
  admin_id: 1 + numberBelow(900, world.seed, 'webhook-admin'),
  name: row.name,
});

/** A field as v1 answers it: a numeric id beside the key. */
export const fieldV1 = (field: Field) => ({
  id: field.id,
  key: field.v1_key,
  name: field.name,
  order_nr: field.order_nr,
  field_type: field.type,
  add_time: plainTime(field.add_time),
  update_time: plainTime(field.update_time),
  last_updated_by_user_id: field.created_by,
  created_by_user_id: field.created_by,
  active_flag: !field.is_deleted,
  edit_flag: field.custom,
  index_visible_flag: true,
  details_visible_flag: field.ui_visibility.details_visible_flag !== false,
  add_visible_flag: field.ui_visibility.add_visible_flag === true,
  important_flag: field.important_fields.enabled === true,
  bulk_edit_allowed: true,
  searchable_flag: ['varchar', 'varchar_auto', 'text', 'double', 'monetary', 'phone', 'address'].includes(field.type),
  filtering_allowed: true,
  sortable_flag: true,
  mandatory_flag: field.mandatory,
  ...(field.options === null ? {} : { options: field.options.map((option) => ({ ...option })) }),
  ...(field.options_deleted.length === 0 ? {} : { options_deleted: field.options_deleted }),
});
