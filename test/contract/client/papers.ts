import * as one from 'pipedrive/v1';
import * as two from 'pipedrive/v2';
import { describe, expect, test } from 'vitest';
import { at, type Company, dataOf, idOf, present, refusal } from './company.ts';

export const papers = (company: () => Company) =>
  describe('notes and files', () => {
    const aPerson = () => idOf(new two.PersonsApi(company().v2).addPerson({ AddPersonRequest: { name: 'Paper Holder' } }));

    test('notes: history and author kept, markup sanitised, changed; deleted ones still readable', async () => {
      const api = new one.NotesApi(company().v1);
      const users = await dataOf(new one.UsersApi(company().v1).getUsers());
      const dana = present(users.find((user) => user.email === 'dana.reyes@example.com')?.id);
      const person = await aPerson();
      const made = await dataOf(
        api.addNote({
          AddNoteRequest: {
            content: '<p onclick="x()">Hello <a href="javascript:x">you</a></p>',
            person_id: person,
            add_time: '2020-01-02 03:04:05',
            user_id: dana,
            pinned_to_person_flag: 1,
          },
        }),
      );
      expect(made).toMatchObject({
        content: '<p>Hello <a>you</a></p>',
        add_time: '2020-01-02 03:04:05',
        user_id: dana,
        active_flag: true,
        pinned_to_person_flag: true,
        person: { name: 'Paper Holder' },
      });
      const id = present(made.id);
      const changed = await dataOf(api.updateNote({ id, NoteRequest: { content: '<p>Bye</p>' } }));
      expect(changed).toMatchObject({ content: '<p>Bye</p>', add_time: '2020-01-02 03:04:05', user_id: dana });
      expect((await dataOf(api.getNotes({ person_id: person }))).map((note) => note.id)).toEqual([id]);
      expect((await api.deleteNote({ id })).data).toBe(true);
      expect((await dataOf(api.getNote({ id }))).active_flag).toBe(false);
      expect((await api.getNotes({ person_id: person })).data).toBe(null);
      expect(at(await refusal(api.updateNote({ id, NoteRequest: { content: 'x' } })), 'error')).toBe('Note not found');
    });

    test('note fields can be read', async () => {
      const fields = await dataOf(new one.NoteFieldsApi(company().v1).getNoteFields());
      expect(fields.map((field) => field.key)).toEqual(expect.arrayContaining(['content', 'add_time']));
    });

    test('files: uploaded as a form, listed where they hang, downloaded byte for byte, renamed, deleted', async () => {
      const api = new one.FilesApi(company().v1);
      const person_id = await aPerson();
      const org_id = await idOf(new two.OrganizationsApi(company().v2).addOrganization({ AddOrganizationRequest: { name: 'Paper Mill' } }));
      const deal_id = await idOf(new two.DealsApi(company().v2).addDeal({ AddDealRequest: { title: 'Paper' } }));
      const bytes = new Uint8Array([0, 1, 2, 250, 13, 10]);
      const file = new File([bytes], 'Zoë’s plan.bin', { type: 'application/octet-stream' });
      const made = await dataOf(api.addFile({ file, person_id, org_id, deal_id }));
      expect(made).toMatchObject({ person_id, org_id, deal_id, name: 'Zoë’s plan.bin', file_size: 6, active_flag: true });
      const id = present(made.id);
      const answer: unknown = await api.downloadFile({ id });
      expect(company().last().answer).toEqual(Buffer.from(bytes));
      expect(answer).toBeDefined();
      for (const listed of [
        await dataOf(new one.DealsApi(company().v1).getDealFiles({ id: deal_id })),
        await dataOf(new one.PersonsApi(company().v1).getPersonFiles({ id: person_id })),
        await dataOf(new one.OrganizationsApi(company().v1).getOrganizationFiles({ id: org_id })),
      ]) {
        expect(listed.map((each) => each.id)).toEqual([id]);
      }
      expect((await dataOf(api.getFiles({ limit: 100 }))).map((each) => each.id)).toContain(id);
      expect((await dataOf(api.updateFile({ id, name: 'plan.bin', description: 'the plan' }))).name).toBe('plan.bin');
      expect(await dataOf(api.getFile({ id }))).toMatchObject({ name: 'plan.bin', description: 'the plan', deal_id });
      expect(at(await api.deleteFile({ id }), 'data.id')).toBe(id);
      expect(at(await refusal(api.getFile({ id })), 'error')).toBe('File not found');
    });
  });
