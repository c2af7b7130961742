import type { DesiredRecord, Value } from '@cutover/domain';
import { putActivityNote } from './activity-note.ts';
import { cell, columnsAt, type Filled, filled, firstFilled, headers } from './cells.ts';
import { type Draft, draft, type From, made, put, record } from './draft.ts';
import { factLine, looksHtml, plainText, severalLines, toHtml } from './html.ts';
import type { ClientEntry, PackageEntry } from './index-types.ts';
import { linksOf, packageOf, primaryDeal, type RowLinks, unlinked, withClients } from './links.ts';
import type { Mapping, Owner, SessionStatus, TypeChoice, ValueTable } from './mapping-types.ts';
import { ownerFrom } from './owners.ts';
import { RULES } from './rules.ts';
import { putDone, type Schedule, scheduleOf } from './schedule.ts';
import { targetId } from './tables.ts';
import { cut, LIMITS, oneLine } from './text.ts';
import { unreadable, type Work } from './work.ts';

/** One activity to be made of a session: all of it, or one client's share of a group session. */
interface Share {
  readonly id: string;
  readonly clients: readonly ClientEntry[];
  readonly deal: PackageEntry | null;
  /** Deals of the other participants, named in the note. */
  readonly others: readonly PackageEntry[];
}

/** A session → one activity, or one per client. */
export function projectSession(work: Work): DesiredRecord[] {
  const id = targetId(work.row);
  const links = withClients(linksOf(work.index, work.file, work.row));
  const status = firstFilled(work.file, work.row, 'activity.done/status');
  const cancelled = status === null ? undefined : work.mapping.sessionStatuses.get(status.text);
  const type = sessionType(work);
  const schedule = scheduleOf(work);
  const owner = ownerOf(work, links);
  const session: Session = { links, status, cancelled, type, schedule, owner };
  for (const [field, linked] of [
    ['participants', links.clients],
    ['deal', links.packages],
  ] as const)
    for (const [texts, reason] of [
      [linked.lost, 'not in the export'],
      [linked.several, 'several of the export have this name'],
    ] as const)
      for (const value of texts) work.unread.push({ field, column: linked.columns, value, reason });
  return sharesOf(work.mapping, id, links).flatMap((share) => activityOf(work, session, share));
}

interface Session {
  readonly links: RowLinks;
  readonly status: Filled | null;
  readonly cancelled: SessionStatus | undefined;
  readonly type: { readonly choice: TypeChoice | null; readonly from: From };
  readonly schedule: Schedule;
  readonly owner: { readonly owner: Owner; readonly from: From };
}

function sharesOf(mapping: Mapping, id: string, links: RowLinks): Share[] {
  const people = links.clients.found;
  const deals = links.packages.found;
  if (people.length > 1 && mapping.group === 'one-per-client') {
    return people.map((client, i) => {
      const rest = people.filter((p) => p !== client);
      return { id: i === 0 ? id : `${id}/${i + 1}`, clients: [client], deal: packageOf(client, deals, rest), others: [] };
    });
  }
  const deal = primaryDeal(links);
  return [{ id, clients: people, deal, others: deals.filter((d) => d !== deal) }];
}

function activityOf(work: Work, session: Session, share: Share): DesiredRecord[] {
  const to = draft();
  putSubject(work, to, session, share);
  putType(to, session);
  session.schedule.putInto(to);
  putDone(work, to, session.schedule.endMs, session.cancelled !== undefined, session.type.choice?.done ?? null);
  put(to, 'owner', { t: 'user', v: session.owner.owner.mail }, session.owner.from);
  putPeople(to, share.clients, share.deal, session.links);
  putDescription(work, to);
  const places = putLocation(work, to);
  const more = putActivityNote(work, to, {
    object: 'session',
    id: share.id,
    html: filled(work.file, work.row, 'activity.note/text')
      .map((c) => toHtml(c.text))
      .join(''),
    lines: places + groupLine(share) + lostLines(session.links),
    from: noteFrom(work),
    parents: parentsOf(share.clients[0] ?? null, share.deal),
  });
  return [record({ entity: 'activity', object: 'session', id: share.id, rows: [work.row.key] }, to), ...more];
}

