import { DesiredRecord, type StagedRow, type Value } from '@cutover/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecisionSpec, type FileSpec, ownerDecision, type Spec, stagedRows, world } from '../testing/kit.ts';
import { createIndex, extraRecords, featuresOf, filesInOrder, project, reuseOf } from './index.ts';

const part = (target: string, name: string, more: object = {}) => ({ target, as: { part: name, ...more } }) as FileSpec['columns'][string];

/** Every target that a column can have, in every kind of file. */
const FILES: Readonly<Record<string, Omit<FileSpec, 'rows'>>> = {
  'clients.csv': {
    object: 'client',
    id: 'Id',
    columns: {
      Id: 'person.source_id',
      First: 'person.first_name',
      Last: 'person.last_name',
      Name: 'person.name',
      Mail: 'person.emails',
      Phone: 'person.phones',
      Company: 'link:company',
      Owner: 'person.owner',
      Since: 'person.add_time',
      Labels: 'person.labels',
      Group: 'link:tag',
      Job: 'person.job_title',
      Born: 'person.birthday',
      Home: 'person.postal_address',
      Chat: 'person.im',
      Memo: 'person.notes',
      Tags: part('person.custom.tags', 'tags'),
      Private: part('person.custom.private', 'private-note'),
      Social: part('person.custom.varchar', 'social'),
      Text: 'person.custom.text',
      Double: 'person.custom.double',
      Money: 'person.custom.monetary',
      Date: 'person.custom.date',
      Time: 'person.custom.time',
      Enum: 'person.custom.enum',
      Set: 'person.custom.set',
      Tel: 'person.custom.phone',
      Address: 'person.custom.address',
    },
  },
  'companies.csv': {
    object: 'company',
    id: 'Id',
    columns: {
      Id: 'organization.source_id',
      Name: 'organization.name',
      Where: 'organization.address',
      Web: 'organization.website',
      Owner: 'organization.owner',
      Added: 'organization.add_time',
      Staff: 'organization.employee_count',
      Revenue: 'organization.annual_revenue',
      Industry: 'organization.industry',
      Labels: 'organization.labels',
    },
  },
  'coaches.csv': {
    object: 'coach',
    columns: { Id: part('link:coach', 'id'), Name: part('link:coach', 'name'), Mail: part('link:coach', 'mail') },
  },
  'packages.csv': {
    object: 'package',
    id: 'Id',
    columns: {
      Id: 'deal.source_id',
      Client: 'link:client',
      Company: 'link:company',
      Name: 'deal.title',
      Status: 'deal.stage',
      Total: part('deal.value', 'total'),
      Unit: part('deal.value', 'unit'),
      Cur: 'deal.currency',
      Owner: 'deal.owner',
      All: part('deal.custom.sessions-total', 'sessions-total'),
      Used: part('deal.custom.sessions-used', 'sessions-used'),
      Balance: { target: 'deal.custom.balance', as: { split: 'used/total' } },
      Made: part('deal.custom.created', 'created'),
      Active: part('deal.custom.history', 'status-time', { status: 'Active' }),
      Done: part('deal.custom.done-at', 'status-time', { status: 'Done' }),
      End: 'deal.expected_close_date',
      Why: 'deal.lost_reason',
      Chance: 'deal.probability',
      Labels: 'deal.labels',
      Won: 'deal.won_time',
    },
  },
  'sessions.csv': {
    object: 'session',
    id: 'Id',
    columns: {
      Id: 'activity.source_id',
      Client: 'link:client',
      Package: 'link:package',
      Owner: 'activity.owner',
      Type: 'activity.type',
      Title: part('activity.subject', 'title'),
      Date: 'activity.due_date',
      Start: 'activity.due_time',
      Zone: part('activity.due_time', 'zone'),
      Length: 'activity.duration',
      End: { target: 'activity.duration', as: { from: 'end' } },
      Status: part('activity.done', 'status'),
      Where: 'activity.location',
      Notes: part('activity.note', 'text'),
      Link: part('activity.note', 'link'),
    },
  },
  'messages.csv': {
    object: 'message',
    id: 'Id',
    columns: {
      Id: 'activity.source_id',
      Client: 'link:client',
      By: 'activity.owner',
      Kind: 'activity.type',
      Way: part('activity.note', 'direction'),
      Text: part('activity.note', 'text'),
      Subject: 'activity.subject',
      At: { target: 'activity.due_date', as: { with: 'time' } },
      Min: 'activity.duration',
    },
  },
  'notes.csv': {
    object: 'note',
    id: 'Id',
    columns: {
      Id: 'note.source_id',
      Client: 'link:client',
      Session: 'link:session',
      Text: part('note.content', 'text'),
      Title: part('note.content', 'title'),
      On: 'note.add_time',
      By: 'note.owner',
      File: 'file',
    },
  },
  'intake.csv': {
    object: 'intake',
    id: 'Id',
    columns: { Id: 'note.source_id', Client: 'link:client', On: 'note.add_time', 'Why?': part('note.content', 'answer') },
  },
  'invoices.csv': {
    object: 'invoice',
    id: 'Id',
    columns: {
      Id: 'note.source_id',
      Client: 'link:client',
      Package: 'link:package',
      No: part('note.content', 'number'),
      Amount: part('note.content', 'amount'),
      Cur: part('note.content', 'currency'),
      Status: part('note.content', 'status'),
      Date: part('note.content', 'date'),
      Open: part('note.content', 'balance'),
      Paid: part('activity.due_date', 'paid'),
      Memo: part('note.content', 'description'),
    },
  },
  'items.csv': {
    object: 'invoice',
    columns: {
      Invoice: 'link:invoice',
      What: part('note.content', 'line-description'),
      Qty: part('note.content', 'line-quantity'),
      Sum: part('note.content', 'line-amount'),
    },
  },
  'groups.csv': {
    object: 'tag',
    columns: { Name: part('link:tag', 'name'), Above: part('link:tag', 'parent'), Who: part('link:client', 'member') },
  },
  'contracts.csv': {
    object: 'contract',
    columns: { Client: 'link:client', Link: part('person.custom.contracts', 'contract'), File: part('file', 'name') },
  },
  'files.csv': {
    object: 'file',
    columns: { Path: part('file', 'path'), Client: 'link:client', Session: 'link:session', Note: 'link:note' },
  },
  'rules.csv': { object: 'automation', columns: { When: 'ignore' } },
  'left.csv': { object: 'ignore', columns: { X: 'person.name' } },
};

