import type { Activity, Address, Deal, Field, Note, Organization, Person, Stage, StoredFile, User } from '../core/model.ts';
import { numberBelow } from '../core/random.ts';
import type { World } from '../core/world.ts';
import { addActivityType } from '../routes/activityTypes.ts';
import { addPipeline } from '../routes/pipelines.ts';
import { addStage } from '../routes/stages.ts';
import { createField, labelOptions } from '../rules/fields.ts';
import { addBuiltinFields } from './builtins.ts';
import { activityRows, dealRows, noteRows, organizationRows, personRows, stageNames } from './rows.ts';

const founded = '2024-02-01T09:00:00Z';
const kept = (id: number, add_time: string) => ({ id, add_time, update_time: add_time, is_deleted: false, deleted_at: null }) as const;
const owned = { visible_to: 3, label_ids: [], followers: [], custom: {}, merged_into: null } as const;

const address = (value: string, locality: string, postal_code: string): Address => ({
  value,
  country: 'United States',
  admin_area_level_1: null,
  admin_area_level_2: null,
  locality,
  sublocality: null,
  route: null,
  street_number: null,
  subpremise: null,
  postal_code,
});

type Owner = (label: string) => User;

function ownersOf(world: World, users: readonly User[]): Owner {
  // Whoever stands in for coaches that have left owns nothing of its own.
  const active = users.filter((user) => user.active && !user.email.startsWith('unassigned@'));
  return (label) => {
    const chosen = active[numberBelow(Math.max(1, active.length), world.seed, 'owner', label)] ?? users.find((user) => user.active);
    if (chosen === undefined) throw new Error('a company needs at least one active user');
    return chosen;
  };
}

const settleOrganizations = (world: World, owner: Owner): readonly Organization[] =>
  organizationRows.map(([name, street, city, code], at) =>
    world.organizations.insert(
      {
        ...kept(world.organizations.takeId(), `2024-0${3 + at}-11T10:00:00Z`),
        ...owned,
        name,
        owner_id: owner(name).id,
        address: street === null ? null : address(`${street}, ${city} ${code}`, city, code),
        website: null,
        linkedin: null,
        industry: null,
        annual_revenue: null,
        employee_count: null,
      },
      0,
    ),
  );

const firstLabel = (world: World): readonly number[] =>
  labelOptions(world, 'person')
    .slice(0, 1)
    .flatMap(({ id }) => (typeof id === 'number' ? [id] : []));

function settlePersons(world: World, owner: Owner, organizations: readonly Organization[], heard: Field): readonly Person[] {
  return personRows.map(([name, mail, phone, org], at) => {
    const [first = '', ...rest] = name.split(' ');
    const option = heard.options?.[at % 4]?.id;
    const row: Person = {
      ...kept(world.persons.takeId(), `2024-0${3 + (at % 6)}-1${at % 9}T14:30:00Z`),
      ...owned,
      label_ids: at % 3 === 0 ? firstLabel(world) : [],
      custom: option === undefined ? {} : { [heard.code]: option },
      name,
      first_name: first,
      last_name: rest.join(' ') || null,
      owner_id: owner(name).id,
      org_id: org === null ? null : (organizations[org]?.id ?? null),
      emails: [{ value: mail, primary: true, label: 'work' }],
      phones: phone === null ? [] : [{ value: phone, primary: true, label: 'mobile' }],
      im: [],
      postal_address: null,
      notes: null,
      birthday: null,
      job_title: at % 4 === 1 ? 'Director' : null,
      marketing_status: 'no_consent',
    };
    return world.persons.insert(row, 0);
  });
}

const closedOn = (status: Deal['status'], day: string) => ({
  lost_reason: status === 'lost' ? 'Chose another supplier' : null,
  close_time: status === 'open' ? null : day,
  won_time: status === 'won' ? day : null,
  lost_time: status === 'lost' ? day : null,
  expected_close_date: status === 'open' ? '2027-01-31' : null,
});

function settleDeals(world: World, admin: User, persons: readonly Person[], stages: readonly Stage[], contract: Field): readonly Deal[] {
  return dealRows.map(([title, person, stage, value, status], at) => {
    const who = persons[person];
    const row: Deal = {
      ...kept(world.deals.takeId(), `2025-0${1 + at}-05T09:15:00Z`),
      ...owned,
      ...closedOn(status, `2025-0${1 + at}-20T16:00:00Z`),
      custom: at % 2 === 0 ? { [contract.code]: `HC-${1040 + at}` } : {},
      title,
      creator_user_id: admin.id,
      owner_id: who?.owner_id ?? admin.id,
      person_id: who?.id ?? null,
      org_id: who?.org_id ?? null,
      pipeline_id: stages[stage]?.pipeline_id ?? 0,
      stage_id: stages[stage]?.id ?? 0,
      value,
      currency: 'USD',
      stage_change_time: null,
      is_archived: false,
      archive_time: null,
      status,
      probability: null,
      channel_id: null,
    };
    return world.deals.insert(row, 0);
  });
}

