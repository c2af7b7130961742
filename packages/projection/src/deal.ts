import { type AnswerOf, type DesiredRecord, type PlanField, slugOf } from '@cutover/domain';
import { readBalance, readCurrency, readNumber, splitList } from '@cutover/values';
import { balanceCells, pricesOf, type Sessions, sessionsOf } from './balance.ts';
import { cell, type Filled, filled, firstFilled, headers } from './cells.ts';
import { putCells, putCustoms, putNumber, putSourceId, putText } from './custom.ts';
import { type Draft, draft, made, put, record } from './draft.ts';
import type { PackageEntry } from './index-types.ts';
import { dealTitle } from './names.ts';
import { overflowNotes } from './notes.ts';
import { ownerFrom } from './owners.ts';
import { RULES } from './rules.ts';
import { cut, LIMITS, oneLine } from './text.ts';
import { dayOf, instantOf, type Moment, momentOf, unreadable, type Work } from './work.ts';

type Stage = AnswerOf<'stage'>;

/** Slugs under which the value that is not the deal's own is kept, where the plan has such a field. */
const OTHER_VALUE = Object.freeze({
  total: ['package-total', 'package-value', 'total-price', 'total-value', 'package-price'],
  remaining: ['remaining-value', 'remaining-credit', 'package-remaining'],
});

/** A package → a deal. */
export function projectDeal(work: Work, deal: PackageEntry): DesiredRecord[] {
  const to = draft();
  const title = dealTitle(work.file, work.row, deal.id, deal.client?.name ?? null);
  put(to, 'title', { t: 'text', v: title.name }, title.from);
  const owner = firstFilled(work.file, work.row, 'deal.owner');
  put(to, 'owner', { t: 'user', v: deal.owner.mail }, ownerFrom(owner, deal.owner, deal.client !== null));
  putLinks(work, to, deal);
  const sessions = sessionsOf(work);
  putValue(work, to, sessions);
  const status = firstFilled(work.file, work.row, 'deal.stage');
  const stage = putStage(work, to, status);
  const times = statusTimes(work);
  putClosing(work, to, stage, status?.text ?? '', times);
  putHistory(work, to, times);
  putSessions(work, to, sessions);
  putPlain(work, to, stage);
  putCustoms(work, to, 'deal', []);
  putCreated(work, to);
  putSourceId(work, to, 'deal', deal.id);
  if (work.mapping.visibleTo !== null) put(to, 'visible_to', { t: 'number', v: work.mapping.visibleTo }, made(RULES.visibility));
  const ours = record({ entity: 'deal', object: 'package', id: deal.id, rows: [work.row.key] }, to);
  const parent = { entity: 'deal', object: 'package', id: deal.id, rows: ours.rows } as const;
  return [ours, ...overflowNotes(work, parent, { t: 'ref', v: deal.key })];
}

const from = (source: Filled, rule: string | null) => ({ column: source.column.header, source: source.text, rule });

function putLinks(work: Work, to: Draft, { client, company }: PackageEntry): void {
  const link = firstFilled(work.file, work.row, 'link:client');
  if (client !== null) {
    put(to, 'person', { t: 'ref', v: client.key }, made(RULES.person, link?.text ?? client.id, link?.column.header ?? null));
  } else if (link !== null) unreadable(work, 'person', link.column, link.text, 'no such client in the export');
  const own = firstFilled(work.file, work.row, 'link:company');
  if (company !== null)
    put(to, 'org', { t: 'ref', v: company.key }, made(RULES.company, own?.text ?? company.name, own?.column.header ?? null));
}

function currencyOf(work: Work, written: string | null): { code: string; source: Filled | null } {
  const own = firstFilled(work.file, work.row, 'deal.currency');
  if (own !== null) {
    const read = readCurrency(own.text, work.mapping.currency);
    if (read.ok) return { code: read.value, source: own };
    unreadable(work, 'currency', own.column, own.text, read.reason);
  }
  return { code: written ?? work.mapping.currency, source: null };
}

/** The value that was decided for, and the other one in a field of its own. Unknown amounts stay unknown. */
function putValue(work: Work, to: Draft, sessions: Sessions): void {
  const hint = currencyOf(work, null).code;
  const prices = pricesOf(work, sessions, hint);
  const currency = currencyOf(work, prices.currency);
  const { dealValue } = work.mapping;
  const source = { column: headers(prices.cells) || null, source: prices.cells.map((c) => c.text).join(' · ') };
  const value = dealValue === 'zero' ? 0 : prices[dealValue];
  const remainingRule = prices.perTotal ? RULES.remainingPerTotal : RULES.remaining;
  const rule = dealValue === 'zero' ? RULES.zero : dealValue === 'remaining' ? remainingRule : RULES.readMoney;
  if (value !== null) put(to, 'value', { t: 'number', v: value }, { ...source, rule });
  const named = currency.source === null ? made(RULES.planCurrency) : from(currency.source, null);
  put(to, 'currency', { t: 'text', v: currency.code }, named);
  for (const which of ['total', 'remaining'] as const) {
    const amount = prices[which];
    if (which === dealValue || amount === null) continue;
    const path = otherValue(work, which, prices.cells);
    if (path !== null)
      putNumber(work, to, path, amount, currency.code, { ...source, rule: which === 'remaining' ? remainingRule : RULES.readMoney });
  }
}

