import type { Contact, DesiredRecord, PlanField, RowKey } from '@cutover/domain';
import { readMails, readPhones, splitList } from '@cutover/values';
import { type Filled, filled, firstFilled, headers } from './cells.ts';
import { addOptions, putCells, putCustoms, putSourceId, putText } from './custom.ts';
import { type Draft, draft, made, put, record } from './draft.ts';
import { looksLikeId } from './finder.ts';
import { plainText, toHtml } from './html.ts';
import type { ClientEntry, FoldedRow } from './index-types.ts';
import { clientTitle } from './names.ts';
import { noteRecords, overflowNotes } from './notes.ts';
import { optionOf } from './options.ts';
import { ownerFrom } from './owners.ts';
import { RULES } from './rules.ts';
import { cut, LIMITS, oneLine } from './text.ts';
import { dayOf, instantOf, momentOf, unreadable, type Work } from './work.ts';

const OTHER_COMPANIES = 'person.custom.other-companies';
const CONTRACTS = 'person.custom.contract-documents';
const GROUPS = 'person.custom.groups';
const TAGS = 'person.custom.tags';
const NO_MERGE: ReadonlyMap<string, string> = new Map();

/** A client → a person, and notes where its private note or an over-long text becomes one. */
export function projectPerson(work: Work, client: ClientEntry): DesiredRecord[] {
  const to = draft();
  const rows: FoldedRow[] = [work, ...client.folded];
  const sources = new Set<RowKey>(rows.map((r) => r.row.key));
  const title = clientTitle(work.file, work.row, client.id);
  put(to, 'name', { t: 'text', v: title.name }, title.from);
  putContacts(work, to, rows, 'emails', mailsIn);
  putContacts(work, to, rows, 'phones', phonesIn);
  put(to, 'owner', { t: 'user', v: client.owner.mail }, ownerFrom(firstOf(rows, 'person.owner'), client.owner));
  putCompanies(work, to, client);
  putAdded(work, to, rows);
  putPlain(work, to, rows);
  putTags(work, to, rows, client, sources);
  putPrivateNote(work, to, rows);
  putContracts(work, to, client, sources);
  putCustoms(work, to, 'person', client.folded);
  putSourceId(work, to, 'person', client.id);
  if (work.mapping.visibleTo !== null) put(to, 'visible_to', { t: 'number', v: work.mapping.visibleTo }, made(RULES.visibility));
  const person = record({ entity: 'person', object: 'client', id: client.id, rows: [...sources] }, to);
  return [
    person,
    ...privateNotes(work, client, rows),
    ...overflowNotes(work, { entity: 'person', object: 'client', id: client.id, rows: person.rows }, ref(client)),
  ];
}

const ref = (client: ClientEntry) => ({ t: 'ref', v: client.key }) as const;

function firstOf(rows: readonly FoldedRow[], target: string): Filled | null {
  for (const { file, row } of rows) {
    const found = firstFilled(file, row, target);
    if (found !== null) return found;
  }
  return null;
}

function mailsIn(work: Work, { column, text }: Filled): string[] {
  const read = readMails(text);
  if (!read.ok || read.note !== undefined) unreadable(work, 'emails', column, text, read.ok ? (read.note ?? '') : read.reason);
  return read.ok ? read.value : [];
}

function phonesIn(work: Work, { column, text }: Filled): string[] {
  const read = readPhones(text, work.mapping.country);
  if (!read.ok) unreadable(work, 'phones', column, text, read.reason);
  return read.ok ? read.value.map((p) => cut(p.e164 ?? oneLine(p.text), LIMITS.varchar)) : [];
}

/** Mails or phones with labels: the first is primary, each once. */
function putContacts(
  work: Work,
  to: Draft,
  rows: readonly FoldedRow[],
  field: 'emails' | 'phones',
  read: (work: Work, cell: Filled) => string[],
): void {
  const contacts = new Map<string, Contact>();
  const cells = rows.flatMap(({ file, row }) => filled(file, row, `person.${field}`));
  for (const cell of cells) {
    for (const value of read(work, cell)) {
      const key = value.toLowerCase();
      if (contacts.has(key)) continue;
      const label = cell.column.as.label ?? (contacts.size === 0 ? 'work' : 'other');
      contacts.set(key, { value, label: label === '' ? 'other' : label, primary: contacts.size === 0 });
    }
  }
  if (contacts.size === 0) return;
  const rule = field === 'emails' ? RULES.mails : RULES.phones;
  put(
    to,
    field,
    { t: 'contacts', v: [...contacts.values()] },
    { column: headers(cells), source: cells.map((c) => c.text).join(' · '), rule },
  );
}

