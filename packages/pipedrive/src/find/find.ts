import { type CustomEntity, CutoverError, type DesiredRecord, SOURCE_ID_FIELD, type TargetKey, type Value } from '@cutover/domain';
import type { Door } from '../door.ts';
import type { Names } from '../names/names.ts';
import type { FileParent } from '../ops/v1-records.ts';
import type { Page } from '../pages.ts';
import type { WireId } from '../wire/answers.ts';
import { hasSourceLine } from './marks.ts';

/** A record that may have been created by a request whose answer got lost. */
export interface Lost {
  readonly desired: DesiredRecord;
  /** Nothing older than this can be it: the intent's time with a margin for clocks that differ, like `2026-03-08T14:00:00Z`. Keeps the reading short. */
  readonly since?: string;
}

/** What was found of the lost records; keys that are missing were not found. Two records for one key is a duplicate: `all` holds every id. */
export interface Found {
  readonly record: WireId;
  readonly all: readonly number[];
}

type Match = (record: WireId) => TargetKey | null;

const SOURCE = SOURCE_ID_FIELD.slug;

/** Reads newest first and stops once everything is found. */
async function scan(
  pages: AsyncIterable<Page<WireId>>,
  match: Match,
  wanted: ReadonlySet<TargetKey>,
  found: Map<TargetKey, Found>,
): Promise<void> {
  for await (const page of pages) {
    for (const record of page.items) {
      const key = match(record);
      if (key === null) continue;
      const earlier = found.get(key);
      found.set(key, earlier === undefined ? { record, all: [record.id] } : { record: earlier.record, all: [...earlier.all, record.id] });
    }
    if ([...wanted].every((key) => found.has(key))) return;
  }
}

/** The earliest `since`, if every record has one. */
function earliest(lost: readonly Lost[]): { updated_since?: string } {
  const times = lost.map((each) => each.since);
  const known = times.filter((time) => time !== undefined);
  const [first] = known.toSorted();
  return first === undefined || known.length < times.length ? {} : { updated_since: first };
}

const refId = (value: Value | undefined, names: Names): number | null => (value?.t === 'ref' ? names.recordId(value.v) : null);

async function bySourceId(
  door: Door,
  entity: CustomEntity,
  lost: readonly Lost[],
  names: Names,
  found: Map<TargetKey, Found>,
): Promise<void> {
  const field = names.field(entity, SOURCE);
  if (field === null) throw new CutoverError('internal', `the ${entity} field "${SOURCE_ID_FIELD.name}" is not bound`);
  const ids = new Map(
    lost.map(({ desired }) => {
      const id = desired.fields[`custom.${SOURCE}`];
      return [id?.t === 'text' ? id.v : desired.sourceId, desired.key];
    }),
  );
  const query = { sort_by: 'id' as const, sort_direction: 'desc' as const, ...earliest(lost) };
  const pages: AsyncIterable<Page<WireId & { custom_fields?: Record<string, unknown> | null | undefined }>> =
    entity === 'person' ? door.persons.pages(query) : entity === 'organization' ? door.organizations.pages(query) : door.deals.pages(query);
  const match: Match = (record) => {
    const custom = record.custom_fields;
    const value = typeof custom === 'object' && custom !== null ? Reflect.get(custom, field.key) : null;
    return typeof value === 'string' ? (ids.get(value) ?? null) : null;
  };
  await scan(pages, match, new Set(ids.values()), found);
}

/** Parents by which a record's siblings can be listed. A person counts for activities only as the primary participant (api-facts §6). */
function parentOf(desired: DesiredRecord, names: Names): FileParent | null {
  const { fields } = desired;
  const deal = refId(fields.deal, names);
  if (deal !== null) return { entity: 'deal', id: deal };
  const people = fields.participants;
  const primary = people?.t === 'participants' ? people.v.find((each) => each.primary) : undefined;
  const person = primary === undefined ? refId(fields.person, names) : names.recordId(primary.person);
  if (person !== null) return { entity: 'person', id: person };
  const org = refId(fields.org, names);
  return org === null ? null : { entity: 'organization', id: org };
}

const FILTER = { deal: 'deal_id', person: 'person_id', organization: 'org_id' } as const;

/** More parents than this, and one list of the newest is cheaper. */
const MOST_PARENTS = 5;

