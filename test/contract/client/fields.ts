import * as one from 'pipedrive/v1';
import * as two from 'pipedrive/v2';
import { describe, expect, test } from 'vitest';
import { at, type Company, dataOf, present, refusal } from './company.ts';

/** The three field APIs under the same names: the client has one class for each entity. */
const newFields = (v2: two.Configuration) => {
  const [person, organization, deal] = [new two.PersonFieldsApi(v2), new two.OrganizationFieldsApi(v2), new two.DealFieldsApi(v2)];
  return {
    person: {
      list: () => person.getPersonFields({ limit: 500 }),
      get: (field_code: string) => person.getPersonField({ field_code, include_fields: 'ui_visibility' }),
      add: (body: two.AddPersonFieldRequest) => person.addPersonField({ AddPersonFieldRequest: body }),
      rename: (field_code: string, field_name: string) =>
        person.updatePersonField({ field_code, UpdatePersonFieldRequest: { field_name } }),
      remove: (field_code: string) => person.deletePersonField({ field_code }),
      addOptions: (field_code: string, labels: { label: string }[]) =>
        person.addPersonFieldOptions({ field_code, AddDealFieldOptionsRequestInner: labels }),
      renameOptions: (field_code: string, options: { id: number; label: string }[]) =>
        person.updatePersonFieldOptions({ field_code, UpdateDealFieldOptionsRequestInner: options }),
      removeOptions: (field_code: string, ids: { id: number }[]) =>
        person.deletePersonFieldOptions({ field_code, DeleteDealFieldOptionsRequestInner: ids }),
    },
    organization: {
      list: () => organization.getOrganizationFields({ limit: 500 }),
      get: (field_code: string) => organization.getOrganizationField({ field_code, include_fields: 'ui_visibility' }),
      add: (body: two.AddPersonFieldRequest) => organization.addOrganizationField({ AddOrganizationFieldRequest: body }),
      rename: (field_code: string, field_name: string) =>
        organization.updateOrganizationField({ field_code, UpdateOrganizationFieldRequest: { field_name } }),
      remove: (field_code: string) => organization.deleteOrganizationField({ field_code }),
      addOptions: (field_code: string, labels: { label: string }[]) =>
        organization.addOrganizationFieldOptions({ field_code, AddDealFieldOptionsRequestInner: labels }),
      renameOptions: (field_code: string, options: { id: number; label: string }[]) =>
        organization.updateOrganizationFieldOptions({ field_code, UpdateDealFieldOptionsRequestInner: options }),
      removeOptions: (field_code: string, ids: { id: number }[]) =>
        organization.deleteOrganizationFieldOptions({ field_code, DeleteDealFieldOptionsRequestInner: ids }),
    },
    deal: {
      list: () => deal.getDealFields({ limit: 500 }),
      get: (field_code: string) => deal.getDealField({ field_code, include_fields: 'ui_visibility' }),
      add: (body: two.AddPersonFieldRequest) => deal.addDealField({ AddDealFieldRequest: body }),
      rename: (field_code: string, field_name: string) => deal.updateDealField({ field_code, UpdateDealFieldRequest: { field_name } }),
      remove: (field_code: string) => deal.deleteDealField({ field_code }),
      addOptions: (field_code: string, labels: { label: string }[]) =>
        deal.addDealFieldOptions({ field_code, AddDealFieldOptionsRequestInner: labels }),
      renameOptions: (field_code: string, options: { id: number; label: string }[]) =>
        deal.updateDealFieldOptions({ field_code, UpdateDealFieldOptionsRequestInner: options }),
      removeOptions: (field_code: string, ids: { id: number }[]) =>
        deal.deleteDealFieldOptions({ field_code, DeleteDealFieldOptionsRequestInner: ids }),
    },
  };
};

