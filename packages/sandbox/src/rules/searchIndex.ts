import { schemaFailed } from '../core/errors.ts';
import type { CustomEntity, CustomValues, Deal, Json, Organization, Person, User } from '../core/model.ts';
import type { Table } from '../core/table.ts';
import type { World } from '../core/world.ts';
import { live } from '../core/world.ts';
import { customFields } from './fields.ts';
import { maySee } from './visibility.ts';

type Base = Person | Organization | Deal;
type Texts = Readonly<Record<string, readonly string[]>>;
export type Hit = { readonly id: number; readonly score: number; readonly item: Readonly<Record<string, unknown>> };
export type Match = 'exact' | 'beginning' | 'middle';

const searchable = new Set(['varchar', 'varchar_auto', 'text', 'double', 'monetary', 'phone', 'address']);

const textOf = (value: Json): string | null => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  return 'value' in value ? textOf(value.value ?? null) : null;
};

/** The custom values that search looks into; enum, set, date and references are not among them (api-facts §8). */
function customTexts(world: World, entity: CustomEntity, values: CustomValues, only?: string): readonly string[] {
  const { byCode } = customFields(world, entity);
  return Object.entries(values).flatMap(([code, value]) => {
    if ((only !== undefined && code !== only) || !searchable.has(byCode.get(code)?.type ?? '')) return [];
    const text = textOf(value);
    return text === null ? [] : [text];
  });
}

/**
 * Rows as the index knows them: behind by the lag, without what is not indexed any more. Deleted persons and organizations stay in it
 * without a mark, deals leave it (api-facts §7).
 */
function indexed<T extends Base>(world: World, user: User, table: Table<T>, keepsDeleted: boolean): readonly T[] {
  const moment = world.clock.now() - (world.switches.number('search-lag-seconds') * 1_000) / world.speed;
  const rows: T[] = [];
  for (const newest of table.all()) {
    const row = table.asOf(newest, moment);
    if (row === undefined || row.merged_into !== null || !maySee(world, user, row)) continue;
    if (!row.is_deleted || (keepsDeleted && world.switches.is('deleted-in-search', 'found'))) rows.push(row);
  }
  return rows;
}

const person = (world: World, id: number | null) => {
  const row = id === null ? undefined : world.persons.get(id);
  return row === undefined ? null : { id: row.id, name: row.name };
};
const organization = (world: World, id: number | null) => {
  const row = id === null ? undefined : world.organizations.get(id);
  return row === undefined ? null : { id: row.id, name: row.name, address: row.address?.value ?? null };
};

function personTexts(world: World, row: Person, notes: Notes): Texts {
  return {
    name: [row.name],
    email: row.emails.map((each) => each.value),
    phone: row.phones.map((each) => each.value),
    custom_fields: customTexts(world, 'person', row.custom),
    notes: notes.get(row.id) ?? [],
  };
}
const personItem = (world: World, row: Person, texts: Texts) => ({
  id: row.id,
  type: 'person',
  name: row.name,
  phones: texts.phone,
  emails: texts.email,
  visible_to: row.visible_to,
  owner: { id: row.owner_id },
  organization: organization(world, row.org_id),
  custom_fields: texts.custom_fields,
  notes: texts.notes,
});

const organizationTexts = (world: World, row: Organization, notes: Notes): Texts => ({
  name: [row.name],
  address: row.address === null ? [] : [row.address.value],
  custom_fields: customTexts(world, 'organization', row.custom),
  notes: notes.get(row.id) ?? [],
});
const organizationItem = (row: Organization, texts: Texts) => ({
  id: row.id,
  type: 'organization',
  name: row.name,
  address: row.address?.value ?? null,
  visible_to: row.visible_to,
  owner: { id: row.owner_id },
  custom_fields: texts.custom_fields,
  notes: texts.notes,
});

const dealTexts = (world: World, row: Deal, notes: Notes): Texts => ({
  title: [row.title],
  custom_fields: customTexts(world, 'deal', row.custom),
  notes: notes.get(row.id) ?? [],
});
const dealItem = (world: World, row: Deal, texts: Texts) => ({
  id: row.id,
  type: 'deal',
  title: row.title,
  value: row.value,
  currency: row.currency,
  status: row.status,
  visible_to: row.visible_to,
  owner: { id: row.owner_id },
  stage: { id: row.stage_id, name: world.stages.get(row.stage_id)?.name ?? '' },
  person: person(world, row.person_id),
  organization: organization(world, row.org_id),
  custom_fields: texts.custom_fields,
  notes: texts.notes,
  is_archived: row.is_archived,
});