/** The title, else type and names; a cancelled or no-show status in front of it, unless the type says it. */
function putSubject(work: Work, to: Draft, { status, cancelled, type }: Session, { clients }: Share): void {
  const title = subjectCells(work);
  const kind = firstFilled(work.file, work.row, 'activity.type')?.text ?? type.choice?.type ?? 'Session';
  const names = clients.map((c) => c.name).join(', ');
  const plain = title.length > 0 ? title.map((c) => oneLine(c.text)).join(' ') : names === '' ? kind : `${oneLine(kind)}: ${names}`;
  const marked = status !== null && cancelled?.as === 'subject';
  const subject = marked ? `[${oneLine(status.text)}] ${plain}` : plain;
  const cells = marked ? [...title, status] : title;
  const rule = subject.length > LIMITS.varchar ? RULES.cut : marked ? RULES.statusInSubject : title.length === 1 ? null : RULES.composed;
  put(
    to,
    'subject',
    { t: 'text', v: cut(subject, LIMITS.varchar) },
    { column: headers(cells) || null, source: cells.map((c) => c.text).join(' · '), rule },
  );
}

function subjectCells(work: Work): Filled[] {
  return filled(work.file, work.row, 'activity.subject');
}

function putType(to: Draft, { status, cancelled, type }: Session): void {
  if (status !== null && cancelled?.as === 'type') {
    put(to, 'type', { t: 'type', v: cancelled.value }, { column: status.column.header, source: status.text, rule: RULES.typeOfStatus });
  } else if (type.choice !== null) put(to, 'type', { t: 'type', v: type.choice.type }, type.from);
}

/** The activity type decided for a text; one nobody decided about gets the one decided most often. */
export function typeFor(work: Work, table: ValueTable<TypeChoice>): { choice: TypeChoice | null; from: From } {
  const own = firstFilled(work.file, work.row, 'activity.type');
  const decided = table.get(own?.text ?? '');
  const from = { column: own?.column.header ?? null, source: own?.text ?? '' };
  if (decided !== undefined) return { choice: decided, from: { ...from, rule: RULES.type } };
  if (own !== null) unreadable(work, 'type', own.column, own.text, 'no activity type was decided for this value');
  return { choice: usual(table), from: { ...from, rule: RULES.typeGuess } };
}

function sessionType(work: Work): { choice: TypeChoice | null; from: From } {
  return typeFor(work, work.mapping.sessionTypes);
}

const usualOf = new WeakMap<ValueTable<TypeChoice>, TypeChoice>();

function usual(table: ValueTable<TypeChoice>): TypeChoice | null {
  const known = usualOf.get(table);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const { type } of table.all) counts.set(type, (counts.get(type) ?? 0) + 1);
  const best = [...counts].reduce<[string, number] | null>((top, one) => (top === null || one[1] > top[1] ? one : top), null);
  if (best === null) return null;
  const choice: TypeChoice = { type: best[0], done: null };
  usualOf.set(table, choice);
  return choice;
}

/** The coach of the row, else the primary client's owner, else the fallback. */
export function ownerOf(work: Work, { clients, packages }: RowLinks): { owner: Owner; from: From } {
  const own = firstFilled(work.file, work.row, 'activity.owner');
  if (own !== null) {
    const owner = work.index.owner(own.text);
    return { owner, from: ownerFrom(own, owner) };
  }
  const inherited = packages.found[0]?.owner ?? clients.found[0]?.owner;
  const owner = inherited ?? work.mapping.fallback;
  return { owner, from: ownerFrom(null, owner, inherited !== undefined) };
}

