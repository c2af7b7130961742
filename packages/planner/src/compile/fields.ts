import {
  CUSTOM_ENTITIES,
  type CustomEntity,
  type Decision,
  type FieldType,
  LABEL_FIELD,
  type PlanField,
  SOURCE_ID_FIELD,
  slugOf,
} from '@cutover/domain';
import { inForce, ofKind } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { type Column, columnsFor, type Layout, tablesOf } from '../layout.ts';
import { optionsOf } from './options.ts';

export interface Wanted {
  readonly field: PlanField;
  /** Columns it is made from; none for fields the plan adds. */
  readonly columns: readonly Column[];
}

const CUSTOM = /^(person|organization|deal)\.custom\.(.+)$/;

function first<K extends 'tags' | 'private-note' | 'deal-value'>(decisions: readonly Decision[], kind: K) {
  const [decision] = ofKind(decisions, kind);
  return decision === undefined ? null : inForce(decision);
}

interface Sink {
  readonly fields: Map<string, { field: PlanField; columns: Column[] }>;
}

function add(sink: Sink, field: PlanField, column: Column | null): void {
  const id = `${field.entity}.custom.${field.slug}`;
  const known = sink.fields.get(id);
  if (known === undefined) {
    sink.fields.set(id, { field, columns: column === null ? [] : [column] });
    return;
  }
  if (column !== null) known.columns.push(column);
  const options = [...new Set([...known.field.options, ...field.options])];
  const existing = known.field.use === 'existing' || field.use === 'existing';
  known.field = { ...known.field, options, use: existing ? 'existing' : 'create' };
  // Columns of different types in one field: only a text holds them all.
  if (known.field.type !== field.type && !existing) {
    const type = known.field.type === 'text' || field.type === 'text' ? 'text' : 'varchar';
    known.field = { ...known.field, type, options: [] };
  }
}

function made(entity: CustomEntity, name: string, type: FieldType, options: readonly string[] = []): PlanField {
  return { entity, slug: slugOf(name), name, type, options: [...options], use: 'create' };
}

function fromColumn(column: Column, facts: Facts, decisions: readonly Decision[]): PlanField | null {
  const labelled = CUSTOM_ENTITIES.find((one) => column.answer.target === `${one}.labels`);
  if (labelled !== undefined) return labelField(labelled, optionsOf(column, facts, decisions));
  const match = CUSTOM.exec(column.answer.target);
  const entity = CUSTOM_ENTITIES.find((one) => one === match?.[1]);
  const slug = match?.[2];
  if (entity === undefined || slug === undefined) return null;
  const as = column.answer.as;
  const part = as?.part;
  if (part === 'tags' && first(decisions, 'tags')?.as !== undefined && first(decisions, 'tags')?.as !== 'set') return null;
  if (part === 'private-note' && (first(decisions, 'private-note')?.as ?? 'field') !== 'field') return null;
  const type = as?.type ?? 'varchar';
  const picks = type === 'enum' || type === 'set';
  return {
    entity,
    slug,
    name: (as?.name ?? column.header).slice(0, 255),
    type,
    options: picks ? (part === 'tags' ? [...facts.tags] : optionsOf(column, facts, decisions)) : [],
    use: as?.existing === true ? 'existing' : 'create',
  };
}

/** A balance such as `3/10` is kept as written, and as the numbers in it. */
function balanceFields(layout: Layout): PlanField[] {
  const split = layout.tables.some(
    (table) => table.object === 'package' && table.columns.some((column) => column.answer.as?.split !== undefined),
  );
  return split ? ['Sessions total', 'Sessions used', 'Sessions remaining'].map((name) => made('deal', name, 'double')) : [];
}

/** The built-in labels: the account has them, and gets those it lacks. */
function labelField(entity: CustomEntity, options: readonly string[]): PlanField {
  return { entity, slug: LABEL_FIELD.slug, name: LABEL_FIELD.name, type: 'set', options: [...options], use: 'existing' };
}

/** Fields that no column names but the projection fills. */
function added(layout: Layout, facts: Facts, decisions: readonly Decision[]): PlanField[] {
  const fields: PlanField[] = [];
  const sourceId = (entity: CustomEntity) =>
    fields.push({ entity, slug: SOURCE_ID_FIELD.slug, name: SOURCE_ID_FIELD.name, type: 'varchar', options: [], use: 'create' });
  if (tablesOf(layout, 'client').length > 0) sourceId('person');
  if (tablesOf(layout, 'company').length > 0 || facts.clients.all.some((client) => client.companies.length > 0)) sourceId('organization');
  if (tablesOf(layout, 'package').length > 0) sourceId('deal');
  const lostCompany = facts.dangling.some((one) => one.to === 'company' && one.column.answer.target === 'link:company');
  if (facts.severalCompanies.count > 0 || lostCompany) fields.push(made('person', 'Other companies', 'text'));
  const people = tablesOf(layout, 'client').length > 0;
  const groups = people && tablesOf(layout, 'tag').some((table) => columnsFor(table, 'link:tag').length > 0);
  if (groups && (first(decisions, 'tags')?.as ?? 'set') === 'set') fields.push(made('person', 'Tags', 'set', facts.tags));
  if (people && first(decisions, 'tags')?.as === 'labels' && facts.tags.length > 0) fields.push(labelField('person', facts.tags));
  fields.push(...balanceFields(layout));
  const value = first(decisions, 'deal-value')?.use;
  const priced = layout.tables.some((table) => columnsFor(table, 'deal.value').length > 0);
  if (priced && value !== undefined && value !== 'total') fields.push(made('deal', 'Total price', 'monetary'));
  if (priced && value !== undefined && value !== 'remaining') fields.push(made('deal', 'Remaining credit', 'monetary'));
  return fields;
}

const RANK: Readonly<Record<CustomEntity, number>> = Object.freeze({ person: 0, organization: 1, deal: 2 });

/**
 * The custom fields the projection writes to, and no others: one for each `custom.<slug>` a column in use goes to, those the plan adds, options
 * after merges. Order: by entity, source id first, then as the columns stand.
 */
export function wantedFields(layout: Layout, facts: Facts, decisions: readonly Decision[]): Wanted[] {
  const sink: Sink = { fields: new Map() };
  const extra = added(layout, facts, decisions);
  for (const field of extra.filter((one) => one.slug === SOURCE_ID_FIELD.slug)) add(sink, field, null);
  for (const table of layout.tables) {
    for (const column of table.columns) {
      const field = fromColumn(column, facts, decisions);
      if (field !== null) add(sink, field, column);
    }
  }
  for (const field of extra) if (field.slug !== SOURCE_ID_FIELD.slug) add(sink, field, null);
  return [...sink.fields.values()]
    .map((one, place) => ({ one, place }))
    .sort((a, b) => RANK[a.one.field.entity] - RANK[b.one.field.entity] || a.place - b.place)
    .map(({ one }) => one);
}
