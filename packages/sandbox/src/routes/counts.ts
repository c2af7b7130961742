import type { Activity, Deal, Organization, Person } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { live } from '../core/world.ts';

type Counts = Readonly<Record<string, number | string | null>>;
/** The names `include_fields` takes, and how to compute them: one pass over everything, then a look-up for each row. */
export type Counting<T> = { readonly names: readonly string[]; readonly over: (world: World) => (row: T) => Counts };

const grouped = <T>(rows: readonly T[], key: (row: T) => number | null): ReadonlyMap<number | null, readonly T[]> => Map.groupBy(rows, key);

function activityCounts(rows: readonly Activity[]): Counts {
  const byDate = rows.toSorted((a, b) => `${a.due_date} ${a.due_time}`.localeCompare(`${b.due_date} ${b.due_time}`));
  const done = rows.filter((row) => row.done);
  return {
    activities_count: rows.length,
    done_activities_count: done.length,
    undone_activities_count: rows.length - done.length,
    next_activity_id: byDate.find((row) => !row.done)?.id ?? null,
    last_activity_id: byDate.findLast((row) => row.done)?.id ?? null,
  };
}

function dealCounts(rows: readonly Deal[], prefix = ''): Counts {
  const open = rows.filter((row) => row.status === 'open').length;
  return {
    [`${prefix}open_deals_count`]: open,
    [`${prefix}closed_deals_count`]: rows.length - open,
    [`${prefix}won_deals_count`]: rows.filter((row) => row.status === 'won').length,
    [`${prefix}lost_deals_count`]: rows.filter((row) => row.status === 'lost').length,
  };
}

const mail = { email_messages_count: 0, last_incoming_mail_time: null, last_outgoing_mail_time: null };
const smartBcc = (world: World, kind: string, id: number) => ({
  smart_bcc_email: `${world.company.domain}+${kind}${id}@pipedrivemail.com`,
});

const activityNames = ['next_activity_id', 'last_activity_id', 'activities_count', 'done_activities_count', 'undone_activities_count'];
const contactNames = [
  ...activityNames,
  'open_deals_count',
  'related_open_deals_count',
  'closed_deals_count',
  'related_closed_deals_count',
  'email_messages_count',
  'files_count',
  'notes_count',
  'followers_count',
  'won_deals_count',
  'related_won_deals_count',
  'lost_deals_count',
  'related_lost_deals_count',
  'smart_bcc_email',
];

export const personCounts: Counting<Person> = {
  names: [
    ...contactNames,
    'participant_open_deals_count',
    'participant_closed_deals_count',
    'last_incoming_mail_time',
    'last_outgoing_mail_time',
    'marketing_status',
    'doi_status',
  ],
  over: (world) => {
    const activities = grouped(live(world.activities.all()), (row) => row.participants.find((one) => one.primary)?.person_id ?? null);
    const deals = grouped(live(world.deals.all()), (row) => row.person_id);
    const notes = grouped(live(world.notes.all()), (row) => row.person_id);
    const files = grouped(live(world.files.all()), (row) => row.person_id);
    return (row) => ({
      ...activityCounts(activities.get(row.id) ?? []),
      ...dealCounts(deals.get(row.id) ?? []),
      ...dealCounts([], 'related_'),
      ...mail,
      ...smartBcc(world, 'person', row.id),
      participant_open_deals_count: 0,
      participant_closed_deals_count: 0,
      files_count: files.get(row.id)?.length ?? 0,
      notes_count: notes.get(row.id)?.length ?? 0,
      followers_count: row.followers.length,
      marketing_status: row.marketing_status,
      doi_status: 1,
    });
  },
};

export const organizationCounts: Counting<Organization> = {
  names: [...contactNames, 'people_count'],
  over: (world) => {
    const activities = grouped(live(world.activities.all()), (row) => row.org_id);
    const deals = grouped(live(world.deals.all()), (row) => row.org_id);
    const people = grouped(live(world.persons.all()), (row) => row.org_id);
    const notes = grouped(live(world.notes.all()), (row) => row.org_id);
    const files = grouped(live(world.files.all()), (row) => row.org_id);
    return (row) => ({
      ...activityCounts(activities.get(row.id) ?? []),
      ...dealCounts(deals.get(row.id) ?? []),
      ...dealCounts([], 'related_'),
      ...mail,
      ...smartBcc(world, 'org', row.id),
      people_count: people.get(row.id)?.length ?? 0,
      files_count: files.get(row.id)?.length ?? 0,
      notes_count: notes.get(row.id)?.length ?? 0,
      followers_count: row.followers.length,
    });
  },
};

export const dealCountsOf: Counting<Deal> = {
  names: [
    ...activityNames,
    'first_won_time',
    'products_count',
    'files_count',
    'notes_count',
    'followers_count',
    'email_messages_count',
    'participants_count',
    'last_incoming_mail_time',
    'last_outgoing_mail_time',
    'smart_bcc_email',
    'source_lead_id',
  ],
  over: (world) => {
    const activities = grouped(live(world.activities.all()), (row) => row.deal_id);
    const notes = grouped(live(world.notes.all()), (row) => row.deal_id);
    const files = grouped(live(world.files.all()), (row) => row.deal_id);
    return (row) => ({
      ...activityCounts(activities.get(row.id) ?? []),
      ...mail,
      ...smartBcc(world, 'deal', row.id),
      first_won_time: row.won_time,
      products_count: 0,
      files_count: files.get(row.id)?.length ?? 0,
      notes_count: notes.get(row.id)?.length ?? 0,
      followers_count: row.followers.length,
      participants_count: row.person_id === null ? 0 : 1,
      source_lead_id: null,
    });
  },
};
