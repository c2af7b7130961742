import { describe, expect, it } from 'vitest';
import { type DecisionSpec, FALLBACK, type FileSpec, first, html, ownerDecision, type Spec, valueIn, world } from '../testing/kit.ts';

type Columns = FileSpec['columns'];
const DANA: DecisionSpec = ownerDecision('Dana Reyes', 'dana@example.com', ['K1'], 'dana@example.com');
const TYPES: DecisionSpec[] = [
  ['activity-type', { object: 'session', value: 'Coaching' }, { type: 'Meeting' }],
  ['activity-type', { object: 'session', value: 'Check-in' }, { type: 'Meeting' }],
  ['activity-type', { object: 'session', value: 'Admin' }, { type: 'Task', done: true }],
  ['activity-type', { object: 'session', value: 'Sauna' }, { newType: { name: 'Sauna talk', icon: 'lunch' } }],
];
const clients = {
  object: 'client',
  id: 'Id',
  columns: { Id: 'person.source_id', Name: 'person.name', Company: 'link:company' },
  rows: [
    ['C1', 'Maya Chen', 'Brightwater'],
    ['C2', 'Raj Patel', ''],
    ['C3', 'Leila Farahani', ''],
  ],
} as const;
const companies = {
  object: 'company',
  id: 'Id',
  columns: { Id: 'organization.source_id', Name: 'organization.name' },
  rows: [['CO1', 'Brightwater']],
} as const;
const packages = {
  object: 'package',
  id: 'Id',
  columns: { Id: 'deal.source_id', Client: 'link:client', Name: 'deal.title', Coach: 'deal.owner' },
  rows: [
    ['P1', 'C1', 'Compass', 'K1'],
    ['P2', 'C2', 'Voice', ''],
    ['P3', 'C3', 'Presence', ''],
  ],
} as const;

function sessions(columns: Columns, cells: Record<string, string>, more: Partial<Spec> = {}) {
  const headers = ['Id', 'Client', ...Object.keys(columns)];
  const given: Record<string, string> = { Id: 'S1', Client: 'C1', ...cells };
  const file = {
    object: 'session',
    id: 'Id',
    columns: { Id: 'activity.source_id', Client: 'link:client', ...columns },
    rows: [headers.map((h) => given[h] ?? '')],
  } as const;
  const made = world({
    ...more,
    files: { 'c.csv': clients, 'o.csv': companies, 'p.csv': packages, 's.csv': file },
    decisions: [DANA, ...TYPES, ...(more.decisions ?? [])],
  });
  const records = made.records('s.csv');
  return { ...made, records: records, one: first(records) };
}

