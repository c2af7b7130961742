import type { Finding } from './check.ts';

/**
 * Where Pipedrive is known to be other than its OpenAPI documents say, and where the product counts on that. A finding that no row here covers fails, and
 * so does a row, or one of its places, that nothing needs any more.
 */
export interface Deviation {
  readonly side: Finding['side'];
  readonly rule: string;
  /** Whose: an operation, or a beginning of some. */
  readonly on: readonly string[];
  /** A record's own place, whether it stands alone or in a list: `/data/*∕org_id` and `/data/org_id` are both `org_id`. Anything else begins with `/` or `?`. */
  readonly at: readonly string[];
  readonly why: string;
  /** Section of the fact sheet, or the official client's model (C33). */
  readonly source: string;
}

const unset = (on: string | readonly string[], at: readonly string[], source: string): Deviation => ({
  side: 'answer',
  rule: 'type',
  on: [on].flat(),
  at,
  why: 'null while nothing is set',
  source,
});
const PARTS = [
  ...['admin_area_level_1', 'admin_area_level_2', 'country', 'locality', 'postal_code'],
  ...['route', 'street_number', 'sublocality', 'subpremise'],
];
const within = (name: string, keys: readonly string[]): string[] => keys.map((key) => `${name}/${key}`);
const DEALS = ['v2 GET /deals', 'v2 POST /deals', 'v2 PATCH /deals'];
const ACTIVITIES = ['v2 GET /activities', 'v2 POST /activities', 'v2 PATCH /activities'];
const PERSONS = ['v2 GET /persons', 'v2 POST /persons', 'v2 PATCH /persons'];
const ORGANIZATIONS = ['v2 GET /organizations', 'v2 POST /organizations', 'v2 PATCH /organizations'];
const FILES = [
  'v1 GET /files',
  'v1 POST /files',
  'v1 PUT /files',
  ...['deals', 'persons', 'organizations'].map((each) => `v1 GET /${each}/{id}/files`),
];
const RELATIONSHIPS = ['GET', 'POST', 'PUT'].map((verb) => `v1 ${verb} /organizationRelationships`);
const ACTIVITY_FIELDS = 'v2 GET /activityFields';
const OLD_FIELDS = ['person', 'organization', 'deal', 'activity'].flatMap((each) =>
  ['GET', 'POST', 'PUT'].map((verb) => `v1 ${verb} /${each}Fields`),
);
const FIELDS = ['v2 GET /personFields', 'v2 GET /organizationFields', 'v2 GET /dealFields'];

