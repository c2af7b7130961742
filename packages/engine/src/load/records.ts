import { CutoverError, type Entity } from '@cutover/domain';
import type { Door, WireId } from '@cutover/pipedrive';

/** Relationships can only be listed by organization. */
export type Listed = Exclude<Entity, 'relationship'>;

interface AnyPage {
  readonly items: readonly WireId[];
  readonly unreadable: readonly { readonly id: number | null; readonly reason: string }[];
}

function pagesIn(door: Door, entity: Listed): AsyncGenerator<AnyPage, void, void> {
  switch (entity) {
    case 'person':
      return door.persons.pages();
    case 'organization':
      return door.organizations.pages();
    case 'deal':
      return door.deals.pages();
    case 'activity':
      return door.activities.pages();
    case 'note':
      return door.notes.pages();
    case 'file':
      return door.files.pages();
  }
}

/**
 * All records of one entity, page by page.
 * @throws CutoverError `answer-unusable` when the account answers one that cannot be read: a comparison without it would claim too much
 */
export async function* listIn(door: Door, entity: Listed): AsyncGenerator<readonly WireId[], void, void> {
  for await (const page of pagesIn(door, entity)) {
    const [bad] = page.unreadable;
    if (bad !== undefined)
      throw new CutoverError(
        'answer-unusable',
        `the list of ${entity} records holds one that cannot be read (${bad.id ?? 'without id'}): ${bad.reason}`,
      );
    yield page.items;
  }
}