describe('when', () => {
  const columns = {
    Date: 'activity.due_date',
    Start: 'activity.due_time',
    Zone: { target: 'activity.due_time', as: { part: 'zone' } },
    Length: 'activity.duration',
  } as const;
  const at = (day: string, Start: string, Zone = '', Length = '') => {
    const { fields } = sessions(columns, { Date: day, Start, Zone, Length }).one;
    const read = (field: string) => (fields[field] !== undefined && 'v' in fields[field] ? fields[field].v : null);
    return [read('due_date'), read('due_time'), read('duration')];
  };

  it('turns date and time to UTC together, on both sides of a change of the clocks', () => {
    expect(at('2025-10-31', '10:00')).toEqual(['2025-10-31', '14:00', null]);
    expect(at('2025-11-03', '10:00')).toEqual(['2025-11-03', '15:00', null]);
    expect(at('2026-03-06', '6:30 PM', '', '45')).toEqual(['2026-03-06', '23:30', '00:45']);
    expect(at('2026-03-09', '18:30', '', '60')).toEqual(['2026-03-09', '22:30', '01:00']);
  });

  it('takes the numbers of a column of hours for hours', () => {
    const hours = { Date: 'activity.due_date', Start: 'activity.due_time', 'Length (hours)': 'activity.duration' } as const;
    const lasts = (text: string) =>
      valueIn(sessions(hours, { Date: '2026-03-09', Start: '10:00', 'Length (hours)': text }).one, 'duration');
    expect([lasts('1'), lasts('1.5'), lasts('1:15'), lasts('45 min')]).toEqual(['01:00', '01:30', '01:15', '00:45']);
  });

  it('moves the date with the time over midnight and over the year', () => {
    expect(at('2025-12-31', '23:15')).toEqual(['2026-01-01', '04:15', null]);
    expect(at('2026-01-01', '05:30', 'Asia/Tokyo')).toEqual(['2025-12-31', '20:30', null]);
  });

  it('takes the zone of the row, also under a long name', () => {
    expect(at('2025-10-31', '10:00', 'Europe/Berlin')).toEqual(['2025-10-31', '09:00', null]);
    expect(at('2025-10-31', '10:00', 'Central Time (US & Canada)')).toEqual(['2025-10-31', '15:00', null]);
  });

  it('takes the zone decided when the row names none, or none that can be read', () => {
    expect(at('2025-10-31', '10:00', 'somewhere')).toEqual(['2025-10-31', '14:00', null]);
  });

  it('says when the clocks skipped or repeated the hour', () => {
    const rule = (day: string, Start: string) => sessions(columns, { Date: day, Start }).one.provenance.due_time?.rule;
    expect(rule('2026-03-08', '02:30')).toBe('local time → UTC; the clocks skipped this hour');
    expect(rule('2025-11-02', '01:30')).toBe('local time → UTC; the clocks showed this hour twice, the first is meant');
    expect(rule('2026-03-07', '02:30')).toBe('local time → UTC');
  });

  const untilEnd = (zone: string, day: string, Start: string, End: string) => {
    const ends = {
      Date: 'activity.due_date',
      Start: 'activity.due_time',
      End: { target: 'activity.duration', as: { from: 'end' } },
    } as const;
    const { one } = sessions(ends, { Date: day, Start, End }, { decisions: [['timezone', {}, { zone }]] });
    return [valueIn(one, 'due_date'), valueIn(one, 'due_time'), valueIn(one, 'duration'), one.provenance.duration?.rule];
  };
  const AS_WRITTEN = 'end − start as written: the clocks skipped or repeated one of them';

  it.each([
    ['Europe/Berlin', '2026-03-29', '02:30', '03:30', '01:30', '01:00', AS_WRITTEN],
    ['Europe/Berlin', '2026-03-29', '02:15', '02:45', '01:15', '00:30', AS_WRITTEN],
    ['Europe/Berlin', '2026-03-29', '01:30', '02:30', '00:30', '01:00', AS_WRITTEN],
    // Both sure: the hour between them was not there.
    ['Europe/Berlin', '2026-03-29', '01:30', '03:30', '00:30', '01:00', 'end − start'],
    ['Europe/Berlin', '2026-10-25', '02:30', '03:30', '00:30', '01:00', AS_WRITTEN],
    ['Europe/Berlin', '2026-10-25', '04:00', '05:00', '03:00', '01:00', 'end − start'],
    ['America/New_York', '2026-03-08', '02:30', '03:30', '07:30', '01:00', AS_WRITTEN],
    ['America/New_York', '2026-11-01', '01:30', '02:30', '05:30', '01:00', AS_WRITTEN],
    ['America/New_York', '2026-11-01', '00:30', '01:30', '04:30', '01:00', AS_WRITTEN],
  ])('keeps the written length where the clocks of %s change on %s: %s–%s', (zone, day, start, end, utc, length, rule) => {
    expect(untilEnd(zone, day, start, end)).toEqual([day, utc, length, rule]);
  });

  it('says when an end has no start to be counted from', () => {
    const ends = { Date: 'activity.due_date', End: { target: 'activity.duration', as: { from: 'end' } } } as const;
    const outcome = sessions(ends, { Date: '2026-03-09', End: '11:00' }).outcome('s.csv');
    expect(outcome.kind === 'records' && outcome.unread.map((u) => [u.field, u.column, u.value])).toEqual([['duration', 'End', '11:00']]);
  });

  it('is all day without a time: the local date, no due_time', () => {
    const { fields, provenance } = sessions(columns, { Date: '2025-12-31' }).one;
    expect(fields.due_date).toEqual({ t: 'date', v: '2025-12-31' });
    expect(fields).not.toHaveProperty('due_time');
    expect(provenance.due_date?.rule).toBe('no time of day: all day');
  });

  it('reads date and time from one column', () => {
    const { one } = sessions({ At: { target: 'activity.due_date', as: { with: 'time' } } }, { At: '2026-03-09T18:30:00-04:00' });
    expect([valueIn(one, 'due_date'), valueIn(one, 'due_time')]).toEqual(['2026-03-09', '22:30']);
  });

  it('has no date when it cannot be read, and reports it', () => {
    const made = sessions(columns, { Date: 'Tuesday after Easter', Start: '10:00' });
    expect(made.one.fields).not.toHaveProperty('due_date');
    const outcome = made.outcome('s.csv');
    expect(outcome.kind === 'records' && outcome.unread[0]).toMatchObject({
      field: 'due_date',
      column: 'Date',
      value: 'Tuesday after Easter',
    });
  });

  it('takes the length from minutes or words, or from the end', () => {
    expect(at('2026-03-09', '10:00', '', '90')[2]).toBe('01:30');
    expect(at('2026-03-09', '10:00', '', '1h 15')[2]).toBe('01:15');
    const end = {
      Date: 'activity.due_date',
      Start: 'activity.due_time',
      End: { target: 'activity.duration', as: { from: 'end' } },
    } as const;
    const until = (day: string, Start: string, End: string) => valueIn(sessions(end, { Date: day, Start, End }).one, 'duration');
    expect(until('2026-03-09', '10:00', '11:20')).toBe('01:20');
    expect(until('2026-03-09', '23:30', '00:15')).toBe('00:45');
    expect(until('2025-11-02', '00:30', '02:30')).toBe('03:00');
    expect(until('2026-03-09', '10:00', '2026-03-09 12:00')).toBe('02:00');
    expect(until('2026-03-09', '10:00', '2026-03-08 12:00')).toBeUndefined();
  });
});