const FIELDS: Spec['fields'] = [
  ...(['varchar', 'text', 'double', 'monetary', 'date', 'time', 'phone', 'address'] as const).map((type) => ({
    entity: 'person' as const,
    slug: type,
    type,
  })),
  { entity: 'person', slug: 'enum', type: 'enum', options: ['Yes', 'No', 'Gold'] },
  { entity: 'person', slug: 'set', type: 'set', options: ['a', 'b', 'Gold'] },
  { entity: 'person', slug: 'tags', type: 'set', options: ['a', 'b', 'Leaders'] },
  ...['private', 'contracts'].map((slug) => ({ entity: 'person' as const, slug, type: 'text' as const })),
  { entity: 'person', slug: 'other-companies', type: 'varchar' },
  ...(['person', 'organization', 'deal'] as const).map((entity) => ({ entity, slug: 'source-system-id', type: 'varchar' as const })),
  ...['sessions-total', 'sessions-used', 'sessions-remaining'].map((slug) => ({ entity: 'deal' as const, slug, type: 'double' as const })),
  { entity: 'deal', slug: 'balance', type: 'varchar' },
  { entity: 'deal', slug: 'created', type: 'date' },
  { entity: 'deal', slug: 'history', type: 'text' },
  { entity: 'deal', slug: 'done-at', type: 'date' },
  { entity: 'deal', slug: 'total-price', type: 'monetary' },
];

