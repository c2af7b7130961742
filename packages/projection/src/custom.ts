import { type CustomEntity, type PlanField, SOURCE_ID_FIELD, type Value } from '@cutover/domain';
import { readMoney, readNumber, readPhones, readTime, splitList } from '@cutover/values';
import { type Filled, filled, headers } from './cells.ts';
import { type Draft, made, put } from './draft.ts';
import { looksHtml, plainText } from './html.ts';
import type { FoldedRow } from './index-types.ts';
import { decimalOf } from './invoice-index.ts';
import type { Column } from './mapping-types.ts';
import { optionOf } from './options.ts';
import { RULES } from './rules.ts';
import { cut, LIMITS, oneLine, roundTo } from './text.ts';
import { dayOf, unreadable, type Work } from './work.ts';

/** A value and the rule that made it. */
interface Made {
  readonly value: Value;
  readonly rule: string | null;
}

/** Parts that have a rule of their own and are not simply a column's value. */
const OWN_RULES: ReadonlySet<string> = new Set([
  'tags',
  'private-note',
  'contract',
  'status-time',
  'created',
  'sessions-total',
  'sessions-used',
  'sessions-remaining',
]);

/**
 * Custom fields that are simply the value of their columns. Rows folded into the record add to its sets and fill what it has not.
 */
export function putCustoms(work: Work, to: Draft, entity: CustomEntity, folded: readonly FoldedRow[]): void {
  const prefix = `${entity}.custom.`;
  const targets = new Set<string>();
  for (const { file } of [work, ...folded])
    for (const { target, as } of file.columns)
      if (target.startsWith(prefix) && !OWN_RULES.has(as.part ?? '') && as.split === undefined) targets.add(target);
  for (const target of targets) {
    const field = work.mapping.fields.get(target);
    if (field === undefined) continue;
    const cells: Filled[] = [];
    for (const { file, row } of [work, ...folded]) {
      if (cells.length > 0 && field.type !== 'set') break;
      cells.push(...filled(file, row, target));
    }
    putCells(
      work,
      to,
      field,
      cells.filter(({ column }) => !OWN_RULES.has(column.as.part ?? '')),
    );
  }
}

/** Puts one field from the cells that go to it. */
export function putCells(work: Work, to: Draft, field: PlanField, cells: readonly Filled[]): void {
  if (cells.length === 0) return;
  const at = `custom.${field.slug}`;
  const value = field.type === 'set' ? setOf(work, field, cells) : joins(field) ? joined(work, field, cells) : firstOf(work, field, cells);
  if (value === null) return;
  put(to, at, value.value, { column: headers(cells), source: cells.map((c) => c.text).join(' · '), rule: value.rule });
}

const joins = (field: PlanField): boolean => field.type === 'text' || field.type === 'varchar';

function firstOf(work: Work, field: PlanField, cells: readonly Filled[]): Made | null {
  for (const cell of cells) {
    const value = scalar(work, field, cell);
    if (value !== null) return value;
  }
  return null;
}

function joined(work: Work, field: PlanField, cells: readonly Filled[]): Made | null {
  const texts = [...new Set(cells.map((c) => plainText(c.text)))].filter((t) => t !== '');
  if (texts.length === 0) return null;
  const html = cells.some((c) => looksHtml(c.text));
  return textValue(
    work,
    field,
    texts.join(field.type === 'text' ? '\n' : ', '),
    html ? RULES.htmlToText : texts.length > 1 ? RULES.composed : null,
  );
}

/** A text within the field's limit; a longer one is cut and, where texts are to be split, kept whole in a note. */
export function textValue(work: Work, field: PlanField, text: string, rule: string | null): Made | null {
  const tidy = field.type === 'text' ? text.trim() : oneLine(text);
  if (tidy === '') return null;
  const limit = field.type === 'text' ? LIMITS.text : LIMITS.varchar;
  if (tidy.length <= limit) return { value: { t: 'text', v: tidy }, rule };
  const split = work.mapping.textLimit === 'split';
  if (split) work.overflow.push({ slug: field.slug, name: field.name, text });
  return { value: { t: 'text', v: cut(tidy, limit) }, rule: split ? RULES.cutAndNote : RULES.cut };
}

/** Puts a text that several sources make into a field of the plan; nothing when the plan has no such field. */
export function putText(
  work: Work,
  to: Draft,
  path: string,
  text: string,
  from: { column: string | null; source: string; rule: string | null },
): void {
  const field = work.mapping.fields.get(path);
  if (field === undefined || text === '') return;
  const value = textValue(work, field, text, from.rule);
  if (value !== null) put(to, `custom.${field.slug}`, value.value, { ...from, rule: value.rule });
}

