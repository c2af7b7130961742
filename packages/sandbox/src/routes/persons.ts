import { z } from 'zod';
import { forbidden, refuse } from '../core/errors.ts';
import type { Address, Contact, Person, User } from '../core/model.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { filledText, flag, list, looseObject, moment, object, oneOf, query, text, whole } from '../core/schema.ts';
import type { World } from '../core/world.ts';
import { fresh, nowIso } from '../core/world.ts';
import { limits } from '../data/plans.ts';
import { checkRequired, writeCustom } from '../rules/custom.ts';
import { readLabels, readLink, readOwner } from '../rules/references.ts';
import { readVisibility } from '../rules/visibility.ts';
import { personV2 } from '../views/records.ts';
import { addressBody, checkCleared, clearable, nullRefused, readAddress } from './bodies.ts';
import { personCounts } from './counts.ts';
import { crudRoutes, writable, zoneOf } from './crud.ts';

const contacts = () => list(object({ value: filledText(), primary: flag().optional(), label: text().optional() }));

const shape = {
  first_name: text().optional(),
  last_name: text().optional(),
  owner_id: whole().optional(),
  org_id: whole().nullable().optional(),
  emails: contacts().optional(),
  phones: contacts().optional(),
  visible_to: whole().optional(),
  label_ids: list(whole()).optional(),
  postal_address: clearable(addressBody()),
  notes: clearable(text().max(limits.personNotes, `This value is too long. It should have ${limits.personNotes} characters or less.`)),
  im: contacts().optional(),
  birthday: clearable(z.union([z.literal(''), text().regex(/^\d{4}-\d\d-\d\d$/, 'This value is not a valid date.')])),
  job_title: clearable(text()),
  marketing_status: oneOf(['no_consent', 'unsubscribed', 'subscribed', 'archived']).optional(),
  custom_fields: looseObject().optional(),
};
const createBody = object({ name: filledText().optional(), ...shape, add_time: moment().optional() }).refine(
  (body) => body.name !== undefined || (body.first_name ?? '') !== '' || (body.last_name ?? '') !== '',
  { path: ['name'], message: 'This value should not be blank.' },
);
const updateBody = object({ name: filledText().optional(), ...shape });
type Update = z.output<typeof updateBody>;

/** At most one primary; without one the first becomes it. A label is free text, `work` when left out (api-facts §3.1). */
function readContacts(world: World, key: string, sent: Update['emails'], before: readonly Contact[]): readonly Contact[] {
  if (sent === undefined) return before;
  const most = world.switches.number('contacts-per-person');
  if (most > 0 && sent.length > most) throw refuse('v2', 400, `${key}: at most ${most} values are allowed`);
  const primary = Math.max(
    0,
    sent.findIndex((each) => each.primary === true),
  );
  return sent.map((each, at) => ({ value: each.value, primary: at === primary, label: each.label ?? 'work' }));
}

function readName(body: Update, before: Pick<Person, 'name' | 'first_name' | 'last_name'>) {
  if (body.name !== undefined && body.first_name === undefined && body.last_name === undefined) {
    const [first = '', ...rest] = body.name.trim().split(/\s+/);
    return { name: body.name.trim(), first_name: first, last_name: rest.length === 0 ? null : rest.join(' ') };
  }
  if (body.first_name === undefined && body.last_name === undefined) return before;
  const first_name = body.first_name ?? before.first_name;
  const last_name = body.last_name === undefined ? before.last_name : body.last_name || null;
  return { name: [first_name, last_name].filter(Boolean).join(' '), first_name, last_name };
}

/** The contact-sync fields: 403 where the feature is off (api-facts §1.4). */
function readContactSync(world: World, body: Update, before: Pick<Person, 'postal_address' | 'notes' | 'im' | 'birthday' | 'job_title'>) {
  const sent = [body.postal_address, body.notes, body.im, body.birthday, body.job_title].some((each) => each !== undefined);
  if (sent && world.switches.is('contact-sync', 'off')) throw forbidden('Contact sync is not enabled for this company.');
  const kept = (value: string | null | undefined, old: string | null) => (value === undefined ? old : value || null);
  return {
    postal_address: readAddress(body.postal_address, before.postal_address),
    notes: kept(body.notes, before.notes),
    im: readContacts(world, 'im', body.im, before.im),
    birthday: kept(body.birthday, before.birthday),
    job_title: kept(body.job_title, before.job_title),
  };
}

const blank = {
  name: '',
  first_name: '',
  last_name: null,
  postal_address: null as Address | null,
  notes: null,
  im: [],
  birthday: null,
  job_title: null,
  emails: [],
  phones: [],
};

function marketing(body: Update, emails: readonly Contact[], before: string): string {
  if (body.marketing_status === undefined || emails.length === 0 || before !== 'no_consent') return before;
  return body.marketing_status;
}

function change(world: World, user: User, body: Update, before: Person | null) {
  checkCleared(world, body, ['postal_address', 'notes', 'birthday', 'job_title']);
  if (body.org_id === null && world.switches.is('person-org-null', 'refused')) throw nullRefused('org_id', 'integer');
  const org = readLink(world, user, 'organization', 'org_id', body.org_id);
  const emails = readContacts(world, 'emails', body.emails, before?.emails ?? []);
  return {
    ...readName(body, before ?? blank),
    ...readContactSync(world, body, before ?? blank),
    owner_id: readOwner(world, body.owner_id, before?.owner_id ?? user.id),
    org_id: org === undefined ? (before?.org_id ?? null) : org,
    emails,
    phones: readContacts(world, 'phones', body.phones, before?.phones ?? []),
    visible_to: readVisibility(world, body.visible_to, before?.visible_to),
    label_ids: readLabels(world, 'person', body.label_ids, before?.label_ids ?? []),
    marketing_status: marketing(body, emails, before?.marketing_status ?? 'no_consent'),
    custom: writeCustom(world, 'person', before?.custom ?? {}, body.custom_fields, zoneOf(user)),
  };
}

export const personRoutes: readonly Route[] = [
  ...crudRoutes({
    path: '/persons',
    noun: 'Person',
    entity: 'person',
    table: (world) => world.persons,
    view: personV2,
    filters: { org_id: query.number().optional(), deal_id: query.number().optional() },
    keep: (world, asked) => {
      const deal = asked.deal_id === undefined ? undefined : world.deals.get(asked.deal_id);
      return (row) =>
        (asked.org_id === undefined || row.org_id === asked.org_id) && (asked.deal_id === undefined || row.id === deal?.person_id);
    },
    counts: personCounts,
  }),
  route({
    api: 'v2',
    method: 'POST',
    path: '/persons',
    query: object({}),
    body: createBody,
    run: ({ world, user, body }) => {
      if (body.add_time !== undefined && !user.admin && world.switches.is('add-time-rights', 'admin')) throw forbidden();
      const { add_time, ...rest } = body;
      const made = change(world, user, rest, null);
      checkRequired(world, 'person', made.custom);
      const row: Person = { ...fresh(world, world.persons.takeId(), add_time), ...made, followers: [], merged_into: null };
      return ok(personV2(world, world.persons.insert(row, world.clock.now())));
    },
  }),
  route({
    api: 'v2',
    method: 'PATCH',
    path: '/persons/{id}',
    query: object({}),
    body: updateBody,
    run: (call) => {
      const { world, user, body } = call;
      const before = writable(call, world.persons, 'Person', pathId('v2', call));
      const row: Person = { ...before, ...change(world, user, body, before), update_time: nowIso(world) };
      return ok(personV2(world, world.persons.replace(row, world.clock.now())));
    },
  }),
];
