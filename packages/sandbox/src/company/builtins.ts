import type { Field, FieldEntity, Option } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { takeOptionId } from '../rules/fields.ts';

type Builtin = readonly [code: string, v1Key: string, name: string, type: string, optional?: boolean];

const labels = ['Customer/green', 'Hot lead/red', 'Warm lead/yellow', 'Cold lead/blue'];
const industries = ['Accounting', 'Consulting', 'Education', 'Health', 'Technology', 'Other'];

const builtins: Readonly<Record<FieldEntity, readonly Builtin[]>> = {
  person: [
    ['id', 'id', 'ID', 'int'],
    ['name', 'name', 'Name', 'varchar'],
    ['first_name', 'first_name', 'First name', 'varchar'],
    ['last_name', 'last_name', 'Last name', 'varchar'],
    ['owner_id', 'owner_id', 'Owner', 'user'],
    ['org_id', 'org_id', 'Organization', 'org'],
    ['emails', 'email', 'Email', 'varchar'],
    ['phones', 'phone', 'Phone', 'phone'],
    ['label_ids', 'label', 'Labels', 'set'],
    ['add_time', 'add_time', 'Person created', 'date'],
    ['update_time', 'update_time', 'Update time', 'date'],
    ['visible_to', 'visible_to', 'Visible to', 'visible_to'],
    ['picture_id', 'picture_id', 'Profile picture', 'picture'],
    ['postal_address', 'postal_address', 'Postal address', 'address'],
    ['notes', 'notes', 'Notes', 'text'],
    ['im', 'im', 'Instant messenger', 'varchar'],
    ['birthday', 'birthday', 'Birthday', 'date'],
    ['job_title', 'job_title', 'Job title', 'varchar'],
    ['open_deals_count', 'open_deals_count', 'Open deals', 'int', true],
    ['activities_count', 'activities_count', 'Total activities', 'int', true],
  ],
  organization: [
    ['id', 'id', 'ID', 'int'],
    ['name', 'name', 'Name', 'varchar'],
    ['owner_id', 'owner_id', 'Owner', 'user'],
    ['label_ids', 'label', 'Labels', 'set'],
    ['address', 'address', 'Address', 'address'],
    ['add_time', 'add_time', 'Organization created', 'date'],
    ['update_time', 'update_time', 'Update time', 'date'],
    ['visible_to', 'visible_to', 'Visible to', 'visible_to'],
    ['website', 'website', 'Website', 'varchar'],
    ['linkedin', 'linkedin', 'LinkedIn profile', 'varchar'],
    ['industry', 'industry', 'Industry', 'enum'],
    ['annual_revenue', 'annual_revenue', 'Annual revenue', 'double'],
    ['employee_count', 'employee_count', 'Number of employees', 'int'],
    ['people_count', 'people_count', 'People', 'int', true],
  ],
  deal: [
    ['id', 'id', 'ID', 'int'],
    ['title', 'title', 'Title', 'varchar'],
    ['creator_user_id', 'creator_user_id', 'Creator', 'user'],
    ['owner_id', 'user_id', 'Owner', 'user'],
    ['value', 'value', 'Value', 'monetary'],
    ['currency', 'currency', 'Currency', 'varchar'],
    ['person_id', 'person_id', 'Contact person', 'people'],
    ['org_id', 'org_id', 'Organization', 'org'],
    ['pipeline_id', 'pipeline', 'Pipeline', 'int'],
    ['stage_id', 'stage_id', 'Stage', 'stage'],
    ['label_ids', 'label', 'Labels', 'set'],
    ['status', 'status', 'Status', 'status'],
    ['add_time', 'add_time', 'Deal created', 'date'],
    ['update_time', 'update_time', 'Update time', 'date'],
    ['stage_change_time', 'stage_change_time', 'Last stage change', 'date'],
    ['expected_close_date', 'expected_close_date', 'Expected close date', 'date'],
    ['won_time', 'won_time', 'Won time', 'date'],
    ['lost_time', 'lost_time', 'Lost time', 'date'],
    ['close_time', 'close_time', 'Deal closed on', 'date'],
    ['lost_reason', 'lost_reason', 'Lost reason', 'varchar_options'],
    ['probability', 'probability', 'Probability', 'int'],
    ['visible_to', 'visible_to', 'Visible to', 'visible_to'],
    ['activities_count', 'activities_count', 'Total activities', 'int', true],
  ],
  activity: [
    ['id', 'id', 'ID', 'int'],
    ['subject', 'subject', 'Subject', 'varchar'],
    ['type', 'type', 'Type', 'varchar'],
    ['owner_id', 'user_id', 'Assigned to user', 'user'],
    ['deal_id', 'deal_id', 'Deal', 'deal'],
    ['person_id', 'person_id', 'Contact person', 'people'],
    ['org_id', 'org_id', 'Organization', 'org'],
    ['due_date', 'due_date', 'Due date', 'date'],
    ['due_time', 'due_time', 'Due time', 'time'],
    ['duration', 'duration', 'Duration', 'time'],
    ['busy', 'busy_flag', 'Free/busy', 'boolean'],
    ['done', 'done', 'Done', 'boolean'],
    ['marked_as_done_time', 'marked_as_done_time', 'Marked as done time', 'date'],
    ['location', 'location', 'Location', 'address'],
    ['public_description', 'public_description', 'Public description', 'text'],
    ['priority', 'priority', 'Priority', 'enum'],
    ['note', 'note', 'Note', 'text'],
    ['add_time', 'add_time', 'Add time', 'date'],
    ['update_time', 'update_time', 'Update time', 'date'],
  ],
};

function optionsOf(world: World, entity: FieldEntity, code: string): readonly Option[] | null {
  const numbered = (names: readonly string[]) => names.map((label) => ({ id: takeOptionId(world), label }));
  if (code === 'label_ids') {
    if (entity === 'deal') return [];
    return labels.map((each) => {
      const [label = '', color = ''] = each.split('/');
      return { id: takeOptionId(world), label, color };
    });
  }
  if (code === 'priority') return numbered(['Low', 'Medium', 'High']);
  if (code === 'industry') return numbered(industries);
  if (code === 'status') return ['open', 'won', 'lost', 'deleted'].map((id) => ({ id, label: `${id[0]?.toUpperCase()}${id.slice(1)}` }));
  return null;
}

const mandatory = new Set(['name', 'title']);

/** The fields every company has before anyone adds one. */
export function addBuiltinFields(world: World, at: string): void {
  for (const entity of ['person', 'organization', 'deal', 'activity'] as const) {
    builtins[entity].forEach(([code, v1_key, name, type, optional = false], place) => {
      const table = world.fields[entity];
      const field: Field = {
        id: table.takeId(),
        add_time: at,
        update_time: at,
        is_deleted: false,
        deleted_at: null,
        code,
        v1_key,
        name,
        type,
        options: optionsOf(world, entity, code),
        options_deleted: [],
        custom: false,
        optional,
        mandatory: mandatory.has(code),
        order_nr: place + 1,
        description: null,
        ui_visibility: { add_visible_flag: true, details_visible_flag: true },
        important_fields: { enabled: false, stage_ids: [] },
        required_fields: { enabled: mandatory.has(code) },
        created_by: null,
      };
      table.insert(field, 0);
    });
  }
}