/** Participants with exactly one primary (never `person_id`, api-facts §3.4), the deal, and the primary's organization. */
export function putPeople(to: Draft, clients: readonly ClientEntry[], deal: PackageEntry | null, links: RowLinks): void {
  const [primary] = clients;
  if (primary !== undefined) {
    const v = clients.map((c, i) => ({ person: c.key, primary: i === 0 }));
    put(
      to,
      'participants',
      { t: 'participants', v },
      { column: links.clients.columns, source: links.clients.source, rule: RULES.participants },
    );
  }
  if (deal !== null)
    put(
      to,
      'deal',
      { t: 'ref', v: deal.key },
      { column: links.packages.columns, source: links.packages.source, rule: links.packages.rule ?? RULES.deal },
    );
  const org = primary?.companies[0] ?? deal?.company ?? null;
  if (org !== null) put(to, 'org', { t: 'ref', v: org.key }, made(RULES.company, org.name));
}

export function parentsOf(client: ClientEntry | null, deal: PackageEntry | null): Record<string, Value> {
  const parents: Record<string, Value> = {};
  if (client !== null) parents.person = { t: 'ref', v: client.key };
  if (deal !== null) parents.deal = { t: 'ref', v: deal.key };
  return parents;
}

/** What invitees may read: plain text. */
function putDescription(work: Work, to: Draft): void {
  const cell = firstFilled(work.file, work.row, 'activity.public_description');
  const text = cell === null ? '' : plainText(cell.text);
  if (cell === null || text === '') return;
  const rule = text.length > LIMITS.text ? RULES.cut : text === cell.text ? null : RULES.htmlToText;
  put(to, 'public_description', { t: 'text', v: cut(text, LIMITS.text) }, { column: cell.column.header, source: cell.text, rule });
}

/** Words for "not at a place": they stand in the note rather than on a map. */
const NO_PLACE =
  /^(?:phone|telephone|call|by phone|zoom|online|video|virtual|remote|teams|microsoft teams|ms teams|google meet|meet|skype|facetime|whatsapp|web|n\/?a)$/i;

/** A place becomes the location; an address on the web, or a word such as `Phone`, a line of the note. */
export function putLocation(work: Work, to: Draft): string {
  let lines = '';
  for (const column of [...columnsAt(work.file, 'activity.location'), ...columnsAt(work.file, 'activity.note/link')]) {
    const text = oneLine(cell(work.row, column));
    if (text === '') continue;
    const place = !/https?:\/\/|^www\.|^mailto:/i.test(text) && !/https?:|^www\./i.test(text) && !NO_PLACE.test(text);
    if (place && !('location' in to.fields)) {
      put(to, 'location', { t: 'address', v: cut(text, LIMITS.varchar) }, { column: column.header, source: text, rule: null });
    } else lines += factLine(column.as.part === 'link' ? 'Link' : 'Where', text);
  }
  return lines;
}

function groupLine({ others }: Share): string {
  return others.length === 0 ? '' : factLine('Other deals of this session', others.map((d) => d.title).join('; '), 6_000);
}

/** References that lead nowhere stay readable. */
export function lostLines({ clients, packages }: RowLinks): string {
  const line = (what: string, lost: readonly string[]) =>
    lost.length === 0 ? '' : factLine(`Not found in the export, ${what}`, oneLine(lost.join(', ')));
  return (
    line('client', clients.lost) + line('package', packages.lost) + severalLines(unlinked({ client: clients, package: packages }).several)
  );
}

/** Where the note's text came from. */
export function noteFrom(work: Work): From {
  const cells = filled(work.file, work.row, 'activity.note/text');
  const html = cells.some((c) => looksHtml(c.text));
  return {
    column: headers(cells) || null,
    source: cells.map((c) => c.text).join('\n'),
    rule: cells.length === 0 ? RULES.sourceId : html ? RULES.sanitised : RULES.textToHtml,
  };
}