describe('done', () => {
  const columns = {
    Date: 'activity.due_date',
    Start: 'activity.due_time',
    Length: 'activity.duration',
    Type: 'activity.type',
    Status: { target: 'activity.done', as: { part: 'status' } },
  } as const;
  const decisions: DecisionSpec[] = [['session-status', { object: 'session', value: 'Cancelled' }, { as: 'subject' }]];
  const done = (cells: Record<string, string>) => valueIn(sessions(columns, { Type: 'Coaching', ...cells }, { decisions }).one, 'done');

  it('is everything that ended before the load, whatever its status', () => {
    expect(done({ Date: '2026-05-01', Start: '10:00', Status: 'Scheduled' })).toBe(true);
    expect(done({ Date: '2026-05-01', Status: 'Scheduled' })).toBe(true);
    expect(done({ Date: '2027-05-01', Start: '10:00', Status: 'Completed' })).toBe(false);
  });

  it('counts the end, not the start', () => {
    // The load begins at 2026-11-22T04:00Z: 23:00 on the 21st in New York.
    expect(done({ Date: '2026-11-21', Start: '22:00', Length: '59' })).toBe(true);
    expect(done({ Date: '2026-11-21', Start: '22:00', Length: '61' })).toBe(false);
    expect(done({ Date: '2026-11-20' })).toBe(true);
    expect(done({ Date: '2026-11-21' })).toBe(false);
  });

  it('is a cancelled one in the future too', () => {
    expect(done({ Date: '2027-05-01', Start: '10:00', Status: 'cancelled' })).toBe(true);
  });

  it('is as decided for the type', () => {
    expect(done({ Date: '2027-05-01', Start: '10:00', Type: 'Admin' })).toBe(true);
  });

  it('is false without a date', () => {
    expect(done({ Status: 'Completed' })).toBe(false);
  });
});