/** The first affiliation as `org`, the others in a text; their organizations are linked to it by relationships. Names that lead nowhere stay in the text too. */
function putCompanies(work: Work, to: Draft, client: ClientEntry): void {
  const [first, ...others] = client.companies;
  const lost = client.lostCompanies.filter((text) => /\p{L}/u.test(text) && !looksLikeId(text));
  if (first === undefined && lost.length === 0) return;
  const cells = [work, ...client.folded].flatMap(({ file, row }) => filled(file, row, 'link:company'));
  const from = { column: headers(cells), source: cells.map((c) => c.text).join(' · ') };
  if (first !== undefined) put(to, 'org', { t: 'ref', v: first.key }, { ...from, rule: RULES.company });
  putText(work, to, OTHER_COMPANIES, [...others.map((o) => o.name), ...lost].join('; '), { ...from, rule: RULES.companies });
}

function putAdded(work: Work, to: Draft, rows: readonly FoldedRow[]): void {
  const cell = firstOf(rows, 'person.add_time');
  if (cell === null) return;
  const moment = momentOf(work, 'add_time', cell, work.mapping.zone);
  const at = moment === null ? null : instantOf(work, moment);
  if (at !== null) put(to, 'add_time', { t: 'instant', v: at.v }, { column: cell.column.header, source: cell.text, rule: at.rule });
}

/** Built-in fields of persons that only some accounts have; the planner chooses them where they are. */
function putPlain(work: Work, to: Draft, rows: readonly FoldedRow[]): void {
  const text = (target: string, limit: number): void => {
    const cell = firstOf(rows, `person.${target}`);
    if (cell === null) return;
    const plain = plainText(cell.text);
    if (plain === '') return;
    const v = cut(limit === LIMITS.varchar ? oneLine(plain) : plain, limit);
    const rule = v.length < plain.length ? RULES.cut : plain === cell.text ? null : RULES.htmlToText;
    put(to, target, { t: 'text', v }, { column: cell.column.header, source: cell.text, rule });
  };
  text('job_title', LIMITS.varchar);
  text('notes', 10_000);
  text('marketing_status', LIMITS.varchar);
  const address = firstOf(rows, 'person.postal_address');
  if (address !== null) {
    const from = { column: address.column.header, source: address.text, rule: null };
    put(to, 'postal_address', { t: 'address', v: cut(oneLine(address.text), LIMITS.varchar) }, from);
  }
  const birthday = firstOf(rows, 'person.birthday');
  const day = birthday === null ? null : dayOf(work, 'birthday', birthday);
  if (birthday !== null && day !== null)
    put(to, 'birthday', { t: 'date', v: day }, { column: birthday.column.header, source: birthday.text, rule: RULES.readDate });
  const im = rows.flatMap(({ file, row }) => filled(file, row, 'person.im'));
  const names = [...new Set(im.flatMap(({ column, text: t }) => splitList(t, column.as.separator)))];
  if (names.length > 0) {
    const v = names.map((value, i) => ({ value: cut(oneLine(value), LIMITS.varchar), label: 'other', primary: i === 0 }));
    put(to, 'im', { t: 'contacts', v }, { column: headers(im), source: im.map((c) => c.text).join(' · '), rule: RULES.list });
  }
}

/** Tags and groups: into a multi-select field, or labels, or nowhere, by decision. Groups bring the groups above them. */
function putTags(work: Work, to: Draft, rows: readonly FoldedRow[], client: ClientEntry, sources: Set<RowKey>): void {
  const labels = new Set<string>();
  const labelCells = rows.flatMap(({ file, row }) => filled(file, row, 'person.labels'));
  for (const { column, text } of labelCells)
    for (const part of splitList(text, column.as.separator)) labels.add(cut(oneLine(column.merge.get(part) ?? part), LIMITS.varchar));
  const { tags } = work.mapping;
  const groups = work.index.groups.get(client.key);
  if (tags === 'set') putTagSets(work, to, rows, groups?.labels ?? []);
  if (tags !== 'ignore') for (const row of groups?.rows ?? []) sources.add(row);
  if (tags === 'labels') {
    for (const { column, text } of tagCells(rows))
      for (const tag of tagsIn(work, column.as.separator, text)) labels.add(column.merge.get(tag) ?? tag);
    for (const label of groups?.labels ?? []) labels.add(label);
  }
  if (labels.size === 0) return;
  const cells = [...labelCells, ...tagCells(rows)];
  put(
    to,
    'labels',
    { t: 'options', v: [...labels] },
    { column: headers(cells) || null, source: cells.map((c) => c.text).join(' · '), rule: RULES.groups },
  );
}

