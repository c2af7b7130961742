import * as one from 'pipedrive/v1';
import * as two from 'pipedrive/v2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Kit } from '../testing/kit.ts';
import { openKit, walk } from '../testing/kit.ts';

/** The official client is a witness that knows nothing of the sandbox: it sends what Pipedrive takes and reads what Pipedrive answers. */
let kit: Kit;
let v1: one.Configuration;
let v2: two.Configuration;
const refusal = async (asked: Promise<unknown>): Promise<string> => {
  const error = await asked.then(
    () => ({ error: 'it was not refused' }),
    (reason: unknown) => reason,
  );
  return String(walk(error, 'error'));
};
const present = <T>(value: T | null | undefined): T => {
  if (value === null || value === undefined) throw new Error('nothing came back');
  return value;
};

beforeAll(async () => {
  kit = await openKit({ switches: { 'search-lag-seconds': '0' } });
  const apiKey = kit.sandbox.token;
  v1 = new one.Configuration({ apiKey, basePath: `${kit.sandbox.url}/api/v1` });
  v2 = new two.Configuration({ apiKey, basePath: `${kit.sandbox.url}/api/v2` });
});
afterAll(() => kit.sandbox.close());

describe('persons', () => {
  test('created with what a client has, read, changed, deleted, still readable by id as deleted', async () => {
    const api = new two.PersonsApi(v2);
    const made = present(
      (
        await api.addPerson({
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
        })
      ).data,
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
    const changed = present((await api.updatePerson({ id, UpdatePersonRequest: { emails: [{ value: 'new@example.com' }] } })).data);
    expect(changed.emails).toEqual([{ value: 'new@example.com', primary: true, label: 'work' }]);
    expect(changed.phones).toHaveLength(2);
    expect((await api.deletePerson({ id })).data).toEqual({ id });
    expect(present((await api.getPerson({ id })).data).is_deleted).toBe(true);
    const listed = present((await api.getPersons({ ids: String(id) })).data);
    expect(listed).toEqual([]);
    expect(await refusal(api.updatePerson({ id, UpdatePersonRequest: { name: 'x' } }))).toBe('Person not found');
  });

  test('three pages by cursor hold every person once, in both directions', async () => {
    const api = new two.PersonsApi(v2);
    for (const sort_direction of ['asc', 'desc'] as const) {
      const ids: number[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = await api.getPersons({ limit: 5, sort_direction, ...(cursor === undefined ? {} : { cursor }) });
        ids.push(...present(page.data).map((row) => present(row.id)));
        cursor = page.additional_data?.next_cursor ?? undefined;
        pages++;
      } while (cursor !== undefined);
      expect(pages).toBe(3);
      expect(ids).toHaveLength(12);
      expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => (sort_direction === 'asc' ? a - b : b - a)));
    }
  });

  test('an unknown key is refused through the client too', async () => {
    const api = new two.PersonsApi(v2);
    const asked = api.addPerson({ AddPersonRequest: { name: 'A', custom_fields: { nonsense: 1 } } });
    expect(await refusal(asked)).toBe("Validation failed: custom_fields: Unknown key 'nonsense'");
  });
});

test('organizations: an address replaces the whole address, what is left out becomes null', async () => {
  const api = new two.OrganizationsApi(v2);
  const made = present(
    (await api.addOrganization({ AddOrganizationRequest: { name: 'Oak', address: { value: '1 Oak Street, Salem', locality: 'Salem' } } }))
      .data,
  );
  expect(made.address).toMatchObject({ value: '1 Oak Street, Salem', locality: 'Salem', country: null });
  const changed = present(
    (
      await api.updateOrganization({
        id: present(made.id),
        UpdateOrganizationRequest: { address: { value: '2 Oak Street', country: 'US' } },
      })
    ).data,
  );
  expect(changed.address).toMatchObject({ value: '2 Oak Street', country: 'US', locality: null });
});