const DECISIONS: DecisionSpec[] = [
  ownerDecision('Dana Reyes', 'dana@example.com', ['K1'], 'dana@example.com'),
  ['stage', { object: 'package', value: 'Active' }, { stage: 'Active', order: 1, status: 'open' }],
  ['stage', { object: 'package', value: 'Done' }, { stage: 'Done', order: 2, status: 'won' }],
  ['stage', { object: 'package', value: '' }, { stage: 'None', order: 3, status: 'lost' }],
  ['activity-type', { object: 'session', value: 'Coaching' }, { type: 'Meeting' }],
  ['activity-type', { object: 'message', value: 'Call' }, { type: 'Call' }],
  ['message', { object: 'message', value: 'Call' }, { as: 'activity' }],
  ['session-status', { object: 'session', value: 'Cancelled' }, { as: 'subject' }],
  ['session-status', { object: 'session', value: 'No-show' }, { as: 'type' }],
  ['attachment', {}, { upload: true }],
  ['duplicate', { object: 'client', keys: ['client:C1', 'client:C2'] }, { use: 'merge' }],
  ['duplicate', { object: 'client', key: 'client:C3', sourceId: 'C3', name: 'X', mail: null }, { use: 'existing' }],
];

/** Cells as they come: things that mean something here, and anything at all. */
const LIKELY = fc.constantFrom(
  'C1',
  'C2',
  'C3',
  'C1; C2',
  'P1',
  'S1',
  'N1',
  'I1',
  'CO1',
  'CO99',
  'Halcyon',
  'Dana Reyes',
  'K1',
  'a@example.com',
  'a@example.com; b@example.com',
  '(212) 555-0101',
  '2026-03-08',
  '2026-03-08 02:30',
  '9999-12-31 23:59',
  '1000-01-01',
  '10:00',
  '25:61',
  'America/New_York',
  'UTC+14',
  '90',
  '1h 30',
  '-5',
  '3/10',
  '10/3',
  '$1,200.50',
  '(100.00)',
  '1e400',
  'NaN',
  'Infinity',
  'Yes',
  'Gold',
  'a, b',
  'Leaders > a',
  'Active',
  'Done',
  'Coaching',
  'Call',
  'Cancelled',
  'No-show',
  'Paid',
  'Void',
  'TBD',
  '—',
  '<p>x <b>y</b></p>',
  '<script>alert(1)</script>',
  'https://x.example.com/%zz',
  'att/x.txt',
  '..\\..\\etc',
  '__proto__',
  'constructor',
  'x'.repeat(300),
  `${'<b>word</b> '.repeat(12_000)}`,
);
const ANY = fc.oneof(
  { weight: 5, arbitrary: LIKELY },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.constant('') },
);

const exports = fc.record(
  Object.fromEntries(
    Object.entries(FILES).map(([file, { columns, id }]) => {
      const cells = fc.array(ANY, { minLength: Object.keys(columns).length - 1, maxLength: Object.keys(columns).length + 1 });
      const ids = fc.constantFrom('C1', 'C2', 'C3', 'P1', 'S1', 'N1', 'I1', 'CO1', '__proto__', ' ', 'x'.repeat(300), '\u0000');
      const row = fc.tuple(ids, cells).map(([own, list]) => (id === undefined ? list : [own, ...list.slice(1)]));
      return [file, fc.array(row, { minLength: 1, maxLength: 3 })];
    }),
  ),
);

function checkValues(record: DesiredRecord): void {
  DesiredRecord.parse(record);
  expect(Object.keys(record.provenance).sort()).toEqual(Object.keys(record.fields).sort());
  expect(new Set(record.dependsOn).has(record.key)).toBe(false);
  for (const [field, value] of Object.entries(record.fields)) {
    checkTexts(record, field, value);
    if (value.t === 'number' || value.t === 'money') expect(Number.isFinite(value.v)).toBe(true);
    if (value.t === 'date') expect(value.v).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    if (value.t === 'time' || value.t === 'duration') expect(value.v).toMatch(/^\d{2,}:\d{2}$/);
    if (value.t === 'contacts' || value.t === 'participants') expect([...value.v].filter((one) => one.primary)).toHaveLength(1);
  }
}

function limitOf(field: string, value: Value): number {
  if (value.t === 'html') return 100_000;
  if (field === 'notes') return 10_000;
  return value.t === 'text' && /^custom\.(?:text|private|contracts|history)$/.test(field) ? 65_000 : 255;
}