type Notes = ReadonlyMap<number | null, readonly string[]>;
const noNotes: Notes = new Map();
function notesBy(world: World, key: 'person_id' | 'org_id' | 'deal_id', fields: readonly string[] | undefined): Notes {
  if (fields !== undefined && !fields.includes('notes')) return noNotes;
  const found = Map.groupBy(live(world.notes.all()), (row) => row[key]);
  return new Map([...found].map(([id, rows]) => [id, rows.map((row) => row.content.replace(/<[^>]*>/g, ' '))]));
}

/** How well a text answers a term; 0 is no hit. Not case sensitive. */
function score(texts: Texts, fields: readonly string[] | undefined, term: string, exact: boolean): number {
  let best = 0;
  for (const [name, values] of Object.entries(texts)) {
    if (fields !== undefined && !fields.includes(name)) continue;
    for (const value of values) {
      const text = value.toLowerCase();
      if (exact ? text === term : text.includes(term)) best = Math.max(best, text === term ? 1 : term.length / text.length);
    }
  }
  return best;
}

export type Asked = { readonly term: string; readonly fields?: readonly string[] | undefined; readonly exact_match?: boolean | undefined };

export function searchTerm(asked: { readonly term: string }, exact: boolean): string {
  if (asked.term.length < (exact ? 1 : 2))
    throw schemaFailed([`term: This value is too short. It should have ${exact ? 1 : 2} characters or more.`]);
  return asked.term.toLowerCase();
}

function hits<T extends Base>(
  rows: readonly T[],
  asked: Asked,
  texts: (row: T) => Texts,
  item: (row: T, texts: Texts) => Hit['item'],
): readonly Hit[] {
  const term = searchTerm(asked, asked.exact_match ?? false);
  return rows.flatMap((row) => {
    const found = texts(row);
    const value = score(found, asked.fields, term, asked.exact_match ?? false);
    return value === 0 ? [] : [{ id: row.id, score: value, item: item(row, found) }];
  });
}

export const persons = (world: World, user: User, asked: Asked, keep: (row: Person) => boolean = () => true): readonly Hit[] => {
  const notes = notesBy(world, 'person_id', asked.fields);
  return hits(
    indexed(world, user, world.persons, true).filter(keep),
    asked,
    (row) => personTexts(world, row, notes),
    (row, texts) => personItem(world, row, texts),
  );
};
export const organizations = (world: World, user: User, asked: Asked): readonly Hit[] => {
  const notes = notesBy(world, 'org_id', asked.fields);
  return hits(indexed(world, user, world.organizations, true), asked, (row) => organizationTexts(world, row, notes), organizationItem);
};
export const deals = (world: World, user: User, asked: Asked, keep: (row: Deal) => boolean = () => true): readonly Hit[] => {
  const notes = notesBy(world, 'deal_id', asked.fields);
  return hits(
    indexed(world, user, world.deals, false).filter(keep),
    asked,
    (row) => dealTexts(world, row, notes),
    (row, texts) => dealItem(world, row, texts),
  );
};
export const files = (world: World, asked: Asked): readonly Hit[] => {
  const term = searchTerm(asked, asked.exact_match ?? false);
  return live(world.files.all()).flatMap((row) => {
    const value = score({ name: [row.name] }, asked.fields, term, asked.exact_match ?? false);
    return value === 0
      ? []
      : [{ id: row.id, score: value, item: { id: row.id, type: 'file', name: row.name, url: `/files/${row.id}/download` } }];
  });
};

/** One field of one kind of record; `exact` is case sensitive (api-facts §8). */
export function byField(world: World, user: User, entity: string, field: string, term: string, match: Match): readonly Hit[] {
  const fits = (text: string): boolean => {
    if (match === 'exact') return text === term;
    const [low, wanted] = [text.toLowerCase(), term.toLowerCase()];
    return match === 'beginning' ? low.startsWith(wanted) : low.includes(wanted);
  };
  const pick = <T extends Base>(
    kind: CustomEntity,
    rows: readonly T[],
    texts: (row: T) => Texts,
    name: (row: T) => Readonly<Record<string, string>>,
  ) =>
    rows.flatMap((row): Hit[] => {
      const values = texts(row)[field] ?? customTexts(world, kind, row.custom, field);
      return values.some(fits) ? [{ id: row.id, score: 1, item: { id: row.id, ...name(row) } }] : [];
    });
  if (entity === 'person') {
    return pick(
      'person',
      indexed(world, user, world.persons, true),
      (row) => personTexts(world, row, noNotes),
      (row) => ({ name: row.name }),
    );
  }
  if (entity === 'organization') {
    const rows = indexed(world, user, world.organizations, true);
    return pick(
      'organization',
      rows,
      (row) => organizationTexts(world, row, noNotes),
      (row) => ({ name: row.name }),
    );
  }
  if (entity !== 'deal') return [];
  return pick(
    'deal',
    indexed(world, user, world.deals, false),
    (row) => dealTexts(world, row, noNotes),
    (row) => ({ title: row.title }),
  );
}
