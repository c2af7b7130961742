/** Rows as the sandbox keeps them. Times are RFC 3339 in UTC with whole seconds; v1 answers are made from them. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Contact = { readonly value: string; readonly primary: boolean; readonly label: string };
export const addressParts = [
  'country',
  'admin_area_level_1',
  'admin_area_level_2',
  'locality',
  'sublocality',
  'route',
  'street_number',
  'subpremise',
  'postal_code',
] as const;
export type Address = { readonly value: string } & Readonly<Record<(typeof addressParts)[number], string | null>>;
export type Follower = { readonly user_id: number; readonly add_time: string };
export type CustomValues = Readonly<Record<string, Json>>;

type Kept = {
  readonly id: number;
  readonly add_time: string;
  readonly update_time: string;
  readonly is_deleted: boolean;
  /** Milliseconds; a row is purged thirty days later. */
  readonly deleted_at: number | null;
};
type Owned = Kept & {
  readonly owner_id: number;
  readonly visible_to: number;
  readonly label_ids: readonly number[];
  readonly followers: readonly Follower[];
  readonly custom: CustomValues;
  /** The record this one was merged into. */
  readonly merged_into: number | null;
};

export type Person = Owned & {
  readonly name: string;
  readonly first_name: string;
  readonly last_name: string | null;
  readonly org_id: number | null;
  readonly emails: readonly Contact[];
  readonly phones: readonly Contact[];
  readonly im: readonly Contact[];
  readonly postal_address: Address | null;
  readonly notes: string | null;
  readonly birthday: string | null;
  readonly job_title: string | null;
  readonly marketing_status: string;
};

export type Organization = Owned & {
  readonly name: string;
  readonly address: Address | null;
  readonly website: string | null;
  readonly linkedin: string | null;
  readonly industry: number | null;
  readonly annual_revenue: number | null;
  readonly employee_count: number | null;
};

export type DealStatus = 'open' | 'won' | 'lost';
export type Deal = Owned & {
  readonly title: string;
  readonly creator_user_id: number;
  readonly person_id: number | null;
  readonly org_id: number | null;
  readonly pipeline_id: number;
  readonly stage_id: number;
  readonly value: number;
  readonly currency: string;
  readonly stage_change_time: string | null;
  readonly is_archived: boolean;
  readonly archive_time: string | null;
  readonly status: DealStatus;
  readonly probability: number | null;
  readonly lost_reason: string | null;
  readonly close_time: string | null;
  readonly won_time: string | null;
  readonly lost_time: string | null;
  readonly expected_close_date: string | null;
  readonly channel_id: string | null;
};

export type Participant = { readonly person_id: number; readonly primary: boolean };
export type Attendee = {
  readonly email: string | null;
  readonly name: string | null;
  readonly status: string | null;
  readonly is_organizer: boolean;
  readonly person_id: number | null;
  readonly user_id: number | null;
};
export type Activity = Kept & {
  readonly subject: string;
  readonly type: string;
  readonly owner_id: number;
  readonly creator_user_id: number;
  readonly deal_id: number | null;
  readonly org_id: number | null;
  readonly due_date: string | null;
  readonly due_time: string | null;
  readonly duration: string | null;
  readonly busy: boolean;
  readonly done: boolean;
  readonly marked_as_done_time: string | null;
  readonly location: Address | null;
  readonly participants: readonly Participant[];
  readonly attendees: readonly Attendee[];
  readonly public_description: string | null;
  readonly priority: number | null;
  readonly outcome: number | null;
  readonly note: string | null;
};

export type Pins = { readonly deal: boolean; readonly organization: boolean; readonly person: boolean };
export type Note = Kept & {
  readonly content: string;
  readonly user_id: number;
  readonly last_update_user_id: number | null;
  readonly deal_id: number | null;
  readonly person_id: number | null;
  readonly org_id: number | null;
  readonly pins: Pins;
};

export type StoredFile = Kept & {
  readonly user_id: number;
  readonly deal_id: number | null;
  readonly person_id: number | null;
  readonly org_id: number | null;
  readonly activity_id: number | null;
  readonly file_name: string;
  readonly name: string;
  readonly description: string;
  readonly media_type: string;
  readonly bytes: Uint8Array;
};

export type Relationship = Kept & { readonly type: 'parent' | 'related'; readonly owner_org: number; readonly linked_org: number };

export type Pipeline = Kept & { readonly name: string; readonly order_nr: number; readonly is_deal_probability_enabled: boolean };
export type Stage = Kept & {
  readonly name: string;
  readonly order_nr: number;
  readonly pipeline_id: number;
  readonly deal_probability: number;
  readonly is_deal_rot_enabled: boolean;
  readonly days_to_rotten: number | null;
};
export type ActivityType = Kept & {
  readonly name: string;
  readonly icon_key: string;
  readonly color: string;
  readonly order_nr: number;
  readonly key_string: string;
  readonly is_custom_flag: boolean;
};

export type User = {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly admin: boolean;
  readonly active: boolean;
  readonly group: string;
  readonly token: string;
  readonly created: string;
};

export type Option = { readonly id: number | string; readonly label: string; readonly color?: string };
export type Field = Kept & {
  readonly code: string;
  readonly v1_key: string;
  readonly name: string;
  readonly type: string;
  readonly options: readonly Option[] | null;
  readonly options_deleted: readonly Option[];
  readonly custom: boolean;
  /** Only answered when asked for with include_fields. */
  readonly optional: boolean;
  readonly mandatory: boolean;
  readonly order_nr: number;
  readonly description: string | null;
  readonly ui_visibility: Readonly<Record<string, Json>>;
  readonly important_fields: Readonly<Record<string, Json>>;
  readonly required_fields: Readonly<Record<string, Json>>;
  readonly created_by: number | null;
};
export type FieldEntity = 'person' | 'organization' | 'deal' | 'activity';
export type CustomEntity = Exclude<FieldEntity, 'activity'>;

export type Webhook = Kept & {
  readonly user_id: number;
  readonly owner_id: number;
  readonly event_action: string;
  readonly event_object: string;
  readonly subscription_url: string;
  readonly version: string;
  readonly http_auth_user: string | null;
  readonly http_auth_password: string | null;
  readonly name: string;
};

export type Currency = {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly decimal_points: number;
  readonly symbol: string;
  readonly active: boolean;
};