describe('type, subject, status', () => {
  const columns = {
    Type: 'activity.type',
    Title: { target: 'activity.subject', as: { part: 'title' } },
    Status: { target: 'activity.done', as: { part: 'status' } },
  } as const;

  it('has the type decided, existing or new', () => {
    expect(sessions(columns, { Type: 'Admin' }).one.fields.type).toEqual({ t: 'type', v: 'Task' });
    expect(valueIn(sessions(columns, { Type: 'Sauna' }).one, 'type')).toBe('Sauna talk');
  });

  it('has the commonest type where none was decided, and reports it', () => {
    const made = sessions(columns, { Type: 'Retreat' });
    expect(valueIn(made.one, 'type')).toBe('Meeting');
    expect(made.one.provenance.type?.rule).toBe('no decision for this type: the usual one');
    const outcome = made.outcome('s.csv');
    expect(outcome.kind === 'records' && outcome.unread.map((u) => u.value)).toEqual(['Retreat']);
  });

  it('has the title as subject, else type and client', () => {
    expect(valueIn(sessions(columns, { Type: 'Coaching', Title: 'Stakeholder map' }).one, 'subject')).toBe('Stakeholder map');
    expect(valueIn(sessions(columns, { Type: 'Coaching' }).one, 'subject')).toBe('Coaching: Maya Chen');
    expect(valueIn(sessions(columns, { Type: 'Coaching', Client: '' }).one, 'subject')).toBe('Coaching');
  });

  it('keeps a cancelled or no-show status in the subject', () => {
    const { one } = sessions(
      columns,
      { Type: 'Coaching', Title: 'Map', Status: 'No-show' },
      { decisions: [['session-status', { object: 'session', value: 'No-show' }, { as: 'subject' }]] },
    );
    expect(valueIn(one, 'subject')).toBe('[No-show] Map');
    expect(valueIn(one, 'type')).toBe('Meeting');
  });

  it('keeps it as a type by decision', () => {
    const { one } = sessions(
      columns,
      { Type: 'Coaching', Title: 'Map', Status: 'No-show' },
      { decisions: [['session-status', { object: 'session', value: 'No-show' }, { as: 'type' }]] },
    );
    expect(valueIn(one, 'type')).toBe('No-show');
    expect(valueIn(one, 'subject')).toBe('Map');
  });

  it('names that type as the decision does', () => {
    const { one } = sessions(
      columns,
      { Type: 'Coaching', Status: 'no-SHOW' },
      { decisions: [['session-status', { object: 'session', value: 'No-show' }, { as: 'type' }]] },
    );
    expect(valueIn(one, 'type')).toBe('No-show');
  });

  it('leaves other statuses alone', () => {
    expect(valueIn(sessions(columns, { Title: 'Map', Status: 'Completed' }).one, 'subject')).toBe('Map');
  });
});

describe('people, deal, owner', () => {
  const columns = { Package: 'link:package', Coach: 'activity.owner' } as const;

  it('has participants with one primary, never a person; deal and organization', () => {
    const { one } = sessions(columns, { Client: 'C1', Package: 'P1', Coach: 'Dana Reyes' });
    expect(one.fields.participants).toEqual({ t: 'participants', v: [{ person: 'client:C1', primary: true }] });
    expect(one.fields).not.toHaveProperty('person');
    expect(one.fields.deal).toEqual({ t: 'ref', v: 'package:P1' });
    expect(one.fields.org).toEqual({ t: 'ref', v: 'company:CO1' });
    expect(valueIn(one, 'owner')).toBe('dana@example.com');
    expect([...one.dependsOn].sort()).toEqual(['client:C1', 'company:CO1', 'package:P1']);
  });

  it('has the fallback for an unknown coach, the owner of the deal for none', () => {
    expect(valueIn(sessions(columns, { Coach: 'Gone' }).one, 'owner')).toBe(FALLBACK);
    expect(valueIn(sessions(columns, { Package: 'P1' }).one, 'owner')).toBe('dana@example.com');
    expect(valueIn(sessions(columns, { Client: 'C2' }).one, 'owner')).toBe(FALLBACK);
  });

  it('has nobody when its client is not there, and says which reference led nowhere', () => {
    const { one } = sessions(columns, { Client: 'C999' });
    expect(one.fields).not.toHaveProperty('participants');
    expect(html(one, 'note')).toBe('<p>Not found in the export, client: C999</p><p>Source: session S1</p>');
  });

  it("has the deal's client where no client is named", () => {
    expect(sessions(columns, { Client: '', Package: 'P2' }).one.fields.participants).toEqual({
      t: 'participants',
      v: [{ person: 'client:C2', primary: true }],
    });
    expect(sessions(columns, { Client: 'C999', Package: 'P2' }).one.fields).not.toHaveProperty('participants');
  });

  it('is one activity for a group: the first is primary, its deal is linked, the others are named', () => {
    const { records, one } = sessions(columns, { Client: 'C2; C1; C3', Package: 'P1; P2; P3' });
    expect(records).toHaveLength(1);
    expect(one.fields.participants).toEqual({
      t: 'participants',
      v: [
        { person: 'client:C2', primary: true },
        { person: 'client:C1', primary: false },
        { person: 'client:C3', primary: false },
      ],
    });
    expect(valueIn(one, 'deal')).toBe('package:P2');
    expect(html(one, 'note')).toBe(
      '<p>Other deals of this session: Maya Chen – Compass; Leila Farahani – Presence</p><p>Source: session S1</p>',
    );
  });

  it('leaves out the missing one of a group', () => {
    const { one } = sessions(columns, { Client: 'C999; C1' });
    expect(one.fields.participants).toEqual({ t: 'participants', v: [{ person: 'client:C1', primary: true }] });
    expect(html(one, 'note')).toContain('client: C999');
  });

  it('is one for each client by decision, each with its own deal', () => {
    const { records } = sessions(
      columns,
      { Client: 'C2; C1', Package: 'P1; P2' },
      { decisions: [['session-group', {}, { as: 'one-per-client' }]] },
    );
    expect(records.map((r) => r.key)).toEqual(['session:S1', 'session:S1/2']);
    expect(records.map((r) => r.sourceId)).toEqual(['S1', 'S1/2']);
    expect(records.map((r) => valueIn(r, 'participants'))).toEqual([
      [{ person: 'client:C2', primary: true }],
      [{ person: 'client:C1', primary: true }],
    ]);
    expect(records.map((r) => valueIn(r, 'deal'))).toEqual(['package:P2', 'package:P1']);
    expect(records.map((r) => html(r, 'note'))).toEqual(['<p>Source: session S1</p>', '<p>Source: session S1/2</p>']);
  });
});

