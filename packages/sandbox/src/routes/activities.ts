import { z } from 'zod';
import { badRequestV2, notFoundV2, schemaFailed } from '../core/errors.ts';
import type { Activity, Participant, User } from '../core/model.ts';
import { listAnswer, pageOf } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { clockTime, day, flag, length, list, object, query, text, whole } from '../core/schema.ts';
import type { World } from '../core/world.ts';
import { fresh, isPurged, live, marked, nowIso } from '../core/world.ts';
import { limits } from '../data/plans.ts';
import { sanitised } from '../rules/html.ts';
import { readLink, readOwner, unknownReference } from '../rules/references.ts';
import { maySeeLinked } from '../rules/visibility.ts';
import { activityV2 } from '../views/records.ts';
import { addressBody, checkCleared, clearable, readAddress } from './bodies.ts';
import { listShape, sharedFilter, sinceShape } from './crud.ts';

const optional = <T extends z.ZodType>(schema: T) => schema.nullable().optional();
const body = object({
  subject: text().optional(),
  type: text().optional(),
  owner_id: whole().optional(),
  deal_id: optional(whole()),
  lead_id: optional(text()),
  person_id: optional(z.unknown()),
  org_id: optional(whole()),
  project_id: optional(whole()),
  due_date: clearable(day()),
  due_time: clearable(clockTime()),
  duration: clearable(length()),
  busy: flag().optional(),
  done: flag().optional(),
  location: clearable(addressBody()),
  participants: list(object({ person_id: whole(), primary: flag().optional() })).optional(),
  attendees: list(
    object({
      email: optional(text()),
      name: optional(text()),
      status: optional(text()),
      is_organizer: flag().optional(),
      person_id: optional(whole()),
      user_id: optional(whole()),
    }),
  ).optional(),
  public_description: clearable(text()),
  priority: optional(whole()),
  outcome: optional(whole()),
  note: clearable(text()),
});
type Body = z.output<typeof body>;

const readOnlyPerson = () =>
  badRequestV2("'person_id' is a read-only field. Add a primary participant to the activity with the 'participants' field instead.");

function readParticipants(world: World, user: User, sent: Body['participants'], before: readonly Participant[]): readonly Participant[] {
  if (sent === undefined) return before;
  for (const each of sent) readLink(world, user, 'person', 'participants.person_id', each.person_id);
  const primary = Math.max(
    0,
    sent.findIndex((each) => each.primary === true),
  );
  const seen = new Map(sent.map((each, at) => [each.person_id, { person_id: each.person_id, primary: at === primary }]));
  const chosen = sent[primary]?.person_id;
  return [...seen.keys()].map((person_id) => ({ person_id, primary: person_id === chosen }));
}

function readType(world: World, sent: string | undefined, before: Activity | null): string {
  const types = live(world.activityTypes.all());
  if (sent === undefined)
    return before?.type ?? defaultOf(world, 'type', types.toSorted((a, b) => a.order_nr - b.order_nr)[0]?.key_string ?? '');
  if (types.some((type) => type.key_string === sent)) return sent;
  throw badRequestV2(`Activity type '${sent}' does not exist`);
}

/** What a missing subject, type or date becomes (switch `activity-defaults`). */
function defaultOf(world: World, key: string, filled: string): string {
  if (world.switches.is('activity-defaults', 'refused')) throw schemaFailed([`${key}: This value should not be blank.`]);
  return world.switches.is('activity-defaults', 'filled') || key === 'type' ? filled : '';
}

function readOption(world: World, key: 'priority', sent: number | null | undefined, before: number | null): number | null {
  if (sent === undefined || sent === null) return sent === undefined ? before : null;
  const known = world.fields.activity.all().find((field) => field.code === key)?.options ?? [];
  if (known.some((option) => option.id === sent)) return sent;
  if (world.switches.is('unknown-option', 'dropped')) return before;
  throw schemaFailed([`${key}: Unknown option id '${sent}'`]);
}

function readNote(world: World, sent: string | null | undefined, before: string | null): string | null {
  if (sent === undefined) return before;
  if (sent === null || sent === '') return null;
  if (Buffer.byteLength(sent) <= limits.noteCharacters) return sanitised(world, sent);
  if (world.switches.is('oversized-note', 'truncated')) return sanitised(world, sent.slice(0, limits.noteCharacters));
  throw schemaFailed([`note: This value is too long. It should have ${limits.noteCharacters} bytes or less.`]);
}

const withSeconds = (value: string | null): string | null => (value !== null && value.length === 5 ? `${value}:00` : value);
const kept = <V>(sent: V | null | undefined, before: V | null): V | null => (sent === undefined ? before : sent);

const readAttendees = (sent: Body['attendees'], before: Activity['attendees']): Activity['attendees'] =>
  sent?.map((each) => ({
    email: each.email ?? null,
    name: each.name ?? null,
    status: each.status ?? null,
    is_organizer: each.is_organizer ?? false,
    person_id: each.person_id ?? null,
    user_id: each.user_id ?? null,
  })) ?? before;

/** A deal beats a lead beats a project; extra ones are dropped silently (api-facts §3.4). There are no leads and projects here. */
function readDeal(world: World, user: User, sent: Body, before: number | null): number | null {
  const deal = readLink(world, user, 'deal', 'deal_id', sent.deal_id);
  if (typeof deal === 'number') return deal;
  if (typeof sent.lead_id === 'string') throw unknownReference(world, 'lead_id', sent.lead_id);
  if (typeof sent.project_id === 'number') throw unknownReference(world, 'project_id', sent.project_id);
  return deal === undefined ? before : null;
}

