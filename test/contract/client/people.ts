import * as one from 'pipedrive/v1';
import * as two from 'pipedrive/v2';
import { describe, expect, test } from 'vitest';
import { at, type Company, dataOf, idOf, present, refusal } from './company.ts';

export const people = (company: () => Company) =>
  describe('persons and organizations', () => {
    const persons = () => new two.PersonsApi(company().v2);
    const organizations = () => new two.OrganizationsApi(company().v2);

    test('a person created with what a client has, read, changed, deleted, still readable by id as deleted', async () => {
      const made = await dataOf(
        persons().addPerson({
          AddPersonRequest: {
            name: 'Lena Brook Hart',
            emails: [{ value: 'lena@example.com' }, { value: 'lena.home@example.com', label: 'home' }],
            phones: [
              { value: '555-0101', label: 'work' },
              { value: '555-0102', primary: true },
            ],
            add_time: '2021-03-04T05:06:07Z',
            birthday: '1980-02-03',
          },
        }),
      );
      expect(made).toMatchObject({
        name: 'Lena Brook Hart',
        first_name: 'Lena',
        last_name: 'Brook Hart',
        add_time: '2021-03-04T05:06:07Z',
        birthday: '1980-02-03',
        emails: [
          { value: 'lena@example.com', primary: true, label: 'work' },
          { value: 'lena.home@example.com', primary: false, label: 'home' },
        ],
        phones: [
          { value: '555-0101', primary: false, label: 'work' },
          { value: '555-0102', primary: true, label: 'work' },
        ],
      });
      const id = present(made.id);
      const changed = await dataOf(persons().updatePerson({ id, UpdatePersonRequest: { emails: [{ value: 'new@example.com' }] } }));
      expect(changed.emails).toEqual([{ value: 'new@example.com', primary: true, label: 'work' }]);
      expect(changed.phones).toHaveLength(2);
      expect(await dataOf(persons().deletePerson({ id }))).toEqual({ id });
      expect((await dataOf(persons().getPerson({ id }))).is_deleted).toBe(true);
      expect(await dataOf(persons().getPersons({ ids: String(id) }))).toEqual([]);
      expect(at(await refusal(persons().updatePerson({ id, UpdatePersonRequest: { name: 'x' } })), 'error')).toBe('Person not found');
    });

    test('an organization: an address replaces the whole address, what is left out becomes null', async () => {
      const id = await idOf(
        organizations().addOrganization({
          AddOrganizationRequest: {
            name: 'Oak',
            address: { value: '1 Oak Street, Salem', locality: 'Salem' },
            add_time: '2020-02-03T04:05:06Z',
          },
        }),
      );
      expect((await dataOf(organizations().getOrganization({ id }))).address).toMatchObject({ locality: 'Salem', country: null });
      const address = { value: '2 Oak Street', country: 'US' };
      const changed = await dataOf(organizations().updateOrganization({ id, UpdateOrganizationRequest: { address } }));
      expect(changed.address).toMatchObject({ value: '2 Oak Street', country: 'US', locality: null });
      expect(await dataOf(organizations().getOrganizations({ ids: String(id) }))).toMatchObject([
        { name: 'Oak', add_time: '2020-02-03T04:05:06Z' },
      ]);
      expect(await dataOf(organizations().deleteOrganization({ id }))).toEqual({ id });
      expect(await dataOf(organizations().getOrganizations({ ids: String(id) }))).toEqual([]);
    });

    test('followers: added by user id, once; deleted by user id', async () => {
      const users = await dataOf(new one.UsersApi(company().v1).getUsers());
      const user_id = present(users.find((user) => user.email === 'sam.okafor@example.com')?.id);
      const person = await idOf(persons().addPerson({ AddPersonRequest: { name: 'Followed' } }));
      const organization = await idOf(organizations().addOrganization({ AddOrganizationRequest: { name: 'Followed' } }));
      const deals = new two.DealsApi(company().v2);
      const deal = await idOf(deals.addDeal({ AddDealRequest: { title: 'Followed' } }));
      const body = { AddDealFollowerRequest: { user_id } };
      expect(await dataOf(persons().addPersonFollower({ id: person, ...body }))).toMatchObject({ user_id });
      expect(company().status()).toBe(201);
      await organizations().addOrganizationFollower({ id: organization, ...body });
      await deals.addDealFollower({ id: deal, ...body });
      expect(await refusal(persons().addPersonFollower({ id: person, ...body }))).toMatchObject({
        success: false,
        code: 'ERR_BAD_REQUEST',
      });
      for (const listed of [
        await dataOf(persons().getPersonFollowers({ id: person })),
        await dataOf(organizations().getOrganizationFollowers({ id: organization })),
        await dataOf(deals.getDealFollowers({ id: deal })),
      ]) {
        expect(listed.map((each) => each.user_id)).toEqual([user_id]);
      }
      expect(await dataOf(persons().deletePersonFollower({ id: person, follower_id: user_id }))).toEqual({ user_id });
      await organizations().deleteOrganizationFollower({ id: organization, follower_id: user_id });
      await deals.deleteDealFollower({ id: deal, follower_id: user_id });
      expect(await dataOf(persons().getPersonFollowers({ id: person }))).toEqual([]);
      expect(at(await refusal(persons().deletePersonFollower({ id: person, follower_id: user_id })), 'code')).toBe('ERR_NOT_FOUND');
    });

    test('relationships of organizations: read from either side, changed, deleted', async () => {
      const relations = new one.OrganizationRelationshipsApi(company().v1);
      const [a, b] = [
        await idOf(organizations().addOrganization({ AddOrganizationRequest: { name: 'Parent' } })),
        await idOf(organizations().addOrganization({ AddOrganizationRequest: { name: 'Daughter' } })),
      ];
      const ends = { rel_owner_org_id: a, rel_linked_org_id: b };
      const id = await idOf(relations.addOrganizationRelationship({ AddOrganizationRelationshipRequest: { type: 'parent', ...ends } }));
      const seen = await dataOf(relations.getOrganizationRelationships({ org_id: b }));
      expect(seen).toMatchObject([
        { id, type: 'parent', calculated_type: 'parent', calculated_related_org_id: a, related_organization_name: 'Parent' },
      ]);
      expect(await dataOf(relations.getOrganizationRelationship({ id, org_id: a }))).toMatchObject({
        calculated_type: 'daughter',
        calculated_related_org_id: b,
        rel_owner_org_id: { value: a, name: 'Parent' },
        rel_linked_org_id: { value: b, name: 'Daughter' },
      });
      await relations.updateOrganizationRelationship({ id, OrganizationRelationship: { type: 'related' } });
      expect(await dataOf(relations.getOrganizationRelationship({ id }))).toMatchObject({ type: 'related' });
      expect(at(await relations.deleteOrganizationRelationship({ id }), 'data.id')).toBe(id);
      expect((await relations.getOrganizationRelationships({ org_id: b })).data).toBe(null);
    });

    test('merging: the survivor wins, takes the links over, and the other is gone', async () => {
      const from = await idOf(persons().addPerson({ AddPersonRequest: { name: 'Jo One', phones: [{ value: '555-0103' }] } }));
      const into = await idOf(persons().addPerson({ AddPersonRequest: { name: 'Jo Two', emails: [{ value: 'jo@example.com' }] } }));
      const deals = new two.DealsApi(company().v2);
      const deal = await idOf(deals.addDeal({ AddDealRequest: { title: 'Jo', person_id: from } }));
      await new one.PersonsApi(company().v1).mergePersons({ id: from, MergePersonsRequest: { merge_with_id: into } });
      expect(await dataOf(persons().getPerson({ id: into }))).toMatchObject({
        name: 'Jo Two',
        phones: [{ value: '555-0103' }],
        emails: [{ value: 'jo@example.com' }],
      });
      expect((await dataOf(deals.getDeal({ id: deal }))).person_id).toBe(into);
      expect(at(await refusal(persons().getPerson({ id: from })), 'error')).toBe('Person not found');
    });

    test('merging organizations and deals', async () => {
      const [from, into] = [
        await idOf(organizations().addOrganization({ AddOrganizationRequest: { name: 'Old name', website: 'https://old.example.com' } })),
        await idOf(organizations().addOrganization({ AddOrganizationRequest: { name: 'New name' } })),
      ];
      const person = await idOf(persons().addPerson({ AddPersonRequest: { name: 'Moves along', org_id: from } }));
      await new one.OrganizationsApi(company().v1).mergeOrganizations({ id: from, MergeOrganizationsRequest: { merge_with_id: into } });
      expect(await dataOf(organizations().getOrganization({ id: into }))).toMatchObject({
        name: 'New name',
        website: 'https://old.example.com',
      });
      expect((await dataOf(persons().getPerson({ id: person }))).org_id).toBe(into);

      const deals = new two.DealsApi(company().v2);
      const [first, second] = [
        await idOf(deals.addDeal({ AddDealRequest: { title: 'First', person_id: person, value: 10 } })),
        await idOf(deals.addDeal({ AddDealRequest: { title: 'Second', value: 20 } })),
      ];
      await new one.DealsApi(company().v1).mergeDeals({ id: first, MergeDealsRequest: { merge_with_id: second } });
      expect(await dataOf(deals.getDeal({ id: second }))).toMatchObject({ title: 'Second', person_id: person });
      expect(at(await refusal(deals.getDeal({ id: first })), 'error')).toBe('Deal not found');
    });
  });