function settleActivities(world: World, admin: User, persons: readonly Person[], deals: readonly Deal[]): void {
  for (const [at, [subject, type, person, deal, date, time, done]] of activityRows.entries()) {
    const who = persons[person];
    const row: Activity = {
      ...kept(world.activities.takeId(), `2025-0${1 + (at % 9)}-02T08:00:00Z`),
      subject,
      type,
      owner_id: who?.owner_id ?? admin.id,
      creator_user_id: admin.id,
      deal_id: deal === null ? null : (deals[deal]?.id ?? null),
      org_id: who?.org_id ?? null,
      due_date: date,
      due_time: time,
      duration: time === null ? null : '00:45:00',
      busy: time !== null,
      done,
      marked_as_done_time: done ? `${date}T18:00:00Z` : null,
      location: null,
      participants: who === undefined ? [] : [{ person_id: who.id, primary: true }],
      attendees: [],
      public_description: null,
      priority: null,
      outcome: null,
      note: at % 5 === 0 ? '<p>Went well, follow up by mail.</p>' : null,
    };
    world.activities.insert(row, 0);
  }
}

function settleNotes(world: World, admin: User, persons: readonly Person[], deals: readonly Deal[]): void {
  for (const [at, [content, person, deal]] of noteRows.entries()) {
    const row: Note = {
      ...kept(world.notes.takeId(), `2025-0${2 + at}-14T11:00:00Z`),
      content,
      user_id: admin.id,
      last_update_user_id: null,
      deal_id: deal === null ? null : (deals[deal]?.id ?? null),
      person_id: person === null ? null : (persons[person]?.id ?? null),
      org_id: null,
      pins: { deal: false, organization: false, person: false },
    };
    world.notes.insert(row, 0);
  }
}

function settleRest(world: World, admin: User, organizations: readonly Organization[], deals: readonly Deal[]): void {
  const file: StoredFile = {
    ...kept(world.files.takeId(), '2025-03-03T10:00:00Z'),
    user_id: admin.id,
    deal_id: deals[0]?.id ?? null,
    person_id: null,
    org_id: null,
    activity_id: null,
    file_name: 'terms_2025.txt',
    name: 'terms 2025.txt',
    description: '',
    media_type: 'text/plain',
    bytes: new TextEncoder().encode('Harbour Coaching: terms for corporate programmes.\n'),
  };
  world.files.insert(file, 0);
  const [parent, daughter] = [organizations[1], organizations[2]];
  if (parent !== undefined && daughter !== undefined) {
    const link = { type: 'parent', owner_org: parent.id, linked_org: daughter.id } as const;
    world.relationships.insert({ ...kept(world.relationships.takeId(), '2025-02-02T10:00:00Z'), ...link }, 0);
  }
  const hook = { event_action: 'create', event_object: 'person', version: '2.0', http_auth_user: null, http_auth_password: null } as const;
  const subscribed = {
    name: 'Newsletter sign-up',
    subscription_url: 'https://hooks.example.com/pipedrive',
    owner_id: admin.id,
    user_id: admin.id,
  };
  world.webhooks.insert({ ...kept(world.webhooks.takeId(), '2025-04-01T09:00:00Z'), ...hook, ...subscribed }, 0);
}

/**
 * The company as it stands before anyone migrates into it: what a migration must not touch. Depends on the seed alone; owners are drawn
 * from the active users by it.
 */
export function settle(company: World, users: readonly User[]): void {
  // Everything here happened on the founding day, so that two companies of one seed are alike to the second.
  const world: World = { ...company, clock: { now: () => Date.parse(founded), advance: () => undefined } };
  for (const user of users) world.users.set(user.id, user);
  addBuiltinFields(world, founded);
  const owner = ownersOf(world, users);
  const admin = users.find((user) => user.admin) ?? owner('admin');
  const pipeline = addPipeline(world, 'Sales');
  const stages = stageNames.map((name, at) => addStage(world, { name, pipeline_id: pipeline.id, deal_probability: 20 * (at + 1) }));
  for (const name of ['Call', 'Meeting', 'Task', 'Deadline', 'Email', 'Lunch']) {
    addActivityType(world, { name, icon_key: name.toLowerCase() }, false);
  }
  const labels = ['A friend', 'Conference', 'Web search'].map((label) => ({ label }));
  const heard = createField(world, { entity: 'person', name: 'Heard of us through', type: 'enum', labels, by: admin.id });
  const contract = createField(world, { entity: 'deal', name: 'Contract number', type: 'varchar', labels: null, by: admin.id });
  const organizations = settleOrganizations(world, owner);
  const persons = settlePersons(world, owner, organizations, heard);
  const deals = settleDeals(world, admin, persons, stages, contract);
  settleActivities(world, admin, persons, deals);
  settleNotes(world, admin, persons, deals);
  settleRest(world, admin, organizations, deals);
}