function readDay(world: World, sent: string | null | undefined, before: Activity | null): string | null {
  if (sent !== undefined) return sent;
  return before === null ? defaultOf(world, 'due_date', nowIso(world).slice(0, 10)) || null : before.due_date;
}

const readDoneTime = (world: World, done: boolean, before: Activity | null): string | null =>
  done ? ((before?.done ? before.marked_as_done_time : null) ?? nowIso(world)) : null;

function change(world: World, user: User, sent: Body, before: Activity | null) {
  if (sent.person_id !== undefined) throw readOnlyPerson();
  checkCleared(world, sent, ['due_date', 'due_time', 'duration', 'public_description', 'note']);
  checkCleared(world, sent, ['location'], 'object');
  const org = readLink(world, user, 'organization', 'org_id', sent.org_id);
  const done = sent.done ?? before?.done ?? false;
  const type = readType(world, sent.type, before);
  const typeName = world.activityTypes.all().find((each) => each.key_string === type)?.name ?? '';
  return {
    type,
    subject: sent.subject ?? before?.subject ?? defaultOf(world, 'subject', typeName),
    owner_id: readOwner(world, sent.owner_id, before?.owner_id ?? user.id),
    deal_id: readDeal(world, user, sent, before?.deal_id ?? null),
    org_id: org === undefined ? (before?.org_id ?? null) : org,
    due_date: readDay(world, sent.due_date, before),
    due_time: withSeconds(kept(sent.due_time, before?.due_time ?? null)),
    duration: withSeconds(kept(sent.duration, before?.duration ?? null)),
    busy: sent.busy ?? before?.busy ?? false,
    done,
    marked_as_done_time: readDoneTime(world, done, before),
    location: readAddress(sent.location, before?.location ?? null),
    participants: readParticipants(world, user, sent.participants, before?.participants ?? []),
    attendees: readAttendees(sent.attendees, before?.attendees ?? []),
    public_description: kept(sent.public_description, before?.public_description ?? null),
    priority: readOption(world, 'priority', sent.priority, before?.priority ?? null),
    outcome: kept(sent.outcome, before?.outcome ?? null),
    note: readNote(world, sent.note, before?.note ?? null),
  };
}

const primaryOf = (row: Activity): number | null => row.participants.find((each) => each.primary)?.person_id ?? null;
const seen = (world: World, user: User, row: Activity): boolean =>
  maySeeLinked(world, user, { deal_id: row.deal_id, org_id: row.org_id, person_id: primaryOf(row) }, row.owner_id);

function readable(world: World, user: User, id: number, toWrite: boolean): Activity {
  const row = world.activities.get(id);
  const hidden = toWrite || world.switches.is('read-deleted', 'not-found');
  if (row === undefined || !seen(world, user, row) || (row.is_deleted && (hidden || isPurged(world, row))))
    throw notFoundV2('Activity not found');
  return row;
}

const noBody = object({}).optional();
const attendees = { include_fields: query.word(['attendees']).optional() };

export const activityRoutes: readonly Route[] = [
  route({
    api: 'v2',
    method: 'GET',
    path: '/activities',
    query: object({
      ...listShape,
      ...sinceShape,
      ...attendees,
      sort_by: query.word(['id', 'add_time', 'update_time', 'due_date']).optional(),
      deal_id: query.number().optional(),
      lead_id: query.text().optional(),
      person_id: query.number().optional(),
      org_id: query.number().optional(),
      done: query.flag().optional(),
    }),
    body: noBody,
    run: ({ world, user, query: asked }) => {
      const fits = sharedFilter(asked);
      const keep = (row: Activity): boolean =>
        !row.is_deleted &&
        fits(row) &&
        asked.lead_id === undefined &&
        (asked.deal_id === undefined || row.deal_id === asked.deal_id) &&
        (asked.org_id === undefined || row.org_id === asked.org_id) &&
        (asked.done === undefined || row.done === asked.done) &&
        (asked.person_id === undefined || primaryOf(row) === asked.person_id) &&
        seen(world, user, row);
      const page = pageOf(world, world.activities, asked, keep);
      return listAnswer(
        page.rows.map((row) => activityV2(world, row, asked.include_fields === 'attendees')),
        page.next,
      );
    },
  }),
  route({
    api: 'v2',
    method: 'GET',
    path: '/activities/{id}',
    query: object(attendees),
    body: noBody,
    run: (call) =>
      ok(activityV2(call.world, readable(call.world, call.user, pathId('v2', call), false), call.query.include_fields === 'attendees')),
  }),
  route({
    api: 'v2',
    method: 'POST',
    path: '/activities',
    query: object({}),
    body,
    run: ({ world, user, body: sent }) => {
      const made = change(world, user, sent, null);
      const row: Activity = { ...fresh(world, world.activities.takeId()), ...made, creator_user_id: user.id };
      return ok(activityV2(world, world.activities.insert(row, world.clock.now()), true));
    },
  }),
  route({
    api: 'v2',
    method: 'PATCH',
    path: '/activities/{id}',
    query: object({}),
    body,
    run: (call) => {
      const { world, user, body: sent } = call;
      const before = readable(world, user, pathId('v2', call), true);
      const row = { ...before, ...change(world, user, sent, before), update_time: nowIso(world) };
      return ok(activityV2(world, world.activities.replace(row, world.clock.now()), true));
    },
  }),
  route({
    api: 'v2',
    method: 'DELETE',
    path: '/activities/{id}',
    query: object({}),
    body: noBody,
    run: (call) => {
      const { world, user } = call;
      const row = readable(world, user, pathId('v2', call), true);
      world.activities.replace(marked(world, row), world.clock.now());
      return ok({ id: row.id });
    },
  }),
];
