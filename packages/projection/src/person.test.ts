import { describe, expect, it } from 'vitest';
import {
  contacts,
  type DecisionSpec,
  FALLBACK,
  type FieldSpec,
  type FileSpec,
  first,
  html,
  ownerDecision,
  type Spec,
  valueIn,
  world,
} from '../testing/kit.ts';

type Columns = FileSpec['columns'];

/** One client whose cells are given by header; further options on top. */
function client(columns: Columns, cells: Record<string, string>, more: Partial<Spec> = {}) {
  const headers = ['Id', ...Object.keys(columns)];
  const row = headers.map((h) => (h === 'Id' ? 'C1' : (cells[h] ?? '')));
  const files = {
    ...more.files,
    'clients.csv': { object: 'client', id: 'Id', columns: { Id: 'person.source_id', ...columns }, rows: [row] } as const,
  };
  const made = world({ ...more, files });
  return { ...made, person: first(made.records('clients.csv').filter((r) => r.entity === 'person')) };
}

const field = (slug: string, type: FieldSpec['type'], options: string[] = []): FieldSpec => ({ entity: 'person', slug, type, options });
const DANA: DecisionSpec = ownerDecision('Dana Reyes', 'dana@example.com', ['K1'], 'dana.user@example.com');
const LEE: DecisionSpec = ownerDecision('Lee Marsh', 'lee@example.com', ['K4'], null);

describe('name', () => {
  const parts = { First: 'person.first_name', Last: 'person.last_name' } as const;

  it('joins first and last', () => {
    const { person } = client(parts, { First: ' Siobhán ', Last: "O'Brien" });
    expect(valueIn(person, 'name')).toBe("Siobhán O'Brien");
    expect(person.provenance.name).toEqual({ column: 'First, Last', source: "Siobhán O'Brien", rule: 'first and last name joined' });
  });

  it('takes one part alone', () => {
    expect(valueIn(client(parts, { First: 'Madonna' }).person, 'name')).toBe('Madonna');
    expect(valueIn(client(parts, { First: 'N/A', Last: 'Wu' }).person, 'name')).toBe('Wu');
  });

  it('keeps a name that looks like a word for nothing', () => {
    expect(valueIn(client(parts, { First: 'Nan', Last: 'Goldin' }).person, 'name')).toBe('Nan Goldin');
    expect(valueIn(client(parts, { First: 'NAN', Last: 'Goldin' }).person, 'name')).toBe('Goldin');
  });

  it('turns Last, First round and drops a mail in it', () => {
    expect(valueIn(client({ Name: 'person.name' }, { Name: 'Chen, Maya' }).person, 'name')).toBe('Maya Chen');
    expect(valueIn(client({ Name: 'person.name' }, { Name: 'Maya Chen (maya@example.com)' }).person, 'name')).toBe('Maya Chen');
  });

  it('falls back to the mail, then to the id, and says so', () => {
    const { person } = client({ ...parts, Mail: 'person.emails' }, { Mail: 'a@example.com' });
    expect(valueIn(person, 'name')).toBe('a@example.com');
    expect(person.provenance.name?.rule).toBe('no name in the export');
    expect(valueIn(client(parts, {}).person, 'name')).toBe('Client C1');
  });

  it('is cut at 255 characters', () => {
    const name = valueIn(client({ Name: 'person.name' }, { Name: 'x'.repeat(300) }).person, 'name');
    expect(name).toBe(`${'x'.repeat(254)}…`);
  });
});

describe('mails and phones', () => {
  const columns = {
    Mail: { target: 'person.emails', as: { label: 'work' } },
    More: { target: 'person.emails', as: { label: 'home' } },
    Phone: { target: 'person.phones', as: { label: 'mobile' } },
    Phones: 'person.phones',
  } as const;

  it('labels them by column, the first is primary, several in a cell are kept, each once', () => {
    const { person } = client(columns, { Mail: 'A@example.com', More: 'b@example.com; a@example.com, c@example.com' });
    expect(contacts(person, 'emails')).toEqual([
      { value: 'a@example.com', label: 'work', primary: true },
      { value: 'b@example.com', label: 'home', primary: false },
      { value: 'c@example.com', label: 'home', primary: false },
    ]);
  });

  it('brings phones to one form, so that two spellings are one', () => {
    const { person } = client(columns, { Phone: '(212) 555-0101', Phones: '+1 212 555 0101; 646.555.0102' });
    expect(contacts(person, 'phones')).toEqual([
      { value: '+12125550101', label: 'mobile', primary: true },
      { value: '+16465550102', label: 'other', primary: false },
    ]);
  });

  it('reads phones by the country decided', () => {
    const { person } = client(columns, { Phone: '030 5550101' }, { decisions: [['phone-country', {}, { code: 'DE' }]] });
    expect(contacts(person, 'phones').map((c) => c.value)).toEqual(['+49305550101']);
  });

  it('makes the second column primary when the first is blank', () => {
    const { person } = client(columns, { Mail: '—', More: 'b@example.com' });
    expect(contacts(person, 'emails')).toEqual([{ value: 'b@example.com', label: 'home', primary: true }]);
  });

  it('sends nothing for nothing, and reports what it could not read', () => {
    const made = client(columns, { Mail: 'not a mail', Phone: 'TBD' });
    expect(made.person.fields).not.toHaveProperty('emails');
    expect(made.person.fields).not.toHaveProperty('phones');
    const outcome = made.outcome('clients.csv');
    expect(outcome.kind === 'records' && outcome.unread).toEqual([
      { field: 'emails', column: 'Mail', value: 'not a mail', reason: 'no mail address' },
    ]);
  });
});