/** Groups of records that one list answers: by parent while those are few, else all in one. */
function groups(lost: readonly Lost[], names: Names): { parent: FileParent | null; members: Lost[] }[] {
  const byParent = new Map<string, { parent: FileParent | null; members: Lost[] }>();
  for (const each of lost) {
    const parent = parentOf(each.desired, names);
    const key = parent === null ? '' : `${parent.entity}/${parent.id}`;
    const group = byParent.get(key) ?? { parent, members: [] };
    group.members.push(each);
    byParent.set(key, group);
  }
  return byParent.size > MOST_PARENTS ? [{ parent: null, members: [...lost] }] : [...byParent.values()];
}

function sourceMatch(members: readonly Lost[], textKey: 'note' | 'content'): Match {
  return (record) => {
    const text = record[textKey];
    if (typeof text !== 'string') return null;
    return members.find(({ desired }) => hasSourceLine(text, desired.object, desired.sourceId))?.desired.key ?? null;
  };
}

const keysOf = (members: readonly Lost[]): Set<TargetKey> => new Set(members.map(({ desired }) => desired.key));

async function byLine(
  door: Door,
  entity: 'activity' | 'note',
  lost: readonly Lost[],
  names: Names,
  found: Map<TargetKey, Found>,
): Promise<void> {
  for (const { parent, members } of groups(lost, names)) {
    const filter = parent === null ? {} : { [FILTER[parent.entity]]: parent.id };
    const pages: AsyncIterable<Page<WireId>> =
      entity === 'activity'
        ? door.activities.pages({ ...filter, ...earliest(members), sort_by: 'id', sort_direction: 'desc' })
        : door.notes.pages({ ...filter, ...earliest(members), sort: 'id DESC' });
    await scan(pages, sourceMatch(members, entity === 'activity' ? 'note' : 'content'), keysOf(members), found);
  }
}

/** Files carry no mark: a file of the same name, size and parent is the one. */
async function byFile(door: Door, lost: readonly Lost[], names: Names, found: Map<TargetKey, Found>): Promise<void> {
  for (const { parent, members } of groups(lost, names)) {
    const match: Match = (record) => {
      const fits = members.find(({ desired }) => {
        const file = desired.fields.file;
        const own = parentOf(desired, names);
        if (file?.t !== 'file' || own === null) return false;
        const name = record.name ?? record.file_name;
        return name === file.name && record.file_size === file.size && record[FILTER[own.entity]] === own.id;
      });
      return fits?.desired.key ?? null;
    };
    const pages: AsyncIterable<Page<WireId>> = door.files.pages({ sort: 'id DESC' }, parent ?? undefined);
    await scan(pages, match, keysOf(members), found);
  }
}

async function byEnds(door: Door, lost: readonly Lost[], names: Names, found: Map<TargetKey, Found>): Promise<void> {
  for (const each of lost) {
    const { fields, key } = each.desired;
    const owner = refId(fields.parent, names);
    const linked = refId(fields.linked, names);
    const kind = fields.kind;
    if (owner === null || linked === null) continue;
    const match: Match = (record) =>
      record.rel_owner_org_id === owner && record.rel_linked_org_id === linked && (kind?.t !== 'text' || record.type === kind.v)
        ? key
        : null;
    await scan(door.relationships.pages(owner), match, new Set([key]), found);
  }
}

/**
 * Which of these records are in the account: read, never searched, because the search index lags (api-facts §8). Persons, organizations and deals by
 * their source id, newest first; activities and notes by their `Source:` line, among their parent's or the newest; files by parent, name and size;
 * relationships by both ends. All records of one kind share one reading.
 * @throws CutoverError
 */
export async function findAllCreated(door: Door, lost: readonly Lost[], names: Names): Promise<ReadonlyMap<TargetKey, Found>> {
  const found = new Map<TargetKey, Found>();
  const of = (entity: DesiredRecord['entity']): Lost[] => lost.filter(({ desired }) => desired.entity === entity);
  for (const entity of ['organization', 'person', 'deal'] as const) {
    const members = of(entity);
    if (members.length > 0) await bySourceId(door, entity, members, names, found);
  }
  for (const entity of ['activity', 'note'] as const) {
    const members = of(entity);
    if (members.length > 0) await byLine(door, entity, members, names, found);
  }
  await byFile(door, of('file'), names, found);
  await byEnds(door, of('relationship'), names, found);
  return found;
}

/** The record that was created from this one, or null. @throws CutoverError */
export async function findCreated(door: Door, desired: DesiredRecord, names: Names, since?: string): Promise<WireId | null> {
  const found = await findAllCreated(door, [since === undefined ? { desired } : { desired, since }], names);
  return found.get(desired.key)?.record ?? null;
}