const oldFields = (v1: one.Configuration) => {
  const [person, organization, deal] = [new one.PersonFieldsApi(v1), new one.OrganizationFieldsApi(v1), new one.DealFieldsApi(v1)];
  return {
    person: {
      list: () => person.getPersonFields({ limit: 500 }),
      get: (id: number) => person.getPersonField({ id }),
      add: (body: one.CreateFieldRequest) => person.addPersonField({ CreateFieldRequest: body }),
      change: (id: number, body: one.UpdateFieldRequest) => person.updatePersonField({ id, UpdateFieldRequest: body }),
      remove: (id: number) => person.deletePersonField({ id }),
      removeAll: (ids: string) => person.deletePersonFields({ ids }),
    },
    organization: {
      list: () => organization.getOrganizationFields({ limit: 500 }),
      get: (id: number) => organization.getOrganizationField({ id }),
      add: (body: one.CreateFieldRequest) => organization.addOrganizationField({ CreateFieldRequest: body }),
      change: (id: number, body: one.UpdateFieldRequest) => organization.updateOrganizationField({ id, UpdateFieldRequest: body }),
      remove: (id: number) => organization.deleteOrganizationField({ id }),
      removeAll: (ids: string) => organization.deleteOrganizationFields({ ids }),
    },
    deal: {
      list: () => deal.getDealFields({ limit: 500 }),
      get: (id: number) => deal.getDealField({ id }),
      add: (body: one.CreateFieldRequest) => deal.addDealField({ CreateFieldRequest: body }),
      change: (id: number, body: one.UpdateFieldRequest) => deal.updateDealField({ id, UpdateFieldRequest: body }),
      remove: (id: number) => deal.deleteDealField({ id }),
      removeAll: (ids: string) => deal.deleteDealFields({ ids }),
    },
  };
};

export const fields = (company: () => Company) =>
  describe.each(['person', 'organization', 'deal'] as const)('%s fields', (entity) => {
    test('v2: made with options, renamed; options added, renamed and taken away; deleted', async () => {
      const api = newFields(company().v2)[entity];
      const made = await dataOf(api.add({ field_name: 'Source', field_type: 'enum', options: [{ label: 'Web' }] }));
      const code = present(made.field_code);
      expect(code).toMatch(/^[0-9a-f]{40}$/);
      expect(at(await dataOf(api.addOptions(code, [{ label: 'Friend' }, { label: 'Fair' }])), '1.label')).toBe('Fair');
      const options = present((await dataOf(api.get(code))).options);
      expect(options.map((option) => at(option, 'label'))).toEqual(['Web', 'Friend', 'Fair']);
      const [web, friend] = options.map((option) => Number(at(option, 'id')));
      await api.renameOptions(code, [{ id: present(web), label: 'Website' }]);
      expect(await dataOf(api.removeOptions(code, [{ id: present(friend) }]))).toMatchObject([{ id: friend, label: 'Friend' }]);
      expect((await dataOf(api.get(code))).options?.map((option) => at(option, 'label'))).toEqual(['Website', 'Fair']);
      expect(at(await refusal(api.removeOptions(code, [{ id: present(friend) }])), 'code')).toBe('ERR_BAD_REQUEST');
      expect((await dataOf(api.rename(code, 'Came by'))).field_name).toBe('Came by');
      expect((await dataOf(api.list())).find((field) => field.field_code === code)).toMatchObject({
        field_name: 'Came by',
        field_type: 'enum',
      });
      expect((await dataOf(api.remove(code))).field_code).toBe(code);
      expect((await dataOf(api.list())).find((field) => field.field_code === code)).toBe(undefined);
    });

    test('v1: the same fields under number and key; one and several deleted', async () => {
      const api = oldFields(company().v1)[entity];
      const made: number[] = [];
      for (const name of ['One', 'Two', 'Three']) made.push(present((await dataOf(api.add({ name, field_type: 'varchar' }))).id));
      const [first = 0, second = 0, third = 0] = made;
      const field = await dataOf(api.get(first));
      expect(field).toMatchObject({ id: first, name: 'One', field_type: 'varchar', edit_flag: true });
      expect((await dataOf(newFields(company().v2)[entity].get(present(field.key)))).field_name).toBe('One');
      expect((await dataOf(api.change(first, { name: 'Uno' }))).name).toBe('Uno');
      expect(at(await api.remove(first), 'data.id')).toBe(first);
      expect(at(await api.removeAll(`${second},${third}`), 'data.id')).toEqual([second, third]);
      const left = (await dataOf(api.list())).map((each) => each.id);
      for (const id of made) expect(left).not.toContain(id);
    });

    test('v1: labels with a colour are made by sending the whole list', async () => {
      const api = oldFields(company().v1)[entity];
      const label = present((await dataOf(api.list())).find((field) => field.key === 'label'));
      const before = label.options ?? [];
      const after = await dataOf(api.change(present(label.id), { options: [...before, { label: 'VIP', color: 'purple' }] }));
      const names = present(after.options).map((option) => at(option, 'label'));
      expect(names).toEqual(entity === 'deal' ? ['VIP'] : ['Customer', 'Hot lead', 'Warm lead', 'Cold lead', 'VIP']);
      if (entity !== 'person') return;
      const vip = Number(at(present(after.options).at(-1), 'id'));
      const person = await dataOf(
        new two.PersonsApi(company().v2).addPerson({ AddPersonRequest: { name: 'Very Important', label_ids: [vip] } }),
      );
      expect(person.label_ids).toEqual([vip]);
    });
  });
