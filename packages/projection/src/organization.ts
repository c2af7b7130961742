import type { DesiredRecord } from '@cutover/domain';
import { readMoney, readNumber, splitList } from '@cutover/values';
import { type Filled, filled, firstFilled, headers } from './cells.ts';
import { putCustoms, putSourceId } from './custom.ts';
import { type Draft, draft, made, put, record } from './draft.ts';
import type { CompanyEntry, FoldedRow } from './index-types.ts';
import { decimalOf } from './invoice-index.ts';
import { companyTitle } from './names.ts';
import { overflowNotes } from './notes.ts';
import { ownerFrom } from './owners.ts';
import { RULES } from './rules.ts';
import { cut, LIMITS, oneLine } from './text.ts';
import { instantOf, momentOf, unreadable, type Work } from './work.ts';

/** A company → an organization. */
export function projectOrganization(work: Work, company: CompanyEntry): DesiredRecord[] {
  const to = draft();
  const rows: FoldedRow[] = [work, ...company.folded];
  const title = companyTitle(work.file, work.row, company.id);
  put(to, 'name', { t: 'text', v: title.name }, title.from);
  put(to, 'owner', { t: 'user', v: company.owner.mail }, ownerFrom(firstFilled(work.file, work.row, 'organization.owner'), company.owner));
  const address = firstOf(rows, 'address');
  if (address !== null) put(to, 'address', { t: 'address', v: cut(oneLine(address.text), LIMITS.varchar) }, from(address, null));
  for (const name of ['website', 'linkedin']) {
    const cell = firstOf(rows, name);
    if (cell !== null) put(to, name, { t: 'text', v: cut(oneLine(cell.text), LIMITS.varchar) }, from(cell, null));
  }
  const industry = firstOf(rows, 'industry');
  if (industry !== null)
    unreadable(work, 'industry', industry.column, industry.text, 'the built-in field takes option ids only: use a custom field');
  for (const name of ['annual_revenue', 'employee_count']) putWhole(work, to, name, firstOf(rows, name));
  putAdded(work, to, firstOf(rows, 'add_time'));
  putLabels(to, rows);
  putCustoms(work, to, 'organization', company.folded);
  finish(work, to, company.id);
  const made = record({ entity: 'organization', object: 'company', id: company.id, rows: rows.map((r) => r.row.key) }, to);
  const parent = { entity: 'org', object: 'company', id: company.id, rows: made.rows } as const;
  return [made, ...overflowNotes(work, parent, { t: 'ref', v: company.key })];
}

/** An organization that only clients name: its name, its first client's owner. */
export function organizationFromName(work: Work, company: CompanyEntry): DesiredRecord {
  const to = draft();
  const cells = filled(company.file, company.row, 'link:company');
  put(to, 'name', { t: 'text', v: company.name }, { column: headers(cells) || null, source: company.name, rule: null });
  put(to, 'owner', { t: 'user', v: company.owner.mail }, ownerFrom(null, company.owner, true));
  finish(work, to, company.id);
  return record({ entity: 'organization', object: 'company', id: company.id, rows: [company.row.key] }, to);
}

function finish(work: Work, to: Draft, id: string): void {
  putSourceId(work, to, 'organization', id);
  if (work.mapping.visibleTo !== null) put(to, 'visible_to', { t: 'number', v: work.mapping.visibleTo }, made(RULES.visibility));
}

const from = (cell: Filled, rule: string | null) => ({ column: cell.column.header, source: cell.text, rule });

function firstOf(rows: readonly FoldedRow[], name: string): Filled | null {
  for (const { file, row } of rows) {
    const found = firstFilled(file, row, `organization.${name}`);
    if (found !== null) return found;
  }
  return null;
}

/** Pipedrive takes whole numbers only here (api-facts §3.2): others are rounded, and the rule says so. */
function putWhole(work: Work, to: Draft, name: string, cell: Filled | null): void {
  if (cell === null) return;
  const options = decimalOf(cell.column.as.decimal);
  const number = readNumber(cell.text, options);
  const read = number.ok ? number : readMoney(cell.text, options);
  if (!read.ok) {
    unreadable(work, name, cell.column, cell.text, read.reason);
    return;
  }
  const exact = typeof read.value === 'number' ? read.value : read.value.amount;
  const v = Math.round(exact);
  put(to, name, { t: 'number', v: v === 0 ? 0 : v }, from(cell, v === exact ? RULES.readNumber : RULES.rounded));
}

function putAdded(work: Work, to: Draft, cell: Filled | null): void {
  if (cell === null) return;
  const moment = momentOf(work, 'add_time', cell, work.mapping.zone);
  const at = moment === null ? null : instantOf(work, moment);
  if (at !== null) put(to, 'add_time', { t: 'instant', v: at.v }, from(cell, at.rule));
}

function putLabels(to: Draft, rows: readonly FoldedRow[]): void {
  const cells = rows.flatMap(({ file, row }) => filled(file, row, 'organization.labels'));
  const labels = [
    ...new Set(cells.flatMap(({ column, text }) => splitList(text, column.as.separator).map((p) => column.merge.get(p) ?? p))),
  ];
  if (labels.length > 0)
    put(
      to,
      'labels',
      { t: 'options', v: labels.map((l) => cut(oneLine(l), LIMITS.varchar)) },
      { column: headers(cells), source: cells.map((c) => c.text).join(' · '), rule: RULES.list },
    );
}
