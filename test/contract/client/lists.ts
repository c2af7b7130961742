import * as one from 'pipedrive/v1';
import * as two from 'pipedrive/v2';
import { describe, expect, test } from 'vitest';
import { at, type Company, dataOf, idOf, pagesOf, present } from './company.ts';

const SIZE = 2;
const MADE = 5;
type Ids = readonly number[];

/** What v2 lists page by page: five records that are made for it, in pages of two. */
const LISTS = {
  persons: async (v2: two.Configuration, direction: 'asc' | 'desc') => {
    const api = new two.PersonsApi(v2);
    const org_id = await idOf(new two.OrganizationsApi(v2).addOrganization({ AddOrganizationRequest: { name: 'All of them' } }));
    const made = await five((n) => idOf(api.addPerson({ AddPersonRequest: { name: `Person ${n}`, org_id } })));
    return { made, pages: await pagesOf((next) => api.getPersons({ limit: SIZE, org_id, sort_direction: direction, ...next })) };
  },
  organizations: async (v2: two.Configuration, direction: 'asc' | 'desc') => {
    const api = new two.OrganizationsApi(v2);
    const made = await five((n) => idOf(api.addOrganization({ AddOrganizationRequest: { name: `Organization ${n}` } })));
    const ids = made.join(',');
    return { made, pages: await pagesOf((next) => api.getOrganizations({ limit: SIZE, ids, sort_direction: direction, ...next })) };
  },
  deals: async (v2: two.Configuration, direction: 'asc' | 'desc') => {
    const api = new two.DealsApi(v2);
    const made = await five((n) => idOf(api.addDeal({ AddDealRequest: { title: `Deal ${n}` } })));
    return { made, pages: await pagesOf((next) => api.getDeals({ limit: SIZE, ids: made.join(','), sort_direction: direction, ...next })) };
  },
  'archived deals': async (v2: two.Configuration, direction: 'asc' | 'desc') => {
    const api = new two.DealsApi(v2);
    const made = await five(async (n) => {
      const id = await idOf(api.addDeal({ AddDealRequest: { title: `Archived ${n}` } }));
      return idOf(api.updateDeal({ id, UpdateDealRequest: { is_archived: true } }));
    });
    return {
      made,
      pages: await pagesOf((next) => api.getArchivedDeals({ limit: SIZE, ids: made.join(','), sort_direction: direction, ...next })),
    };
  },
  activities: async (v2: two.Configuration, direction: 'asc' | 'desc') => {
    const api = new two.ActivitiesApi(v2);
    const made = await five((n) => idOf(api.addActivity({ AddActivityRequest: { subject: `Activity ${n}`, type: 'call' } })));
    return {
      made,
      pages: await pagesOf((next) => api.getActivities({ limit: SIZE, ids: made.join(','), sort_direction: direction, ...next })),
    };
  },
  stages: async (v2: two.Configuration, direction: 'asc' | 'desc') => {
    const api = new two.StagesApi(v2);
    const pipeline_id = await idOf(new two.PipelinesApi(v2).addPipeline({ AddPipelineRequest: { name: 'Five stages' } }));
    const made = await five((n) => idOf(api.addStage({ AddStageRequest: { name: `Stage ${n}`, pipeline_id } })));
    return {
      made,
      pages: await pagesOf((next) => api.getStages({ limit: SIZE, pipeline_id, sort_by: 'id', sort_direction: direction, ...next })),
    };
  },
} satisfies Record<
  string,
  (v2: two.Configuration, direction: 'asc' | 'desc') => Promise<{ made: Ids; pages: readonly (readonly { id?: number }[])[] }>
>;

async function five(make: (n: number) => Promise<number>): Promise<Ids> {
  const ids: number[] = [];
  for (let n = 1; n <= MADE; n += 1) ids.push(await make(n));
  return ids;
}

