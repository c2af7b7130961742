import { z } from 'zod';
import type {
  ActivityView,
  ContactView,
  CustomValue,
  DealView,
  Entity,
  FieldView,
  FileView,
  NoteView,
  OrganizationView,
  PersonView,
  Text,
} from './account-views.ts';
import type { SandboxState } from './sandbox-state.ts';

/**
 * A friendly view of a Pipedrive account as `/__sandbox/state` shows it (contract §6): records by source id, custom fields by name, options by
 * label, users by mail. It knows nothing of the product, so that it cannot agree with it by accident.
 */

const SOURCE_FIELD = 'Source System ID';
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&nbsp;': ' ', '&amp;': '&' };

/** HTML as the lines a reader sees: paragraphs, list items and `<br>` end a line, empty lines are left out. */
export function textLines(html: string): string[] {
  return html
    .replace(/\s*\n\s*/g, ' ')
    .replace(/<br\s*\/?>|<\/p>|<\/li>|<\/?[uo]l>|<\/div>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `session S025` when the last line says `Source: session S025`; else null. */
export const sourceOf = (html: string): string | null => /^Source: (\S+ .+)$/.exec(textLines(html).at(-1) ?? '')?.[1] ?? null;

function textOf(html: string | null): Text {
  const written = html ?? '';
  return { html: written, lines: textLines(written), source: sourceOf(written) };
}

const live = <T extends { readonly is_deleted: boolean }>(rows: readonly T[]): T[] => rows.filter((row) => !row.is_deleted);
const minute = (time: string | null): string | null => time?.slice(0, 5) ?? null;
const one = <T>(rows: readonly T[], what: string): T => {
  const [found, ...more] = rows;
  if (found === undefined) throw new Error(`${what}: there is none in the account`);
  if (more.length > 0) throw new Error(`${what}: there are ${rows.length} in the account`);
  return found;
};
const named = (rows: readonly { readonly id: number; readonly name: string }[], id: number): string =>
  rows.find((row) => row.id === id)?.name ?? `(unknown ${id})`;
const contactsOf = (rows: readonly ContactView[]): ContactView[] => rows.map(({ value, label, primary }) => ({ value, label, primary }));

const MoneyValue = z.looseObject({ value: z.number(), currency: z.string() });
const TextValue = z.looseObject({ value: z.string() });

/** A custom value as the API answers it, made readable. */
function readable(field: SandboxState['personFields'][number], value: unknown): CustomValue {
  if (value === null || value === undefined) return null;
  const label = (id: unknown): string => field.options?.find((option) => option.id === id)?.label ?? `(unknown option ${String(id)})`;
  if (field.field_type === 'enum') return label(value);
  if (Array.isArray(value)) return value.map(label).toSorted();
  if (typeof value === 'string' || typeof value === 'number') return value;
  const money = MoneyValue.safeParse(value);
  if (money.success) return { amount: money.data.value, currency: money.data.currency };
  const text = TextValue.safeParse(value);
  if (text.success) return text.data.value;
  throw new Error(`${field.field_name}: ${JSON.stringify(value)} is no value this view knows`);
}

export type Account = ReturnType<typeof accountOf>;

/** The account after a load; `before` tells what was there already. Deleted rows are left out everywhere. */
export function accountOf(state: SandboxState, before: SandboxState) {
  const fields = { person: live(state.personFields), organization: live(state.organizationFields), deal: live(state.dealFields) };
  const rows = { person: live(state.persons), organization: live(state.organizations), deal: live(state.deals) };
  const customField = (entity: Entity, name: string) => fields[entity].find((field) => field.is_custom_field && field.field_name === name);
  const mail = (id: number): string => state.users.find((user) => user.id === id)?.email ?? `(unknown user ${id})`;
  const custom = (entity: Entity, row: { readonly custom_fields: Readonly<Record<string, unknown>> }) => (name: string) => {
    const field = customField(entity, name);
    return field === undefined ? null : readable(field, row.custom_fields[field.field_code]);
  };
  const either = (entity: Entity, row: { readonly custom_fields: Readonly<Record<string, unknown>>; readonly [key: string]: unknown }) => {
    return (name: string, builtIn: string): CustomValue => {
      if (customField(entity, name) !== undefined) return custom(entity, row)(name);
      const field = fields[entity].find((each) => !each.is_custom_field && each.field_code === builtIn);
      return field === undefined ? null : readable(field, row[builtIn]);
    };
  };
  const idOf = (entity: Entity, row: (typeof rows)[Entity][number]): string | null => {
    const value = custom(entity, row)(SOURCE_FIELD);
    return typeof value === 'string' ? value : null;
  };
  const nameOf = (row: (typeof rows)[Entity][number]): string => ('title' in row ? String(row.title) : String(row.name));
  /** A record's source id by its own id; `(name)` for one that carries none. */
  const refs = (entity: Entity) => {
    const known = new Map(rows[entity].map((row) => [row.id, idOf(entity, row) ?? `(${nameOf(row)})`]));
    return (id: number | null): string | null => (id === null ? null : (known.get(id) ?? `(gone ${id})`));
  };
  const ref = { person: refs('person'), organization: refs('organization'), deal: refs('deal') };
  const bySource = <T extends (typeof rows)[Entity][number]>(entity: Entity, all: readonly T[], id: string): T =>
    one(
      all.filter((row) => idOf(entity, row) === id),
      `${entity} with ${SOURCE_FIELD} ${id}`,
    );

  const personView = (row: SandboxState['persons'][number]): PersonView => ({
    id: row.id,
    name: row.name,
    firstName: row.first_name,
    lastName: row.last_name,
    owner: mail(row.owner_id),
    org: ref.organization(row.org_id),
    addTime: row.add_time,
    emails: contactsOf(row.emails),
    phones: contactsOf(row.phones),
    custom: custom('person', row),
    either: either('person', row),
  });
  const organizationView = (row: SandboxState['organizations'][number]): OrganizationView => ({
    id: row.id,
    name: row.name,
    owner: mail(row.owner_id),
    addTime: row.add_time,
    address: row.address?.value ?? null,
    custom: custom('organization', row),
    either: either('organization', row),
  });
  const dealView = (row: SandboxState['deals'][number]): DealView => ({
    id: row.id,
    title: row.title,
    owner: mail(row.owner_id),
    person: ref.person(row.person_id),
    org: ref.organization(row.org_id),
    status: row.status,
    stage: named(state.stages, row.stage_id),
    pipeline: named(state.pipelines, row.pipeline_id),
    value: row.value,
    currency: row.currency,
    addTime: row.add_time,
    wonTime: row.won_time,
    lostTime: row.lost_time,
    custom: custom('deal', row),
  });
  const activityView = (row: SandboxState['activities'][number]): ActivityView => ({
    ...textOf(row.note),
    id: row.id,
    subject: row.subject,
    type: state.activityTypes.find((type) => type.key_string === row.type)?.name ?? `(unknown type ${row.type})`,
    owner: mail(row.owner_id),
    dueDate: row.due_date,
    dueTime: minute(row.due_time),
    duration: minute(row.duration),
    done: row.done,
    location: row.location?.value ?? null,
    participants: row.participants
      .toSorted((a, b) => Number(b.primary) - Number(a.primary))
      .map((each) => ref.person(each.person_id) ?? '(nobody)'),
    deal: ref.deal(row.deal_id),
    org: ref.organization(row.org_id),
  });
  const noteView = (row: SandboxState['notes'][number]): NoteView => ({
    ...textOf(row.content),
    id: row.id,
    person: ref.person(row.person_id),
    deal: ref.deal(row.deal_id),
    org: ref.organization(row.org_id),
    addTime: row.add_time,
    author: mail(row.user_id),
  });
  const fresh = <T extends { readonly id: number; readonly is_deleted: boolean }>(
    now: readonly T[],
    old: readonly { readonly id: number }[],
  ): T[] => {
    const known = new Set(old.map((row) => row.id));
    return live(now).filter((row) => !known.has(row.id));
  };
  const activities = fresh(state.activities, before.activities).map(activityView);
  const notes = fresh(state.notes, before.notes).map(noteView);
  const sourceOfActivity = (id: number | null): string | null => sourceOf(state.activities.find((row) => row.id === id)?.note ?? '');

  return Object.freeze({
    /** Persons, organizations and deals that carry a source id, in the order of their ids here. */
    persons: rows.person.filter((row) => idOf('person', row) !== null).map(personView),
    organizations: rows.organization.filter((row) => idOf('organization', row) !== null).map(organizationView),
    deals: rows.deal.filter((row) => idOf('deal', row) !== null).map(dealView),
    /** Activities, notes, files and relationships that were not there before. */
    activities,
    notes,
    files: fresh(state.files, before.files).map(
      (row): FileView => ({
        name: row.name,
        size: row.file_size,
        person: ref.person(row.person_id),
        deal: ref.deal(row.deal_id),
        activity: sourceOfActivity(row.activity_id),
      }),
    ),
    /** Pairs of names, the owning side first. */
    relationships: fresh(state.organizationRelationships, before.organizationRelationships).map((row): readonly [string, string] => [
      row.rel_owner_org_id.name,
      row.rel_linked_org_id.name,
    ]),
    /** @throws Error naming the source id when there is none, or more than one */
    person: (id: string) => personView(bySource('person', rows.person, id)),
    organization: (id: string) => organizationView(bySource('organization', rows.organization, id)),
    deal: (id: string) => dealView(bySource('deal', rows.deal, id)),
    /** By the last line of its text, such as `session S025`. */
    activity: (source: string) =>
      one(
        activities.filter((each) => each.source === source),
        `activity with the last line "Source: ${source}"`,
      ),
    note: (source: string) =>
      one(
        notes.filter((each) => each.source === source),
        `note with the last line "Source: ${source}"`,
      ),
    /** Source ids that records of an entity carry, sorted; one that two carry stands twice. */
    sourceIds: (entity: Entity): string[] => rows[entity].flatMap((row) => idOf(entity, row) ?? []).toSorted(),
    /** Ids of all live records that were not there before. */
    created: {
      persons: fresh(state.persons, before.persons).map((row) => row.id),
      organizations: fresh(state.organizations, before.organizations).map((row) => row.id),
      deals: fresh(state.deals, before.deals).map((row) => row.id),
    },
    /** Custom fields that were not there before. */
    newFields: (entity: Entity): FieldView[] => {
      const old = { person: before.personFields, organization: before.organizationFields, deal: before.dealFields }[entity];
      const known = new Set(old.map((field) => field.field_code));
      return fields[entity]
        .filter((field) => field.is_custom_field && !known.has(field.field_code))
        .map((field) => ({ name: field.field_name, type: field.field_type, options: (field.options ?? []).map((option) => option.label) }));
    },
    /** Stages of a pipeline by its name, in their order. */
    stages: (pipeline: string): string[] => {
      const of = one(
        live(state.pipelines).filter((row) => row.name === pipeline),
        `pipeline ${pipeline}`,
      );
      return live(state.stages)
        .filter((row) => row.pipeline_id === of.id)
        .toSorted((a, b) => a.order_nr - b.order_nr)
        .map((row) => row.name);
    },
  });
}

/** Counts by a key, `{ 'dana.reyes@example.com': 11, … }`. */
export function tallyBy<T>(rows: Iterable<T>, key: (row: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[key(row)] = (counts[key(row)] ?? 0) + 1;
  return counts;
}

/** `{ C001: …, C002: … }`: two such tables are compared at once, and the assertion names by source id what differs. */
export function column<R extends { readonly id: string }, V>(rows: readonly R[], value: (row: R) => V): Record<string, V> {
  return Object.fromEntries(rows.map((row) => [row.id, value(row)]));
}

/** Whether a text says an amount such as `3000.00`, `3,000.00` or `-360.00`, whole and not as a part of another number. */
export function saysAmount(text: string, amount: string): boolean {
  const plain = text.replace(/(?<=\d),(?=\d{3})/g, '').replaceAll('\u2212', '-');
  return new RegExp(`(?<![\\d.])${amount.replaceAll('.', '\\.')}(?!\\d)`).test(plain);
}
