import { CutoverError, type DesiredRecord, SourceId, TargetKey, Value } from '@cutover/domain';
import { expect, test } from 'vitest';
import { decode } from '../decode/decode.ts';
import { testNames } from '../testing/names.ts';
import { encode } from './encode.ts';

const names = testNames({ 'company:O1': 11, 'client:C1': 21, 'client:C2': 22, 'package:P1': 31 });

function desired(entity: DesiredRecord['entity'], fields: Record<string, unknown>): DesiredRecord {
  return {
    entity,
    key: TargetKey.parse('client:C9'),
    object: 'client',
    sourceId: SourceId.parse('C9'),
    rows: [],
    fields: Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, Value.parse(value)])),
    provenance: {},
    createOnly: [],
    dependsOn: [],
  };
}

const text = (v: string) => ({ t: 'text', v });

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    return thrown instanceof CutoverError ? `${thrown.code}: ${thrown.message}` : String(thrown);
  }
  return 'nothing thrown';
}

test('a person, with every kind of custom field', () => {
  const record = desired('person', {
    name: text('Ada Example'),
    emails: { t: 'contacts', v: [{ value: 'ada@example.com', label: 'work', primary: true }] },
    phones: { t: 'contacts', v: [{ value: '+15550101', label: 'mobile', primary: true }] },
    owner: { t: 'user', v: 'dana@example.com' },
    org: { t: 'ref', v: 'company:O1' },
    add_time: { t: 'instant', v: '2020-01-02T03:04:05.000Z' },
    labels: { t: 'options', v: ['Customer', 'Hot lead'] },
    visible_to: { t: 'number', v: 3 },
    birthday: { t: 'date', v: '1980-05-06' },
    'custom.source-system-id': text('C9'),
    'custom.story': text('long'),
    'custom.score': { t: 'number', v: 1.5 },
    'custom.fee': { t: 'money', v: 90, currency: 'EUR' },
    'custom.start': { t: 'date', v: '2020-02-03' },
    'custom.call-at': { t: 'time', v: '09:30' },
    'custom.fax': text('+15550109'),
    'custom.home': { t: 'address', v: '2 Side St' },
    'custom.stage': { t: 'option', v: 'A/b' },
    'custom.tags': { t: 'options', v: ['y', 'x', 'y'] },
  });
  const key = (slug: string) => names.field('person', slug)?.key ?? '';
  expect(encode(record, names, 'create')).toEqual({
    entity: 'person',
    body: {
      name: 'Ada Example',
      emails: [{ value: 'ada@example.com', primary: true, label: 'work' }],
      phones: [{ value: '+15550101', primary: true, label: 'mobile' }],
      owner_id: 2,
      org_id: 11,
      add_time: '2020-01-02T03:04:05Z',
      label_ids: [41, 42],
      visible_to: 3,
      birthday: '1980-05-06',
      custom_fields: {
        [key('source-system-id')]: 'C9',
        [key('story')]: 'long',
        [key('score')]: 1.5,
        [key('fee')]: { value: 90, currency: 'EUR' },
        [key('start')]: '2020-02-03',
        [key('call-at')]: { value: '09:30:00' },
        [key('fax')]: '+15550109',
        [key('home')]: { value: '2 Side St' },
        [key('stage')]: 51,
        [key('tags')]: [62, 61],
      },
    },
  });
});

test('an organization and a relationship', () => {
  const record = desired('organization', {
    name: text('Acme Example'),
    address: { t: 'address', v: '1 Main St' },
    website: text('acme.example'),
  });
  expect(encode(record, names, 'create').body).toEqual({ name: 'Acme Example', address: { value: '1 Main St' }, website: 'acme.example' });
  const link = desired('relationship', {
    parent: { t: 'ref', v: 'company:O1' },
    linked: { t: 'ref', v: 'client:C1' },
    kind: text('related'),
  });
  expect(encode(link, names, 'create').body).toEqual({ type: 'related', rel_owner_org_id: 11, rel_linked_org_id: 21 });
});

test('a deal: money with its currency, stage with its pipeline, times without fractions', () => {
  const record = desired('deal', {
    title: text('Ada: 10 sessions'),
    value: { t: 'money', v: 1000, currency: 'EUR' },
    person: { t: 'ref', v: 'client:C1' },
    stage: { t: 'stage', v: 'Done' },
    status: text('won'),
    won_time: { t: 'instant', v: '2021-01-02T03:04:05Z' },
    expected_close_date: { t: 'date', v: '2021-01-03' },
    probability: { t: 'number', v: 50 },
  });
  expect(encode(record, names, 'create').body).toEqual({
    title: 'Ada: 10 sessions',
    value: 1000,
    currency: 'EUR',
    person_id: 21,
    stage_id: 72,
    pipeline_id: 7,
    status: 'won',
    won_time: '2021-01-02T03:04:05Z',
    expected_close_date: '2021-01-03',
    probability: 50,
  });
});

test('an activity: participants, never person_id; the type by its key', () => {
  const record = desired('activity', {
    subject: text('Session'),
    type: { t: 'type', v: 'Coaching call' },
    due_date: { t: 'date', v: '2026-03-08' },
    due_time: { t: 'time', v: '06:30' },
    duration: { t: 'duration', v: '01:30' },
    done: { t: 'bool', v: true },
    participants: {
      t: 'participants',
      v: [
        { person: 'client:C1', primary: true },
        { person: 'client:C2', primary: false },
      ],
    },
    deal: { t: 'ref', v: 'package:P1' },
    location: { t: 'address', v: 'Room 1' },
    note: { t: 'html', v: '<p>well</p>' },
  });
  expect(encode(record, names, 'create').body).toEqual({
    subject: 'Session',
    type: 'coaching_call',
    due_date: '2026-03-08',
    due_time: '06:30',
    duration: '01:30',
    done: true,
    participants: [
      { person_id: 21, primary: true },
      { person_id: 22, primary: false },
    ],
    deal_id: 31,
    location: { value: 'Room 1' },
    note: '<p>well</p>',
  });
});