function otherValue(work: Work, which: 'total' | 'remaining', cells: readonly Filled[]): string | null {
  const byHeader = which === 'total' ? cells.map((c) => slugOf(c.column.header)) : [];
  return [...OTHER_VALUE[which], ...byHeader].map((slug) => `deal.custom.${slug}`).find((path) => work.mapping.fields.has(path)) ?? null;
}

/** Stage and status by the package's status; a status nobody decided about goes to the first open stage rather than to a foreign pipeline. */
function putStage(work: Work, to: Draft, status: Filled | null): Stage | null {
  const { stages } = work.mapping;
  const decided = stages.get(status?.text ?? '');
  const stage = decided ?? firstOpen(stages.all);
  if (stage === null) {
    putStatus(work, to);
    return null;
  }
  if (decided === undefined && status !== null)
    unreadable(work, 'stage', status.column, status.text, 'no stage was decided for this status');
  const origin = { column: status?.column.header ?? null, source: status?.text ?? '' };
  put(to, 'stage', { t: 'stage', v: stage.stage }, { ...origin, rule: RULES.stage });
  put(to, 'status', { t: 'text', v: stage.status }, { ...origin, rule: RULES.stageStatus });
  return stage;
}

/** A status column without any stage decided: only Pipedrive's own words count. */
function putStatus(work: Work, to: Draft): void {
  const own = firstFilled(work.file, work.row, 'deal.status');
  const word = own?.text.toLowerCase() ?? '';
  if (own !== null && ['open', 'won', 'lost'].includes(word)) put(to, 'status', { t: 'text', v: word }, from(own, null));
  else if (own !== null) unreadable(work, 'status', own.column, own.text, 'neither open, won nor lost');
}

function firstOpen(stages: readonly Stage[]): Stage | null {
  return stages
    .filter((s) => s.status === 'open')
    .reduce<Stage | null>((best, s) => (best === null || s.order < best.order ? s : best), null);
}

interface StatusTime {
  readonly status: string;
  readonly source: Filled;
  readonly moment: Moment | null;
  readonly field: PlanField | undefined;
}

function statusTimes(work: Work): StatusTime[] {
  return work.file.columns.flatMap((column) => {
    const text = column.as.part === 'status-time' ? cell(work.row, column) : '';
    if (text === '') return [];
    const source = { column, text };
    const moment = momentOf(work, column.target.replace(/^deal\./, ''), source, work.mapping.zone);
    return [{ status: column.as.status ?? column.header, source, moment, field: work.mapping.fields.get(column.target) }];
  });
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** `won_time` and `lost_time` are taken only with their status (api-facts §3.3). */
function putClosing(work: Work, to: Draft, stage: Stage | null, status: string, times: readonly StatusTime[]): void {
  if (stage === null || stage.status === 'open') return;
  const closed = firstFilled(work.file, work.row, 'deal.close_time');
  const closing = closed === null ? null : momentOf(work, 'close_time', closed, work.mapping.zone);
  const closedAt = closing === null ? null : instantOf(work, closing);
  if (closed !== null && closedAt !== null) put(to, 'close_time', { t: 'instant', v: closedAt.v }, from(closed, closedAt.rule));
  const field = stage.status === 'won' ? 'won_time' : 'lost_time';
  const own = firstFilled(work.file, work.row, `deal.${field}`);
  const direct = own === null ? null : momentOf(work, field, own, work.mapping.zone);
  const listed = times.find((t) => same(t.status, status) && t.moment !== null) ?? null;
  const moment = direct ?? listed?.moment ?? null;
  const source = direct === null ? (listed?.source ?? null) : own;
  if (moment === null || source === null) return;
  const at = instantOf(work, moment);
  if (at !== null) put(to, field, { t: 'instant', v: at.v }, from(source, at.rule));
}

/** All status changes as one text with the exact local times; columns whose field is a date keep theirs there. */
function putHistory(work: Work, to: Draft, times: readonly StatusTime[]): void {
  for (const [target, list] of Map.groupBy(times, (t) => t.source.column.target)) {
    const field = list[0]?.field;
    if (field === undefined) continue;
    if (field.type === 'date') {
      const first = list.find((t) => t.moment !== null);
      if (first?.moment) put(to, `custom.${field.slug}`, { t: 'date', v: first.moment.date }, from(first.source, RULES.statusTime));
      continue;
    }
    const ordered = list.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0));
    const text = ordered.map((t) => `${t.status}: ${momentText(t)}`).join('\n');
    const cells = ordered.map((t) => t.source);
    putText(work, to, target, text, { column: headers(cells), source: cells.map((c) => c.text).join(' · '), rule: RULES.statusHistory });
  }
}