describe('deals', () => {
  test('a deal follows its stage; a pipeline alone means its first stage', async () => {
    const [pipelines, stages, deals] = [new two.PipelinesApi(v2), new two.StagesApi(v2), new two.DealsApi(v2)];
    const pipeline = present(present((await pipelines.addPipeline({ AddPipelineRequest: { name: 'Coaching' } })).data).id);
    expect(present((await stages.getStages({ pipeline_id: pipeline })).data)).toEqual([]);
    const made: number[] = [];
    for (const name of ['Active', 'Paused']) {
      const stage = present((await stages.addStage({ AddStageRequest: { name, pipeline_id: pipeline } })).data);
      made.push(present(stage.id));
      expect(stage.order_nr).toBe(made.length);
    }
    const [first = 0, second = 0] = made;
    const byPipeline = present((await deals.addDeal({ AddDealRequest: { title: 'A', pipeline_id: pipeline } })).data);
    expect([byPipeline.pipeline_id, byPipeline.stage_id]).toEqual([pipeline, first]);
    const plain = present((await deals.addDeal({ AddDealRequest: { title: 'B' } })).data);
    expect(plain.pipeline_id).not.toBe(pipeline);
    expect(plain.stage_change_time).toBe(null);
    const moved = present((await deals.updateDeal({ id: present(plain.id), UpdateDealRequest: { stage_id: second } })).data);
    expect([moved.pipeline_id, moved.stage_id]).toEqual([pipeline, second]);
    expect(moved.stage_change_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(await refusal(stages.deleteStage({ id: second }))).toBe('The stage still holds deals');
    expect(await refusal(pipelines.deletePipeline({ id: pipeline }))).toBe('The pipeline still holds deals');
    for (const id of [byPipeline.id, plain.id]) await deals.deleteDeal({ id: present(id) });
    await stages.deleteStage({ id: second });
    expect((await pipelines.deletePipeline({ id: pipeline })).data).toEqual({ id: pipeline });
  });

  test('won and lost times come with their status and go with it', async () => {
    const api = new two.DealsApi(v2);
    const won = present(
      (await api.addDeal({ AddDealRequest: { title: 'Won', status: 'won', won_time: '2024-05-06T07:08:09Z', value: 12.5 } })).data,
    );
    expect(won).toMatchObject({
      status: 'won',
      won_time: '2024-05-06T07:08:09Z',
      close_time: '2024-05-06T07:08:09Z',
      lost_time: null,
      currency: 'USD',
    });
    const open = present((await api.updateDeal({ id: present(won.id), UpdateDealRequest: { status: 'open' } })).data);
    expect(open).toMatchObject({ status: 'open', won_time: null, close_time: null });
    const lost = present(
      (await api.updateDeal({ id: present(won.id), UpdateDealRequest: { status: 'lost', lost_reason: 'Budget' } })).data,
    );
    expect(lost).toMatchObject({ status: 'lost', lost_reason: 'Budget', won_time: null });
    expect(lost.lost_time).not.toBe(null);
  });

  test('archived deals leave the list, refuse edits, and come back', async () => {
    const api = new two.DealsApi(v2);
    const id = present(present((await api.addDeal({ AddDealRequest: { title: 'Old' } })).data).id);
    await api.updateDeal({ id, UpdateDealRequest: { is_archived: true, archive_time: '2024-01-02 03:04:05' } });
    expect(present((await api.getDeals({ ids: String(id) })).data)).toEqual([]);
    const archived = present((await api.getArchivedDeals({ ids: String(id) })).data);
    expect(walk(archived, '0.archive_time')).toBe('2024-01-02T03:04:05Z');
    expect(await refusal(api.updateDeal({ id, UpdateDealRequest: { title: 'x' } }))).toBe('You do not have permissions to do this.');
    await api.updateDeal({ id, UpdateDealRequest: { is_archived: false } });
    expect(present((await api.getDeals({ ids: String(id) })).data)).toHaveLength(1);
  });

  test('deleted deals are listed only when asked for', async () => {
    const api = new two.DealsApi(v2);
    const id = present(present((await api.addDeal({ AddDealRequest: { title: 'Gone' } })).data).id);
    await api.deleteDeal({ id });
    expect(present((await api.getDeals({ ids: String(id) })).data)).toEqual([]);
    expect(present((await api.getDeals({ ids: String(id), status: 'deleted' })).data)).toHaveLength(1);
  });
});

test('activities: participants, times with seconds, done sets its time, nothing else can', async () => {
  const api = new two.ActivitiesApi(v2);
  const [person = 0, other = 0] = present((await new two.PersonsApi(v2).getPersons({ limit: 2 })).data).map((row) => present(row.id));
  const made = present(
    (
      await api.addActivity({
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
      })
    ).data,
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
  const undone = present(
    (await api.updateActivity({ id, AddActivityRequest: { done: false, participants: [{ person_id: person }] } })).data,
  );
  expect(undone).toMatchObject({ marked_as_done_time: null, participants: [{ person_id: person, primary: true }] });
  const byPerson = present((await api.getActivities({ person_id: person })).data);
  expect(byPerson.map((row) => row.id)).toContain(id);
  expect((await api.deleteActivity({ id })).data).toEqual({ id });
});

test('fields, options, labels with colour through v1', async () => {
  const fields = new two.PersonFieldsApi(v2);
  const made = present(
    (await fields.addPersonField({ AddPersonFieldRequest: { field_name: 'Source', field_type: 'enum', options: [{ label: 'Web' }] } }))
      .data,
  );
  const field_code = present(made.field_code);
  const added = await fields.addPersonFieldOptions({ field_code, AddDealFieldOptionsRequestInner: [{ label: 'Friend' }] });
  expect(walk(added, 'data.0.label')).toBe('Friend');
  const old = new one.PersonFieldsApi(v1);
  const listed = present((await old.getPersonFields({ limit: 500 })).data);
  expect(listed.find((field) => field.key === field_code)?.name).toBe('Source');
  const label = present(listed.find((field) => field.key === 'label'));
  const options = [...present(label.options), { label: 'VIP', color: 'purple' }];
  const after = present((await old.updatePersonField({ id: present(label.id), UpdateFieldRequest: { options } })).data);
  expect(present(after.options).map((option) => walk(option, 'label'))).toEqual(['Customer', 'Hot lead', 'Warm lead', 'Cold lead', 'VIP']);
  const vip = walk(present(after.options), '4.id');
  const person = await new two.PersonsApi(v2).addPerson({ AddPersonRequest: { name: 'Very Important', label_ids: [Number(vip)] } });
  expect(person.data?.label_ids).toEqual([vip]);
  expect(present((await fields.deletePersonField({ field_code })).data).field_code).toBe(field_code);
});

test('activity types: the key comes from the name and stays', async () => {
  const api = new one.ActivityTypesApi(v1);
  const made = present((await api.addActivityType({ AddActivityTypeRequest: { name: 'Video call', icon_key: 'camera' } })).data);
  expect(made).toMatchObject({ key_string: 'video_call', is_custom_flag: true, active_flag: true });
  const id = present(made.id);
  const renamed = present((await api.updateActivityType({ id, UpdateActivityTypeRequest: { name: 'Screen call' } })).data);
  expect(renamed).toMatchObject({ name: 'Screen call', key_string: 'video_call' });
  expect(present((await api.deleteActivityType({ id })).data).active_flag).toBe(false);
});

test('notes: history and author kept, markup sanitised, deleted ones still readable', async () => {
  const api = new one.NotesApi(v1);
  const users = present((await new one.UsersApi(v1).getUsers()).data);
  const dana = present(users.find((user) => user.email === 'dana.reyes@example.com')?.id);
  const person = present((await new two.PersonsApi(v2).getPersons({ limit: 1 })).data)[0];
  const made = present(
    (
      await api.addNote({
        AddNoteRequest: {
          content: '<p onclick="x()">Hello <a href="javascript:x">you</a></p>',
          person_id: present(person?.id),
          add_time: '2020-01-02 03:04:05',
          user_id: dana,
        },
      })
    ).data,
  );
  expect(made).toMatchObject({
    content: '<p>Hello <a>you</a></p>',
    add_time: '2020-01-02 03:04:05',
    user_id: dana,
    active_flag: true,
    person: { name: 'Maya Chen' },
  });
  const id = present(made.id);
  expect((await api.deleteNote({ id })).data).toBe(true);
  expect(present((await api.getNote({ id })).data).active_flag).toBe(false);
  expect(await refusal(api.updateNote({ id, NoteRequest: { content: 'x' } }))).toBe('Note not found');
});

test('relationships, currencies, webhooks, users, settings', async () => {
  const relations = new one.OrganizationRelationshipsApi(v1);
  const [a = 0, b = 0] = present((await new two.OrganizationsApi(v2).getOrganizations({ limit: 2 })).data).map((row) => present(row.id));
  const made = await relations.addOrganizationRelationship({
    AddOrganizationRelationshipRequest: { type: 'parent', rel_owner_org_id: a, rel_linked_org_id: b },
  });
  const seen = await relations.getOrganizationRelationships({ org_id: b });
  expect(present(seen.data).find((row) => row.id === made.data?.id)).toMatchObject({
    calculated_type: 'parent',
    calculated_related_org_id: a,
  });
  expect(walk(await relations.deleteOrganizationRelationship({ id: present(made.data?.id) }), 'data.id')).toBe(made.data?.id);
  expect(present((await new one.CurrenciesApi(v1).getCurrencies({ term: 'usd' })).data)).toMatchObject([
    { code: 'USD', active_flag: true },
  ]);
  expect(present((await new one.WebhooksApi(v1).getWebhooks()).data)).toMatchObject([{ event_object: 'person', event_action: 'create' }]);
  const found = await new one.UsersApi(v1).findUsersByName({ term: 'sam.okafor', search_by_email: 1 });
  expect(present(found.data)).toMatchObject([{ name: 'Sam Okafor' }]);
  expect(walk(await new one.UserSettingsApi(v1).getUserSettings(), 'data.list_limit')).toBe(100);
});

test('search finds by mail, by custom value and by one field exactly', async () => {
  const persons = await new two.PersonsApi(v2).searchPersons({ term: 'maya.chen', fields: 'email' });
  expect(walk(persons, 'data.items.0.item.emails')).toEqual(['maya.chen@example.com']);
  const items = await new two.ItemSearchApi(v2).searchItem({ term: 'brightwater', item_types: 'organization' });
  expect(walk(items, 'data.items.0.item.name')).toBe('Brightwater Studio');
  const search = new two.ItemSearchApi(v2);
  const exact = await search.searchItemByField({ term: 'Maya Chen', entity_type: 'person', field: 'name' });
  expect(walk(exact, 'data.0.item.name')).toBe('Maya Chen');
  const lower = await search.searchItemByField({ term: 'maya chen', entity_type: 'person', field: 'name' });
  expect(lower.data).toEqual([]);
});

test('merging: the survivor wins, takes the links over, and the other is gone', async () => {
  const persons = new two.PersonsApi(v2);
  const [from, into] = [
    present((await persons.addPerson({ AddPersonRequest: { name: 'Jo One', phones: [{ value: '555-0103' }] } })).data),
    present((await persons.addPerson({ AddPersonRequest: { name: 'Jo Two', emails: [{ value: 'jo@example.com' }] } })).data),
  ];
  const deal = present((await new two.DealsApi(v2).addDeal({ AddDealRequest: { title: 'Jo', person_id: present(from.id) } })).data);
  await new one.PersonsApi(v1).mergePersons({ id: present(from.id), MergePersonsRequest: { merge_with_id: present(into.id) } });
  const left = present((await persons.getPerson({ id: present(into.id) })).data);
  expect(left).toMatchObject({ name: 'Jo Two', phones: [{ value: '555-0103' }], emails: [{ value: 'jo@example.com' }] });
  expect(present((await new two.DealsApi(v2).getDeal({ id: present(deal.id) })).data).person_id).toBe(into.id);
  expect(await refusal(persons.getPerson({ id: present(from.id) }))).toBe('Person not found');
});

test('files: uploaded as a form, downloaded byte for byte, renamed, deleted', async () => {
  const deal = present(present((await new two.DealsApi(v2).getDeals({ limit: 1 })).data)[0]?.id);
  const bytes = new Uint8Array([0, 1, 2, 250, 13, 10]);
  const made = await kit.upload({ deal_id: String(deal), file: new Blob([bytes], { type: 'application/octet-stream' }) }, 'Zoë’s plan.bin');
  expect(made.status).toBe(200);
  expect(made.at('data')).toMatchObject({ deal_id: deal, name: 'Zoë’s plan.bin', file_size: 6, active_flag: true });
  const response = await fetch(made.string('data.url'), { headers: { 'x-api-token': kit.sandbox.token } });
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  const api = new one.FilesApi(v1);
  const listed = await new one.DealsApi(v1).getDealFiles({ id: deal });
  expect(present(listed.data).map((file) => file.id)).toContain(made.id());
  expect((await api.updateFile({ id: made.id(), name: 'plan.bin' })).data?.name).toBe('plan.bin');
  expect(walk(await api.deleteFile({ id: made.id() }), 'data.id')).toBe(made.id());
  expect(await refusal(api.getFile({ id: made.id() }))).toBe('File not found');
});