/** Puts a number (or an amount in `currency`) into a field of the plan, whatever type the plan gave it. */
export function putNumber(
  work: Work,
  to: Draft,
  path: string,
  amount: number,
  currency: string,
  from: { column: string | null; source: string; rule: string | null },
): void {
  const field = work.mapping.fields.get(path);
  if (field === undefined || !Number.isFinite(amount)) return;
  const value = numeric(field, amount, currency);
  if (value !== null) put(to, `custom.${field.slug}`, value, from);
}

function numeric(field: PlanField, amount: number, currency: string): Value | null {
  if (field.type === 'monetary') return { t: 'money', v: roundTo(amount, 2), currency };
  if (field.type === 'double') return { t: 'number', v: amount };
  return joins(field) ? { t: 'text', v: String(amount) } : null;
}

/** The source id, by which a record is found again. */
export function putSourceId(work: Work, to: Draft, entity: CustomEntity, id: string): void {
  putText(work, to, `${entity}.custom.${SOURCE_ID_FIELD.slug}`, id, made(null, id));
}

function setOf(work: Work, field: PlanField, cells: readonly Filled[]): Made | null {
  const labels = new Set<string>();
  for (const { column, text } of cells) {
    const whole = optionOf(field, text, column.merge);
    const parts = whole === null ? splitList(text, column.as.separator) : [text];
    addOptions(work, field, column, parts, labels);
  }
  return labels.size === 0 ? null : { value: { t: 'options', v: [...labels] }, rule: RULES.list };
}

/** Adds the options that texts mean; texts that mean none are noted. */
export function addOptions(work: Work, field: PlanField, column: Column, texts: readonly string[], labels: Set<string>): void {
  for (const text of texts) {
    const label = optionOf(field, text, column.merge);
    if (label === null) unreadable(work, `custom.${field.slug}`, column, text, 'no such option in the plan');
    else labels.add(label);
  }
}

type Read = (work: Work, field: PlanField, cell: Filled) => Made | null;

const plainRead: Read = (work, field, { text }) => textValue(work, field, text, null);

/** How one cell is read for each type of field; null: it does not read so. */
const READ: Readonly<Record<PlanField['type'], Read>> = Object.freeze({
  varchar: plainRead,
  text: plainRead,
  set: plainRead,
  date: (work, { slug }, cell) => {
    const day = dayOf({ ...work, unread: [] }, slug, cell);
    return day === null ? null : { value: { t: 'date', v: day }, rule: day === cell.text ? null : RULES.readDate };
  },
  time: (_work, _field, { text }) => {
    const time = readTime(text);
    if (!time.ok) return null;
    const v = time.value.slice(0, 5);
    return { value: { t: 'time', v }, rule: v === text ? null : RULES.readTime };
  },
  double: (_work, _field, { column, text }) => {
    const number = readNumber(text, decimalOf(column.as.decimal));
    const read = number.ok ? number : readMoney(text, decimalOf(column.as.decimal));
    if (!read.ok) return null;
    const v = typeof read.value === 'number' ? read.value : read.value.amount;
    return { value: { t: 'number', v }, rule: String(v) === text ? null : RULES.readNumber };
  },
  monetary: ({ mapping }, _field, { column, text }) => {
    const money = readMoney(text, { currency: mapping.currency, ...decimalOf(column.as.decimal) });
    if (!money.ok) return null;
    const { amount, currency } = money.value;
    return { value: { t: 'money', v: amount, currency: currency ?? mapping.currency }, rule: RULES.readMoney };
  },
  enum: (_work, field, { column, text }) => {
    const label = optionOf(field, text, column.merge);
    if (label === null) return null;
    return { value: { t: 'option', v: label }, rule: label === text ? null : column.merge.has(text) ? RULES.merged : RULES.option };
  },
  phone: ({ mapping }, _field, { text }) => {
    const phones = readPhones(text, mapping.country);
    const v = phones.ok ? phones.value.map((p) => p.e164 ?? p.text).join(', ') : text;
    return { value: { t: 'text', v: cut(oneLine(v), LIMITS.varchar) }, rule: v === text ? null : RULES.phones };
  },
  address: (_work, _field, { text }) => {
    const v = oneLine(plainText(text));
    return v === '' ? null : { value: { t: 'address', v: cut(v, LIMITS.varchar) }, rule: v.length > LIMITS.varchar ? RULES.cut : null };
  },
});

function scalar(work: Work, field: PlanField, cell: Filled): Made | null {
  const value = READ[field.type](work, field, cell);
  if (value === null) unreadable(work, `custom.${field.slug}`, cell.column, cell.text, `does not read as ${field.type}`);
  return value;
}
