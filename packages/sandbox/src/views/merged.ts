import { plainTime } from '../core/clock.ts';
import type { Activity, Deal, Person } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { dealCountsOf, personCounts } from '../routes/counts.ts';

const plainOrNull = (time: string | null): string | null => (time === null ? null : plainTime(time));
const only = (counts: Readonly<Record<string, unknown>>, without: readonly string[]) =>
  Object.fromEntries(Object.entries(counts).filter(([name]) => !without.includes(name)));

/** The next and the last activity in the words of v1, beside their ids. */
function around(world: World, counts: Readonly<Record<string, unknown>>): { next: Activity | undefined; last: Activity | undefined } {
  const find = (id: unknown) => (typeof id === 'number' ? world.activities.get(id) : undefined);
  return { next: find(counts.next_activity_id), last: find(counts.last_activity_id) };
}

/** What is left of two persons, as v1 answers a merge (OpenAPI v1 `mergePersons`). */
export function mergedPersonV1(world: World, row: Person, mergedId: number) {
  const counts = personCounts.over(world)(row);
  const { next, last } = around(world, counts);
  return {
    id: row.id,
    company_id: world.company.id,
    owner_id: row.owner_id,
    org_id: row.org_id,
    name: row.name,
    first_name: row.first_name,
    last_name: row.last_name,
    active_flag: true,
    phone: row.phones,
    email: row.emails,
    first_char: row.name.slice(0, 1).toLowerCase(),
    add_time: plainTime(row.add_time),
    update_time: plainTime(row.update_time),
    visible_to: String(row.visible_to),
    picture_id: null,
    label: row.label_ids[0] ?? null,
    label_ids: row.label_ids,
    org_name: (row.org_id === null ? undefined : world.organizations.get(row.org_id)?.name) ?? null,
    owner_name: world.users.get(row.owner_id)?.name ?? '',
    cc_email: `${world.company.domain}@pipedrivemail.com`,
    ...only(counts, ['smart_bcc_email', 'marketing_status', 'doi_status']),
    next_activity_date: next?.due_date ?? null,
    next_activity_time: next?.due_time ?? null,
    last_activity_date: last?.due_date ?? null,
    merge_what_id: mergedId,
  };
}

const money = (value: number, currency: string): string => new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(value);

/** What is left of two deals, as v1 answers a merge (OpenAPI v1 `mergeDeals`). */
export function mergedDealV1(world: World, row: Deal, mergedId: number) {
  const counts = dealCountsOf.over(world)(row);
  const { next, last } = around(world, counts);
  const weighted = row.value * ((row.probability ?? 100) / 100);
  return {
    id: row.id,
    creator_user_id: row.creator_user_id,
    user_id: row.owner_id,
    person_id: row.person_id,
    org_id: row.org_id,
    stage_id: row.stage_id,
    pipeline_id: row.pipeline_id,
    title: row.title,
    value: row.value,
    currency: row.currency,
    add_time: plainTime(row.add_time),
    update_time: plainTime(row.update_time),
    stage_change_time: plainOrNull(row.stage_change_time),
    active: row.status === 'open',
    deleted: false,
    is_archived: row.is_archived,
    status: row.status,
    probability: row.probability,
    lost_reason: row.lost_reason,
    visible_to: String(row.visible_to),
    close_time: plainOrNull(row.close_time),
    won_time: plainOrNull(row.won_time),
    lost_time: plainOrNull(row.lost_time),
    expected_close_date: row.expected_close_date,
    label: row.label_ids.join(',') || null,
    stage_order_nr: world.stages.get(row.stage_id)?.order_nr ?? 1,
    person_name: (row.person_id === null ? undefined : world.persons.get(row.person_id)?.name) ?? null,
    org_name: (row.org_id === null ? undefined : world.organizations.get(row.org_id)?.name) ?? null,
    ...only(counts, ['smart_bcc_email', 'source_lead_id']),
    first_won_time: plainOrNull(row.won_time),
    next_activity_date: next?.due_date ?? null,
    next_activity_time: next?.due_time ?? null,
    next_activity_subject: next?.subject ?? null,
    next_activity_type: next?.type ?? null,
    next_activity_duration: next?.duration ?? null,
    next_activity_note: next?.note ?? null,
    last_activity_date: last?.due_date ?? null,
    formatted_value: money(row.value, row.currency),
    weighted_value: weighted,
    formatted_weighted_value: money(weighted, row.currency),
    weighted_value_currency: row.currency,
    rotten_time: null,
    owner_name: world.users.get(row.owner_id)?.name ?? '',
    cc_email: `${world.company.domain}+deal${row.id}@pipedrivemail.com`,
    org_hidden: false,
    person_hidden: false,
    origin: 'API',
    origin_id: null,
    channel: null,
    channel_id: row.channel_id,
    arr: null,
    mrr: null,
    acv: null,
    arr_currency: null,
    mrr_currency: null,
    acv_currency: null,
    merge_what_id: mergedId,
  };
}
