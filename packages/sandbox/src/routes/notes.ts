import { z } from 'zod';
import { forbidden, refuse, v1Error } from '../core/errors.ts';
import type { Note, User } from '../core/model.ts';
import { lagged, v1List, v1Page } from '../core/paging.ts';
import type { Route } from '../core/route.ts';
import { ok, pathId, route } from '../core/route.ts';
import { sortV1, v1 } from '../core/v1.ts';
import type { World } from '../core/world.ts';
import { fresh, isPurged, live, marked, nowIso } from '../core/world.ts';
import { limits } from '../data/plans.ts';
import { sanitised } from '../rules/html.ts';
import { readLink, readOwner } from '../rules/references.ts';
import { maySeeLinked } from '../rules/visibility.ts';
import { noteV1 } from '../views/v1.ts';

const shape = {
  deal_id: v1.link(),
  person_id: v1.link(),
  org_id: v1.link(),
  lead_id: z.string().nullable().optional(),
  project_id: v1.link(),
  task_id: v1.link(),
  user_id: v1.number().optional(),
  add_time: v1.time().optional(),
  pinned_to_lead_flag: v1.flag().optional(),
  pinned_to_deal_flag: v1.flag().optional(),
  pinned_to_organization_flag: v1.flag().optional(),
  pinned_to_person_flag: v1.flag().optional(),
  pinned_to_project_flag: v1.flag().optional(),
  pinned_to_task_flag: v1.flag().optional(),
};
const content = () => z.string({ error: 'Content must be given.' }).min(1, 'Content must be given.');
const updateBody = z.looseObject({ content: content().optional(), ...shape });
type Update = z.output<typeof updateBody>;

function readContent(world: World, sent: string): string {
  if (sent.length <= limits.noteCharacters) return sanitised(world, sent);
  if (world.switches.is('oversized-note', 'truncated')) return sanitised(world, sent.slice(0, limits.noteCharacters));
  throw v1Error(
    world.switches.number('oversized-note'),
    `Note content is too long. Maximum length is ${limits.noteCharacters} characters.`,
  );
}

function readAuthor(world: World, user: User, sent: number | undefined, before: number): number {
  if (sent === undefined || sent === before) return before;
  if (!user.admin) throw forbidden();
  return readOwner(world, sent, before, 'user_id');
}

function checkElsewhere(body: Update): void {
  if (typeof body.lead_id === 'string') throw v1Error(400, 'Lead not found.');
  if (typeof body.project_id === 'number') throw v1Error(400, 'Project not found.');
  if (typeof body.task_id === 'number') throw v1Error(400, 'Task not found.');
}

function change(world: World, user: User, body: Update, before: Note | null) {
  checkElsewhere(body);
  const link = (to: 'deal' | 'person' | 'organization', key: 'deal_id' | 'person_id' | 'org_id'): number | null => {
    const sent = readLink(world, user, to, key, body[key], 'v1');
    return sent === undefined ? (before?.[key] ?? null) : sent;
  };
  const links = { deal_id: link('deal', 'deal_id'), person_id: link('person', 'person_id'), org_id: link('organization', 'org_id') };
  if (links.deal_id === null && links.person_id === null && links.org_id === null) {
    throw v1Error(400, 'One of lead_id, deal_id, person_id, org_id, project_id or task_id must be given.');
  }
  const pin = (sent: boolean | undefined, old: boolean | undefined, id: number | null, name: string): boolean => {
    if (sent === true && id === null) throw v1Error(400, `Note can only be pinned to a ${name} it is linked to.`);
    return (sent ?? old ?? false) && id !== null;
  };
  return {
    ...links,
    user_id: readAuthor(world, user, body.user_id, before?.user_id ?? user.id),
    pins: {
      deal: pin(body.pinned_to_deal_flag, before?.pins.deal, links.deal_id, 'deal'),
      organization: pin(body.pinned_to_organization_flag, before?.pins.organization, links.org_id, 'organization'),
      person: pin(body.pinned_to_person_flag, before?.pins.person, links.person_id, 'person'),
    },
  };
}

function checkCap(world: World, dealId: number | null): void {
  const most = world.switches.number('notes-per-deal');
  if (most === 0 || dealId === null) return;
  const count = live(world.notes.all()).filter((row) => row.deal_id === dealId).length;
  if (count >= most) throw refuse('v1', 403, `Couldn't add the note. You've reached the limit of ${most} notes per deal.`);
}

