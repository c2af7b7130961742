import { expect, test } from 'vitest';
import { testKey, testNames } from '../testing/names.ts';
import { decode } from './decode.ts';
import { stableImage } from './stable-image.ts';

const names = testNames({ 'company:O1': 11, 'client:C1': 21, 'package:P1': 31 });

test('what a record does not hold is absent, in every way Pipedrive says so', () => {
  const wire = {
    id: 5,
    name: 'Ada',
    owner_id: null,
    org_id: null,
    emails: [],
    phones: [{ value: '', label: 'work', primary: true }],
    label_ids: [],
    birthday: '0000-00-00',
    job_title: '',
    postal_address: { value: null, country: null },
    update_time: '2026-03-08T10:00:00Z',
    custom_fields: {
      [testKey('story')]: null,
      [testKey('home')]: { value: null },
      [testKey('fee')]: { value: null, currency: null },
      [testKey('call-at')]: { value: null, timezone_id: null },
      [testKey('tags')]: null,
      [testKey('nobody bound this')]: 'x',
    },
  };
  expect(decode('person', wire, names)).toEqual({
    entity: 'person',
    id: 5,
    fields: { name: { t: 'text', v: 'Ada' } },
    updatedAt: '2026-03-08T10:00:00Z',
  });
});

test('a deal: money, stage, refs, times; an open one without its dates', () => {
  const wire = {
    id: 6,
    title: 'T',
    value: 0,
    currency: 'EUR',
    person_id: 21,
    org_id: 99,
    stage_id: 82,
    status: 'open',
    won_time: null,
    expected_close_date: '2026-01-31',
    owner_id: 77,
    probability: 0,
  };
  expect(decode('deal', wire, names).fields).toEqual({
    title: { t: 'text', v: 'T' },
    value: { t: 'money', v: 0, currency: 'EUR' },
    currency: { t: 'text', v: 'EUR' },
    person: { t: 'ref', v: 'client:C1' },
    org: { t: 'text', v: 'organization 99' },
    stage: { t: 'stage', v: 'Sales / Done' },
    status: { t: 'text', v: 'open' },
    expected_close_date: { t: 'date', v: '2026-01-31' },
    owner: { t: 'text', v: 'user 77' },
    probability: { t: 'number', v: 0 },
  });
});

test('an activity: both forms of time, people, a type nobody knows', () => {
  const wire = {
    id: 7,
    subject: 'S',
    type: 'juggling',
    due_date: '2026-03-08',
    due_time: '06:30:00',
    duration: '01:30',
    done: false,
    participants: [
      { person_id: 21, primary: true },
      { person_id: 98, primary: false },
    ],
    location: { value: 'Room 1' },
    note: '<p>x</p>',
  };
  expect(decode('activity', wire, names).fields).toEqual({
    subject: { t: 'text', v: 'S' },
    type: { t: 'type', v: 'juggling' },
    due_date: { t: 'date', v: '2026-03-08' },
    due_time: { t: 'time', v: '06:30' },
    duration: { t: 'duration', v: '01:30' },
    done: { t: 'bool', v: false },
    participants: {
      t: 'participants',
      v: [
        { person: 'client:C1', primary: true },
        { person: 'person 98', primary: false },
      ],
    },
    location: { t: 'address', v: 'Room 1' },
    note: { t: 'html', v: '<p>x</p>' },
  });
});

test('v1 records: times without zone, nested ids, files by name and size', () => {
  expect(decode('note', { id: 8, content: '<p>x</p>', add_time: '2021-03-04 05:06:07', user_id: 2, deal_id: 31 }, names).fields).toEqual({
    content: { t: 'html', v: '<p>x</p>' },
    add_time: { t: 'instant', v: '2021-03-04T05:06:07Z' },
    author: { t: 'user', v: 'dana@example.com' },
    deal: { t: 'ref', v: 'package:P1' },
  });
  const link = { id: 9, type: 'related', rel_owner_org_id: { value: 11, name: 'Acme' }, rel_linked_org_id: 12, active_flag: 'true' };
  expect(decode('relationship', link, names).fields).toEqual({
    parent: { t: 'ref', v: 'company:O1' },
    linked: { t: 'text', v: 'organization 12' },
    kind: { t: 'text', v: 'related' },
  });
  expect(decode('file', { id: 10, name: 'b.pdf', file_size: 12, person_id: 21 }, names).fields).toEqual({
    file: { t: 'text', v: 'b.pdf (12 bytes)' },
    person: { t: 'ref', v: 'client:C1' },
  });
});

test('an option or a form nobody knows is shown, not lost', () => {
  const wire = { id: 5, custom_fields: { [testKey('stage')]: 99, [testKey('tags')]: [61, 98], [testKey('score')]: 'many' } };
  expect(decode('person', wire, names).fields).toEqual({
    'custom.stage': { t: 'option', v: 'option 99' },
    'custom.tags': { t: 'options', v: ['x', 'option 98'] },
    'custom.score': { t: 'text', v: '"many"' },
  });
});

test('an image keeps what a person can edit, and nothing that changes by itself', () => {
  const before = {
    id: 5,
    name: 'Ada',
    update_time: '2026-03-08T10:00:00Z',
    stage_change_time: '2026-03-08T10:00:00Z',
    next_activity_id: 4,
    last_activity_date: '2026-03-01',
    open_deals_count: 1,
    person: { name: 'Ada' },
    label_ids: [],
    custom_fields: { a: 'x', b: null },
  };
  const after = { ...before, update_time: 'later', next_activity_id: 9, open_deals_count: 2, custom_fields: { a: 'x', b: null, c: null } };
  expect(stableImage('person', before)).toEqual({ id: 5, name: 'Ada', custom_fields: { a: 'x' } });
  expect(stableImage('person', after)).toEqual(stableImage('person', before));
  for (const edit of [{ name: 'Ada B' }, { label_ids: [3] }, { custom_fields: { a: 'y' } }, { is_deleted: true }]) {
    expect(stableImage('person', { ...before, ...edit })).not.toEqual(stableImage('person', before));
  }
});

test("a relationship's image is made of ids, not of names", () => {
  const one = { id: 9, type: 'related', rel_owner_org_id: { value: 11, name: 'Acme', people_count: 3 }, rel_linked_org_id: { value: 12 } };
  const two = { ...one, rel_owner_org_id: 11, rel_linked_org_id: { value: 12, name: 'Beta' } };
  expect(stableImage('relationship', one)).toEqual(stableImage('relationship', two));
});
