import type { DesiredRecord } from '@cutover/domain';
import { lostLines, noteFrom, ownerOf, parentsOf, putPeople, typeFor } from './activity.ts';
import { putActivityNote } from './activity-note.ts';
import { filled, firstFilled, headers } from './cells.ts';
import { draft, made, put, record } from './draft.ts';
import { escapeHtml, toHtml } from './html.ts';
import { linksOf, primaryDeal, type RowLinks, withClients } from './links.ts';
import { parentNote } from './note.ts';
import { RULES } from './rules.ts';
import { putDone, scheduleOf } from './schedule.ts';
import { targetId } from './tables.ts';
import { cut, LIMITS, oneLine } from './text.ts';
import type { Work } from './work.ts';

/** A call, email or chat message → an activity or a note, by the decision for its kind. */
export function projectMessage(work: Work): DesiredRecord[] | null {
  const kind = firstFilled(work.file, work.row, 'activity.type')?.text ?? '';
  const as = work.mapping.messages.get(kind) ?? (work.mapping.messageTypes.get(kind) === undefined ? 'note' : 'activity');
  return as === 'activity' ? activityOf(work, kind) : noteOf(work, kind);
}

/** Direction and text; the direction is a line of its own. */
function body(work: Work): string {
  const direction = filled(work.file, work.row, 'activity.note/direction').map((c) => oneLine(c.text));
  const line = direction.length === 0 ? '' : `<p>${escapeHtml(direction.join(', '))}</p>`;
  return (
    line +
    filled(work.file, work.row, 'activity.note/text')
      .map((c) => toHtml(c.text))
      .join('')
  );
}

function titleOf(work: Work, kind: string, links: RowLinks): string {
  const own = filled(work.file, work.row, 'activity.subject').map((c) => oneLine(c.text));
  if (own.length > 0) return cut(own.join(' '), LIMITS.varchar);
  const names = links.clients.found.map((c) => c.name).join(', ');
  const what = kind === '' ? 'Message' : oneLine(kind);
  return cut(names === '' ? what : `${what}: ${names}`, LIMITS.varchar);
}

function activityOf(work: Work, kind: string): DesiredRecord[] {
  const id = targetId(work.row);
  const to = draft();
  const links = withClients(linksOf(work.index, work.file, work.row));
  const subject = filled(work.file, work.row, 'activity.subject');
  put(
    to,
    'subject',
    { t: 'text', v: titleOf(work, kind, links) },
    {
      column: headers(subject) || null,
      source: subject.map((c) => c.text).join(' · '),
      rule: subject.length === 1 ? null : RULES.composed,
    },
  );
  const type = typeFor(work, work.mapping.messageTypes);
  if (type.choice !== null) put(to, 'type', { t: 'type', v: type.choice.type }, type.from);
  const schedule = scheduleOf(work);
  schedule.putInto(to);
  // A message has been sent or received: it is never something still to do, unless the decision says so.
  if (type.choice?.done == null) put(to, 'done', { t: 'bool', v: true }, made(RULES.doneAlways));
  else putDone(work, to, schedule.endMs, false, type.choice.done);
  const { owner, from } = ownerOf(work, links);
  put(to, 'owner', { t: 'user', v: owner.mail }, from);
  const client = links.clients.found[0] ?? null;
  const deal = primaryDeal(links);
  putPeople(to, links.clients.found, deal, links);
  const more = putActivityNote(work, to, {
    object: 'message',
    id,
    html: body(work),
    lines: lostLines(links),
    from: noteFrom(work),
    parents: parentsOf(client, deal),
  });
  return [record({ entity: 'activity', object: 'message', id, rows: [work.row.key] }, to), ...more];
}

/** As a note: what the activity would say in its subject stands in the first line. Null: no client or deal to hang on. */
function noteOf(work: Work, kind: string): DesiredRecord[] | null {
  const own = filled(work.file, work.row, 'activity.subject').map((c) => oneLine(c.text));
  const head = [kind === '' ? 'Message' : oneLine(kind), ...own].join(': ');
  const html = `<p><strong>${escapeHtml(head)}</strong></p>${body(work)}`;
  const when = scheduleOf(work).moment;
  return parentNote(work, {
    object: 'message',
    html,
    moment: when,
    author: firstFilled(work.file, work.row, 'activity.owner'),
    from: noteFrom(work),
  });
}