export const DEVIATIONS: readonly Deviation[] = [
  unset('v2 GET ', ['/additional_data/next_cursor'], '§6: the end of a list; OpenAPI says so in words only'),
  unset(DEALS, ['person_id', 'org_id', 'stage_change_time', 'won_time', 'lost_time', 'expected_close_date'], '§11 #6, C33 Deal'),
  unset(
    PERSONS,
    ['last_name', 'org_id', 'picture_id', 'postal_address', 'notes', 'birthday', 'job_title'],
    '§4.4, §11 #6: nullable in words only',
  ),
  unset(PERSONS, within('postal_address', PARTS), '§3.2, §11 #9: parts left out become null'),
  unset(ORGANIZATIONS, ['address', ...within('address', PARTS)], '§3.2, §11 #9: parts left out become null'),
  unset(
    ACTIVITIES,
    [
      ...['deal_id', 'lead_id', 'org_id', 'person_id', 'project_id', 'due_time', 'duration', 'marked_as_done_time', 'location'],
      ...['conference_meeting_client', 'conference_meeting_id', 'conference_meeting_url', 'priority', 'public_description', 'note'],
    ],
    '§3.4, §11 #6',
  ),
  unset(ACTIVITIES, within('location', PARTS), '§3.2, §11 #9: parts left out become null'),
  unset(
    ['v1 GET /notes', 'v1 POST /notes', 'v1 PUT /notes'],
    [
      ...['deal_id', 'person_id', 'org_id', 'lead_id', 'project_id', 'task_id', 'last_update_user_id'],
      ...['deal', 'person', 'organization', 'project', 'task', 'user/icon_url'],
    ],
    'C33 Note',
  ),
  unset(
    FILES,
    [
      ...['deal_id', 'person_id', 'org_id', 'activity_id', 'lead_id', 'product_id', 'project_id'],
      ...['deal_name', 'person_name', 'org_name', 'lead_name', 'product_name', 'project_name'],
    ],
    '§3.7: a file hangs on what it was uploaded to',
  ),
  {
    side: 'answer',
    rule: 'unknown',
    on: ACTIVITIES,
    at: ['outcome'],
    why: 'newer than the documents',
    source: '§0, §3.4: new in September 2026, C33 ActivityItem',
  },
  {
    side: 'answer',
    rule: 'format',
    on: ['v1 '],
    at: ['add_time', 'update_time'],
    why: 'v1 writes times as YYYY-MM-DD HH:MM:SS, though called date-time',
    source: '§1.3, and the examples beside the schemas',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: ['v2 GET /activities'],
    at: ['attendees'],
    why: 'only with include_fields=attendees',
    source: '§3.4',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: [...FIELDS, ACTIVITY_FIELDS],
    at: ['ui_visibility', 'important_fields', 'required_fields'],
    why: 'only with include_fields',
    source: '§6',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: [
      ...FIELDS,
      ACTIVITY_FIELDS,
      ...['POST', 'PATCH', 'DELETE'].flatMap((verb) => [`v2 ${verb} /personFields`, `v2 ${verb} /dealFields`]),
    ],
    at: ['description'],
    why: 'only deal fields have one, and only where it was written',
    source: '§4.1',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: [...FIELDS, ACTIVITY_FIELDS, 'v2 POST /', 'v2 PATCH /'],
    at: ['options/*/color', 'options/*/add_time', 'options/*/update_time'],
    why: 'options are id and label; built-in labels have a colour as well',
    source: '§4.1: options[{id,label[,color]}]',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: ['GET', 'POST', 'PATCH'].map((verb) => `v2 ${verb} /organizationFields`),
    at: within('ui_visibility', [
      ...['deal_detail_visible_flag', 'org_detail_visible_flag', 'person_detail_visible_flag', 'show_in_add_person_dialog'],
    ]),
    why: 'flags of the other entities',
    source: '§4.1: what can be set for persons and organizations',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: [...OLD_FIELDS, 'v1 GET /noteFields'],
    at: ['is_subfield', 'subfields', 'options', 'options_deleted'],
    why: 'only where a field has such; the examples beside the schema have none either',
    source: 'OpenAPI v1, example of getPersonFields',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: [...OLD_FIELDS, 'v1 GET /noteFields'],
    at: ['/additional_data/pagination'],
    why: 'v1 fields put start, limit and more_items_in_collection directly under additional_data',
    source: '§1.3',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: ['v1 GET /notes', ...FILES],
    at: ['/additional_data/pagination/next_start'],
    why: 'not on the last page',
    source: '§1.3',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: ORGANIZATIONS,
    at: ['org_id'],
    why: 'shown by an example, unknown to the schema: an organization is its own org_id',
    source: 'OpenAPI v2, GetOrganizationsResponse',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: ['v1 GET /organizationRelationships', ...FILES],
    at: ['/additional_data/start', '/additional_data/limit', '/additional_data/more_items_in_collection'],
    why: 'the schema has them directly under additional_data, its example under pagination',
    source: '§1.3, OpenAPI v1, examples of getOrganizationRelationships and getPersonFiles',
  },
  ...(['absent', 'unknown'] as const).map(
    (rule): Deviation => ({
      side: 'answer',
      rule,
      on: RELATIONSHIPS,
      at: ['/related_objects/organization/*'],
      why: 'the keys are ids of organizations; the documents write one example of a key',
      source: 'OpenAPI v1, ORGANIZATION_ID',
    }),
  ),
  {
    side: 'answer',
    rule: 'absent',
    on: RELATIONSHIPS,
    at: ['/related_objects/organization/ORGANIZATION_ID'],
    why: 'stands for any id',
    source: 'OpenAPI v1, ORGANIZATION_ID',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: ['v1 GET /organizationRelationships/{id}'],
    at: ['calculated_type', 'calculated_related_org_id'],
    why: 'which way it is depends on the organization it is asked from',
    source: '§3.8: org_id',
  },
  unset(['v1 GET /notes', 'v1 GET /organizationRelationships', 'v1 GET /users/find'], ['/data'], '§1.3, §11 #15: an empty v1 list is null'),
  unset(
    'v1 PUT /deals/{id}/merge',
    [
      ...['org_id', 'org_name', 'expected_close_date', 'label', 'stage_change_time', 'won_time', 'first_won_time', 'lost_time'],
      ...['last_incoming_mail_time', 'last_outgoing_mail_time'],
      ...['date', 'time', 'subject', 'type', 'duration', 'note'].map((part) => `next_activity_${part}`),
    ],
    'as other deals: §11 #6',
  ),
  unset('v1 PUT /persons/{id}/merge', ['org_id'], 'as other persons'),
  unset('v2 GET /organizations/search', ['items/*/item/address'], 'as other organizations: §3.2'),
  unset('v2 GET /persons/search', ['items/*/item/organization'], 'as other persons: no organization'),
  {
    side: 'answer',
    rule: 'absent',
    on: DEALS,
    at: ['source_lead_id'],
    why: 'only with include_fields=source_lead_id',
    source: 'OpenAPI v2, parameter include_fields of getDeals',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: ['v2 GET /itemSearch/field'],
    at: ['id', 'name'],
    why: 'the schema has hits of {result_score, item}, its example has the items alone; the loader reads both',
    source: '§8, OpenAPI v2, example of searchItemByField; switch field-search-shape',
  },
  {
    side: 'answer',
    rule: 'absent',
    on: FILES.filter((on) => on.includes('{id}')),
    at: ['people_name'],
    why: 'shown by an example beside person_name, which the schema has',
    source: 'OpenAPI v1, example of getPersonFiles',
  },
  {
    side: 'request',
    rule: 'type',
    on: ['v2 PATCH /persons/{id}'],
    at: ['/org_id'],
    why: 'null takes a person out of an organization; where it is refused, the rollback keeps the link and says so',
    source: '§3.1: not known, switch person-org-null',
  },
  {
    side: 'request',
    rule: 'type',
    on: ['v2 PATCH /activities/{id}'],
    at: ['/deal_id', '/org_id'],
    why: 'null takes an activity off its deal or organization',
    source: 'C33: deals call the same links nullable; not seen for activities',
  },
];