describe('add_time', () => {
  it('is an instant from local time, sent on create only', () => {
    const { person } = client({ Since: 'person.add_time' }, { Since: '2026-03-08 12:30' });
    expect(person.fields.add_time).toEqual({ t: 'instant', v: '2026-03-08T16:30:00Z' });
    expect(person.createOnly).toEqual(['add_time']);
  });

  it('is noon when only the day is known', () => {
    const { person } = client({ Since: 'person.add_time' }, { Since: '2024-06-10' });
    expect(person.fields.add_time).toEqual({ t: 'instant', v: '2024-06-10T16:00:00Z' });
    expect(person.provenance.add_time?.rule).toBe('only the day is known: noon');
  });

  it('is left out when it cannot be read', () => {
    const { person } = client({ Since: 'person.add_time' }, { Since: '2026-02-31' });
    expect(person.fields).not.toHaveProperty('add_time');
    expect(person.createOnly).toEqual([]);
  });

  it('follows the order decided for ambiguous dates', () => {
    const at = (order: string) =>
      valueIn(
        client({ Since: 'person.add_time' }, { Since: '03/04/2025' }, { decisions: [['date-format', {}, { order }]] }).person,
        'add_time',
      );
    expect(at('dmy')).toBe('2025-04-03T16:00:00Z');
    expect(at('mdy')).toBe('2025-03-04T17:00:00Z');
  });
});

describe('owner', () => {
  const owner = (text: string) => client({ Coach: 'person.owner' }, { Coach: text }, { decisions: [DANA, LEE] }).person;

  it('is found by id, name and mail of the coach, in any case', () => {
    for (const text of ['K1', 'dana reyes', 'Reyes, Dana', 'Dana@example.com', 'Dana Reyes <dana@example.com>'])
      expect(valueIn(owner(text), 'owner')).toBe('dana.user@example.com');
  });

  it('is the fallback for a coach without user, an unknown coach, a blank', () => {
    expect(valueIn(owner('Lee Marsh'), 'owner')).toBe(FALLBACK);
    expect(owner('Lee Marsh').provenance.owner?.rule).toBe('no user for this coach: fallback owner');
    expect(valueIn(owner('Somebody Else'), 'owner')).toBe(FALLBACK);
    expect(valueIn(owner('TBD'), 'owner')).toBe(FALLBACK);
    expect(owner('TBD').provenance.owner?.rule).toBe('no coach given: fallback owner');
  });

  it('is the fallback without an owner column', () => {
    expect(valueIn(client({}, {}).person, 'owner')).toBe(FALLBACK);
  });

  it('is found by the texts that the coach file adds', () => {
    const coaches = {
      object: 'coach',
      columns: {
        Nr: { target: 'link:coach', as: { part: 'id' } },
        Who: { target: 'link:coach', as: { part: 'name' } },
        Mail: { target: 'link:coach', as: { part: 'mail' } },
      },
      rows: [['77', 'D. Reyes', 'dana@example.com']],
    } as const;
    const { person } = client({ Coach: 'person.owner' }, { Coach: '77' }, { files: { 'coaches.csv': coaches }, decisions: [DANA] });
    expect(valueIn(person, 'owner')).toBe('dana.user@example.com');
  });
});

