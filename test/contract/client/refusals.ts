import { fault } from '@cutover/sandbox';
import * as one from 'pipedrive/v1';
import * as two from 'pipedrive/v2';
import { afterEach, describe, expect, test } from 'vitest';
import { at, type Company, dataOf, idOf, openCompany, present, refusal } from './company.ts';

const NOON = Date.parse('2026-03-02T12:00:00Z');

/** Bodies by hand from the fact sheet, §1.4. */
const v1Refusal = (error: string) => ({
  success: false,
  error,
  error_info: 'Please check developers.pipedrive.com for more information about Pipedrive API.',
  data: null,
  additional_data: null,
});

export const refusals = (company: () => Company) =>
  describe('what the client is refused', () => {
    const persons = () => new two.PersonsApi(company().v2);

    test('a wrong token: 401 with its header, in both versions', async () => {
      const body = { success: false, error: 'unauthorized access', errorCode: 401, error_info: 'Please check developers.pipedrive.com' };
      const wrong = { apiKey: '0'.repeat(40) };
      const v2 = new two.Configuration({ ...wrong, basePath: present(company().v2.basePath) });
      const v1 = new one.Configuration({ ...wrong, basePath: present(company().v1.basePath) });
      expect(await refusal(new two.PersonsApi(v2).getPersons())).toEqual(body);
      expect(company().status()).toBe(401);
      expect(await refusal(new one.UsersApi(v1).getCurrentUser())).toEqual(body);
    });

    test('400: an unknown custom field, a person id on an activity, a label for an option id', async () => {
      expect(await refusal(persons().addPerson({ AddPersonRequest: { name: 'A', custom_fields: { nonsense: 1 } } }))).toEqual({
        success: false,
        error: "Validation failed: custom_fields: Unknown key 'nonsense'",
        code: 'ERR_SCHEMA_VALIDATION_FAILED',
      });
      expect(company().status()).toBe(400);
      const activity = new two.ActivitiesApi(company().v2).addActivity({
        AddActivityRequest: { subject: 'A', type: 'call', person_id: 1 },
      });
      expect(await refusal(activity)).toMatchObject({ success: false, code: 'ERR_BAD_REQUEST' });
      const note = await refusal(new one.NotesApi(company().v1).addNote({ AddNoteRequest: { content: '', person_id: 1 } }));
      expect([company().status(), note]).toEqual([400, v1Refusal('Content must be given.')]);
    });

    test('404 in the words of each version; 400 where an id is none', async () => {
      expect(await refusal(persons().getPerson({ id: 999_999 }))).toEqual({
        success: false,
        error: 'Person not found',
        code: 'ERR_NOT_FOUND',
      });
      expect(company().status()).toBe(404);
      expect(at(await refusal(new one.NotesApi(company().v1).getNote({ id: 999_999 })), 'success')).toBe(false);
      expect(company().status()).toBe(404);
    });

    test('a cursor that is none, a page that is too large', async () => {
      expect(await refusal(persons().getPersons({ cursor: 'nonsense' }))).toMatchObject({ code: 'ERR_SCHEMA_VALIDATION_FAILED' });
      expect(await refusal(persons().getPersons({ limit: 501 }))).toMatchObject({
        error: 'Validation failed: limit: This value should be less than or equal to 500.',
      });
    });

    test('403 for who is no admin: fields, pipelines, stages, activity types, webhooks, users, the author of a note', async () => {
      const dana = await company().as('dana.reyes@example.com');
      const users = await dataOf(new one.UsersApi(company().v1).getUsers());
      const sam = present(users.find((user) => user.email === 'sam.okafor@example.com')?.id);
      const person = await idOf(new two.PersonsApi(dana.v2).addPerson({ AddPersonRequest: { name: 'Dana’s' } }));
      const asked: (() => Promise<unknown>)[] = [
        () => new two.PersonFieldsApi(dana.v2).addPersonField({ AddPersonFieldRequest: { field_name: 'X', field_type: 'varchar' } }),
        () => new two.PipelinesApi(dana.v2).addPipeline({ AddPipelineRequest: { name: 'X' } }),
        () => new two.StagesApi(dana.v2).addStage({ AddStageRequest: { name: 'X', pipeline_id: 1 } }),
        () => new one.ActivityTypesApi(dana.v1).addActivityType({ AddActivityTypeRequest: { name: 'X', icon_key: 'call' } }),
        () => new one.WebhooksApi(dana.v1).getWebhooks(),
        () => new one.UsersApi(dana.v1).updateUser({ id: sam, UpdateUserRequest: { active_flag: false } }),
        () => new one.NotesApi(dana.v1).addNote({ AddNoteRequest: { content: 'x', person_id: person, user_id: sam } }),
      ];
      for (const ask of asked) {
        const said = await refusal(ask());
        expect([company().status(), at(said, 'success'), at(said, 'error')]).toEqual([
          403,
          false,
          'You do not have permissions to do this.',
        ]);
      }
      expect(at(await new one.NotesApi(dana.v1).addNote({ AddNoteRequest: { content: 'x', person_id: person } }), 'success')).toBe(true);
    });
  });