/** A record's own place, as rows have it. */
const ownPlace = (finding: Finding): string => (finding.side === 'answer' ? finding.at.replace(/^\/data\/(\*\/)?(?=.)/, '') : finding.at);

const covers = (row: Deviation, finding: Finding): string | null => {
  if (row.side !== finding.side || row.rule !== finding.rule || !row.on.some((on) => finding.operation.startsWith(on))) return null;
  return row.at.find((at) => at === ownPlace(finding)) ?? null;
};

/** Findings without a row, and rows without a finding. */
export function compare(findings: readonly Finding[]): { unlisted: string[]; unused: string[] } {
  const used = new Set<string>();
  const unlisted = new Set<string>();
  for (const finding of findings) {
    const rows = DEVIATIONS.flatMap((row, index) => {
      const at = covers(row, finding);
      return at === null ? [] : [`${index} ${at}`];
    });
    for (const row of rows) used.add(row);
    if (rows.length === 0) unlisted.add(`${finding.operation}, ${finding.side} ${finding.at}: ${finding.rule} (${finding.found})`);
  }
  const all = DEVIATIONS.flatMap((row, index) =>
    row.at.map((at) => ({ key: `${index} ${at}`, shown: `${row.on[0]}… ${row.side} ${at}: ${row.rule}` })),
  );
  return { unlisted: [...unlisted], unused: all.filter(({ key }) => !used.has(key)).map(({ shown }) => shown) };
}