describe('custom fields', () => {
  const one = (type: FieldSpec['type'], text: string, options: string[] = [], more: Partial<Spec> = {}) =>
    client({ X: 'person.custom.x' }, { X: text }, { ...more, fields: [field('x', type, options)] });
  const value = (type: FieldSpec['type'], text: string, options: string[] = []) => one(type, text, options).person.fields['custom.x'];

  it('reads each type', () => {
    expect(value('varchar', 'Baker')).toEqual({ t: 'text', v: 'Baker' });
    expect(value('double', '1,200.50')).toEqual({ t: 'number', v: 1200.5 });
    expect(value('double', '74.5')).toEqual({ t: 'number', v: 74.5 });
    expect(value('monetary', '$5,200.00')).toEqual({ t: 'money', v: 5200, currency: 'USD' });
    expect(value('monetary', '1.200,00 €')).toEqual({ t: 'money', v: 1200, currency: 'EUR' });
    expect(value('date', 'March 8, 1958')).toEqual({ t: 'date', v: '1958-03-08' });
    expect(value('time', '2:05 pm')).toEqual({ t: 'time', v: '14:05' });
    expect(value('phone', '212 555 0101')).toEqual({ t: 'text', v: '+12125550101' });
    expect(value('address', '12 Grove Street,\n New York')).toEqual({ t: 'address', v: '12 Grove Street, New York' });
    expect(value('enum', 'gold', ['Gold', 'Silver'])).toEqual({ t: 'option', v: 'Gold' });
    expect(value('set', 'Silver; gold; Silver', ['Gold', 'Silver'])).toEqual({ t: 'options', v: ['Silver', 'Gold'] });
  });

  it('reads yes and no in other words than the options', () => {
    expect(value('enum', 'TRUE', ['Yes', 'No'])).toEqual({ t: 'option', v: 'Yes' });
    expect(value('enum', 'n', ['Yes', 'No'])).toEqual({ t: 'option', v: 'No' });
  });

  it('leaves out and reports what does not read as its type', () => {
    const made = one('double', 'about ten');
    expect(made.person.fields).not.toHaveProperty('custom.x');
    const outcome = made.outcome('clients.csv');
    expect(outcome.kind === 'records' && outcome.unread.map((u) => [u.field, u.column, u.value])).toEqual([['custom.x', 'X', 'about ten']]);
  });

  it('leaves out an option that the plan does not have', () => {
    expect(value('enum', 'Bronze', ['Gold'])).toBeUndefined();
    expect(value('set', 'Gold; Bronze', ['Gold'])).toEqual({ t: 'options', v: ['Gold'] });
  });

  it('folds variants of a picklist together by decision', () => {
    const decision: DecisionSpec = [
      'picklist',
      { object: 'client', file: 'clients.csv', index: 1, column: 'X', field: 'person.custom.x' },
      { merge: { IG: 'Instagram' } },
    ];
    const made = one('enum', 'IG', ['Instagram'], { decisions: [decision] });
    expect(made.person.fields['custom.x']).toEqual({ t: 'option', v: 'Instagram' });
    expect(made.person.provenance['custom.x']?.rule).toBe('variant merged by decision');
  });

  it('sends blank words as nothing', () => {
    for (const text of ['', 'N/A', '—', 'TBD', 'none']) expect(value('varchar', text)).toBeUndefined();
  });

  it('cuts a short text at 255 and keeps the whole in a note', () => {
    const long = `${'word '.repeat(80)}end`;
    const made = one('varchar', long);
    const text = valueIn(made.person, 'custom.x');
    expect(typeof text === 'string' && text.length <= 255 && text.endsWith('…')).toBe(true);
    expect(made.person.provenance['custom.x']?.rule).toBe('cut to the limit; the whole text is in a note');
    const [, note] = made.records('clients.csv');
    expect(note?.key).toBe('client:C1/text-x');
    expect(note && html(note, 'content')).toContain('word end');
    expect(note?.dependsOn).toEqual(['client:C1']);
  });

  it('only cuts where that was decided', () => {
    const made = one('varchar', 'y'.repeat(400), [], { decisions: [['text-limit', {}, { as: 'cut' }]] });
    expect(made.records('clients.csv')).toHaveLength(1);
    expect(made.person.provenance['custom.x']?.rule).toBe('cut to the limit');
  });

  it('turns HTML in a text field into lines', () => {
    const { person } = one('text', '<p>One</p><ul><li>a</li><li>b &amp; c</li></ul>');
    expect(valueIn(person, 'custom.x')).toBe('One\n- a\n- b & c');
  });

  it('carries the source id', () => {
    const { person } = client({}, {}, { fields: [field('source-system-id', 'varchar')] });
    expect(valueIn(person, 'custom.source-system-id')).toBe('C1');
  });
});

