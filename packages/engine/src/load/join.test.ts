import { DesiredRecord, type Value } from '@cutover/domain';
import { expect, test } from 'vitest';
import { holdsAll, joined } from './join.ts';

const record = (fields: Record<string, Value>): DesiredRecord =>
  DesiredRecord.parse({
    entity: 'person',
    key: 'client:C1',
    object: 'client',
    sourceId: 'C1',
    rows: ['c.csv#C1'],
    fields,
    provenance: {},
    createOnly: [],
    dependsOn: [],
  });
const mail = (value: string, primary = false) => ({ value, label: 'work', primary });

test('mails of the source join those that are there, which stay first and primary', () => {
  const ours = record({
    emails: { t: 'contacts', v: [mail('Ada@example.com', true), mail('ada.two@example.com')] },
    name: { t: 'text', v: 'Ada' },
  });
  const there: DesiredRecord['fields'] = {
    emails: { t: 'contacts', v: [mail('ada@example.com', true)] },
    name: { t: 'text', v: 'A. Lovelace' },
  };
  const { fields } = joined(ours, there);
  expect(fields.emails).toEqual({ t: 'contacts', v: [mail('ada@example.com', true), mail('ada.two@example.com', false)] });
  expect(fields.name).toEqual({ t: 'text', v: 'Ada' });
  expect(holdsAll(fields.emails, ours.fields.emails)).toBe(true);
  expect(holdsAll(there.emails, ours.fields.emails)).toBe(false);
});

test('a phone written in another way is the same phone', () => {
  const ours = record({ phones: { t: 'contacts', v: [mail('+15035550111', true)] } });
  expect(joined(ours, { phones: { t: 'contacts', v: [mail('(503) 555-0111', true)] } }).fields.phones).toEqual({
    t: 'contacts',
    v: [mail('(503) 555-0111', true)],
  });
});

test('options are added, none is lost', () => {
  const ours = record({ 'custom.tags': { t: 'options', v: ['remote', 'founder'] } });
  expect(joined(ours, { 'custom.tags': { t: 'options', v: ['vip', 'remote'] } }).fields['custom.tags']).toEqual({
    t: 'options',
    v: ['vip', 'remote', 'founder'],
  });
});
