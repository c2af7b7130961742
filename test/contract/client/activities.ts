import * as one from 'pipedrive/v1';
import * as two from 'pipedrive/v2';
import { describe, expect, test } from 'vitest';
import { type Company, dataOf, idOf, present } from './company.ts';

export const activities = (company: () => Company) =>
  describe('activities and their types', () => {
    test('participants, times with seconds, done sets its time, nothing else can', async () => {
      const api = new two.ActivitiesApi(company().v2);
      const [person = 0, other = 0] = (await dataOf(new two.PersonsApi(company().v2).getPersons({ limit: 2 }))).map((row) =>
        present(row.id),
      );
      const made = await dataOf(
        api.addActivity({
          AddActivityRequest: {
            subject: 'Session',
            type: 'meeting',
            due_date: '2024-03-10',
            due_time: '14:30',
            duration: '00:50',
            done: true,
            note: '<p>Hi <script>alert(1)</script><b>there</b></p>',
            participants: [{ person_id: person }, { person_id: other, primary: true }],
          },
        }),
      );
      expect(made).toMatchObject({
        due_time: '14:30:00',
        duration: '00:50:00',
        person_id: other,
        note: '<p>Hi <b>there</b></p>',
        participants: [
          { person_id: person, primary: false },
          { person_id: other, primary: true },
        ],
      });
      expect(made.marked_as_done_time).toMatch(/Z$/);
      const id = present(made.id);
      const undone = await dataOf(api.updateActivity({ id, AddActivityRequest: { done: false, participants: [{ person_id: person }] } }));
      expect(undone).toMatchObject({ marked_as_done_time: null, participants: [{ person_id: person, primary: true }] });
      expect((await dataOf(api.getActivities({ person_id: person }))).map((row) => row.id)).toContain(id);
      expect(await dataOf(api.getActivity({ id, include_fields: 'attendees' }))).toMatchObject({ id, attendees: [] });
      expect(await dataOf(api.deleteActivity({ id }))).toEqual({ id });
      expect((await dataOf(api.getActivities({ person_id: person }))).map((row) => row.id)).not.toContain(id);
    });

    test('activity types: the key comes from the name and stays', async () => {
      const api = new one.ActivityTypesApi(company().v1);
      const id = await idOf(api.addActivityType({ AddActivityTypeRequest: { name: 'Video call', icon_key: 'camera' } }));
      const find = async () => (await dataOf(api.getActivityTypes())).find((type) => type.id === id);
      expect(await find()).toMatchObject({ key_string: 'video_call', is_custom_flag: true, active_flag: true });
      const renamed = await dataOf(api.updateActivityType({ id, UpdateActivityTypeRequest: { name: 'Screen call' } }));
      expect(renamed).toMatchObject({ name: 'Screen call', key_string: 'video_call' });
      expect((await dataOf(api.deleteActivityType({ id }))).active_flag).toBe(false);
      expect(await find()).toBe(undefined);
    });

    test('activity fields can be read and not written', async () => {
      const api = new two.ActivityFieldsApi(company().v2);
      const fields = await dataOf(api.getActivityFields({ limit: 500 }));
      expect(fields.map((field) => field.field_code)).toEqual(expect.arrayContaining(['subject', 'type', 'due_date', 'priority']));
      expect(await dataOf(api.getActivityField({ field_code: 'subject' }))).toMatchObject({
        field_code: 'subject',
        is_custom_field: false,
      });
      const old = await dataOf(new one.ActivityFieldsApi(company().v1).getActivityFields());
      expect(old.map((field) => field.key)).toEqual(expect.arrayContaining(['subject', 'type']));
    });
  });
