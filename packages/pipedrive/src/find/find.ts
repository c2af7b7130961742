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
  /**
   * A record of its kind that was there before the request was sent, by its id: ids rise, so the lost one has a higher id, and reading stops there. No clock is
   * asked, ours and Pipedrive's may differ. 0: there was none.
   */
  readonly after: number;
}

/** What fits a lost record, newest first; never empty. More than one: a duplicate, or twins that nothing tells apart (one file twice on the same parent). */
export type Found = readonly WireId[];

type Match = (record: WireId) => readonly TargetKey[];

const SOURCE = SOURCE_ID_FIELD.slug;

/**
 * Reads newest first, and stops below the ids that can be meant. A page is always looked through whole, so an id given out of turn does little harm.
 * @throws CutoverError `answer-unusable` when one that may be meant cannot be read: it must not pass for missing
 */
async function scan(pages: AsyncIterable<Page<WireId>>, match: Match, lost: readonly Lost[], found: Map<TargetKey, Found>): Promise<void> {
  const least = Math.min(...lost.map(({ after }) => after));
  for await (const page of pages) {
    const bad = page.unreadable.find(({ id }) => id === null || id > least);
    if (bad !== undefined)
      throw new CutoverError(
        'answer-unusable',
        `while looking for a lost write: record ${bad.id ?? 'without id'} cannot be read: ${bad.reason}`,
      );
    for (const record of page.items) for (const key of match(record)) found.set(key, [...(found.get(key) ?? []), record]);
    if (page.items.some(({ id }) => id <= least)) return;
  }
}

const refId = (value: Value | undefined, names: Names): number | null => (value?.t === 'ref' ? names.recordId(value.v) : null);

const NEWEST_FIRST = { sort_by: 'id', sort_direction: 'desc' } as const;

async function bySourceId(
  door: Door,
  entity: CustomEntity,
  lost: readonly Lost[],
  names: Names,
  found: Map<TargetKey, Found>,
): Promise<void> {
  if (lost.length === 0) return;
  const field = names.field(entity, SOURCE);
  if (field === null) throw new CutoverError('internal', `the ${entity} field "${SOURCE_ID_FIELD.name}" is not bound`);
  const keys = new Map(
    lost.map(({ desired }) => {
      const id = desired.fields[`custom.${SOURCE}`];
      return [id?.t === 'text' ? id.v : desired.sourceId, desired.key];
    }),
  );
  const list = { person: door.persons, organization: door.organizations, deal: door.deals }[entity];
  const pages: AsyncIterable<Page<WireId & { custom_fields?: Record<string, unknown> | null | undefined }>> = list.pages(NEWEST_FIRST);
  const match: Match = (record) => {
    const custom = record.custom_fields;
    const value = typeof custom === 'object' && custom !== null ? Reflect.get(custom, field.key) : null;
    const key = typeof value === 'string' ? keys.get(value) : undefined;
    return key === undefined ? [] : [key];
  };
  await scan(pages, match, lost, found);
}

/** The record by which a record's siblings can be listed. A person counts for activities only as the primary participant (api-facts §6). */
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

/** The one parent of all of them: its list is short. Where there are several, one list of the newest answers for all and costs less. */
function commonParent(lost: readonly Lost[], names: Names): FileParent | null {
  const parents = lost.map(({ desired }) => parentOf(desired, names));
  const [first] = parents;
  return parents.every((parent) => parent?.entity === first?.entity && parent?.id === first?.id) ? (first ?? null) : null;
}

async function byLine(
  door: Door,
  entity: 'activity' | 'note',
  lost: readonly Lost[],
  names: Names,
  found: Map<TargetKey, Found>,
): Promise<void> {
  if (lost.length === 0) return;
  const parent = commonParent(lost, names);
  const filter = parent === null ? {} : { [FILTER[parent.entity]]: parent.id };
  const pages: AsyncIterable<Page<WireId>> =
    entity === 'activity' ? door.activities.pages({ ...filter, ...NEWEST_FIRST }) : door.notes.pages({ ...filter, sort: 'id DESC' });
  const match: Match = (record) => {
    const text = record[entity === 'activity' ? 'note' : 'content'];
    if (typeof text !== 'string') return [];
    return lost.filter(({ desired }) => hasSourceLine(text, desired.object, desired.sourceId)).map(({ desired }) => desired.key);
  };
  await scan(pages, match, lost, found);
}

/** Files carry no mark: one of the same name, size and parent that was not there before the request is the one. */
async function byFile(door: Door, lost: readonly Lost[], names: Names, found: Map<TargetKey, Found>): Promise<void> {
  if (lost.length === 0) return;
  const match: Match = (record) => {
    const fits = lost.filter(({ desired, after }) => {
      const file = desired.fields.file;
      const own = parentOf(desired, names);
      if (file?.t !== 'file' || own === null || record.id <= after) return false;
      const name = record.name ?? record.file_name;
      return name === file.name && record.file_size === file.size && record[FILTER[own.entity]] === own.id;
    });
    return fits.map(({ desired }) => desired.key);
  };
  await scan(door.files.pages({ sort: 'id DESC' }, commonParent(lost, names) ?? undefined), match, lost, found);
}

/** Relationships can be listed only by organization, and in no order: one list for each. */
async function byEnds(door: Door, lost: readonly Lost[], names: Names, found: Map<TargetKey, Found>): Promise<void> {
  const owners = new Map<number, Lost[]>();
  for (const each of lost) {
    const owner = refId(each.desired.fields.parent, names);
    if (owner !== null) owners.set(owner, [...(owners.get(owner) ?? []), each]);
  }
  for (const [owner, members] of owners) {
    const match: Match = (record) => {
      const fits = members.filter(({ desired: { fields } }) => {
        const kind = fields.kind;
        return (
          record.rel_owner_org_id === owner &&
          record.rel_linked_org_id === refId(fields.linked, names) &&
          (kind?.t !== 'text' || record.type === kind.v)
        );
      });
      return fits.map(({ desired }) => desired.key);
    };
    for await (const page of door.relationships.pages(owner))
      for (const record of page.items) for (const key of match(record)) found.set(key, [...(found.get(key) ?? []), record]);
  }
}

/**
 * Which of these records are in the account: read, never searched, because the search index lags (api-facts §8). Persons, organizations and deals by
 * their source id, activities and notes by their `Source:` line, files by parent, name and size, each newest first and no further than the ids that can be
 * meant; relationships by both ends. All records of one kind share one reading. Keys that are missing were not found.
 * @throws CutoverError
 */
export async function findAllCreated(door: Door, lost: readonly Lost[], names: Names): Promise<ReadonlyMap<TargetKey, Found>> {
  const found = new Map<TargetKey, Found>();
  const of = (entity: DesiredRecord['entity']): Lost[] => lost.filter(({ desired }) => desired.entity === entity);
  for (const entity of ['organization', 'person', 'deal'] as const) await bySourceId(door, entity, of(entity), names, found);
  for (const entity of ['activity', 'note'] as const) await byLine(door, entity, of(entity), names, found);
  await byFile(door, of('file'), names, found);
  await byEnds(door, of('relationship'), names, found);
  return found;
}