describe('note and place', () => {
  const columns = {
    Notes: { target: 'activity.note', as: { part: 'text' } },
    Where: 'activity.location',
    Recording: { target: 'activity.note', as: { part: 'link' } },
  } as const;
  const note = (cells: Record<string, string>) => html(sessions(columns, cells).one, 'note');

  it('keeps safe HTML, turns lines into HTML, ends in its source', () => {
    expect(note({ Notes: '<p>Up from <b>5</b></p><script>alert(1)</script>' })).toBe('<p>Up from <b>5</b></p><p>Source: session S1</p>');
    expect(note({ Notes: 'One < two\nthree\n\nfour & five' })).toBe(
      '<p>One &lt; two<br>three</p><p>four &amp; five</p><p>Source: session S1</p>',
    );
    expect(note({})).toBe('<p>Source: session S1</p>');
  });

  it('has a place as location', () => {
    const { one } = sessions(columns, { Where: 'Studio, 25 Bleecker Street' });
    expect(one.fields.location).toEqual({ t: 'address', v: 'Studio, 25 Bleecker Street' });
    expect(html(one, 'note')).toBe('<p>Source: session S1</p>');
  });

  it('has an address on the web, or a word like Phone, in the note', () => {
    const { one } = sessions(columns, { Where: 'Zoom: https://zoom.example.com/j/1', Recording: 'https://rec.example.com/9' });
    expect(one.fields).not.toHaveProperty('location');
    expect(html(one, 'note')).toBe(
      '<p>Where: Zoom: <a href="https://zoom.example.com/j/1">https://zoom.example.com/j/1</a></p>' +
        '<p>Link: <a href="https://rec.example.com/9">https://rec.example.com/9</a></p><p>Source: session S1</p>',
    );
    expect(sessions(columns, { Where: 'Phone' }).one.fields).not.toHaveProperty('location');
    expect(sessions(columns, { Where: '—' }).one.fields).not.toHaveProperty('location');
  });

  it('goes on in notes when it is over the limit', () => {
    const long = 'All the words. '.repeat(10_000);
    const { records } = sessions({ ...columns, Package: 'link:package' }, { Notes: long, Package: 'P1' });
    expect(records.map((r) => [r.entity, r.key])).toEqual([
      ['activity', 'session:S1'],
      ['note', 'session:S1/text-2'],
    ]);
    const [activity, more] = records;
    expect(activity && html(activity, 'note').length).toBeLessThanOrEqual(100_000);
    expect(activity && html(activity, 'note').endsWith('<p>… (continued in a note)</p><p>Source: session S1</p>')).toBe(true);
    expect(more?.fields.person).toEqual({ t: 'ref', v: 'client:C1' });
    expect(more?.fields.deal).toEqual({ t: 'ref', v: 'package:P1' });
    expect(more && html(more, 'content').endsWith('<p>Source: session S1/text-2</p>')).toBe(true);
  });

  it('is cut by decision, or where nothing could carry the rest', () => {
    const long = 'All the words. '.repeat(10_000);
    expect(sessions(columns, { Notes: long }, { decisions: [['text-limit', {}, { as: 'cut' }]] }).records).toHaveLength(1);
    expect(sessions(columns, { Notes: long, Client: '' }).one.provenance.note?.rule).toBe('cut to the limit');
  });
});