const sortKey = ({ moment }: StatusTime): string => (moment === null ? '~' : `${moment.date} ${moment.time ?? ''}`);

function momentText({ moment, source }: StatusTime): string {
  if (moment === null) return oneLine(source.text);
  return moment.time === null ? moment.date : `${moment.date} ${moment.time} (${moment.zone})`;
}

function holdsPair(text: string): boolean {
  const read = readBalance(text);
  return read.ok && read.value.a <= read.value.b;
}

/** The rule for a cell of counts that holds two of them; null: it holds one. */
function pairRule(cellWith: Filled | null): string | null {
  const part = cellWith?.column.as.part?.replace(/^sessions-/, '');
  if (cellWith === null || !holdsPair(cellWith.text)) return null;
  return part === 'remaining' ? RULES.remainingOfTotal : part === 'total' || part === 'used' ? RULES.usedOfTotal : null;
}

/** The rule for a count: read from its own cell, from a balance, or worked out. */
function countRule(work: Work, balances: readonly Filled[], written: Filled | undefined): string {
  const unread = written !== undefined && work.unread.some((u) => u.column === written.column.header && u.value === written.text);
  if (written !== undefined && !unread) return RULES.readNumber;
  return balances.length > 0 ? RULES.splitBalance : RULES.thirdCount;
}

/** The cell of another part's column that holds two counts; none where a column of balances is filled. */
function pairCell(work: Work, balances: readonly Filled[]): Filled | null {
  if (balances.length > 0) return null;
  const parts = work.file.columns.filter((c) => c.as.part?.startsWith('sessions-'));
  return parts.map((column) => ({ column, text: cell(work.row, column) })).find((c) => holdsPair(c.text)) ?? null;
}

function putSessions(work: Work, to: Draft, sessions: Sessions): void {
  const { file, mapping } = work;
  const balances = balanceCells(work);
  for (const part of ['total', 'used', 'remaining'] as const) {
    const amount = sessions[part];
    if (amount === null) continue;
    const own = file.columns.filter((c) => c.as.part === `sessions-${part}`);
    const path = own[0]?.target ?? `deal.custom.sessions-${part}`;
    const written = own.map((column) => ({ column, text: cell(work.row, column) })).find((c) => c.text !== '');
    const pair = written === undefined ? pairCell(work, balances) : written;
    putNumber(work, to, path, amount, mapping.currency, {
      column: written?.column.header ?? own[0]?.header ?? (headers(balances) || null),
      source: pair?.text ?? balances.map((c) => c.text).join(' · '),
      rule: pairRule(pair) ?? countRule(work, balances, written),
    });
  }
  for (const balance of balances) {
    const field = mapping.fields.get(balance.column.target);
    if (field === undefined || `custom.${field.slug}` in to.fields) continue;
    if (field.type === 'double' && sessions.remaining !== null)
      put(to, `custom.${field.slug}`, { t: 'number', v: sessions.remaining }, from(balance, RULES.splitBalance));
    else putCells(work, to, field, [balance]);
  }
}

function putPlain(work: Work, to: Draft, stage: Stage | null): void {
  const close = firstFilled(work.file, work.row, 'deal.expected_close_date');
  const day = close === null ? null : dayOf(work, 'expected_close_date', close);
  if (close !== null && day !== null) put(to, 'expected_close_date', { t: 'date', v: day }, from(close, RULES.readDate));
  const reason = firstFilled(work.file, work.row, 'deal.lost_reason');
  if (reason !== null && stage?.status === 'lost')
    put(to, 'lost_reason', { t: 'text', v: cut(oneLine(reason.text), LIMITS.varchar) }, from(reason, null));
  const chance = firstFilled(work.file, work.row, 'deal.probability');
  const read = chance === null ? null : readNumber(chance.text);
  if (chance !== null && read?.ok && read.value >= 0 && read.value <= 100)
    put(
      to,
      'probability',
      { t: 'number', v: Math.round(read.value) },
      from(chance, Number.isInteger(read.value) ? RULES.readNumber : RULES.rounded),
    );
  else if (chance !== null) unreadable(work, 'probability', chance.column, chance.text, 'no share between 0 and 100');
  const cells = filled(work.file, work.row, 'deal.labels');
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

/** A deal's own creation time cannot be set (api-facts §3.3): the day stands in a field. */
function putCreated(work: Work, to: Draft): void {
  for (const column of work.file.columns) {
    const text = column.as.part === 'created' ? cell(work.row, column) : '';
    const field = work.mapping.fields.get(column.target);
    if (text === '' || field === undefined) continue;
    if (field.type !== 'date') putCells(work, to, field, [{ column, text }]);
    else {
      const day = dayOf(work, `custom.${field.slug}`, { column, text });
      if (day !== null)
        put(to, `custom.${field.slug}`, { t: 'date', v: day }, { column: column.header, source: text, rule: RULES.created });
    }
  }
}