export const lists = (company: () => Company) =>
  describe('lists, page by page', () => {
    test.each(Object.entries(LISTS).flatMap(([name, list]) => [['asc', name, list] as const, ['desc', name, list] as const]))(
      'three pages by cursor, %s: %s',
      async (direction, _, list) => {
        const { made, pages } = await list(company().v2, direction);
        const ordered = direction === 'asc' ? made : made.toReversed();
        expect(pages.map((page) => page.map((row) => row.id))).toEqual([ordered.slice(0, 2), ordered.slice(2, 4), ordered.slice(4)]);
      },
    );

    test('pipelines, fields and followers have cursors too', async () => {
      const { v2 } = company();
      const pipelines = new two.PipelinesApi(v2);
      for (const name of ['One', 'Two', 'Three']) await pipelines.addPipeline({ AddPipelineRequest: { name } });
      const all = (await dataOf(pipelines.getPipelines({ limit: 500 }))).map((row) => row.id);
      const byTwo = await pagesOf((next) => pipelines.getPipelines({ limit: SIZE, ...next }));
      expect(byTwo.length).toBeGreaterThanOrEqual(2);
      expect(byTwo.flat().map((row) => row.id)).toEqual(all);

      const codes = async (limit: number) => {
        const [person, organization] = [new two.PersonFieldsApi(v2), new two.OrganizationFieldsApi(v2)];
        const [deal, activity] = [new two.DealFieldsApi(v2), new two.ActivityFieldsApi(v2)];
        const pages = [
          await pagesOf((next) => person.getPersonFields({ limit, ...next })),
          await pagesOf((next) => organization.getOrganizationFields({ limit, ...next })),
          await pagesOf((next) => deal.getDealFields({ limit, ...next })),
          await pagesOf((next) => activity.getActivityFields({ limit, ...next })),
        ];
        return pages.map((each) => ({ pages: each.length, codes: each.flat().map((field) => field.field_code) }));
      };
      const [small, large] = [await codes(5), await codes(500)];
      expect(small.map((each) => each.codes)).toEqual(large.map((each) => each.codes));
      expect(large.map((each) => each.pages)).toEqual([1, 1, 1, 1]);
      for (const { pages } of small) expect(pages).toBeGreaterThanOrEqual(3);

      const persons = new two.PersonsApi(v2);
      const id = await idOf(persons.addPerson({ AddPersonRequest: { name: 'Well liked' } }));
      const users = (await dataOf(new one.UsersApi(company().v1).getUsers()))
        .filter((user) => user.active_flag)
        .map((user) => present(user.id));
      for (const user_id of users) await persons.addPersonFollower({ id, AddDealFollowerRequest: { user_id } });
      const followers = await pagesOf((next) => persons.getPersonFollowers({ id, limit: SIZE, ...next }));
      expect(followers.map((page) => page.length)).toEqual([2, 2, 1]);
      expect(followers.flat().map((each) => each.user_id)).toEqual(users);
    });

    test('search pages by cursor', async () => {
      const { v2 } = company();
      const api = new two.PersonsApi(v2);
      const made = await five((n) => idOf(api.addPerson({ AddPersonRequest: { name: `Zebulon ${n}` } })));
      const pages: number[][] = [];
      let cursor: string | undefined;
      do {
        const page = await new two.ItemSearchApi(v2).searchItem({
          term: 'zebulon',
          item_types: 'person',
          limit: SIZE,
          ...(cursor === undefined ? {} : { cursor }),
        });
        pages.push(present(page.data?.items).map((hit) => Number(at(hit, 'item.id'))));
        cursor = page.additional_data?.next_cursor ?? undefined;
      } while (cursor !== undefined);
      expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
      expect(pages.flat().toSorted((a, b) => a - b)).toEqual(made);
    });

    test('v1 pages by start: notes and files, until there is no more', async () => {
      const { v1, v2 } = company();
      const person_id = await idOf(new two.PersonsApi(v2).addPerson({ AddPersonRequest: { name: 'Noted' } }));
      const [notes, files] = [new one.NotesApi(v1), new one.FilesApi(v1)];
      const noteIds = await five((n) => idOf(notes.addNote({ AddNoteRequest: { content: `Note ${n}`, person_id } })));
      const fileIds = await five((n) => idOf(files.addFile({ file: new File([`${n}`], `${n}.txt`), person_id })));
      const walk = async (ask: (start: number) => Promise<unknown>): Promise<unknown[][]> => {
        const pages: unknown[][] = [];
        for (let start: unknown = 0; typeof start === 'number'; ) {
          const page = await ask(start);
          const rows = at(page, 'data');
          pages.push(Array.isArray(rows) ? rows.map((row) => at(row, 'id')) : []);
          start = at(page, 'additional_data.pagination.next_start');
          expect(at(page, 'additional_data.pagination.more_items_in_collection')).toBe(typeof start === 'number');
        }
        return pages;
      };
      const inPages = (ids: Ids) => [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)];
      expect(await walk((start) => notes.getNotes({ person_id, start, limit: SIZE, sort: 'id ASC' }))).toEqual(inPages(noteIds));
      expect(await walk((start) => new one.PersonsApi(v1).getPersonFiles({ id: person_id, start, limit: SIZE }))).toEqual(inPages(fileIds));
    });
  });