/** These need companies of their own: small plans, spent budgets. */
export const limits = (keep: (company: Company) => void) =>
  describe('what the client meets at its limits', () => {
    let company: Company | null = null;
    const open = async (...options: Parameters<typeof openCompany>): Promise<Company> => {
      company = await openCompany(...options);
      return company;
    };
    afterEach(async () => {
      if (company === null) return;
      keep(company);
      await company.close();
      company = null;
    });

    test('the cap on custom fields of the smallest plan: thirty, then 403', async () => {
      const { v2, status } = await open({ plan: 'lite', seats: 1, seed: 'caps' });
      const api = new two.DealFieldsApi(v2);
      const add = (n: number) => api.addDealField({ AddDealFieldRequest: { field_name: `Field ${n}`, field_type: 'varchar' } });
      const had = (await pagesOfFields(v2)).filter((field) => field.is_custom_field).length;
      for (let n = had; n < 30; n += 1) await add(n);
      const said = await refusal(add(31));
      expect([status(), at(said, 'success')]).toEqual([403, false]);
      expect(String(at(said, 'code'))).toContain('feature_capping');
    });

    test('the day is spent: 429 with the seconds until it begins anew, for everybody', async () => {
      const { v2, as, control, last } = await open({ plan: 'lite', seats: 1, seed: 'spent', now: () => NOON });
      await control('faults', [fault({ path: '/api/v2/pipelines' }, { budget: 'spent' })]);
      const body = { success: false, error: 'daily request budget exceeded', errorCode: 429 };
      expect(await refusal(new two.PipelinesApi(v2).getPipelines())).toEqual(body);
      expect(last().status).toBe(429);
      await control('faults', []);
      const dana = await as('dana.reyes@example.com');
      expect(await refusal(new one.UsersApi(dana.v1).getCurrentUser())).toEqual(body);
    });

    test('twenty requests in two seconds on the smallest plan, then 429; who goes on regardless gets a page', async () => {
      const { v1, last } = await open({ plan: 'lite', seats: 1, speed: 1, seed: 'burst', now: () => NOON });
      const me = () => new one.UsersApi(v1).getCurrentUser();
      for (let n = 0; n < 20; n += 1) await me();
      expect(await refusal(me())).toEqual({ success: false, error: 'request over limit', errorCode: 429 });
      for (let n = 0; n < 30 && last().status !== 403; n += 1) await refusal(me());
      expect([last().status, last().answerType]).toEqual([403, 'text/html; charset=UTF-8']);
    });
  });

async function pagesOfFields(v2: two.Configuration): Promise<readonly { is_custom_field?: boolean }[]> {
  const lists = [
    await dataOf(new two.PersonFieldsApi(v2).getPersonFields({ limit: 500 })),
    await dataOf(new two.OrganizationFieldsApi(v2).getOrganizationFields({ limit: 500 })),
    await dataOf(new two.DealFieldsApi(v2).getDealFields({ limit: 500 })),
  ];
  return lists.flat();
}