describe('tags and groups', () => {
  const columns = { Tags: { target: 'person.custom.tags', as: { part: 'tags', type: 'set' } } } as const;
  const groups = {
    object: 'tag',
    columns: {
      Group: { target: 'link:tag', as: { part: 'name' } },
      Above: { target: 'link:tag', as: { part: 'parent' } },
      Members: { target: 'link:client', as: { part: 'member' } },
    },
    rows: [
      ['Leaders', '', ''],
      ['Women', 'Leaders', 'C1; C9'],
      ['Spring', 'Women', ''],
    ],
  } as const;
  const fields = [field('tags', 'set', ['vip', 'remote', 'Leaders', 'Women', 'Spring'])];

  it('brings the groups above the groups of a client', () => {
    const { person } = client(columns, { Tags: 'remote, vip' }, { files: { 'groups.csv': groups }, fields });
    expect(person.fields['custom.tags']).toEqual({ t: 'options', v: ['remote', 'vip', 'Women', 'Leaders'] });
    expect(person.rows).toEqual(['clients.csv#C1', 'groups.csv#r2']);
  });

  it('writes out what stands above a tag in the cell itself', () => {
    const { person } = client(
      columns,
      { Tags: 'Spring' },
      { files: { 'groups.csv': { ...groups, rows: groups.rows.map((r) => [r[0], r[1], '']) } }, fields },
    );
    expect(person.fields['custom.tags']).toEqual({ t: 'options', v: ['Spring', 'Women', 'Leaders'] });
  });

  it('reads a path in a cell', () => {
    const { person } = client(columns, { Tags: 'Leaders > Women' }, { fields });
    expect(person.fields['custom.tags']).toEqual({ t: 'options', v: ['Women', 'Leaders'] });
  });

  it('goes to labels, or nowhere, by decision', () => {
    const labels = client(columns, { Tags: 'vip' }, { files: { 'groups.csv': groups }, decisions: [['tags', {}, { as: 'labels' }]] });
    expect(labels.person.fields.labels).toEqual({ t: 'options', v: ['vip', 'Women', 'Leaders'] });
    const none = client(columns, { Tags: 'vip' }, { files: { 'groups.csv': groups }, decisions: [['tags', {}, { as: 'ignore' }]] });
    expect(none.person.fields).not.toHaveProperty('labels');
    expect(none.person.fields).not.toHaveProperty('custom.tags');
    expect(none.outcome('groups.csv', 1).kind).toBe('skipped');
  });

  it('makes a membership row part of its clients', () => {
    const made = client(columns, {}, { files: { 'groups.csv': groups }, fields });
    expect(made.outcome('groups.csv', 1)).toEqual({ kind: 'part-of', keys: ['client:C1'] });
    expect(made.outcome('groups.csv', 0).kind).toBe('resolved');
  });
});

describe('private note', () => {
  const columns = { Private: { target: 'person.custom.private-notes', as: { part: 'private-note' } } } as const;
  const fields = [field('private-notes', 'text')];

  it('is a long text by default', () => {
    const made = client(columns, { Private: 'Do not mention Lisbon.' }, { fields });
    expect(valueIn(made.person, 'custom.private-notes')).toBe('Do not mention Lisbon.');
    expect(made.records('clients.csv')).toHaveLength(1);
  });

  it('is a note by decision', () => {
    const made = client(columns, { Private: 'Do not mention Lisbon.' }, { decisions: [['private-note', {}, { as: 'note' }]] });
    const note = first(made.records('clients.csv').filter((r) => r.entity === 'note'));
    expect(note.key).toBe('client:C1/private-note');
    expect(html(note, 'content')).toBe('<p>Do not mention Lisbon.</p><p>Source: client C1/private-note</p>');
    expect(note.fields.person).toEqual({ t: 'ref', v: 'client:C1' });
    expect(made.person.fields).not.toHaveProperty('custom.private-notes');
  });

  it('is nowhere by decision', () => {
    const made = client(columns, { Private: 'Do not mention Lisbon.' }, { decisions: [['private-note', {}, { as: 'ignore' }]] });
    expect(JSON.stringify(made.records('clients.csv'))).not.toContain('Lisbon');
  });
});

describe('contracts', () => {
  it('are addresses in one field, one a line, with their rows', () => {
    const contracts = {
      object: 'contract',
      columns: { Who: 'link:client', Link: { target: 'person.custom.contract-documents', as: { part: 'contract' } } },
      rows: [
        ['C1', 'https://contracts.example.com/1'],
        ['C1', 'https://contracts.example.com/2'],
        ['C7', 'https://contracts.example.com/3'],
      ],
    } as const;
    const made = client({}, {}, { files: { 'contracts.csv': contracts }, fields: [field('contract-documents', 'text')] });
    expect(valueIn(made.person, 'custom.contract-documents')).toBe('https://contracts.example.com/1\nhttps://contracts.example.com/2');
    expect(made.person.rows).toEqual(['clients.csv#C1', 'contracts.csv#r1', 'contracts.csv#r2']);
    expect(made.outcome('contracts.csv', 0)).toEqual({ kind: 'part-of', keys: ['client:C1'] });
    expect(made.outcome('contracts.csv', 2).kind).toBe('failed');
  });
});

describe('visibility', () => {
  it('is sent when it was decided', () => {
    const { person } = client({}, {}, { decisions: [['visibility', {}, { to: 'owner' }]] });
    expect(person.fields.visible_to).toEqual({ t: 'number', v: 1 });
    expect(client({}, {}).person.fields).not.toHaveProperty('visible_to');
  });
});