function tagCells(rows: readonly FoldedRow[]): Filled[] {
  return rows.flatMap(({ file, row }) => [
    ...filled(file, row, 'link:tag'),
    ...file.columns.filter((c) => c.as.part === 'tags').flatMap((c) => filled(file, row, c.target).filter((f) => f.column === c)),
  ]);
}

function tagsIn(work: Work, separator: string | undefined, text: string): string[] {
  return splitList(text, separator).flatMap((part) => [...work.index.tags(part)]);
}

function putTagSets(work: Work, to: Draft, rows: readonly FoldedRow[], groups: readonly string[]): void {
  const sets = new Map<string, { labels: Set<string>; cells: Filled[] }>();
  const into = (path: string) => {
    const found = sets.get(path) ?? { labels: new Set<string>(), cells: [] };
    sets.set(path, found);
    return found;
  };
  const groupPath = work.mapping.fields.has(GROUPS) ? GROUPS : TAGS;
  for (const cell of tagCells(rows)) {
    const path = cell.column.target === 'link:tag' ? groupPath : cell.column.target;
    const field = work.mapping.fields.get(path);
    if (field === undefined) continue;
    const set = into(path);
    set.cells.push(cell);
    if (field.type === 'set') addOptions(work, field, cell.column, tagsIn(work, cell.column.as.separator, cell.text), set.labels);
  }
  const field = work.mapping.fields.get(groupPath);
  if (field?.type === 'set') addGroups(work, field, groups, into(groupPath).labels);
  for (const [path, { labels, cells }] of sets) {
    const own = work.mapping.fields.get(path);
    if (own === undefined) continue;
    if (own.type !== 'set') putCells(work, to, own, cells);
    else if (labels.size > 0) {
      const from = {
        column: headers(cells) || null,
        source: cells.map((c) => c.text).join(' · '),
        rule: path === groupPath ? RULES.groups : RULES.list,
      };
      put(to, `custom.${own.slug}`, { t: 'options', v: [...labels] }, from);
    }
  }
}

function addGroups(work: Work, field: PlanField, groups: readonly string[], labels: Set<string>): void {
  for (const group of groups) {
    const label = optionOf(field, group, NO_MERGE);
    if (label !== null) labels.add(label);
    else work.unread.push({ field: `custom.${field.slug}`, column: 'group', value: group, reason: 'no such option in the plan' });
  }
}

function privateCells(rows: readonly FoldedRow[]): Filled[] {
  return rows.flatMap(({ file, row }) =>
    file.columns.filter((c) => c.as.part === 'private-note').flatMap((c) => filled(file, row, c.target).filter((f) => f.column === c)),
  );
}

function putPrivateNote(work: Work, to: Draft, rows: readonly FoldedRow[]): void {
  if (work.mapping.privateNote !== 'field') return;
  const byTarget = Map.groupBy(privateCells(rows), (c) => c.column.target);
  for (const [target, cells] of byTarget) {
    const field = work.mapping.fields.get(target);
    if (field !== undefined) putCells(work, to, field, cells);
  }
}

/** Private notes as notes, where that was decided. */
function privateNotes(work: Work, client: ClientEntry, rows: readonly FoldedRow[]): DesiredRecord[] {
  if (work.mapping.privateNote !== 'note') return [];
  const cells = privateCells(rows);
  const html = cells.map((c) => toHtml(c.text)).join('');
  if (html === '') return [];
  return noteRecords(work, {
    object: 'client',
    id: `${client.id}/private-note`,
    rows: rows.map((r) => r.row.key),
    html,
    from: { column: headers(cells), source: cells.map((c) => c.text).join(' · '), rule: RULES.textToHtml },
    fields: { person: ref(client) },
    provenance: { person: made(null, client.id) },
  });
}

/** The addresses of the client's contracts, one a line. */
function putContracts(work: Work, to: Draft, client: ClientEntry, sources: Set<RowKey>): void {
  const contracts = work.index.contracts.get(client.key) ?? [];
  if (contracts.length === 0) return;
  const path = contracts.flatMap((c) => c.file.columns).find((c) => c.as.part === 'contract')?.target ?? CONTRACTS;
  const addresses = [...new Set(contracts.map((c) => c.address))];
  const text = addresses.join('\n');
  putText(work, to, path, text, { column: contracts[0]?.column ?? null, source: text, rule: RULES.contracts });
  for (const contract of contracts) sources.add(contract.rowKey);
}