/** No text is empty, over its limit or broken. */
function checkTexts(record: DesiredRecord, field: string, value: Value): void {
  if (!('v' in value) || value.t === 'ref') return;
  const parts: readonly unknown[] = Array.isArray(value.v) ? value.v : [value.v];
  for (const part of parts) {
    const text = typeof part === 'object' && part !== null && 'value' in part ? part.value : part;
    if (typeof text !== 'string') continue;
    if (text.length > limitOf(field, value)) throw new Error(`${record.key} ${field}: ${text.length} characters`);
    expect(text.trim(), `${record.key} ${field}`).not.toBe('');
    expect(text.isWellFormed()).toBe(true);
  }
}

describe('project', () => {
  it('takes any text in any cell: never throws, sends nothing Pipedrive would refuse, gives the same for the same', () => {
    fc.assert(
      fc.property(
        exports,
        fc.constantFrom('one-activity', 'one-per-client'),
        fc.constantFrom('each', 'billing-note'),
        fc.constantFrom('split', 'cut'),
        (rows, group, invoice, limit) => {
          const files = Object.fromEntries(
            Object.entries(FILES).map(([file, spec]) => [file, { ...spec, rows: (rows[file] ?? []).map((cells) => cells) }]),
          );
          const decisions: DecisionSpec[] = [
            ...DECISIONS,
            ['session-group', {}, { as: group }],
            ['invoice', {}, { as: invoice }],
            ['text-limit', {}, { as: limit }],
          ];
          const made = world({
            files,
            fields: FIELDS,
            decisions,
            attachments: [{ path: 'att/x.txt', size: 3 }],
            context: { noteAuthors: true },
          });
          const staged = new Map(Object.entries(files).map(([file, spec]) => [file, stagedRows(file, spec)]));
          const index = createIndex(made.mapping, { rows: (file) => staged.get(file) ?? [], attachments: [] });
          const keys = new Set<string>();
          const all: DesiredRecord[] = [];
          for (const file of filesInOrder(made.mapping)) {
            for (const row of staged.get(file) ?? []) {
              const outcome = project(made.mapping, made.index, row);
              if (outcome.kind === 'records') all.push(...outcome.records);
              expect(project(made.mapping, made.index, row)).toEqual(outcome);
              expect(project(made.mapping, index, row).kind).toBeDefined();
              reuseOf(made.mapping, row);
            }
          }
          all.push(...extraRecords(made.mapping, made.index));
          for (const record of all) {
            checkValues(record);
            expect(featuresOf(record).length).toBeGreaterThan(0);
            if (keys.has(record.key)) throw new Error(`two records are called ${record.key}`);
            keys.add(record.key);
          }
          const owned = all.filter((r) => ['person', 'organization', 'deal', 'activity'].includes(r.entity));
          expect(owned.every((r) => r.fields.owner?.t === 'user')).toBe(true);
          expect(all.filter((r) => r.entity === 'note').every((r) => 'person' in r.fields || 'deal' in r.fields || 'org' in r.fields)).toBe(
            true,
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  it('takes a row of a file the plan does not know, or leaves out', () => {
    const made = world({ files: { 'left.csv': { object: 'ignore', columns: {}, rows: [['x']] } } });
    expect(made.outcome('left.csv')).toEqual({ kind: 'skipped', reason: 'left out by decision' });
    const row: StagedRow = { ...made.row('left.csv', 0), file: 'new.csv' };
    expect(project(made.mapping, made.index, row)).toEqual({ kind: 'skipped', reason: 'its file is not in the plan' });
  });
});

describe('coaches and automations', () => {
  it('are resolved or left to the rebuild document', () => {
    const coach = { object: 'coach', columns: { Id: part('link:coach', 'id') }, rows: [['K1'], ['K9']] } as const;
    const made = world({
      files: { 'coaches.csv': coach, 'rules.csv': { object: 'automation', columns: {}, rows: [['x']] } },
      decisions: DECISIONS,
    });
    expect(made.outcome('coaches.csv', 0)).toEqual({ kind: 'resolved', why: 'user dana@example.com' });
    expect(made.outcome('coaches.csv', 1)).toEqual({ kind: 'resolved', why: 'no user: unassigned@example.com by decision' });
    expect(made.outcome('rules.csv').kind).toBe('skipped');
  });
});