test('a note has v1 time, a file what its upload needs', () => {
  const note = desired('note', {
    content: { t: 'html', v: '<p>hello</p>' },
    add_time: { t: 'instant', v: '2021-03-04T05:06:07Z' },
    author: { t: 'user', v: 'dana@example.com' },
    deal: { t: 'ref', v: 'package:P1' },
  });
  expect(encode(note, names, 'create').body).toEqual({ content: '<p>hello</p>', add_time: '2021-03-04 05:06:07', user_id: 2, deal_id: 31 });
  const sha256 = `sha256:${'a'.repeat(64)}`;
  const file = desired('file', {
    file: { t: 'file', path: 'a/b.pdf', name: 'b.pdf', size: 3, sha256, mediaType: 'application/pdf' },
    person: { t: 'ref', v: 'client:C1' },
  });
  expect(encode(file, names, 'create').body).toEqual({
    name: 'b.pdf',
    mediaType: 'application/pdf',
    size: 3,
    sha256,
    path: 'a/b.pdf',
    person_id: 21,
  });
});

test('an update sends the named fields alone, and empties what is gone', () => {
  const record = desired('person', { name: text('Ada New'), 'custom.stage': { t: 'option', v: 'C' } });
  const { body } = encode(record, names, { update: ['name', 'custom.stage', 'custom.tags', 'phones', 'org'] });
  expect(body).toEqual({
    name: 'Ada New',
    phones: [],
    org_id: null,
    custom_fields: { [names.field('person', 'stage')?.key ?? '']: 52, [names.field('person', 'tags')?.key ?? '']: null },
  });
  expect(encode(record, names, { update: ['name'] }).body).toEqual({ name: 'Ada New' });
});

test.each([
  ['a user nobody knows', 'person', { name: text('A'), owner: { t: 'user', v: 'nobody@example.com' } }, 'write-refused'],
  ['a user who left', 'person', { name: text('A'), owner: { t: 'user', v: 'robin@example.com' } }, 'write-refused'],
  ['a record that is not there yet', 'person', { name: text('A'), org: { t: 'ref', v: 'company:O9' } }, 'write-refused'],
  ['an option nobody made', 'person', { name: text('A'), 'custom.stage': { t: 'option', v: 'Z' } }, 'write-refused'],
  ['a field nobody made', 'person', { name: text('A'), 'custom.unheard-of': text('x') }, 'write-refused'],
  ['a stage nobody made', 'deal', { title: text('A'), stage: { t: 'stage', v: 'Nowhere' } }, 'write-refused'],
  ['a type nobody made', 'activity', { subject: text('A'), type: { t: 'type', v: 'Juggling' } }, 'write-refused'],
  ['a label where a number belongs', 'person', { name: text('A'), 'custom.score': text('many') }, 'internal'],
  ['a text where an option belongs', 'person', { name: text('A'), 'custom.stage': text('C') }, 'internal'],
  ['a field of another entity', 'person', { name: text('A'), title: text('x') }, 'internal'],
  ['a custom field on an activity', 'activity', { subject: text('A'), 'custom.stage': text('x') }, 'internal'],
  ['nothing required', 'person', { 'custom.score': { t: 'number', v: 1 } }, 'internal'],
  [
    'a time without padding',
    'activity',
    { subject: text('A'), type: { t: 'type', v: 'Task' }, due_time: { t: 'time', v: '9:30' } },
    'internal',
  ],
] as const)('%s is not sent', (_, entity, fields, code) => {
  expect(codeOf(() => encode(desired(entity, fields), names, 'create'))).toMatch(new RegExp(`^${code}:`));
});

test('what Pipedrive cannot empty, or cannot change, is said', () => {
  expect(codeOf(() => encode(desired('deal', {}), names, { update: ['expected_close_date'] }))).toContain('cannot empty');
  expect(codeOf(() => encode(desired('person', {}), names, { update: ['name'] }))).toContain('cannot empty');
  expect(codeOf(() => encode(desired('file', {}), names, { update: ['person'] }))).toMatch(/^(internal|write-refused)/);
});

test('what was written reads back as it was wanted', () => {
  const record = desired('person', {
    name: text('Ada Example'),
    emails: { t: 'contacts', v: [{ value: 'ada@example.com', label: 'work', primary: true }] },
    owner: { t: 'user', v: 'dana@example.com' },
    org: { t: 'ref', v: 'company:O1' },
    add_time: { t: 'instant', v: '2020-01-02T03:04:05Z' },
    labels: { t: 'options', v: ['Customer'] },
    'custom.fee': { t: 'money', v: 90, currency: 'EUR' },
    'custom.call-at': { t: 'time', v: '09:30' },
    'custom.home': { t: 'address', v: '2 Side St' },
    'custom.stage': { t: 'option', v: 'A/b' },
    'custom.tags': { t: 'options', v: ['y', 'x'] },
  });
  const { body } = encode(record, names, 'create');
  expect(decode('person', { id: 5, ...body }, names)).toEqual({ entity: 'person', id: 5, fields: record.fields, updatedAt: null });
});
