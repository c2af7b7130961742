import * as one from 'pipedrive/v1';
import * as two from 'pipedrive/v2';
import { describe, expect, test } from 'vitest';
import { at, type Company, dataOf, idOf, present } from './company.ts';

export const account = (company: () => Company) =>
  describe('the account', () => {
    test('who I am, who is there, who is found; somebody is deactivated and comes back', async () => {
      const api = new one.UsersApi(company().v1);
      const me = await dataOf(api.getCurrentUser());
      expect(me).toMatchObject({ email: 'alex.rivera@example.com', company_domain: company().sandbox.company.domain });
      const users = await dataOf(api.getUsers());
      expect(users.map((user) => user.email).toSorted()).toEqual([
        ...['alex.rivera@example.com', 'dana.reyes@example.com', 'priya.nair@example.com'],
        ...['robin.vale@example.com', 'sam.okafor@example.com', 'unassigned@example.com'],
      ]);
      expect(await dataOf(api.findUsersByName({ term: 'sam.okafor', search_by_email: 1 }))).toMatchObject([{ name: 'Sam Okafor' }]);
      expect((await api.findUsersByName({ term: 'nobody at all' })).data).toBe(null);
      const priya = present(users.find((user) => user.email === 'priya.nair@example.com')?.id);
      const active = async () => (await dataOf(api.getUser({ id: priya }))).active_flag;
      await api.updateUser({ id: priya, UpdateUserRequest: { active_flag: false } });
      expect(await active()).toBe(false);
      await api.updateUser({ id: priya, UpdateUserRequest: { active_flag: true } });
      expect(await active()).toBe(true);
    });

    test('settings, currencies, webhooks', async () => {
      expect(at(await new one.UserSettingsApi(company().v1).getUserSettings(), 'data.list_limit')).toBe(100);
      const currencies = new one.CurrenciesApi(company().v1);
      expect(await dataOf(currencies.getCurrencies({ term: 'usd' }))).toMatchObject([
        { code: 'USD', active_flag: true, decimal_points: 2 },
      ]);
      const api = new one.WebhooksApi(company().v1);
      expect(await dataOf(api.getWebhooks())).toMatchObject([
        { event_object: 'person', event_action: 'create', name: 'Newsletter sign-up' },
      ]);
      const made = await dataOf(
        api.addWebhook({
          AddWebhookRequest: {
            subscription_url: 'https://hooks.example.com/d',
            event_action: 'change',
            event_object: 'deal',
            name: 'Deals',
          },
        }),
      );
      expect(company().status()).toBe(201);
      expect(made).toMatchObject({ event_action: 'change', event_object: 'deal', version: '2.0' });
      expect(await dataOf(api.getWebhooks())).toHaveLength(2);
      await api.deleteWebhook({ id: present(made.id) });
      expect(await dataOf(api.getWebhooks())).toHaveLength(1);
    });

    test('search: by mail, by name, by title, by one field exactly; over all kinds', async () => {
      const persons = await new two.PersonsApi(company().v2).searchPersons({ term: 'maya.chen', fields: 'email' });
      expect(at(persons, 'data.items.0.item.emails')).toEqual(['maya.chen@example.com']);
      const organizations = await new two.OrganizationsApi(company().v2).searchOrganization({ term: 'brightwater', fields: 'name' });
      expect(at(organizations, 'data.items.0.item.name')).toBe('Brightwater Studio');
      await idOf(new two.DealsApi(company().v2).addDeal({ AddDealRequest: { title: 'Unmistakable retreat' } }));
      const deals = await new two.DealsApi(company().v2).searchDeals({ term: 'unmistakable', fields: 'title', status: 'open' });
      expect(at(deals, 'data.items.0.item.title')).toBe('Unmistakable retreat');
      const search = new two.ItemSearchApi(company().v2);
      const items = await search.searchItem({ term: 'brightwater', item_types: 'organization' });
      expect(at(items, 'data.items.0.item.name')).toBe('Brightwater Studio');
      const exact = await search.searchItemByField({ term: 'Maya Chen', entity_type: 'person', field: 'name' });
      expect(at(exact, 'data.0.item.name')).toBe('Maya Chen');
      expect((await search.searchItemByField({ term: 'maya chen', entity_type: 'person', field: 'name' })).data).toEqual([]);
    });
  });