function found(world: World, user: User, id: number, toWrite: boolean): Note {
  const row = world.notes.get(id);
  const hidden = row?.is_deleted && (toWrite || world.switches.is('deleted-note', 'not-found') || isPurged(world, row));
  if (row === undefined || hidden || !maySeeLinked(world, user, row, row.user_id)) throw v1Error(404, 'Note not found');
  return row;
}

const listQuery = z.looseObject({
  ...v1.page,
  user_id: v1.number().optional(),
  deal_id: v1.number().optional(),
  person_id: v1.number().optional(),
  org_id: v1.number().optional(),
  lead_id: z.string().optional(),
  start_date: z.string().optional(),
  end_date: z.string().optional(),
  updated_since: v1.time().optional(),
  pinned_to_deal_flag: v1.flag().optional(),
  pinned_to_organization_flag: v1.flag().optional(),
  pinned_to_person_flag: v1.flag().optional(),
});

function filter(asked: z.output<typeof listQuery>): (row: Note) => boolean {
  const same = <V>(wanted: V | undefined, value: V): boolean => wanted === undefined || wanted === value;
  return (row) =>
    asked.lead_id === undefined &&
    same<number | null>(asked.user_id, row.user_id) &&
    same<number | null>(asked.deal_id, row.deal_id) &&
    same<number | null>(asked.person_id, row.person_id) &&
    same<number | null>(asked.org_id, row.org_id) &&
    same(asked.pinned_to_deal_flag, row.pins.deal) &&
    same(asked.pinned_to_organization_flag, row.pins.organization) &&
    same(asked.pinned_to_person_flag, row.pins.person) &&
    (asked.start_date === undefined || row.add_time.slice(0, 10) >= asked.start_date) &&
    (asked.end_date === undefined || row.add_time.slice(0, 10) <= asked.end_date) &&
    (asked.updated_since === undefined || row.update_time >= asked.updated_since);
}

export const noteRoutes: readonly Route[] = [
  route({
    api: 'v1',
    method: 'GET',
    path: '/notes',
    query: listQuery,
    body: v1.none(),
    run: ({ world, user, query }) => {
      const fits = filter(query);
      const rows = lagged(world, world.notes).filter((row) => !row.is_deleted && fits(row) && maySeeLinked(world, user, row, row.user_id));
      if (query.sort !== undefined) {
        const sorted = v1Page(
          world,
          sortV1(
            rows.map((row) => noteV1(world, row, user)),
            query.sort,
          ),
          query,
        );
        return v1List(sorted.rows, { pagination: sorted.pagination });
      }
      const page = v1Page(world, rows, query);
      return v1List(
        page.rows.map((row) => noteV1(world, row, user)),
        { pagination: page.pagination },
      );
    },
  }),
  route({
    api: 'v1',
    method: 'GET',
    path: '/notes/{id}',
    query: v1.none(),
    body: v1.none(),
    run: (call) => ok(noteV1(call.world, found(call.world, call.user, pathId('v1', call), false), call.user)),
  }),
  route({
    api: 'v1',
    method: 'POST',
    path: '/notes',
    query: v1.none(),
    body: z.looseObject({ content: content(), ...shape }),
    run: ({ world, user, body }) => {
      const made = change(world, user, body, null);
      checkCap(world, made.deal_id);
      const text = readContent(world, body.content);
      const row: Note = { ...fresh(world, world.notes.takeId(), body.add_time), ...made, content: text, last_update_user_id: null };
      return ok(noteV1(world, world.notes.insert(row, world.clock.now()), user));
    },
  }),
  route({
    api: 'v1',
    method: 'PUT',
    path: '/notes/{id}',
    query: v1.none(),
    body: updateBody,
    run: (call) => {
      const { world, user, body } = call;
      const before = found(world, user, pathId('v1', call), true);
      const row: Note = {
        ...before,
        ...change(world, user, body, before),
        content: body.content === undefined ? before.content : readContent(world, body.content),
        add_time: body.add_time ?? before.add_time,
        last_update_user_id: user.id,
        update_time: nowIso(world),
      };
      return ok(noteV1(world, world.notes.replace(row, world.clock.now()), user));
    },
  }),
  route({
    api: 'v1',
    method: 'DELETE',
    path: '/notes/{id}',
    query: v1.none(),
    body: v1.none(),
    run: (call) => {
      const { world, user } = call;
      const row = found(world, user, pathId('v1', call), true);
      world.notes.replace(marked(world, row), world.clock.now());
      return ok(true);
    },
  }),
];
